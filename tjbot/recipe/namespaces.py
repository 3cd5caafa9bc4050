"""What a recipe is kept apart from: the network, this machine's own included, all processes but its own, and rights.

What is left to it is the robot's Unix socket. Loopback is open to whoever sits at the machine; a recipe must not pass
for one of them there. A process that it cannot name it can neither signal nor trace.
"""

import ctypes
import os
from contextlib import suppress
from pathlib import Path

_CLONE_NEWNS = 0x00020000
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWPID = 0x20000000
_CLONE_NEWNET = 0x40000000
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION = 0x20080522
_CAPABILITIES = 64
_OF_FILES = range(5)
"""chown, dac_override, dac_read_search, fowner and fsetid: root may go on reading its pupils' files."""

_libc = ctypes.CDLL(None, use_errno=True)


def leave_processes() -> bool:
    """Has the next process that this one forks be the first of a PID namespace.

    From in there no process outside can be named, and none in there outlives the first. This process must have one
    thread. Without root it gets a user namespace too, in which it is who it was.

    Returns:
        Whether this system lets it; else the next process is one like any other.
    """
    return _unshare(_CLONE_NEWPID)


def leave_mounts() -> bool:
    """Moves this process, which must have one thread and not be root, into a mount namespace: what it mounts, it alone
    and its children see. It gets a user namespace too, in which it is who it was.

    Returns:
        Whether this system lets it.
    """
    return _unshare(_CLONE_NEWNS)


def leave_network(*, apart: bool) -> bool:
    """Moves this process, which must have one thread, and all that it will begin into an empty network namespace.

    Args:
        apart: it is in a PID namespace that `leave_processes` has made, so the rights for it are there. Else it gets a
            user namespace here, unless it is root; that clears what `end_with_parent` asked for.

    Returns:
        Whether this system lets it; else the process keeps the network that it had.
    """
    return int(_libc.unshare(_CLONE_NEWNET)) == 0 if apart else _unshare(_CLONE_NEWNET)


def give_up_rights() -> None:
    """Takes from this process, and all that it will begin, what it may do to the machine or its namespaces.

    It may not become another user either (no `sudo`). Root keeps its rights over files. Where the system forbids this
    to a process that is not root, its rights are in its own namespaces alone.
    """
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    kept = _OF_FILES if os.geteuid() == 0 else ()
    for capability in range(_CAPABILITIES):
        if capability not in kept:
            _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    mask = sum(1 << capability for capability in kept)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    # Effective, permitted, inheritable; then those from 32 on.
    _libc.capset(header, (ctypes.c_uint32 * 6)(mask, mask, 0, 0, 0, 0))


def _unshare(what: int) -> bool:
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        return int(_libc.unshare(what)) == 0
    if _libc.unshare(_CLONE_NEWUSER | what) != 0:
        return False
    # Where this is forbidden the process has the same rights, and only sees its user as nobody.
    with suppress(OSError):
        # The kernel lets nobody map a group who may still change the list of groups.
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    return True
