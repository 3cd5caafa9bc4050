"""The recipes on disk: the gallery that ships, and the copies in the robot's home, which win."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from tjbot.errors import RecipeError, UnknownNameError, did_you_mean
from tjbot.files import write_atomically
from tjbot.protocol.messages import RecipeCard

MOST_BYTES = 100_000
MOST_RECIPES = 500
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,59}\.py")
_SECTION = re.compile(r"You (need|learn): (.*?)(?=\.(?:\s|$))", re.DOTALL)


@dataclass(frozen=True)
class Recipe:
    """A recipe and its text; `mine` is true for a copy in the robot's home."""

    card: RecipeCard
    path: Path
    source: str


class Library:
    """Recipes by file name.

    Args:
        home: the robot's home; own recipes are in `recipes/` in it.
        gallery: the recipes that ship; never written.
    """

    def __init__(self, home: Path, gallery: Path) -> None:
        self.own = home / "recipes"
        self.gallery = gallery
        self._cards: dict[Path, tuple[tuple[int, int], RecipeCard]] = {}

    def cards(self) -> list[RecipeCard]:
        """All recipes, by title."""
        files = {path.name: path for folder in (self.gallery, self.own) for path in sorted(folder.glob("*.py"))}
        paths = [path for name, path in files.items() if _FILE_NAME.fullmatch(name) and _is_plain(path)]
        cards = [self._card(path) for path in paths[:MOST_RECIPES]]
        return sorted((card for card in cards if card), key=lambda card: card.title.lower())

    def find(self, file: str) -> Recipe:
        """A recipe with its text.

        Raises:
            UnknownNameError: there is none of this name.
            RecipeError: it cannot be read.
        """
        for folder in (self.own, self.gallery):
            path = folder / file
            if _FILE_NAME.fullmatch(file) and _is_plain(path):
                source = _read(path)
                return Recipe(_describe(file, source, mine=folder == self.own), path, source)
        known = [card.file for card in self.cards()]
        raise UnknownNameError(f'There is no recipe "{file[:64]}".', did_you_mean(file[:64], known))

    def save(self, file: str, source: str) -> Recipe:
        """Writes the own copy of a recipe; the gallery's is untouched.

        Raises:
            RecipeError: the name or the text will not do, or it cannot be written.
        """
        if not _FILE_NAME.fullmatch(file):
            raise RecipeError(
                f'A recipe cannot be called "{file[:64]}".',
                "Use small letters, digits and _ and end with .py, for example my_robot.py.",
            )
        data = source.encode("utf-8", "replace")
        if len(data) > MOST_BYTES:
            raise RecipeError(
                f"The recipe is {len(data)} bytes long; at most {MOST_BYTES} are kept.", "Make it shorter."
            )
        try:
            write_atomically(self.own / file, data)
        except OSError as error:
            raise RecipeError(
                f"The recipe could not be saved: {error.strerror}.", "Your text is still in the page; free some space."
            ) from None
        return self.find(file)

    def forget(self, file: str) -> None:
        """Removes the own copy; a gallery recipe is then as it was.

        Raises:
            UnknownNameError: there is no own copy of this name.
        """
        path = self.own / file
        if not _FILE_NAME.fullmatch(file) or not path.is_file():
            raise UnknownNameError(f'There is no recipe "{file[:64]}" of your own.', "It is already as it came.")
        try:
            path.unlink()
        except OSError as error:
            raise RecipeError(f"The recipe could not be removed: {error.strerror}.", "Check the folder.") from None

    def _card(self, path: Path) -> RecipeCard | None:
        """A recipe's card, read again only when the file has changed."""
        try:
            status = path.stat()
            # Two writes may share a time stamp, but not the file that the second one renamed into place.
            changed = (status.st_mtime_ns, status.st_ino)
            known = self._cards.get(path)
            if known is None or known[0] != changed:
                known = (changed, _describe(path.name, _read(path), mine=path.parent == self.own))
                self._cards[path] = known
        except (OSError, RecipeError):
            return None
        return known[1]


def _is_plain(path: Path) -> bool:
    """A link may lead anywhere, and a pipe would be read for ever."""
    return path.is_file() and not path.is_symlink()


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise RecipeError(f"The recipe {path.name} cannot be read: {error.strerror}.", "Check the file.") from None
    if len(data) > MOST_BYTES:
        raise RecipeError(f"The recipe {path.name} is too long.", f"At most {MOST_BYTES} bytes are read.")
    return data.decode("utf-8", "replace")


def _describe(file: str, source: str, *, mine: bool) -> RecipeCard:
    """Title, needs and lesson from the docstring; a recipe that is no Python is called by its file."""
    try:
        text = ast.get_docstring(ast.parse(source)) or ""
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        text = ""
    title = text.split(". ")[0].split("\n")[0].strip().rstrip(".")[:80]
    sections = {name: " ".join(value.split()) for name, value in _SECTION.findall(text)}
    return RecipeCard(
        file=file,
        title=title or file.removesuffix(".py").replace("_", " ").capitalize(),
        needs=sections.get("need", ""),
        learn=sections.get("learn", ""),
        mine=mine,
    )
