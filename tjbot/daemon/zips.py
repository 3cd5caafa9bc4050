"""Zips that somebody sent, read with distrust, whatever is in them. Waits for the disk."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tjbot.errors import ModelError

CHUNK_BYTES = 256 * 1024

BROKEN = "Pack it again, or choose another file."
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError, OSError, MemoryError),
)
"""What zipfile raises about zips that are broken, or were made to break it."""


@contextmanager
def open_zip(path: Path | int, most_contents_bytes: int) -> Iterator[zipfile.ZipFile]:
    """Opens a zip while the block lasts.

    Args:
        path: where it is; or an open file's number, which is closed in the end.
        most_contents_bytes: how long its table of contents may be. zipfile reads that in one go; one that is longer
            would fill the memory before anybody counted.

    Raises:
        ModelError: it is none.
        OSError: there is no such file.
    """
    with _ShortReads(path, most_contents_bytes) as file:
        try:
            opened = zipfile.ZipFile(file)
        except UNREADABLE:
            raise ModelError("This is no zip, or it did not arrive whole.", BROKEN) from None
        with opened:
            yield opened


def check_member(member: zipfile.ZipInfo) -> None:
    """Refuses what is no plain file.

    Raises:
        ModelError: it is a link, locked, or packed in a way that is not usual.
    """
    name = member.filename[:64]
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
        raise ModelError(f'"{name}" in the zip is no file but a link or a device.', BROKEN)
    if member.flag_bits & 1:
        raise ModelError("The zip is locked with a password.", "Pack it without one.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ModelError(f'"{name}" is packed in a way that the robot does not unpack.', "Pack an ordinary zip.")


def chunks_of(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a file in a zip holds, piece by piece, and no more of it than the zip claims.

    Raises:
        ModelError: the zip is broken there.
    """
    try:
        with opened.open(member) as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk
    except UNREADABLE as error:
        raise ModelError(f"The zip is broken at {member.filename}: {error or 'it ends too early'}.", BROKEN) from None


class _ShortReads(io.FileIO):
    """A file of which nobody reads much at once."""

    def __init__(self, path: Path | int, most_bytes: int) -> None:
        super().__init__(path)
        self._most_bytes = most_bytes

    def read(self, size: int | None = -1, /) -> bytes:
        """Reads so many bytes; without a number the end of the file, which is all that zipfile asks for so."""
        if size is None or size < 0:
            size = self._most_bytes
        if size > self._most_bytes:
            raise ValueError("its table of contents is too long")
        return super().read(size)
