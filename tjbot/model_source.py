"""A model that a teacher brings: a folder, or a zip wherever in it the model lies. Waits for the disk."""

import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from tjbot.errors import ModelError, TJBotError
from tjbot.protocol.models import CARD, MOST_CARD_BYTES, ModelCard, check_files, decode_card

_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(NotImplementedError, RuntimeError, EOFError, ValueError),
)
_CONVERT_FIRST = {".keras", ".h5", ".hdf5", ".pb"}


def read_model(source: Path) -> tuple[ModelCard, dict[str, bytes]]:
    """A model's card and all its files, the card among them; whatever else lies beside them is left out.

    Raises:
        ModelError: there is no model, or it cannot be read.
        WireError: its card or a file of it is not as it must be.
    """
    try:
        found = _read_folder(source) if source.is_dir() else _read_zip(source)
    except OSError as error:
        raise ModelError(f"{source} cannot be read: {error.strerror}.", "Check its name and whose it is.") from None
    card = decode_card(found[CARD])
    check_files(card, {name: data for name, data in found.items() if name != CARD})
    return card, found


def _read_folder(folder: Path) -> dict[str, bytes]:
    if not (folder / CARD).is_file():
        raise ModelError(f"{folder} holds no {CARD}, so it is no model of ours.", "See docs/models.md.")
    text = _read_file(folder / CARD, MOST_CARD_BYTES)
    meant = decode_card(text).files
    there = [name for name in meant if (folder / name).is_file()]
    return {CARD: text, **{name: _read_file(folder / name, meant[name].bytes) for name in there}}


def _read_file(path: Path, most: int) -> bytes:
    """One byte more than there may be is told by whoever counts; the rest would only fill the memory."""
    with path.open("rb") as file:
        return file.read(most + 1)


def _read_zip(path: Path) -> dict[str, bytes]:
    if path.suffix.lower() in _CONVERT_FIRST:
        raise ModelError(f"{path.name} is no model of ours yet.", f"Convert it first: tjbot convert {path}")
    try:
        with zipfile.ZipFile(path) as opened:
            return _members(path, opened)
    except TJBotError:
        raise
    except _UNREADABLE as error:
        raise ModelError(
            f"{path} is neither a folder nor a zip that can be read: {error}.", "Choose a model's folder."
        ) from None


def _members(path: Path, opened: zipfile.ZipFile) -> dict[str, bytes]:
    """The files beside the card: who packs a folder has it in the zip, and some programs add folders of their own."""
    places = {PurePosixPath(member.filename): member for member in opened.infolist()}
    cards = sorted((place for place in places if place.name == CARD), key=lambda place: len(place.parts))
    if not cards:
        raise ModelError(f"{path} holds no {CARD}, so it is no model of ours.", "See docs/models.md.")
    if places[cards[0]].file_size > MOST_CARD_BYTES:
        raise ModelError(f"{CARD} is longer than {MOST_CARD_BYTES} bytes.", "See docs/models.md.")
    text = opened.read(places[cards[0]])
    files = {CARD: text}
    for name, meant in decode_card(text).files.items():
        member = places.get(cards[0].parent / name)
        if member is not None and member.file_size == meant.bytes:
            files[name] = opened.read(member)
        elif member is not None:
            raise ModelError(f'The file "{name}" has {member.file_size} bytes, but {CARD} says {meant.bytes}.', _AGAIN)
    return files


_AGAIN = "Save, train or convert the model again."
