"""Our sentences in the language of their reader."""

import json
import re
from pathlib import Path

import pytest

from tests.unit.recipe import test_check, test_explain
from tjbot.errors import did_you_mean
from tjbot.recipe import language
from tjbot.recipe.language import chosen_language, translated

GERMAN = json.loads(Path(language.__file__).with_name("german.json").read_text("utf-8"))


def test_whoever_chooses_a_language_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TJBOT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert chosen_language() == "en"
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert chosen_language() == "de"
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert chosen_language() == "en"
    monkeypatch.setenv("TJBOT_LANGUAGE", "de")
    assert chosen_language() == "de"


@pytest.mark.parametrize("english", GERMAN)
def test_what_is_filled_in_is_the_same_in_both(english: str) -> None:
    names = set(re.findall(r"\{(\w+)\}", english))
    assert names == set(re.findall(r"\{(\w+)\}", GERMAN[english]))
    filled = english.format(**dict.fromkeys(names, "XX"))
    expected = GERMAN[english].format(**dict.fromkeys(names, "XX"))
    assert translated(filled, "de") == expected
    assert translated(filled, "en") == filled


def test_sentences_are_translated_one_by_one() -> None:
    text = f'The robot has no "wvae".\n{did_you_mean("wvae", ["wave"])} Zzz. Delete it.'
    assert translated(text, "de") == 'Der Roboter hat kein "wvae".\nMeinst du "wave"? Zzz. Lösche es.'


WRONG = [case.values[0] if hasattr(case, "values") else case[0] for case in test_explain.SENTENCES]


@pytest.mark.parametrize("source", [source for source in WRONG if "eval" not in source])
def test_what_breaks_is_explained_in_german(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TJBOT_LANGUAGE", "de")
    text = test_explain.explained(source, refuse=test_explain.refuse)
    assert text.startswith("In greet.py stimmt etwas nicht in Zeile ")
    english = ("The arm is not plugged in", "Look at pin")
    last = text.split("\n", 2)[2]
    assert last.startswith(english) or not re.search(r"\b(the|is|not|with|You|has)\b", last), last


@pytest.mark.parametrize("source", [case[0] for case in (*test_check.REPAIRED, *test_check.SAID)])
def test_what_is_odd_is_said_in_german(source: str) -> None:
    for fault in test_check.faults(test_check.IMPORT + source):
        assert translated(fault.message, "de") != fault.message
        assert not fault.hint or translated(fault.hint, "de") != fault.hint
