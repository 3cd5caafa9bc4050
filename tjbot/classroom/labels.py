"""What a robot is called in a network: one label, of which its address `<label>.local` is made."""

import hashlib
import re
import socket
from collections.abc import Iterator
from pathlib import Path

_OF_A_ROBOT = re.compile(r"tjbot[a-z0-9-]{0,40}")
MOST_OF_ONE_NAME = 60
"""How many robots may want the same name; far more than are in a room."""


def own_label(root: Path = Path("/"), host_name: str | None = None) -> str:
    """The name that this robot wants, the same after every start.

    It is the computer's own name where that is a robot's (install.sh gives a Pi one), else `tjbot-` and four digits:
    the last ones of a Pi's serial number, or some that follow from the computer's machine-id, which stays secret.

    Args:
        root: where the file system begins.
        host_name: the computer's name; None to ask it.
    """
    own = (socket.gethostname() if host_name is None else host_name).partition(".")[0].lower()
    if _OF_A_ROBOT.fullmatch(own):
        return own
    serial = re.sub(r"[^0-9a-f]", "", _text(root / "proc/device-tree/serial-number").lower())
    if len(serial) >= 4:
        return f"tjbot-{serial[-4:]}"
    secret = _text(root / "etc/machine-id") or own
    return f"tjbot-{hashlib.sha256(f'tjbot {secret}'.encode()).hexdigest()[:4]}"


def candidates(label: str, last: str = "") -> Iterator[str]:
    """The names that a robot tries one after the other where the first ones belong to others: a, a-2, a-3 …

    Args:
        label: the name that it wants.
        last: the one that it had last, with which it begins, so that it keeps it.
    """
    numbered = [label, *(f"{label}-{number}" for number in range(2, MOST_OF_ONE_NAME + 1))]
    first = [last] if last in numbered else []
    yield from dict.fromkeys((*first, *numbered))


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii", errors="replace").strip("\0\n ")
    except OSError:
        return ""
