"""Every sentence that can reach the page has its German: of the daemon, the robot, and the page's inner parts."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.recipe.test_german import english_words, sentences
from tjbot.daemon.https.trust_words import texts_of
from tjbot.daemon.in_language import in_language
from tjbot.daemon.recipe_cards import card_of
from tjbot.languages import FOLDER, phrase, translated
from tjbot.protocol.about import About
from tjbot.protocol.messages import State, Welcome
from tjbot.robot.part import offer_of
from tjbot.robot.parts import all_parts

CHECKOUT = Path(__file__).parents[2]
PAGE = CHECKOUT / "web_ui" / "src"

ON_THE_COMMAND_LINE = {
    *("home_lock.py", "listeners.py", "owner_token.py", "recipe_door.py", "logs.py", "rights.py", "backups"),
    *("flashing.py", "uf2.py", "looking.py", "kit.py", "gpio.py", "settings_file.py", "keys.py"),
    *("wiring_conflicts.py", "wiring_pi.py", "wiring_pico.py", "wiring_words.py"),
    # Whoever writes lessons packs them with `tjbot lessons`.
    *("card.py", "folders.py", "lesson.py", "text.py"),
    *("window.py", "program.py", "factory.py", "edges.py"),
}
"""What only whoever starts or builds the robot reads: before the page can be open, or in a terminal."""

NO_SENTENCES = {
    "The code is XX.",
    "The robot ended unexpectedly, and the recipe that ran was begun anew.",
    "The camera failed",
    "The robot sent something that is not understood here: XX.",
    "XX is no file",
    "The home XX is a file, not a folder.",
    "Choose another with --home.",
    "XX makes hardware PWM and cannot be an XX",
    "XX makes hardware PWM and needs a frequency first",
    "XX Put WAV files of your own into the folder XX.",
}
"""What the voice says in its own language, what a log or a terminal shows, and a piece of a sentence."""

SHARED_WORDS = {
    "Only GPIO 12, 13, 18 and 19 have.",
    "Take a USB cable that carries data and not only power; tjbot pico list shows what is found.",
}
"""Where both languages have the same words or code."""


def told_by(folder: str) -> list[Path]:
    """The files of a package that say something to people in the page."""
    files = sorted((CHECKOUT / "tjbot" / folder).rglob("*.py"))
    return [file for file in files if not ON_THE_COMMAND_LINE & {file.name, *file.parts}]


FILES = [file for folder in ("daemon", "robot", "pins", "classroom") for file in told_by(folder)]
PROTOCOL = [CHECKOUT / "tjbot" / "protocol" / f"{name}.py" for name in ("codec", "enclosed", "models", "picture")]


@pytest.mark.parametrize("file", [*FILES, *PROTOCOL], ids=lambda file: str(file.relative_to(CHECKOUT)))
def test_every_sentence_of_the_robot_has_its_german(file: Path) -> None:
    left = []
    for sentence in sentences(file):
        # What goes to a log holds %s; rules for udev are none of ours.
        if sentence in NO_SENTENCES or re.search(r"%[sd]|==\"|\bGET /|/api/", sentence):
            continue
        german = translated(sentence, "de")
        code = re.sub(r'\[\w+\]|\w+ = ("[^"]*"|\w+)|\b\w*\d\w*\b', "", sentence)
        if german == sentence or (english_words(code) & english_words(german) and sentence not in SHARED_WORDS):
            left.append(sentence)
    assert left == []


def page_sentences(file: Path) -> Iterator[str]:
    """The sentences in a file of the page, with XX for what is filled in."""
    text = re.sub(r"/\*.*?\*/|<!--.*?-->", "", file.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
    for found in re.finditer(r"(?P<bug>new Error\(\s*)?(?:'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`)", text):
        sentence = re.sub(r"\$\{[^}]*\}", "XX", found[2] if found[2] is not None else found[3]).replace("\\`", "`")
        words = re.findall(r"\b[a-z’]{2,}\b", sentence)
        if not found["bug"] and re.match(r"[“A-Z]", sentence) and len(words) > 1 and re.search(r"[.?!:)]$", sentence):
            yield sentence


IN_THE_PAGE = [
    file
    for file in sorted([*PAGE.rglob("*.ts"), *PAGE.rglob("*.svelte")])
    if not re.search(
        r"/(text|any_page)/|\.test\.ts$|\.fixture\.|fake-|/messages\.ts$|/web_example\.ts$|/templates\.ts$",
        file.as_posix(),
    )
]
TITLES = r"^  title: '([^']+)',$"


def test_every_sentence_of_the_page_s_inner_parts_has_its_german() -> None:
    found = {sentence for file in IN_THE_PAGE for sentence in page_sentences(file)}
    titles = {title for file in IN_THE_PAGE for title in re.findall(TITLES, file.read_text("utf-8"), re.MULTILINE)}
    assert len(found) > 100
    assert "Hands" in titles
    assert [text for text in sorted(found | titles) if translated(text, "de") == text] == []


def test_the_page_about_trust_has_its_german() -> None:
    texts = texts_of((CHECKOUT / "web_ui" / "trust.html").read_text("utf-8"))
    systems = {"Chromebook", "Windows", "Mac", "iPad, iPhone", "Android", "Linux", "Firefox", "SHA-256", "="}
    left = [text for text in texts if phrase(text, "de") == text and text not in systems]
    assert [text for text in left if re.search(r"[a-z]", re.sub(r"\{\{\w+\}\}|<code>.*</code>", "", text))] == []


def test_what_parts_and_actions_are_is_told_in_german() -> None:
    parts = [offer_of(kind, []) for kind in all_parts()]
    english = Welcome(protocol=1, version="1", name="Pip", body="real", client="page-1", time=0.0, parts=parts)
    german = in_language(english, "de")
    assert isinstance(german, Welcome)
    for part, told in zip(parts, german.parts, strict=True):
        assert told.summary != part.summary
        assert [each.name for each in told.actions] == [each.name for each in part.actions]
        for action, other in zip(part.actions, told.actions, strict=True):
            assert other.summary != action.summary, action.name


def test_the_names_of_parts_and_actions_are_known_to_the_page() -> None:
    names = (PAGE / "text" / "de.names.ts").read_text("utf-8")
    for part in (offer_of(kind, []) for kind in all_parts()):
        arguments = [argument.name for action in part.actions for argument in action.arguments]
        for name in (part.name, *(action.name for action in part.actions), *arguments):
            assert re.search(rf"^  {name}: ", names, re.MULTILINE), f"{name} has no German in de.names.ts"


def test_the_gallery_is_told_in_german() -> None:
    files = sorted((CHECKOUT / "recipes").glob("*.py"))
    cards = [card_of(file.name, file.read_text("utf-8"), mine=False) for file in files]
    german = in_language(State(time=0.0, about=About(name="Pip", body="real", recipes=cards)), "de")
    assert isinstance(german, State)
    assert german.about is not None
    assert isinstance(german.about.recipes, list)
    assert len(cards) > 20
    for card, told in zip(cards, german.about.recipes, strict=True):
        assert told.file == card.file
        assert told.title != card.title, card.title
        assert told.learn != card.learn, card.learn
        assert not set(told.needs.split(", ")) & set(card.needs.split(", ")), card.needs


def test_no_german_is_left_that_nothing_says() -> None:
    german = json.loads((FOLDER / "de.json").read_text("utf-8"))
    assert all(isinstance(sentence, str) and sentence for sentence in german.values())
