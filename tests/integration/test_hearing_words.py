"""Spoken words through the real recogniser: which are told apart, from each other and from the rest of the world."""

import asyncio
import tempfile
from array import array
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
import uvloop

from tests.hearing import clap, claps_in, mixed, silence, spoken
from tjbot.robot.hearing_words import FRAME_BYTES, Utterances
from tjbot.robot.speech_synthesiser import Limits, Synthesiser


def run(test: Coroutine[Any, Any, None]) -> None:
    uvloop.run(asyncio.wait_for(test, 100))


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def words_heard(utterances: Utterances, sound: "array[int]") -> list[str]:
    data = sound.tobytes()
    frames = [data[at : at + FRAME_BYTES] for at in range(0, len(data) - FRAME_BYTES, FRAME_BYTES)]
    return [word for frame in frames if (word := utterances.feed(frame))]


def test_words_are_told_from_other_words_and_noises_and_speech_is_no_clap() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(Limits(60, 60))
        utterances = Utterances()
        utterances.choose(("yes", "no", "maybe"))
        asked = [
            (word, language, speed)
            for word in ("yes", "no", "maybe")
            for language in ("en-us", "en", "en-gb-scotland")
            for speed in (120, 150)
        ]
        right = 0
        for word, language, speed in asked:
            sound = mixed(await spoken(synthesiser, word, language, words_per_minute=speed))
            assert claps_in(sound) == 0
            right += words_heard(utterances, sound) == [word]
        assert right >= 0.8 * len(asked), "of the words that were asked for"
        others = ["banana", "kitchen", "window", "football", "seventeen", "what time is it now", "please open the door"]
        wrong = 0
        for text in others:
            sound = mixed(await spoken(synthesiser, text))
            assert claps_in(sound) == 0
            wrong += bool(words_heard(utterances, sound))
        assert wrong <= 2, "of other words"
        for noise in (silence(2), silence(2, level=0.1), mixed(clap(1), clap(2), clap(3))):
            assert words_heard(utterances, noise) == []
        synthesiser.close()

    run(test())


def test_phrases_are_words_too() -> None:
    async def test() -> None:
        synthesiser = Synthesiser(Limits(60, 60))
        utterances = Utterances()
        utterances.choose(("good morning", "lift the arm"))
        for phrase in ("good morning", "lift the arm"):
            assert words_heard(utterances, mixed(await spoken(synthesiser, phrase))) == [phrase]
        synthesiser.close()

    run(test())
