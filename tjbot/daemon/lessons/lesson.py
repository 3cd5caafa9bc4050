"""A lesson: the files of its folder, checked as a whole. Pure."""

import ast
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from tjbot.daemon.lessons.card import CARD, LessonCard, in_language, read_card
from tjbot.daemon.lessons.text import LessonStep, read_text
from tjbot.errors import LessonError, did_you_mean
from tjbot.parsing import PARSING

RECIPE = "recipe.py"
MOST_FILES = 20
MOST_FILE_BYTES = 60_000
LONGEST_ID = 40

_ID = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{LONGEST_ID - 1}}}")
_TEXT = re.compile(r"([a-z]{2})\.md")
_RECIPE_IN = re.compile(r"recipe\.([a-z]{2})\.py")


@dataclass(frozen=True)
class Lesson:
    """A lesson that is as it must be: its text by language, and its starting recipe, where it has one of its own in a
    language by that, else under "".
    """

    id: str
    card: LessonCard
    texts: Mapping[str, list[LessonStep]]
    recipes: Mapping[str, str]
    files: Mapping[str, bytes]

    def title(self, language: str) -> str:
        """What it is called."""
        return in_language(self.card.title, language)

    def text(self, language: str) -> list[LessonStep]:
        """Its text in a language; else in English, else in whatever there is."""
        return self.texts.get(language) or self.texts.get("en") or next(iter(self.texts.values()))

    def recipe(self, language: str) -> str:
        """The text of the recipe that one begins with."""
        return self.recipes.get(language, self.recipes[""])

    def keys(self) -> list[str]:
        """A name for what each goal waits for; it is another one where that was changed."""
        return [hashlib.sha256(repr(each.goal).encode()).hexdigest()[:12] for each in self.card.goals]


def is_lesson_id(id_: str) -> bool:
    """Whether a lesson's folder may be called so."""
    return _ID.fullmatch(id_) is not None


def check_lesson_id(id_: str) -> None:
    """Refuses what no lesson's folder may be called.

    Raises:
        LessonError: it is no id.
    """
    if not is_lesson_id(id_):
        raise LessonError(
            f'A lesson cannot be called "{id_[:64]}".', "Use small letters, digits, - and _, for example 04_dance."
        )


def is_lesson_file(name: str) -> bool:
    """Whether a lesson has files of this name."""
    return name in (CARD, RECIPE) or bool(_TEXT.fullmatch(name) or _RECIPE_IN.fullmatch(name))


def lesson_of(id_: str, files: Mapping[str, bytes]) -> Lesson:
    """A lesson from its files.

    Args:
        id_: the name of its folder.
        files: what is in it, by name.

    Raises:
        LessonError: it is not as it must be; the sentence names the file and the place in it.
    """
    check_lesson_id(id_)
    known = [CARD, RECIPE, "en.md", "de.md"]
    for name in files:
        if not is_lesson_file(name):
            raise LessonError(f'A lesson has no file "{name[:64]}".', did_you_mean(name[:64], known))
    if len(files) > MOST_FILES:
        raise LessonError(f"The lesson has {len(files)} files; it may have {MOST_FILES}.", "Take some away.")
    for needed in (CARD, RECIPE):
        if needed not in files:
            raise LessonError(f"The lesson has no {needed}.", "docs/lessons.md tells what belongs into its folder.")
    decoded = {name: _decoded(name, data) for name, data in files.items()}
    card = read_card(decoded[CARD])
    texts = {found[1]: read_text(text, name) for name, text in decoded.items() if (found := _TEXT.fullmatch(name))}
    _check_texts(card, texts)
    recipes = {"": decoded[RECIPE]}
    recipes |= {found[1]: text for name, text in decoded.items() if (found := _RECIPE_IN.fullmatch(name))}
    for language, recipe in recipes.items():
        _check_recipe(f"recipe.{language}.py" if language else RECIPE, recipe)
    return Lesson(id_, card, texts, recipes, dict(files))


def _decoded(name: str, data: bytes) -> str:
    if len(data) > MOST_FILE_BYTES:
        raise LessonError(f"{name} is {len(data)} bytes long; {MOST_FILE_BYTES} are read.", "Make it shorter.")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise LessonError(f"{name} is no text in UTF-8.", "Save it as UTF-8 in your editor.") from None


def _check_texts(card: LessonCard, texts: Mapping[str, list[LessonStep]]) -> None:
    if not texts:
        raise LessonError("The lesson has no text.", "Write it into en.md (or de.md, …) in its folder.")
    counts = {f"{language}.md": len(steps) for language, steps in texts.items()}
    if len(set(counts.values())) > 1:
        told = ", ".join(f"{file} has {count}" for file, count in sorted(counts.items()))
        raise LessonError(f"The texts have different numbers of steps: {told}.", "Each language tells the same steps.")
    steps = next(iter(counts.values()))
    for number, goal in enumerate(card.goals, 1):
        if goal.step > steps:
            raise LessonError(
                f"{CARD}, goal {number} belongs to step {goal.step}, but the text has {steps} steps.",
                'Its "step" counts from 1.',
            )


def _check_recipe(name: str, source: str) -> None:
    try:
        with PARSING:
            ast.parse(source)
    except SyntaxError as error:
        raise LessonError(
            f"{name}, line {error.lineno or 1}: this is no Python yet.", "It must run from the beginning, gap and all."
        ) from None
    except (ValueError, RecursionError, MemoryError):
        raise LessonError(f"{name} is no Python.", "It must run from the beginning, gap and all.") from None
