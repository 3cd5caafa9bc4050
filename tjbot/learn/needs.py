"""What training needs that a robot does not have: libraries, and for the models that come with TJBot their data."""

import importlib.util
import shlex
import sys
from pathlib import Path

from tjbot.errors import TJBotError

NEEDED = ("numpy", "tensorflow", "tensorflowjs")
TRAINING_DATA = Path(__file__).parents[2] / "tools" / "training"
"""Where a checkout has what our own models learn from and are judged by: 20 MB that no robot needs, so a wheel does
not have them."""


class MissingLibraryError(TJBotError, ImportError):
    """A library that only training needs is not installed."""


class MissingTrainingDataError(TJBotError, FileNotFoundError):
    """What TJBot's own models learn from is not here."""


def need_training_data() -> None:
    """Does nothing where the data of our own models is.

    Raises:
        MissingTrainingDataError: it is not; the hint says where it is.
    """
    if not TRAINING_DATA.is_dir():
        raise MissingTrainingDataError(
            "What TJBot's own models learn from is too large to be installed with it.",
            "Get TJBot's whole source (git clone), and call .venv/bin/tjbot there after ./install.sh.",
        )


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
