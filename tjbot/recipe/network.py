"""Takes the network away from a recipe, this machine's own included: what is left is the robot's Unix socket.

Loopback is open to whoever sits at the machine; a recipe must not pass for one of them there.
"""

import ctypes
import os
from contextlib import suppress
from pathlib import Path
from typing import Literal

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000

_libc = ctypes.CDLL(None, use_errno=True)


Left = Literal["", "as root", "with a user namespace"]


def leave_network() -> Left:
    """Moves this process, which must have one thread, and all that it will begin into an empty network namespace.

    Without root it gets a user namespace too, in which it is who it was. Both clear what `end_with_parent` asked for,
    so that must be asked for afterwards.

    Returns:
        How; empty where this system does not let it, and the process keeps the network that it had.
    """
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        return "as root" if _unshare(_CLONE_NEWNET) else ""
    if not _unshare(_CLONE_NEWUSER | _CLONE_NEWNET):
        return ""
    # Where this is forbidden the process has the same rights, and only sees its user as nobody.
    with suppress(OSError):
        # The kernel lets nobody map a group who may still change the list of groups.
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    return "with a user namespace"


def _unshare(what: int) -> bool:
    return int(_libc.unshare(what)) == 0
