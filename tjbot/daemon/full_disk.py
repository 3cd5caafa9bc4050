"""What a disk refuses, told in a sentence."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from tjbot.errors import ModelError, NoRoomError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def disk_is_full_or_broken(done: str, what: str = "model") -> Iterator[None]:
    """Tells in a sentence what the disk refuses.

    Args:
        done: what could not be `done` to it.
        what: to what.

    Raises:
        NoRoomError: it is full.
        ModelError: anything else.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoomError(
                f"The robot's disk is full, so the {what} could not be {done}.",
                f"Nothing was changed. Remove a {what} or pictures, then try again.",
            ) from None
        raise ModelError(f"The {what} could not be {done}: {error.strerror}.", "Nothing was changed.") from None
