"""Our sentences in the language of their reader."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.recipe import test_check, test_explain
from tjbot import languages
from tjbot.errors import did_you_mean
from tjbot.languages import FOLDER, accepted_language, chosen_language, translated

GERMAN = json.loads((FOLDER / "de.json").read_text("utf-8"))


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


@pytest.fixture
def third(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of languages with a file for French, and one that is broken."""
    (tmp_path / "fr.json").write_text(
        json.dumps(
            {
                "Free some space.": "Fais de la place.",
                'The robot has no "{name}".': 'Le robot n’a pas de "{name}".',
                "{count} recipes wait.": {"one": "{count} recette attend.", "other": "{count} recettes attendent."},
                "Stopped.": "",
            }
        ),
        "utf-8",
    )
    (tmp_path / "it.json").write_text("{", "utf-8")
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()


def forget() -> None:
    for each in (languages.known_languages, languages._sentences, languages._templates, languages._line):
        each.cache_clear()


def test_a_language_is_one_more_file(third: Path) -> None:
    assert accepted_language("fr-CA,fr;q=0.9,en;q=0.8") == "fr"
    assert (
        translated('The robot has no "wvae". Free some space.', "fr") == 'Le robot n’a pas de "wvae". Fais de la place.'
    )
    assert translated("1 recipes wait.", "fr") == "1 recette attend."
    assert translated("7 recipes wait.", "fr") == "7 recettes attendent."


def test_what_a_language_lacks_is_told_in_english(third: Path) -> None:
    assert translated("Stopped. The robot goes to rest.", "fr") == "Stopped. The robot goes to rest."
    assert translated("Free some space.", "de") == "Free some space."


def test_a_broken_file_costs_its_language_only(third: Path) -> None:
    assert translated("Free some space.", "it") == "Free some space."
    assert translated("Free some space.", "fr") == "Fais de la place."


@pytest.mark.parametrize(
    ("header", "language"),
    [("de-CH,de;q=0.9", "de"), ("xx, de;q=0.4", "de"), ("en-GB,de", "en"), ("*", "en"), ("", "en"), (",;=", "en")],
)
def test_a_browser_says_which_it_wants(header: str, language: str) -> None:
    assert accepted_language(header) == language


def test_what_stands_in_quotation_marks_is_left_as_it_is() -> None:
    assert translated('The robot has no "Hello".', "de") == 'Der Roboter hat kein "Hello".'
    assert translated("Hello is running.", "de") == "Hallo läuft."


@pytest.mark.parametrize("english", GERMAN)
def test_what_is_filled_in_is_the_same_in_both(english: str) -> None:
    names = set(re.findall(r"\{(\w+)\}", english))
    assert names == set(re.findall(r"\{(\w+)\}", GERMAN[english]))
    filled, expected = (re.sub(r"\{\w+\}", "XX", text) for text in (english, GERMAN[english]))
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
