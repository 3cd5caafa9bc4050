"""The folder of one taught model: what its card says, and whether its files are there. Waits for the disk."""

import hashlib
import os
import stat
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Literal

from tjbot.errors import ModelError
from tjbot.protocol.models import (
    CARD,
    MOST_CARD_BYTES,
    AnalyserSpectrogram,
    HandFeatures,
    HandMovement,
    ModelCard,
    ModelFile,
    Numbers,
    Spectrogram,
    decode_card,
)

Kind = Literal["pictures", "hands", "movements", "sounds", "numbers"]


@dataclass(frozen=True)
class TaughtModel:
    """A model of the robot's: its id (the folder's name), its card, the card's SHA-256, which is that of the whole
    model, all its bytes with the card, and when it came (milliseconds since 1970).
    """

    id: str
    card: ModelCard
    hash: str
    bytes: int
    changed: int

    @property
    def kind(self) -> Kind:
        """What it looks at or listens to."""
        match self.card.input:
            case HandFeatures():
                return "hands"
            case HandMovement():
                return "movements"
            case Spectrogram() | AnalyserSpectrogram():
                return "sounds"
            case Numbers():
                return "numbers"
        return "pictures"

    def file(self, name: str) -> ModelFile | None:
        """What is known of one of its files, the card among them; None where there is none of this name."""
        if name == CARD:
            return ModelFile(bytes=self.bytes - self.card.bytes, sha256=self.hash)
        return self.card.files.get(name)


def described(id_: str, text: bytes, changed: int = 0) -> TaughtModel:
    """The model of which a card tells. Pure.

    Args:
        id_: the model's id.
        text: what stands in the card.
        changed: milliseconds since 1970.

    Raises:
        WireError: it is no card.
    """
    card = decode_card(text)
    return TaughtModel(id_, card, hashlib.sha256(text).hexdigest(), card.bytes + len(text), changed)


def read_folder(folder: Path, id_: str) -> TaughtModel:
    """A model that lies in a folder. What its files hold is not looked at, only how long they are.

    Raises:
        ModelError: a file is missing, or too long or short.
        WireError: the card cannot be understood.
        OSError: it cannot be read.
    """
    if folder.is_symlink():
        raise ModelError("It is a link, which may lead anywhere.", "Copy the model itself.")
    with open_file(folder / CARD) as file:
        text = file.read(MOST_CARD_BYTES + 1)
        changed = os.fstat(file.fileno()).st_mtime_ns // 1_000_000
    model = described(id_, text, changed)
    for name, meant in model.card.files.items():
        status = (folder / name).lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size != meant.bytes:
            raise ModelError(f"The file {name} is not the one that {CARD} names.", "Save the model again.")
    return model


def open_file(path: Path) -> BufferedReader:
    """Opens an ordinary file to be read: a link may lead anywhere, and a pipe would be waited for.

    Raises:
        OSError: there is none, or it cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise FileNotFoundError(f"{path} is no file")
    return os.fdopen(handle, "rb")
