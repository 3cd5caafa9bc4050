"""What the robot writes down of itself: never much, no pupil's name, nothing of a recipe, no sentence that was said.

Under systemd the journal keeps it (and keeps within bounds); anywhere else it is a file in the home that is begun anew
when it is full. What an error says in its own words may be what a pupil wrote, so only its kind and its place are told.
"""

import asyncio
import errno
import logging
import os
import sys
import threading
import traceback
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

FOLDER = "logs"
FILE = "tjbot.log"
MOST_FILE_BYTES = 250_000
OLDER_FILES = 3

log = logging.getLogger(__name__)


def begin(home: Path, variables: Mapping[str, str] = os.environ) -> None:
    """Lets all that this process logs go where it belongs, without anybody's name.

    Args:
        home: the robot's home; where it cannot be written the robot starts nevertheless.
        variables: the process's environment, in which systemd tells of the journal.
    """
    # A disk that is full is no reason to print what could not be written.
    logging.raiseExceptions = False
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    handlers[0].setFormatter(NamelessFormatter("%(message)s"))
    handlers[0].setLevel(logging.WARNING)
    if not _is_the_journal(sys.stderr, variables.get("JOURNAL_STREAM", "")):
        handlers += _file_in(home / FOLDER)
    logging.basicConfig(level=logging.WARNING, handlers=handlers, force=True)
    logging.getLogger("tjbot").setLevel(logging.INFO)
    sys.excepthook = _lost
    threading.excepthook = lambda lost: _lost(lost.exc_type, lost.exc_value, lost.exc_traceback)
    sys.unraisablehook = lambda lost: _lost(lost.exc_type, lost.exc_value, lost.exc_traceback)


def watch_loop(loop: asyncio.AbstractEventLoop) -> None:
    """What goes wrong on an event loop without anybody noticing is told as everything else is."""
    loop.set_exception_handler(lambda _, context: _lost_on_loop(context))


class NamelessFormatter(logging.Formatter):
    """Tells of an error what kind it was and where it came from, and nothing of what it said."""

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Kind and place of an error and of those before it, the last one last."""
        lines: list[str] = []
        error: BaseException | None = ei[1]
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            frames = traceback.extract_tb(error.__traceback__)
            places = [f"  {'/'.join(Path(each.filename).parts[-3:])}:{each.lineno} {each.name}" for each in frames]
            lines = [*places, _kind(error), *lines]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        """Nothing: a stack shows lines of programs."""
        return ""


def _kind(error: BaseException) -> str:
    code = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    return f"{type(error).__name__} ({code})" if code else type(error).__name__


def _file_in(folder: Path) -> list[logging.Handler]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / FILE, maxBytes=MOST_FILE_BYTES, backupCount=OLDER_FILES, encoding="utf-8", errors="replace"
        )
    except OSError:
        return []
    handler.setFormatter(NamelessFormatter("%(asctime)s %(levelname)s %(message)s"))
    return [handler]


def _is_the_journal(output: TextIO, stream: str) -> bool:
    """Whether what is written there goes to the journal, as systemd.exec(5) says how to find out."""
    try:
        status = os.fstat(output.fileno())
    except (OSError, ValueError):
        return False
    return stream == f"{status.st_dev}:{status.st_ino}"


def _lost(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is not None and not issubclass(kind, KeyboardInterrupt):
        log.error("Something broke that nobody expected.", exc_info=(kind, error, trace))


def _lost_on_loop(context: dict[str, Any]) -> None:
    error = context.get("exception")
    log.error("Something broke that nobody waited for.", exc_info=error)
