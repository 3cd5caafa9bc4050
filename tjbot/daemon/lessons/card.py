"""`lesson.toml`: what a lesson says of itself, and the language of its goals. Pure; every mistake is a sentence."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from tjbot.config import read_table
from tjbot.daemon.lessons.goals import Goal, Happening, Step
from tjbot.daemon.lessons.verbs import verbs
from tjbot.errors import ConfigurationError, LessonError, UnknownNameError, did_you_mean
from tjbot.robot.colors import shade_of

CARD = "lesson.toml"
MOST_GOALS = 12
MOST_STEPS = 8
LONGEST_TEXT = 200
SEE_THE_MANUAL = "docs/lessons.md shows how it is written."

HAPPENINGS: tuple[Happening, ...] = (
    *("sees", "stops_seeing", "hears", "presses"),
    *("does", "prints", "runs", "finishes"),
)

Text = dict[str, str]
"""A text by the language that it is in."""

_Texts = str | dict[str, str]
_Seconds = Annotated[float, Meta(ge=0.1, le=600)]
_Given = dict[str, Any]


@dataclass(frozen=True)
class LessonGoal:
    """A goal, what it says to people, and the step of the text to which it belongs (from 1; 0 for all)."""

    text: Text
    goal: Goal
    step: int = 0


@dataclass(frozen=True)
class LessonCard:
    """What `lesson.toml` says."""

    title: Text
    learn: Text
    level: int
    minutes: int
    needs: tuple[str, ...]
    goals: tuple[LessonGoal, ...]


class _Card(msgspec.Struct, frozen=True, kw_only=True):
    title: _Texts
    level: Annotated[int, Meta(ge=1, le=9)]
    minutes: Annotated[int, Meta(ge=1, le=300)]
    learn: _Texts = ""
    needs: list[str] = []
    goal: list[_Given]


class _Goal(msgspec.Struct, frozen=True, kw_only=True):
    text: _Texts
    steps: list[_Given]
    times: Annotated[int, Meta(ge=1, le=50)] = 1
    step: Annotated[int, Meta(ge=1, le=99)] = 1


class _Step(msgspec.Struct, frozen=True, kw_only=True, rename={"with_": "with", "except_": "except"}):
    sees: str | list[str] | None = None
    stops_seeing: str | list[str] | None = None
    hears: str | list[str] | None = None
    presses: str | list[str] | None = None
    does: str | list[str] | None = None
    prints: str | list[str] | None = None
    runs: Annotated[float, Meta(ge=1, le=600)] | None = None
    finishes: bool | None = None
    with_: _Given | None = None
    except_: _Given | None = None
    within: _Seconds | None = None
    while_sees: str | list[str] | None = None


def read_card(text: str) -> LessonCard:
    """What a `lesson.toml` says.

    Args:
        text: the whole file.

    Raises:
        LessonError: it is no TOML, or something in it is not as it must be; the sentence says where.
    """
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LessonError(f"{CARD} is not right: {error}.", "Look at that line and the one before it.") from None
    card = _table(raw, _Card, CARD)
    if unknown := [part for part in card.needs if part not in verbs().parts]:
        raise LessonError(
            f'{CARD} needs "{unknown[0][:64]}", which is no part.', did_you_mean(unknown[0], verbs().parts)
        )
    if not 1 <= len(card.goal) <= MOST_GOALS:
        raise LessonError(f"{CARD} has {len(card.goal)} goals; it may have 1 to {MOST_GOALS}.", SEE_THE_MANUAL)
    goals = tuple(_goal(each, f"{CARD}, goal {number}") for number, each in enumerate(card.goal, 1))
    for number, each in enumerate(goals):
        if (twin := next((at for at, other in enumerate(goals[:number]) if other.goal == each.goal), None)) is not None:
            raise LessonError(f"{CARD}, goal {number + 1} waits for the same as goal {twin + 1}.", "Take one away.")
    return LessonCard(
        title=_texts(card.title, f'{CARD} at "title"'),
        learn=_texts(card.learn, f'{CARD} at "learn"', may_be_empty=True),
        level=card.level,
        minutes=card.minutes,
        needs=tuple(card.needs),
        goals=goals,
    )


def in_language(text: Text, language: str) -> str:
    """A text in a language; else in English, else in whatever there is."""
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


def _table(raw: Mapping[str, Any], kind: Any, where: str) -> Any:
    """A table as its struct, or a sentence about it."""
    for needed in (field.encode_name for field in msgspec.structs.fields(kind) if field.required):
        if needed not in raw:
            hint = f"Write [[{needed}]] and what belongs to it." if needed == "goal" else f"Write {needed} = …"
            raise LessonError(f'{where} needs "{needed}".', f"{hint} {SEE_THE_MANUAL}")
    try:
        return read_table(dict(raw), kind, where)
    except ConfigurationError as error:
        raise LessonError(error.message, error.hint) from None


def _texts(given: _Texts, where: str, *, may_be_empty: bool = False) -> Text:
    found = {"en": given} if isinstance(given, str) else given
    for language, text in found.items():
        if not re.fullmatch("[a-z]{2}", language):
            raise LessonError(f'{where} names the language "{language[:20]}".', 'Two letters do, such as "en" or "de".')
        if not (text.strip() or may_be_empty):
            raise LessonError(f"{where} is empty.", "Write what pupils shall read.")
        if len(text) > LONGEST_TEXT or not text.isprintable():
            raise LessonError(
                f"{where} must be one line of at most {LONGEST_TEXT} letters.", "The long text stands in en.md."
            )
    if not found and not may_be_empty:
        raise LessonError(f"{where} is empty.", "Write what pupils shall read.")
    return found


def _goal(raw: _Given, where: str) -> LessonGoal:
    goal: _Goal = _table(raw, _Goal, where)
    if not 1 <= len(goal.steps) <= MOST_STEPS:
        raise LessonError(f"{where} has {len(goal.steps)} steps; it may have 1 to {MOST_STEPS}.", SEE_THE_MANUAL)
    steps = tuple(_step(each, f"{where}, step {number}") for number, each in enumerate(goal.steps, 1))
    if steps[0].within is not None:
        raise LessonError(
            f'{where}, step 1 has "within", and no step comes before it.', "Write it at a later step, or take it away."
        )
    return LessonGoal(
        _texts(goal.text, f'{where} at "text"'), Goal(steps, goal.times), goal.step if "step" in raw else 0
    )


def _step(raw: _Given, where: str) -> Step:
    step: _Step = _table(raw, _Step, where)
    said = [what for what in HAPPENINGS if getattr(step, what) is not None]
    if len(said) != 1:
        told = " and ".join(f'"{what}"' for what in said)
        raise LessonError(
            f"{where} says {f'several things that happen: {told}' if said else 'nothing that happens'}.",
            f"Each step says one of {', '.join(HAPPENINGS)}.",
        )
    (what,) = said
    if what in ("runs", "finishes"):
        return _run_step(step, what, where)
    words = tuple(_words(getattr(step, what), what, where))
    if what != "does" and (step.with_ is not None or step.except_ is not None):
        raise LessonError(f'{where} has "with" or "except" beside "{what}".', 'They are for what the robot "does".')
    if what == "does":
        _check_actions(words, where)
    return Step(
        what,
        words,
        given=_values(step.with_, words, f'{where} at "with"'),
        refused=_values(step.except_, words, f'{where} at "except"'),
        within=step.within,
        while_sees=() if step.while_sees is None else tuple(_words(step.while_sees, "while_sees", where)),
    )


def _run_step(step: _Step, what: Happening, where: str) -> Step:
    more = {"with": step.with_, "except": step.except_, "while_sees": step.while_sees, "within": step.within}
    if told := [f'"{name}"' for name, value in more.items() if value is not None]:
        raise LessonError(f'{where} has {told[0]} beside "{what}".', "There it means nothing; take it away.")
    if what == "finishes" and not step.finishes:
        raise LessonError(f'{where} has "finishes = false".', "Write finishes = true, or take it away.")
    return Step(what, seconds=step.runs or 0.0)


def _words(given: str | list[str], what: str, where: str) -> Iterator[str]:
    found = [given] if isinstance(given, str) else given
    if not 1 <= len(found) <= 20:
        raise LessonError(f'{where} at "{what}" has {len(found)} words; it may have 1 to 20.', SEE_THE_MANUAL)
    for word in found:
        if not 1 <= len(word.strip()) <= 64:
            raise LessonError(f'{where} at "{what}" has a word that is empty or too long.', "1 to 64 letters do.")
        yield word


def _check_actions(words: tuple[str, ...], where: str) -> None:
    known = verbs().arguments
    for word in words:
        if word not in known:
            raise LessonError(f'{where}: the robot has no action "{word}".', did_you_mean(word, known))


def _values(given: _Given | None, actions: tuple[str, ...], where: str) -> dict[str, tuple[Any, ...]]:
    """What is said of an action's arguments, each as the values of which one is enough."""
    found = {}
    for name, value in (given or {}).items():
        for action in actions:
            known = verbs().arguments[action]
            if name not in known:
                hint = did_you_mean(name, known) or f'"{action}" has nothing in its brackets.'
                raise LessonError(f'{where}: "{action}" has no argument "{name[:64]}".', hint)
        values = tuple(value) if isinstance(value, list) else (value,)
        if not 1 <= len(values) <= 20 or not all(isinstance(each, bool | int | float | str) for each in values):
            raise LessonError(f'{where}: "{name}" must be a text, a number, or a list of those.', SEE_THE_MANUAL)
        for each in values if name == "color" else ():
            _check_color(each, where)
        found[name] = values
    return found


def _check_color(value: Any, where: str) -> None:
    try:
        shade_of(str(value))
    except UnknownNameError as error:
        raise LessonError(f"{where}: {error.message}", error.hint) from None
