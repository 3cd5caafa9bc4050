"""`tjbot.toml` while it is being changed: comments, order and whatever nobody asks about stay as they are."""

import re
import time
from pathlib import Path
from typing import Any

import tomlkit

from tjbot.config import FILE_NAME, Configuration, load, parse
from tjbot.files import write_atomically
from tjbot.version import VERSION

_BEGINNING = (
    "The settings of this robot. What may stand here: docs/tjbot.toml.md.",
    "`tjbot setup` asks for them again; `tjbot doctor` checks them.",
)

FIRST_VERSION = "0.1.0"
"""What it has written it need not sign."""

_PLACE = re.compile(r"# pin \d+ of the (header|Pi|Pico)")


class SettingsFile:
    """The settings of a robot.

    Args:
        home: the robot's home directory.

    Raises:
        ConfigurationError: the file that is there is not right.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / FILE_NAME
        load(home)
        self._old = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        self._document = tomlkit.parse(self._old)
        if not self._old:
            for line in _BEGINNING:
                self._document.add(tomlkit.comment(line))

    @property
    def text(self) -> str:
        """The whole file as it would be written."""
        return tomlkit.dumps(self._document)

    @property
    def changed(self) -> bool:
        """Whether anything would be different."""
        return self.text != self._old

    @property
    def configuration(self) -> Configuration:
        """What it means."""
        return parse(self.text, self.path)

    def table(self, name: str) -> dict[str, Any]:
        """The keys and values of a table; empty where it is missing."""
        return dict(self.configuration.parts.get(name, {}))

    def has_table(self, name: str) -> bool:
        """Whether there is such a table, be it empty."""
        return name in self._document

    def add_table(self, name: str) -> None:
        """Adds an empty table, if it is missing."""
        if not self.has_table(name):
            self._document.add(name, tomlkit.table())

    def put(self, key: str, value: Any, *, table: str = "", meaning: str = "") -> None:
        """Writes a key.

        Args:
            key: the key.
            value: its value; None removes the key.
            table: the table that it belongs to; by default the top of the file.
            meaning: what is written beside a key that is new.
        """
        if table:
            self.add_table(table)
        place: Any = self._document[table] if table else self._document
        if value is None:
            place.pop(key, None)
        elif key not in place:
            item = tomlkit.item(value)
            if meaning:
                item.comment(meaning)
            place.add(key, item)
        elif place[key] != value:
            place[key] = value
            # What we wrote beside the old value would be wrong beside the new one.
            if _PLACE.fullmatch(place[key].trivia.comment):
                place[key].comment(meaning)

    def write(self, *, keep_old: bool = True) -> Path | None:
        """Writes the file in one step.

        Args:
            keep_old: keep the old one beside it, where there was one.

        Returns:
            Where the old one is kept, if it is.

        Raises:
            OSError: the disk is full or read-only; then nothing has changed.
        """
        if VERSION != FIRST_VERSION and not self.configuration.from_newer:
            self.put("written_by", VERSION)
        backup = None
        if keep_old and self.path.exists():
            backup = self.path.with_name(f"{FILE_NAME}.{time.strftime('%Y-%m-%d-%H%M%S')}.backup")
            write_atomically(backup, self._old.encode())
        write_atomically(self.path, self.text.encode())
        return backup
