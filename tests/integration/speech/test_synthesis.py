"""Real sentences through the real pyttsx3 and espeak-ng, and what happens when their process fails."""

import asyncio
import math
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import espeakng_loader
import psutil
import pytest

from tests.integration.speech.stage import HASTY, PATIENT, run, speak
from tests.sounds import loudness_of, samples_in, seconds_in
from tjbot.errors import PartError, UnknownNameError
from tjbot.robot.speech import Words
from tjbot.robot.speech_synthesiser import Synthesiser
from tjbot.robot.speech_wave import LEVELS_PER_SECOND, root_mean_square


def is_over(process_id: int) -> bool:
    """Waits until a process is over; false if it is not within half a minute."""
    try:
        psutil.Process(process_id).wait(timeout=30)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True


def test_a_sentence_is_heard_for_as_long_as_it_takes() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        sound = await speak(synthesiser, "Hello, my name is Pip.")
        assert 0.8 < sound.seconds < 4
        assert seconds_in(sound.path) == pytest.approx(sound.seconds)
        assert loudness_of(sound.path) > 0.01
        synthesiser.close()

    run(test())


def test_the_loudness_is_that_of_the_samples() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        sound = await speak(synthesiser, "Hello, my name is Pip. What is yours?")
        samples, rate = samples_in(sound.path)
        window = rate // LEVELS_PER_SECOND
        measured = [root_mean_square(samples[start : start + window]) for start in range(0, len(samples), window)]
        assert len(sound.loudness) == math.ceil(sound.seconds * LEVELS_PER_SECOND)
        assert max(sound.loudness) == 1.0
        for level, power in zip(sound.loudness, measured, strict=False):
            assert level == pytest.approx(power / max(measured), abs=0.06)
        synthesiser.close()

    run(test())


def test_all_languages_are_told() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        assert {"en", "en-us", "de", "fr", "es", "ja"} <= set(await synthesiser.languages())
        synthesiser.close()

    run(test())


def test_two_sentences_at_once_are_both_right() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        short, long = "Yes.", "The quick brown fox jumps over the lazy dog."
        alone = [(await speak(synthesiser, text)).seconds for text in (short, long)]
        together = await asyncio.gather(speak(synthesiser, short), speak(synthesiser, long))
        assert [seconds_in(sound.path) for sound in together] == pytest.approx(alone, rel=0.05)
        assert alone[1] > 2 * alone[0]
        synthesiser.close()

    run(test())


def test_every_sentence_has_the_speed_that_it_was_asked_for() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        for number in range(10):
            text = f"One, two, three, four, {number}."
            slow = await synthesiser.synthesise(Words(text=text, language="de", words_per_minute=100))
            fast = await synthesiser.synthesise(Words(text=text, language="en", words_per_minute=300))
            assert 0.5 < fast.seconds < slow.seconds / 2
        synthesiser.close()

    run(test())


def test_a_lower_volume_is_quieter() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        loud, quiet = await speak(synthesiser, "Hello!"), await speak(synthesiser, "Hello!", volume=0.2)
        assert 0 < loudness_of(quiet.path) < loudness_of(loud.path) / 2
        synthesiser.close()

    run(test())


@pytest.mark.parametrize(
    "text",
    [
        "😀",
        "👨‍👩‍👧‍👦" * 70,
        "a b " * 125,
        "9" * 500,
        "...",
        "?!",
        " ",
        "\n",
        "\0",
        "日本語",
        "<speak>hi</speak>",
        "[[h@'loU]]",
        "\ufffd\uffff",
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_odd_texts_do_no_harm(text: str) -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        odd = await speak(synthesiser, text)
        assert seconds_in(odd.path) == pytest.approx(odd.seconds)
        process_id = synthesiser.worker and synthesiser.worker.process.pid
        assert loudness_of((await speak(synthesiser, "Hello!")).path) > 0.01
        assert (synthesiser.worker and synthesiser.worker.process.pid) == process_id
        synthesiser.close()

    run(test())


def test_a_nul_does_not_cut_the_sentence() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        cut, whole = await speak(synthesiser, "Hello"), await speak(synthesiser, "Hello\0 my name is Pip")
        assert whole.seconds > 1.5 * cut.seconds
        synthesiser.close()

    run(test())


def test_an_unknown_language_or_variant_is_named_with_the_nearest() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        with pytest.raises(UnknownNameError, match=r'language "en-uss"') as language:
            await synthesiser.synthesise(Words(text="Hello!", language="en-uss"))
        assert "en-us" in language.value.hint
        with pytest.raises(UnknownNameError, match=r'variant "wisper"') as variant:
            await synthesiser.synthesise(Words(text="Hello!", variant="wisper"))
        assert "whisper" in variant.value.hint
        assert (await speak(synthesiser, "Hello!")).seconds > 0.3
        synthesiser.close()

    run(test())


def test_a_killed_process_is_replaced() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        await speak(synthesiser, "Hello!")
        assert synthesiser.worker
        killed = synthesiser.worker
        killed.process.kill()
        assert loudness_of((await speak(synthesiser, "I am back.")).path) > 0.01
        assert not killed.directory.exists()
        synthesiser.close()

    run(test())


def test_a_process_killed_in_the_middle_of_a_sentence_is_replaced() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        await speak(synthesiser, "Hello!")
        assert synthesiser.worker
        process = synthesiser.worker.process
        process.send_signal(signal.SIGSTOP)
        sentence = asyncio.create_task(speak(synthesiser, "I am back."))
        await asyncio.wait([sentence], timeout=0)
        process.kill()
        assert loudness_of((await sentence).path) > 0.01
        synthesiser.close()

    run(test())


def test_a_process_that_hangs_is_killed_and_replaced() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(HASTY)
        await speak(synthesiser, "Hello!")
        assert synthesiser.worker
        hanging = synthesiser.worker.process
        hanging.send_signal(signal.SIGSTOP)
        assert loudness_of((await speak(synthesiser, "I am back.")).path) > 0.01
        assert await hanging.wait() == -signal.SIGKILL
        synthesiser.close()

    run(test())


def test_a_lost_directory_ends_the_process_instead_of_hanging_it() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        await speak(synthesiser, "Hello!")
        assert synthesiser.worker
        lost = synthesiser.worker
        shutil.rmtree(lost.directory)
        assert loudness_of((await speak(synthesiser, "I am back.")).path) > 0.01
        assert await lost.process.wait() == 1
        synthesiser.close()

    run(test())


def test_a_process_that_dies_again_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyttsx3.py").write_text("import os; os._exit(3)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        with pytest.raises(PartError, match="stopped twice"):
            await speak(synthesiser, "Hello!")
        monkeypatch.delenv("PYTHONPATH")
        assert (await speak(synthesiser, "Hello!")).seconds > 0.3
        synthesiser.close()

    run(test())


def test_a_sentence_cancelled_while_it_is_made_leaves_nothing_behind() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        (await speak(synthesiser, "Hello!")).path.unlink()
        assert synthesiser.worker
        synthesiser.worker.process.send_signal(signal.SIGSTOP)
        sentence = asyncio.create_task(speak(synthesiser, "Nobody hears this, because it is cancelled."))
        await asyncio.wait([sentence], timeout=0)
        sentence.cancel()
        await asyncio.wait([sentence])
        synthesiser.worker.process.send_signal(signal.SIGCONT)
        sound = await speak(synthesiser, "Yes.")
        assert sound.seconds < 1.2
        assert list(synthesiser.worker.directory.iterdir()) == [sound.path]
        synthesiser.close()

    run(test())


def test_closing_leaves_no_process_and_no_file(temporary: Path) -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        sound = await speak(synthesiser, "Hello!")
        assert synthesiser.worker
        process = synthesiser.worker.process
        assert sound.path.is_relative_to(temporary)
        synthesiser.close()
        await process.wait()
        assert not psutil.pid_exists(process.pid)

    run(test())
    assert list(temporary.iterdir()) == []


def test_the_process_and_its_files_end_with_a_daemon_that_is_killed(temporary: Path) -> None:
    code = """
import asyncio, os, sys, tempfile
from tjbot.robot.speech import Words
from tjbot.robot.speech_synthesiser import Synthesiser
tempfile.tempdir = sys.argv[1]
async def speak_and_die():
    synthesiser = Synthesiser()
    await synthesiser.synthesise(Words(text="Hello!"))
    print(synthesiser.worker.process.pid, flush=True)
    os.kill(os.getpid(), 9)
asyncio.run(speak_and_die())
"""
    daemon = subprocess.run([sys.executable, "-c", code, str(temporary)], capture_output=True, text=True, timeout=60)
    assert daemon.returncode == -signal.SIGKILL
    assert is_over(int(daemon.stdout))
    assert list(temporary.iterdir()) == []


def test_a_pupils_file_does_not_stand_in_for_pythons_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "wave.py").write_text("raise SystemExit('this is a recipe')")
    monkeypatch.chdir(home)

    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        assert (await speak(synthesiser, "Hello!")).seconds > 0.3
        synthesiser.close()

    run(test())


def test_a_long_path_to_espeaks_voices_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("a" * 100) / ("b" * 100)
    deep.mkdir(parents=True)
    (deep / "espeakng_loader").symlink_to(Path(espeakng_loader.__file__).parent)
    monkeypatch.setenv("PYTHONPATH", str(deep))

    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        assert (await speak(synthesiser, "Hello!")).seconds > 0.3
        synthesiser.close()

    run(test())
