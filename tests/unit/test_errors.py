"""Errors are sentences with a cure, and are also the builtin ones that one would expect."""

import pytest

from tjbot.errors import (
    ConfigurationError,
    HaltedError,
    NoRobotError,
    PartError,
    RefusedError,
    TJBotError,
    UnknownNameError,
    WireError,
    did_you_mean,
)


def test_an_error_reads_as_its_sentences() -> None:
    assert str(TJBotError("It fell.", "Pick it up.")) == "It fell. Pick it up."
    assert str(TJBotError("It fell.")) == "It fell."
    assert WireError("No.", path="$.id").path == "$.id"


@pytest.mark.parametrize(
    ("ours", "builtin"),
    [
        (ConfigurationError, ValueError),
        (WireError, ValueError),
        (PartError, OSError),
        (NoRobotError, ConnectionError),
        (UnknownNameError, LookupError),
        (HaltedError, RefusedError),
    ],
)
def test_an_error_is_caught_as_the_builtin_one(ours: type[TJBotError], builtin: type[Exception]) -> None:
    error = ours("It happened.", "Do this.")
    assert isinstance(error, builtin)
    assert (error.message, error.hint, str(error)) == ("It happened.", "Do this.", "It happened. Do this.")


@pytest.mark.parametrize(
    ("word", "known", "sentence"),
    [
        ("wawe", ["wave", "point"], 'Did you mean "wave"?'),
        ("WAVE", ["wave", "point"], 'Did you mean "wave"?'),
        ("openhand", ["Open Hand", "fist"], 'Did you mean "Open Hand"?'),
        ("xyz", ["wave", "point"], "Known are: point, wave."),
        ("xyz", [], ""),
        ("", ["wave"], "Known are: wave."),
    ],
)
def test_the_nearest_word_is_offered(word: str, known: list[str], sentence: str) -> None:
    assert did_you_mean(word, known) == sentence


def test_a_long_list_of_known_words_ends_with_dots() -> None:
    known = [f"word{number:02}" for number in range(30)]
    assert did_you_mean("?", known) == "Known are: " + ", ".join(known[:20]) + "…"
