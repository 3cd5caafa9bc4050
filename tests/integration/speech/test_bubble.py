"""The part voice in a body: its bubble, its queue, and its sound up to the edge of the sound card."""

import asyncio
import shutil
import wave
from array import array
from pathlib import Path

import pytest

from tests.integration.speech.stage import FOR_EVER, Robot, StandIn, ended, run
from tjbot.errors import HaltedError
from tjbot.robot import speech_player


def test_the_bubble_is_there_while_it_speaks_even_without_a_sound_device(devices: Path) -> None:
    async def test() -> None:
        robot = Robot(devices)
        assert await robot.say("Hello!") is None
        assert robot.bubbles == ["Hello!", None]
        robot.body.close()

    run(test())


def test_sentences_are_spoken_in_order_one_at_a_time(devices: Path) -> None:
    async def test() -> None:
        robot = Robot(devices)
        await asyncio.gather(*(robot.say(text) for text in ("One.", "Two.", "Three.")))
        assert robot.bubbles == ["One.", None, "Two.", None, "Three.", None]
        robot.body.close()

    run(test())


def test_halt_stops_the_sound_clears_the_bubble_and_the_queue(devices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        card = StandIn(devices, FOR_EVER, monkeypatch)
        robot = Robot(devices)
        spoken, waiting = robot.body.begin("say", {"text": "Hello!"}), robot.body.begin("say", {"text": "Never."})
        playing, arguments = await card.begun()
        assert "--quiet" in arguments
        robot.body.halt()
        for sentence in (spoken, waiting):
            with pytest.raises(HaltedError):
                await sentence
        await ended(playing)
        assert robot.bubbles == ["Hello!", None]
        robot.body.close()

    run(test())


def test_it_speaks_again_after_halt_in_the_middle_of_the_first_sentence(devices: Path) -> None:
    async def test() -> None:
        robot = Robot(devices)
        sentence = robot.body.begin("say", {"text": "Hello!"})
        await asyncio.wait([sentence], timeout=0)
        assert robot.bubbles == ["Hello!"]
        robot.body.halt()
        with pytest.raises(HaltedError):
            await sentence
        assert await robot.say("Again.") is None
        assert robot.bubbles == ["Hello!", None, "Again.", None]
        robot.body.close()

    run(test())


def test_close_stops_what_plays_and_removes_the_files(
    devices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def test() -> None:
        card = StandIn(devices, FOR_EVER, monkeypatch)
        robot = Robot(devices)
        sentence = robot.body.begin("say", {"text": "Hello!"})
        playing, _ = await card.begun()
        worker = robot.voice.synthesiser.worker
        assert worker
        robot.body.close()
        await ended(playing)
        assert await worker.process.wait() < 0
        await sentence

    run(test())
    assert list(tmp_path.glob("tjbot-voice-*")) == []


def test_a_player_that_fails_is_a_note_with_its_own_words(devices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        card = StandIn(devices, "echo 'aplay: device is busy' >&2; exit 1", monkeypatch)
        robot = Robot(devices)
        sentence = asyncio.create_task(robot.say("Hello!"))
        await card.begun()
        note = await sentence
        assert note
        assert "device is busy" in note
        assert 'sound = "off"' in note
        assert robot.bubbles == ["Hello!", None]
        robot.body.close()

    run(test())


def test_a_player_that_never_ends_is_ended(devices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech_player, "OVERTIME_SECONDS", 0.0)

    async def test() -> None:
        card = StandIn(devices, FOR_EVER, monkeypatch)
        robot = Robot(devices)
        sentence = asyncio.create_task(robot.say("The player takes this sentence and does not give it back."))
        playing, _ = await card.begun()
        note = await sentence
        assert note
        assert "in time" in note
        await ended(playing)
        robot.body.close()

    run(test())


def test_a_card_without_a_program_still_shows_the_bubble(devices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(devices))
    (devices / "pcmC0D0p").touch()

    async def test() -> None:
        robot = Robot(devices)
        note = await robot.say("Hello!")
        assert note
        assert "apt-get install alsa-utils" in note
        assert robot.bubbles == ["Hello!", None]
        robot.body.close()

    run(test())


def test_sound_off_plays_nothing(devices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        # This player would never come back, and the sentence with it.
        StandIn(devices, FOR_EVER, monkeypatch)
        for sound, spoken_by in (("off", "nobody"), ("page", "page")):
            robot = Robot(devices, {"voice": {"words_per_minute": 450, "sound": sound}})
            assert await robot.say("Hello!") is None
            assert robot.readings[-1]["spoken_by"] == spoken_by
            robot.body.close()

    run(test())


def test_without_espeak_the_bubble_stays_and_the_note_tells_the_cure(
    devices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "espeakng_loader.py").write_text("raise ImportError('not installed')")
    for name in ("libespeak-ng.so.1", "libespeak.so.1"):
        (tmp_path / name).write_text("no library")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))

    async def test() -> None:
        robot = Robot(devices)
        note = await robot.say("Hi")
        assert note
        assert "espeak-ng or pyttsx3 is missing" in note
        assert "./install.sh" in note
        assert robot.bubbles == ["Hi", None]
        robot.body.close()

    run(test())


def test_where_there_is_a_loudspeaker_the_robot_speaks(devices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        card = StandIn(devices, "exit 0", monkeypatch)
        robot = Robot(devices)
        sentence = asyncio.create_task(robot.say("Hello!"))
        await card.begun()
        assert await sentence is None
        assert robot.readings[-1]["spoken_by"] == "robot"
        robot.body.close()

    run(test())


@pytest.mark.skipif(shutil.which("aplay") is None, reason="needs aplay: sudo apt-get install alsa-utils")
def test_the_real_aplay_sends_the_sentence_to_the_sound_card(
    devices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, configuration = tmp_path / "heard.wav", tmp_path / "asound.conf"
    configuration.write_text(f'pcm.!default {{ type file file "{heard}" format "wav" slave.pcm {{ type null }} }}\n')
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(configuration))

    async def test() -> None:
        robot = Robot(devices)
        assert await robot.say("Hello, my name is Pip.") is None
        robot.body.close()

    run(test())
    with wave.open(str(heard)) as sound:
        samples = array("h", sound.readframes(sound.getnframes()))
        assert sound.getframerate() == 22050
    assert len(samples) > 22050 * 0.3
    assert max(samples) > 3000
