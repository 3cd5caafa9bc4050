"""What can be said of a recipe before it runs: is it there, is it text, is it Python."""

import codecs
import warnings
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

from tjbot.errors import RecipeError
from tjbot.recipe.explain import explain_syntax

MAXIMUM_RECIPE_BYTES = 256 * 1024


@dataclass(frozen=True)
class Recipe:
    """A recipe that was read and is Python."""

    path: Path
    source: str
    code: CodeType


def load(path: Path) -> Recipe:
    """Reads and compiles a recipe; runs nothing of it.

    Raises:
        RecipeError: it is missing, unreadable, no text, empty, or not Python; the sentence says where.
    """
    source = _text(path)
    if not source.strip():
        raise RecipeError(f"{path.name} is empty.", "Write for example: from tjbot import robot")
    try:
        with warnings.catch_warnings():
            # What Python warns of at this moment breaks when it runs, and is explained then.
            warnings.simplefilter("ignore")
            return Recipe(path, source, compile(source, str(path), "exec", dont_inherit=True))
    except SyntaxError as error:
        raise RecipeError(explain_syntax(error, path.name, source)) from None
    except (RecursionError, MemoryError, ValueError, OverflowError):
        raise RecipeError(f"{path.name} is too tangled for Python.", "Cut it into smaller pieces.") from None


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            raise RecipeError(f"{path.name} is a folder, no recipe.", "Name a file that ends in .py")
        with path.open("rb") as file:
            data = file.read(MAXIMUM_RECIPE_BYTES + 1)
    except FileNotFoundError:
        raise RecipeError(f"There is no recipe {path.name}.", f"I looked in {path.parent.absolute()}.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise RecipeError(f"{path.name} cannot be read: {reason}.") from None
    if len(data) > MAXIMUM_RECIPE_BYTES:
        raise RecipeError(f"{path.name} is too long for a recipe.", f"It may have {MAXIMUM_RECIPE_BYTES // 1024} KB.")
    if b"\0" in data:
        raise RecipeError(f"{path.name} is not text: is it a picture or a program?", "A recipe is Python, as text.")
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RecipeError(
            f"{path.name} is not text that can be read (line {line}).", "Save it as UTF-8 in your editor."
        ) from None
