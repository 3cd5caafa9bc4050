"""How loud sound files are, from moment to moment, and which cannot be played."""

import contextlib
import math
from array import array
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sounds import write_wave
from tjbot.errors import PartError
from tjbot.robot.speech_wave import measure, relative, root_mean_square


def tone(loudness: float, seconds: float, rate: int = 8000) -> bytes:
    """A sine of 400 Hz."""
    count = round(seconds * rate)
    return array(
        "h", [round(32767 * loudness * math.sin(2 * math.pi * 400 * n / rate)) for n in range(count)]
    ).tobytes()


def test_each_twentieth_of_a_second_has_its_loudness(tmp_path: Path) -> None:
    sound = measure(write_wave(tmp_path / "a.wav", tone(0.5, 0.1) + tone(0.25, 0.1) + bytes(800)))
    assert sound.seconds == pytest.approx(0.25)
    assert sound.loudness == (1.0, 1.0, 0.5, 0.5, 0.0)


def test_a_quiet_sound_opens_the_mouth_as_far_as_a_loud_one_and_hiss_does_not(tmp_path: Path) -> None:
    loud, quiet, hiss = (
        measure(write_wave(tmp_path / "a.wav", tone(loudness, 0.2))).loudness for loudness in (0.9, 0.09, 0.003)
    )
    assert loud == quiet == (1.0, 1.0, 1.0, 1.0)
    assert max(hiss) < 0.2


def test_8_bits_and_two_channels_are_as_loud(tmp_path: Path) -> None:
    eight_bits = bytes(round(128 + 127 * math.sin(2 * math.pi * 400 * n / 8000)) for n in range(800))
    both = array("h", tone(0.5, 0.1))
    stereo = array("h", [sample for sample in both for _ in range(2)]).tobytes()
    assert measure(write_wave(tmp_path / "a.wav", eight_bits, width=1)).loudness == (1.0, 1.0)
    heard = measure(write_wave(tmp_path / "a.wav", stereo, channels=2))
    assert (heard.seconds, heard.loudness) == (pytest.approx(0.1), (1.0, 1.0))


def test_silence_and_nothing_keep_the_mouth_shut(tmp_path: Path) -> None:
    assert measure(write_wave(tmp_path / "a.wav", bytes(1600))).loudness == (0.0, 0.0)
    assert measure(write_wave(tmp_path / "a.wav", b"")).loudness == ()
    assert relative([]) == ()
    assert root_mean_square([]) == 0


def test_a_sound_that_is_too_long_says_so(tmp_path: Path) -> None:
    with pytest.raises(PartError, match="longer than 1 seconds"):
        measure(write_wave(tmp_path / "a.wav", bytes(2 * 8801)), longest_seconds=1)


def test_24_bits_are_no_file_for_this_robot(tmp_path: Path) -> None:
    with pytest.raises(PartError, match="24 bits"):
        measure(write_wave(tmp_path / "a.wav", bytes(2400), width=3))


def test_a_file_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PartError, match=r"gone\.wav cannot be played"):
        measure(tmp_path / "gone.wav")


GOOD = b"RIFF$\x10\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0@\x1f\0\0\x80>\0\0\x02\0\x10\0data\0\x10\0\0" + bytes(4096)


@given(st.integers(0, 60), st.binary(min_size=1, max_size=12), st.integers(0, len(GOOD)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_damaged_file_is_measured_or_refused(tmp_path: Path, at: int, damage: bytes, length: int) -> None:
    path = tmp_path / "damaged.wav"
    path.write_bytes((GOOD[:at] + damage + GOOD[at + len(damage) :])[:length])
    with contextlib.suppress(PartError):
        assert all(0 <= level <= 1 for level in measure(path).loudness)
