"""What a recipe may ask the robot to remember. Pure."""

from typing import Any

from tjbot.recipe.verbs import LARGEST_WHOLE_NUMBER, ArgumentError

_LONGEST_NAME = 64
_DEEPEST = 20
_KEEPS = "It keeps texts, numbers, True and False, lists of these, and dictionaries with texts as names."


def checked_name(name: object, word: str) -> str:
    """The name of a memory, where it is one.

    Raises:
        ArgumentError: it is no text, empty or too long.
    """
    if isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME and _is_text(name):
        return name
    example = f'{word}("score", 3)' if word.endswith("remember") else f'{word}("score")'
    raise ArgumentError(f"{word} cannot use {name!r:.80} as a name.", f"Write it like this: {example}")


def keepable(value: Any, depth: int = 0) -> Any:
    """The value as it will come back, where it can be kept.

    Raises:
        ArgumentError: it holds something that cannot.
    """
    if depth > _DEEPEST:
        raise ArgumentError("robot.remember cannot keep lists in lists in lists without an end.", _KEEPS)
    if isinstance(value, list | tuple):
        return [keepable(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {_checked_key(key): keepable(item, depth + 1) for key, item in value.items()}
    if isinstance(value, str) and not _is_text(value):
        raise ArgumentError("robot.remember cannot keep half a letter.", "The text is broken: was it cut in two?")
    if isinstance(value, bool | str | None):
        return value
    if isinstance(value, int | float):
        if abs(value) <= LARGEST_WHOLE_NUMBER:
            return value
        raise ArgumentError(f"robot.remember cannot keep {value!r:.40}.", "Take a smaller number.")
    if isinstance(value, set | frozenset):
        raise ArgumentError("robot.remember cannot keep a set.", "Make it a list: list(…)")
    what = "a function" if callable(value) else f"a {type(value).__name__}"
    raise ArgumentError(f"robot.remember cannot keep {what}.", _KEEPS)


def _checked_key(key: object) -> str:
    if isinstance(key, str) and _is_text(key):
        return key
    said = f"robot.remember cannot keep a dictionary with the name {key!r:.40}."
    raise ArgumentError(said, f"Make the name a text: str({key!r:.40})")


def _is_text(text: str) -> bool:
    """Whether it can be written as UTF-8: half of a pair of letters cannot."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
