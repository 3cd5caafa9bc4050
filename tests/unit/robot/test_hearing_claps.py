"""Which sounds are claps."""

import pytest

from tests.hearing import clap, claps_in, knock, mixed, samples, silence, tone
from tjbot.robot.hearing_claps import BLOCK_SAMPLES, block_of, loudness


def test_nearly_every_clap_is_heard_once() -> None:
    heard = [claps_in(mixed(clap(seed, level))) for seed in range(40) for level in (0.15, 0.6)]
    assert heard.count(1) >= 76
    assert max(heard) == 1


def test_two_claps_are_two() -> None:
    heard = [claps_in(mixed(clap(seed)[:4800] + clap(seed + 100))) for seed in range(20)]
    assert heard.count(2) >= 17
    assert max(heard) == 2


@pytest.mark.parametrize(
    "sound",
    [
        silence(3),
        silence(3, level=0.3),
        mixed(silence(0.2, level=0.2)),
        mixed(silence(1, level=0.2)),
        mixed(tone(440, 0.2), tone(1000, 0.2), tone(3000, 0.5)),
        mixed(tone(50, 2), tone(100, 2)),
        mixed(knock(80), knock(150), knock(300)),
        samples([0.0] * 16_000),
        samples([1.0] * 16_000),
        samples([1.0, -1.0] * 8_000),
    ],
    ids=["quiet", "noise", "short noise", "long noise", "beeps", "hum", "knocks", "nothing", "stuck", "loudest"],
)
def test_other_sounds_are_no_claps(sound) -> None:
    assert claps_in(sound) == 0


def test_loudness_goes_from_0_to_1() -> None:
    def of(level: float) -> float:
        return loudness(block_of(samples([level, -level] * (BLOCK_SAMPLES // 2))).energy)

    assert of(0) == 0
    assert of(1) == pytest.approx(1, abs=0.001)
    assert of(0.001) == pytest.approx(0, abs=0.01)
    assert of(0.03) == pytest.approx(0.5, abs=0.02)
