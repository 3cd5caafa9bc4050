"""What is handed to a recipe host that sees none of our files: a recipe, and the neighbours that it needs."""

import ast
import warnings
from collections.abc import Iterator
from pathlib import Path

from tjbot.errors import RecipeError

MOST_BYTES = 500_000
"""Of all files together; neighbours that would be too much are left out."""

_ALWAYS = "recipe.toml"
"""What recipes for tjbot-ce read without naming it."""


def files_of(recipe: Path) -> dict[str, bytes]:
    """A recipe and the files beside it that it imports or names in a text, and those that these import or name.

    Args:
        recipe: its file. It need not be Python: whoever runs it says so.

    Returns:
        What they hold, by file name; the recipe first.

    Raises:
        RecipeError: the recipe cannot be read.
    """
    try:
        files = {recipe.name: recipe.read_bytes()}
    except OSError as error:
        raise RecipeError(f"{recipe.name} cannot be read: {error.strerror}.", "Look at the file.") from None
    unread = [files[recipe.name]]
    while unread:
        for name in _named(unread.pop()):
            data = None if name in files else _read(recipe.with_name(name), MOST_BYTES - sum(map(len, files.values())))
            if data is not None:
                files[name] = data
                if name.endswith(".py"):
                    unread.append(data)
    return files


def _read(path: Path, most_bytes: int) -> bytes | None:
    """A plain file; None where there is none, or it is too long."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > most_bytes:
            return None
        return path.read_bytes()
    except (OSError, ValueError):
        # The recipe hears that there is none, in the line that asks for it.
        return None


def _named(source: bytes) -> Iterator[str]:
    """The names of all files that a text may mean; none where it is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    yield _ALWAYS
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (f"{name.name.partition('.')[0]}.py" for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield f"{node.module.partition('.')[0]}.py"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value.removeprefix("./")
            if "." in name and not name.startswith(".") and not {"/", "\0", "\n"} & set(name):
                yield name
