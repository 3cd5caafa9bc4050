"""What training needs that a robot does not have."""

import importlib.util
import shlex
import sys
from pathlib import Path

from tjbot.errors import TJBotError

NEEDED = ("numpy", "tensorflow", "tensorflowjs")


class MissingLibraryError(TJBotError, ImportError):
    """A library that only training needs is not installed."""


def need_libraries() -> None:
    """Does nothing where all that training needs is installed.

    Raises:
        MissingLibraryError: something is missing; the hint is the line to type.
    """
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise MissingLibraryError(
            f"This needs libraries that a robot does without: {', '.join(missing)}.", f"Install them: {_line()}"
        )


def _line() -> str:
    """The command that installs them here; without dependencies, because those of tensorflowjs do not fit together."""
    pip = f"{shlex.quote(sys.executable)} -m pip install"
    locked = Path(__file__).parents[2] / "requirements" / "learn.txt"
    if locked.is_file():
        return f"{pip} --no-deps --require-hashes -r {shlex.quote(str(locked))}"
    return f"{pip} 'tjbot[learn]' && {pip} --no-deps tensorflowjs==4.22.0"
