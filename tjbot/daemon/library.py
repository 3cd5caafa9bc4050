"""The recipes on disk: the gallery that ships, and the copies in the robot's home, which win."""

import logging
from dataclasses import dataclass
from pathlib import Path

from tjbot.daemon.memories import Memories
from tjbot.daemon.recipe_cards import card_of, edition_of, plain_title, with_title
from tjbot.daemon.recipe_names import file_name_of, is_file_name
from tjbot.daemon.versions import Versions
from tjbot.errors import ChangedMeanwhileError, RecipeError, UnknownNameError, did_you_mean
from tjbot.files import write_atomically
from tjbot.protocol.about import RecipeCard

log = logging.getLogger(__name__)

MOST_BYTES = 100_000
MOST_RECIPES = 500


@dataclass(frozen=True)
class Recipe:
    """A recipe and its text; `mine` is true for a copy in the robot's home."""

    card: RecipeCard
    path: Path
    source: str


@dataclass(frozen=True)
class ThrownAway:
    """A recipe that is no longer there, and when (in milliseconds since 1970) it went."""

    file: str
    title: str
    time: int


class Library:
    """Recipes by file name. Its functions write to the disk and wait for it.

    Args:
        home: the robot's home; own recipes are in `recipes/` in it, and their earlier texts in `recipes/.versions/`,
            what they remember in `memory/`.
        gallery: the recipes that ship; never written.
        like: another library with this gallery; what is known of its recipes is known here, too.
    """

    def __init__(self, home: Path, gallery: Path, like: "Library | None" = None) -> None:
        self.own = home / "recipes"
        self.gallery = gallery
        self.versions = Versions(self.own / ".versions")
        self.memories = Memories(home / "memory")
        self._cards: dict[Path, tuple[tuple[int, int], RecipeCard]] = {} if like is None else like._cards
        self._listed: list[RecipeCard] = []
        self._readable = True

    def cards(self) -> list[RecipeCard]:
        """All recipes, by title. Where the folders cannot be read just now (too many open files, a card that fails) it
        is those that were there last: everybody is told of them all the time, and the robot must go on.
        """
        try:
            self._listed = self._list()
            self._readable = True
        except OSError as error:
            if self._readable:
                log.warning("The recipes cannot be listed: %s", error)
            self._readable = False
        return self._listed

    def _list(self) -> list[RecipeCard]:
        files = {name: folder / name for folder in (self.gallery, self.own) for name in _names_in(folder)}
        paths = [path for name, path in files.items() if is_file_name(name) and _is_plain(path)]
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
            if is_file_name(file) and _is_plain(path):
                source = _read(path)
                return Recipe(card_of(file, source, mine=folder == self.own), path, source)
        known = [card.file for card in self.cards()]
        raise UnknownNameError(f'There is no recipe "{file[:64]}".', did_you_mean(file[:64], known))

    def save(self, file: str, source: str, *, based_on: str | None = None) -> Recipe:
        """Writes the own copy of a recipe; the gallery's is untouched, and what it replaces may be had again.

        Args:
            file: its name.
            source: its text.
            based_on: the edition that was changed to this text; None to replace whatever is there.

        Raises:
            ChangedMeanwhileError: another text than that edition is there; this one is kept as an earlier version.
            RecipeError: the name or the text will not do, or it cannot be written.
        """
        if not is_file_name(file):
            raise RecipeError(
                f'A recipe cannot be called "{file[:64]}".',
                "Use small letters, digits and _ and end with .py, for example my_robot.py.",
            )
        data = _checked(source)
        try:
            before = self._text_before(file)
            if before is not None and before != source:
                if based_on is not None and based_on != edition_of(before):
                    self.versions.keep(file, data)
                    raise ChangedMeanwhileError(
                        "Somebody else has changed this recipe meanwhile.",
                        "Nothing is lost: both texts are kept. Which one shall it be?",
                    )
                if based_on is None or self.versions.is_due(file, before, source):
                    self.versions.keep(file, before.encode("utf-8", "replace"))
            write_atomically(self.own / file, data)
        except OSError as error:
            raise RecipeError(
                f"The recipe could not be saved: {error.strerror}.", "Your text is still in the page; free some space."
            ) from None
        return self.find(file)

    def create(self, name: str, source: str, *, titled: bool) -> Recipe:
        """Writes a new recipe under a name that is free.

        Args:
            name: what somebody calls it, or the name of a file that was brought along.
            source: its text.
            titled: whether the name becomes its title too.

        Raises:
            RecipeError: the text will not do, there are too many recipes, or it cannot be written.
        """
        taken = self._taken()
        if len(taken) >= MOST_RECIPES:
            raise RecipeError(f"This robot has {MOST_RECIPES} recipes already.", "Throw one away first.")
        return self.save(file_name_of(name, taken), with_title(source, name) if titled else source)

    def rename(self, file: str, name: str) -> Recipe:
        """Gives an own recipe another name and title; its earlier versions and what it remembers go with it.

        Raises:
            UnknownNameError: there is no own recipe of this name.
            RecipeError: it has no letters, or it cannot be written.
        """
        path = self._own_path(file, "Make a copy and call that as you like.")
        if not plain_title(name):
            raise RecipeError("A recipe needs a name.", "Type at least one letter.")
        new = file_name_of(name, self._taken() - {file})
        source = with_title(_read(path), name)
        try:
            if new != file:
                self.versions.move(file, new)
                self.memories.move(file, new)
                write_atomically(self.own / new, _checked(source))
                path.unlink()
            else:
                write_atomically(path, _checked(source))
        except OSError as error:
            raise RecipeError(f"The recipe could not be renamed: {error.strerror}.", "Free some space.") from None
        return self.find(new)

    def forget(self, file: str) -> int:
        """Throws the own copy away, and keeps it as an earlier version; a gallery recipe is then as it was.

        Returns:
            the time of that version.

        Raises:
            UnknownNameError: there is no own copy of this name.
        """
        path = self._own_path(file, "It is already as it came.")
        try:
            return self.versions.take(file, path)
        except OSError as error:
            raise RecipeError(f"The recipe could not be removed: {error.strerror}.", "Check the folder.") from None

    def thrown_away(self) -> list[ThrownAway]:
        """The recipes that are gone and can be had again, those that went last first."""
        taken = self._taken()
        gone = []
        for file in self.versions.files():
            if is_file_name(file) and file not in taken:
                newest = self.versions.of(file)[0].time
                title = card_of(file, self.versions.read(file, newest), mine=True).title
                gone.append(ThrownAway(file, title, newest))
        return sorted(gone, key=lambda each: each.time, reverse=True)

    def _own_path(self, file: str, hint: str) -> Path:
        path = self.own / file
        if not is_file_name(file) or not _is_plain(path):
            raise UnknownNameError(f'There is no recipe "{file[:64]}" of your own.', hint)
        return path

    def _taken(self) -> set[str]:
        return {name for folder in (self.gallery, self.own) for name in _names_in(folder)}

    def _text_before(self, file: str) -> str | None:
        """What a save replaces; None where there is nothing, or nothing that can be read."""
        try:
            return self.find(file).source
        except (UnknownNameError, RecipeError):
            return None

    def _card(self, path: Path) -> RecipeCard | None:
        """A recipe's card, read again only when the file has changed."""
        try:
            status = path.stat()
            # Two writes may share a time stamp, but not the file that the second one renamed into place.
            changed = (status.st_mtime_ns, status.st_ino)
            known = self._cards.get(path)
            if known is None or known[0] != changed:
                known = (changed, card_of(path.name, _read(path), mine=path.parent == self.own))
                self._cards[path] = known
        except (OSError, RecipeError):
            return None
        return known[1]


def _checked(source: str) -> bytes:
    data = source.encode("utf-8", "replace")
    if len(data) > MOST_BYTES:
        raise RecipeError(f"The recipe is {len(data)} bytes long; at most {MOST_BYTES} are kept.", "Make it shorter.")
    return data


def _names_in(folder: Path) -> list[str]:
    """The files of a folder that may be recipes; none where there is no such folder yet."""
    try:
        return sorted(path.name for path in folder.iterdir() if path.suffix == ".py")
    except (FileNotFoundError, NotADirectoryError):
        return []


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
