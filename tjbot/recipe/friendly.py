"""What friendly-traceback knows of an error for which we have no sentence of our own. English only.

It is loaded when the first such error comes (0.1 s), never before: a recipe that works does not wait for it.
"""

import io
import re
from contextlib import redirect_stderr, redirect_stdout

_KNOWS_NOTHING = ("friendly", "No information", "Currently, I cannot guess", "I am guessing", "Internal error")
_MOST_LINES = 4


def cause_of(error: BaseException, path: str, source: str) -> str:
    """Why it happened, in sentences; empty where friendly-traceback does not know, is missing or breaks itself.

    Args:
        error: what was raised; its traceback is looked at.
        path: under which the recipe's code was compiled.
        source: its text.
    """
    if error.__traceback__ is None:
        return ""
    try:
        str(error)
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            return _plain(_asked(error, path, source))
    except (Exception, SystemExit):
        # Whatever it is (friendly-traceback ends the program when it is at a loss): the recipe's error is what counts.
        return ""


def _asked(error: BaseException, path: str, source: str) -> str:
    from friendly_traceback.core import FriendlyTraceback
    from friendly_traceback.source_cache import cache

    assert error.__traceback__ is not None
    cache.add(path, source)
    told = FriendlyTraceback(type(error), error, error.__traceback__)
    told.assign_cause()
    return str(told.info.get("cause") or "")


def _plain(cause: str) -> str:
    if any(words in cause for words in _KNOWS_NOTHING):
        return ""
    lines = [re.sub(r"\s+", " ", part).strip() for part in cause.split("\n\n")]
    return re.sub(r"`+([^`\n]*)`+", r"\1", "\n".join([line for line in lines if line][:_MOST_LINES]))
