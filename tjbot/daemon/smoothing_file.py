"""How eager each label is, as pupils have set it: a small file in the robot's home."""

import logging
from pathlib import Path

import msgspec

from tjbot.errors import ConfigurationError
from tjbot.files import write_atomically
from tjbot.protocol.about import Smoothing
from tjbot.protocol.values import Label, Name

log = logging.getLogger(__name__)

FILE_NAME = "smoothing.json"

MOST_SMOOTHINGS = 500
"""Every page is told of all of them whenever anything about the robot changes."""

Smoothings = dict[Name, dict[Label, Smoothing]]
"""By model and label; what is missing is as the page has it."""


class SmoothingFile:
    """The smoothings of a robot, in memory and in `smoothing.json` of its home.

    A file that cannot be understood is left as it is until somebody changes a smoothing, and the log says so.

    Args:
        home: the robot's home; it need not exist yet.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / FILE_NAME
        self._smoothings = self._read()

    def all(self) -> Smoothings:
        """What was changed, by model and label."""
        return self._smoothings

    def put(self, model: str, label: str, smoothing: Smoothing | None) -> None:
        """Changes how eager a label is, and writes it down; None makes it again as the page has it.

        Raises:
            ConfigurationError: there are too many, or the file cannot be written; nothing has changed then.
        """
        changed = {name: dict(labels) for name, labels in self._smoothings.items()}
        if smoothing is None:
            changed.get(model, {}).pop(label, None)
        else:
            changed.setdefault(model, {})[label] = smoothing
        changed = {name: labels for name, labels in changed.items() if labels}
        if sum(len(labels) for labels in changed.values()) > MOST_SMOOTHINGS:
            raise ConfigurationError(
                f"More than {MOST_SMOOTHINGS} words have settings of their own.", "Put some back to what is usual."
            )
        try:
            write_atomically(self.path, msgspec.json.format(msgspec.json.encode(changed), indent=2))
        except OSError as error:
            raise ConfigurationError(
                f"{self.path} cannot be written: {error.strerror}.",
                "Nothing was changed. Check the disk and its owner.",
            ) from None
        self._smoothings = changed

    def _read(self) -> Smoothings:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=Smoothings)
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            log.warning("%s cannot be used, so every word is as eager as usual (%s).", FILE_NAME, type(error).__name__)
            return {}
