"""Every error that a person may read: what happened, where, and what to try."""

import difflib
from collections.abc import Iterable


class TJBotError(Exception):
    """The root of all errors that TJBot raises on purpose.

    Args:
        message: what happened and where, as one sentence for a reader of twelve.
        hint: what to try next, as one sentence; empty where there is nothing to say.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class ConfigurationError(TJBotError, ValueError):
    """The configuration file or a command-line option holds something we cannot use."""


class WireError(TJBotError, ValueError):
    """A message on the wire is not one of ours, or a value in it is out of bounds.

    Args:
        path: where in the message, for example `$.arguments.angle`; empty for the whole of it.
    """

    def __init__(self, message: str, hint: str = "", path: str = "") -> None:
        super().__init__(message, hint)
        self.path = path


class RefusedError(TJBotError):
    """The robot understood, and will not or cannot do it."""


class NotAllowedError(RefusedError):
    """The robot would do it, but not for who asked."""


class ConflictError(RefusedError):
    """The robot would do it, but not as things stand now: a name is taken, a class is full or closed."""


class HaltedError(RefusedError):
    """An action was cut short, because somebody pressed STOP or another action took over."""


class PartError(TJBotError, OSError):
    """A part of the robot (arm, light, voice …) cannot do its work."""


class UnknownNameError(RefusedError, LookupError):
    """A name (of an action, a recipe, a label, a color …) that nobody knows."""


class NoRobotError(TJBotError, ConnectionError):
    """No robot answers at the address, or it went away."""


class RecipeError(TJBotError):
    """A recipe cannot be found, read, checked or started."""


class ModelError(TJBotError):
    """A model that somebody taught, or the project of one, cannot be read, kept or given."""


class LessonError(TJBotError):
    """A lesson cannot be read, kept or started."""


class BackupError(TJBotError):
    """A backup cannot be made, read or taken in."""


class NoRoomError(TJBotError):
    """The disk is full, or as full as we let it get."""


class ChangedMeanwhileError(TJBotError):
    """Somebody else has changed what a save would replace since it was read; neither is lost."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The sentence that offers the nearest known word.

    Args:
        word: what was typed.
        known: all words that would have been right.

    Returns:
        `Did you mean "wave"?`, or where nothing is near, the list of what is known
        (at most 20 words), or an empty text where nothing is known.
    """
    words = sorted(set(known))
    lowered = {name.lower(): name for name in words}
    near = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    if near:
        return f'Did you mean "{lowered[near[0]]}"?'
    if not words:
        return ""
    return "Known are: " + ", ".join(words[:20]) + ("…" if len(words) > 20 else ".")
