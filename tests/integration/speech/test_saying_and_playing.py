"""What the voice is asked for: at once or later, in which language, which sound, and how far its mouth opens."""

import asyncio
from pathlib import Path

import pytest

from tests.integration.speech.stage import FOR_EVER, Robot, StandIn, ended, run
from tests.sounds import write_wave
from tjbot.errors import HaltedError, PartError, RefusedError, UnknownNameError
from tjbot.robot.part import Part


def test_the_loudness_is_told_once_at_the_beginning_of_the_sound(devices: Path) -> None:
    async def test() -> None:
        robot = Robot(devices)
        await robot.say("Hello!")
        silent, sounding, over = robot.readings
        assert (silent["saying"], silent["began"], silent["loudness"]) == ("Hello!", None, [])
        assert sounding["saying"] == "Hello!"
        assert sounding["began"] <= robot.voice.clock()
        assert max(sounding["loudness"]) == 1.0
        assert (over["saying"], over["began"], over["loudness"]) == (None, None, [])
        assert {reading["spoken_by"] for reading in robot.readings} == {"page"}
        robot.body.close()

    run(test())


def test_now_stops_what_is_said_and_what_waits(devices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        card = StandIn(devices, FOR_EVER, monkeypatch)
        robot = Robot(devices)
        first, waiting = (robot.body.begin("say", {"text": text}) for text in ("First.", "Waiting."))
        playing, _ = await card.begun()
        urgent = robot.body.begin("say", {"text": "Watch out!", "now": True})
        after = robot.body.begin("say", {"text": "Never mind."})
        assert "another command" in str((await first).note)
        assert "another command" in str((await waiting).note)
        await ended(playing)
        shouting, _ = await card.begun()
        assert robot.bubbles == ["First.", None, "Watch out!"]
        robot.body.halt()
        for sentence in (urgent, after):
            with pytest.raises(HaltedError):
                await sentence
        await ended(shouting)
        robot.body.close()

    run(test())


def test_be_quiet_stops_it_and_forgets_the_rest(devices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        card = StandIn(devices, FOR_EVER, monkeypatch)
        robot = Robot(devices)
        sentences = [robot.body.begin("say", {"text": text}) for text in ("First.", "Waiting.")]
        playing, _ = await card.begun()
        await robot.body.begin("be_quiet", {})
        await asyncio.gather(*sentences)
        await ended(playing)
        assert robot.bubbles == ["First.", None]
        robot.body.close()

    run(test())


def test_an_unknown_language_is_refused_at_once_with_the_nearest(devices: Path) -> None:
    async def test() -> None:
        robot = Robot(devices)
        with pytest.raises(UnknownNameError, match='Did you mean "de"') as by_argument:
            await robot.body.begin("say", {"text": "Guten Tag!", "language": "ded"})
        assert "tjbot.toml" not in by_argument.value.hint
        robot.body.close()
        robot = Robot(devices, {"voice": {"language": "ded"}})
        with pytest.raises(UnknownNameError, match=r"Change it under \[voice\]"):
            await robot.say("Guten Tag!")
        assert robot.bubbles == ["Guten Tag!", None]
        robot.body.close()

    run(test())


def test_speed_and_language_are_heard(devices: Path) -> None:
    async def test() -> None:
        robot = Robot(devices, {"voice": {"words_per_minute": 300}})
        for arguments in ({}, {"speed": 0.5}, {"language": "de"}):
            await robot.body.begin("say", {"text": "One, two, three.", **arguments})
        usual, slow, german = (reading["loudness"] for reading in robot.readings if reading["loudness"])
        assert len(slow) > 1.5 * len(usual)
        assert german != usual
        robot.body.close()

    run(test())


def test_a_sound_that_ships_is_played(devices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        card = StandIn(devices, "exit 0", monkeypatch)
        robot = Robot(devices)
        for name, file in (("beep", "beep.wav"), ("chime.wav", "chime.wav")):
            sound = asyncio.create_task(robot.play(name))
            _, arguments = await card.begun()
            assert arguments[-1].endswith("/" + file)
            assert await sound is None
        assert [reading["playing"] for reading in robot.readings] == ["beep", "beep", None, "chime", "chime", None]
        assert max(robot.readings[1]["loudness"]) == 1.0
        robot.body.close()

    run(test())


def test_a_sound_of_ones_own_goes_before_one_that_ships(devices: Path) -> None:
    async def test() -> None:
        robot = Robot(devices)
        sounds = robot.body.home / "sounds"
        sounds.mkdir(parents=True)
        write_wave(sounds / "beep.wav", bytes(1600) + b"\xff\x3f" * 800)
        assert await robot.play("beep") is None
        assert robot.readings[1]["loudness"] == [0.0, 0.0, 1.0, 1.0]
        robot.body.close()

    run(test())


def test_a_broken_sound_is_a_sentence_and_shows_no_bubble(devices: Path) -> None:
    async def test() -> None:
        robot = Robot(devices)
        sounds = robot.body.home / "sounds"
        sounds.mkdir(parents=True)
        (sounds / "broken.wav").write_bytes(b"RIFF\0\0\0\0WAVEnothing")
        with pytest.raises(PartError, match=r"broken.wav cannot be played .* WAV file of 16 bits"):
            await robot.play("broken")
        with pytest.raises(UnknownNameError, match='Did you mean "chime"'):
            await robot.play("chimes")
        with pytest.raises(RefusedError):
            await robot.play("")
        assert robot.readings == []
        robot.body.close()

    run(test())


class Lamp(Part):
    """A part that notes what it is told."""

    name = "lamp"
    summary = "Notes what it is told"

    def start(self) -> None:
        self.heard: list[tuple[str, float | None]] = []

    def told(self, what: str, level: float | None) -> None:
        self.heard.append((what, level))


@pytest.mark.parametrize("mouth_light", [True, False])
def test_the_other_parts_are_told_how_far_the_mouth_is_open(devices: Path, mouth_light: bool) -> None:
    async def test() -> None:
        robot = Robot(devices, {"voice": {"words_per_minute": 450, "mouth_light": mouth_light}}, [Lamp])
        lamp = robot.body._slots["lamp"].part
        assert isinstance(lamp, Lamp)
        await robot.say("Hello!")
        loudness = next(reading["loudness"] for reading in robot.readings if reading["loudness"])
        levels = [level for what, level in lamp.heard if what == "mouth"]
        assert levels[-1:] == ([None] if mouth_light else [])
        # The sound may be over in the middle of its last twentieth of a second.
        assert levels[:-1] in ([loudness, loudness[:-1]] if mouth_light else [[]])
        robot.body.close()

    run(test())
