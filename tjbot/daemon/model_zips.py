"""A zip that somebody sent, read with distrust: bounded, plain names, files and nothing else. Waits for the disk."""

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from tjbot.daemon.zip_sink import ZipSink
from tjbot.daemon.zips import BROKEN, CHUNK_BYTES, check_member, chunks_of, open_zip
from tjbot.errors import ModelError
from tjbot.protocol.models import CARD, MOST_CARD_BYTES, MOST_FILES, FileName

MOST_PACKED_BYTES = 40_000_000
MOST_UNPACKED_BYTES = 80_000_000

_MOST_CONTENTS_BYTES = 256 * 1024


class ModelZip:
    """The files of a zip by their names, all of them plain and together within the bounds.

    Raises:
        ModelError: it is no zip, or holds what no model has.
    """

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        members = [member for member in opened.infolist() if not member.filename.endswith("/")]
        if len(members) > MOST_FILES + 1:
            raise ModelError(
                f"The zip holds {len(members)} files; a model has at most {MOST_FILES} beside {CARD}.", BROKEN
            )
        for member in members:
            _check(member)
        self._members = {member.filename: member for member in members}
        if len(self._members) < len(members):
            raise ModelError("The zip holds two files of one name.", BROKEN)
        if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
            raise ModelError(
                f"The model is larger than {MOST_UNPACKED_BYTES // 1_000_000} MB when it is unpacked.",
                "Make it smaller, for example with tjbot convert.",
            )

    def sizes(self) -> dict[str, int]:
        """How many bytes each file has, as the zip claims; `chunks` gives no more of it."""
        return {name: member.file_size for name, member in self._members.items()}

    def card(self) -> bytes:
        """What stands in the card.

        Raises:
            ModelError: there is none, or it is too long, or the zip is broken there.
        """
        if CARD not in self._members:
            raise ModelError(f"The zip holds no {CARD}, so it is no model of ours.", "See docs/models.md.")
        if self._members[CARD].file_size > MOST_CARD_BYTES:
            raise ModelError(f"{CARD} is longer than {MOST_CARD_BYTES} bytes.", "See docs/models.md.")
        return b"".join(self.chunks(CARD))

    def chunks(self, name: str) -> Iterator[bytes]:
        """What a file holds, piece by piece.

        Raises:
            KeyError: there is none of this name.
            ModelError: the zip is broken there.
        """
        yield from chunks_of(self._zip, self._members[name])


@contextmanager
def open_model_zip(path: Path) -> Iterator[ModelZip]:
    """Opens a zip while the block lasts.

    Raises:
        ModelError: it is none, or holds what no model has.
        OSError: there is no such file.
    """
    with open_zip(path, _MOST_CONTENTS_BYTES) as opened:
        yield ModelZip(opened)


def packed(files: Mapping[str, BinaryIO]) -> Iterator[bytes]:
    """A zip of some files, piece by piece; they are not squeezed, because weights hardly get smaller. Closes them."""
    sink = ZipSink()
    try:
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as made:
            for name, file in files.items():
                # The same model is the same zip, whenever it is packed.
                with made.open(zipfile.ZipInfo(name), "w") as member:
                    while chunk := file.read(CHUNK_BYTES):
                        member.write(chunk)
                        yield sink.taken()
        yield sink.taken()
    finally:
        for file in files.values():
            file.close()


def _check(member: zipfile.ZipInfo) -> None:
    name = member.filename
    try:
        msgspec.convert(name, FileName)
    except msgspec.ValidationError:
        raise ModelError(
            f'The zip holds "{name[:64]}", and a model\'s files lie side by side without folders.',
            "Pack the files themselves, not their folder; names have letters, digits and . _ - only.",
        ) from None
    check_member(member)
