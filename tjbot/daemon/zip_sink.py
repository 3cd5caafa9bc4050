"""Where a zip is written that is sent while it is made. Pure."""

import io


class ZipSink(io.RawIOBase):
    """Takes what is written until somebody asks for it."""

    def __init__(self) -> None:
        self._written = bytearray()

    def __len__(self) -> int:
        return len(self._written)

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Takes all of it."""
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        """What came since the last time."""
        data = bytes(self._written)
        self._written.clear()
        return data
