"""What is handed to a recipe host that sees none of our files: a recipe, and the neighbours that it imports."""

import ast
import warnings
from collections.abc import Iterator
from pathlib import Path

from tjbot.errors import RecipeError

MOST_BYTES = 500_000
"""Of all files together; neighbours that would be too much are left out."""


def files_of(recipe: Path) -> dict[str, bytes]:
    """A recipe and the Python files beside it that it imports, and that those import, by file name.

    Args:
        recipe: its file. It need not be Python: whoever runs it says so.

    Raises:
        RecipeError: it cannot be read.
    """
    try:
        files = {recipe.name: recipe.read_bytes()}
    except OSError as error:
        raise RecipeError(f"{recipe.name} cannot be read: {error.strerror}.", "Look at the file.") from None
    unread = [files[recipe.name]]
    while unread:
        for module in _imported(unread.pop()):
            neighbour = recipe.with_name(f"{module}.py")
            if neighbour.name in files or not neighbour.is_file() or neighbour.is_symlink():
                continue
            try:
                data = neighbour.read_bytes()
            except OSError:
                # The recipe hears that there is none, in the line that imports it.
                continue
            if sum(map(len, files.values())) + len(data) <= MOST_BYTES:
                files[neighbour.name] = data
                unread.append(data)
    return files


def _imported(source: bytes) -> Iterator[str]:
    """The first words of the names of all modules that a text imports; none where it is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
