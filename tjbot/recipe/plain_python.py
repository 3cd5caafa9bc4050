"""What goes wrong in a recipe that Python itself runs, in plain words: `python recipe.py`, as editors start it."""

import linecache
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from tjbot.errors import HaltedError, TJBotError
from tjbot.languages import translated
from tjbot.protocol.messages import Halt, Rest
from tjbot.recipe.explain import explain

_THONNY, _SHOWN_BY_THONNY = "thonny.plugins.cpython_backend.cp_back", "format_exception_with_frame_info"
"""Thonny runs a recipe within a Python of its own and asks nobody how to tell of an error: this function of it does."""

FOR_MAINTAINERS = "TJBOT_TRACEBACK"
"""Where this variable is set, Python's own traceback follows the explanation."""


def explain_what_breaks() -> None:
    """From now on errors of the main program and of its threads are explained on stderr.

    Does nothing where somebody else (an editor) tells of errors already.
    """
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = _tell
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = _tell_of_a_thread
    thonny = sys.modules.get(_THONNY)
    if thonny is not None and hasattr(thonny, _SHOWN_BY_THONNY):
        setattr(thonny, _SHOWN_BY_THONNY, _for_thonny)


def explained_in_main(error: BaseException) -> str:
    """An error in the words of `explain`, for whatever program is the main one."""
    if isinstance(error, HaltedError | KeyboardInterrupt):
        return translated(_why_it_stopped(error))
    path = str(getattr(sys.modules.get("__main__"), "__file__", None) or "<stdin>")
    source = "".join(linecache.getlines(path))
    return explain(error, Path(path).name if not path.startswith("<") else "Python", path, source)


def _for_thonny(
    _kind: type[BaseException], error: BaseException, trace: TracebackType | None, *_: object, **__: object
) -> list[tuple[str, int | None, str | None, int | None]]:
    """What Thonny writes into its shell: lines, the first with the frame that a click on it shows."""
    _rest()
    lines = [f"{line}\n" for line in explained_in_main(error).split("\n")]
    path, frame, line = str(getattr(sys.modules["__main__"], "__file__", "")), None, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            frame, line = id(trace.tb_frame), trace.tb_lineno
        trace = trace.tb_next
    return [(lines[0], frame, path, line), *((text, None, None, None) for text in lines[1:])]


def _rest() -> None:
    """An editor's Python lives on after an error; the robot shall not stay as it was left."""
    api = sys.modules.get("tjbot.recipe.api")
    link = api.robot._connection if api is not None else None
    if link is not None:
        with suppress(TJBotError):
            link.call(Halt)
            link.call(Rest)


def _why_it_stopped(error: BaseException) -> str:
    api = sys.modules.get("tjbot.recipe.api")
    told = api.robot._stopped_by if api is not None else None
    return told or (str(error) if isinstance(error, HaltedError) else "Stopped.")


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    try:
        print(explained_in_main(error), file=sys.stderr, flush=True)
    except Exception:
        sys.__excepthook__(kind, error, trace)
        return
    if os.environ.get(FOR_MAINTAINERS):
        sys.__excepthook__(kind, error, trace)


def _tell_of_a_thread(broken: threading.ExceptHookArgs) -> None:
    if broken.exc_value is not None and not isinstance(broken.exc_value, SystemExit):
        _tell(broken.exc_type, broken.exc_value, broken.exc_traceback)
