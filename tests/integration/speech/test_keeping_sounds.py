"""The same words are synthesised once; the files kept are bounded, and a full disk is got over."""

import asyncio
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.integration.speech.stage import PATIENT, run, speak
from tests.sounds import loudness_of
from tjbot.errors import PartError
from tjbot.robot.speech import Words
from tjbot.robot.speech_synthesiser import Synthesiser


def test_the_same_words_are_synthesised_once() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        first, other = await speak(synthesiser, "Hello!"), await speak(synthesiser, "Goodbye!")
        assert synthesiser.worker
        made = {path: path.stat().st_mtime_ns for path in synthesiser.worker.directory.iterdir()}
        synthesiser.worker.process.send_signal(signal.SIGSTOP)
        again = await asyncio.gather(*(speak(synthesiser, "Hello!") for _ in range(3)))
        assert again == [first] * 3
        assert set(made) == {first.path, other.path}
        assert {path: path.stat().st_mtime_ns for path in made} == made
        synthesiser.close()

    run(test())


def test_other_settings_are_other_words() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        kinds = [
            Words(text="Hello!"),
            Words(text="Hello!", language="de"),
            Words(text="Hello!", variant="f3"),
            Words(text="Hello!", words_per_minute=300),
            Words(text="Hello!", volume=0.3),
        ]
        sounds = [await synthesiser.synthesise(words) for words in kinds]
        assert len({sound.path.read_bytes() for sound in sounds}) == len(kinds)
        synthesiser.close()

    run(test())


def test_the_files_kept_stay_within_their_bytes_and_the_oldest_goes_first() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT, most_cached_bytes=150_000)
        first = await speak(synthesiser, "Number 0.")
        for number in range(1, 9):
            await speak(synthesiser, f"Number {number}.")
            await speak(synthesiser, "Number 0.")
        assert synthesiser.worker
        kept = list(synthesiser.worker.directory.iterdir())
        assert first.path in kept
        assert 1 < len(kept) < 9
        assert sum(path.stat().st_size for path in kept) <= 150_000
        synthesiser.close()

    run(test())


def test_a_file_that_somebody_removed_is_made_again() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        (await speak(synthesiser, "Hello!")).path.unlink()
        assert loudness_of((await speak(synthesiser, "Hello!")).path) > 0.01
        synthesiser.close()

    run(test())


@contextmanager
def disk_full(after_bytes: int) -> Iterator[None]:
    """Processes that start meanwhile cannot make a file larger than this."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (after_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_a_sentence_and_is_got_over() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(PATIENT)
        with disk_full(after_bytes=1000), pytest.raises(PartError, match="stopped twice") as failure:
            await speak(synthesiser, "Hello!")
        assert "disk is full" in failure.value.hint
        assert synthesiser.worker is None
        assert loudness_of((await speak(synthesiser, "Hello!")).path) > 0.01
        synthesiser.close()

    run(test())
