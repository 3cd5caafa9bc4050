"""What binds a recipe's processes, and how all of them end.

Resource limits are inherited by every process that the recipe begins. All of them end with the first process of the
PID namespace (`namespaces.py`); where there is none, by one that adopts every orphan below it (so that neither `setsid`
nor a double fork escapes) and sweeps. On a Pi a control group binds those of a recipe together (`control_groups.py`).
"""

import contextlib
import ctypes
import os
import resource
import signal
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_CHILD_SUBREAPER = 36
_SWEEP_PAUSE_SECONDS = 0.002
_SWEEP_SECONDS = 2.0
_FIRST_TO_GO = 500

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Limits:
    """How much a recipe's processes may take, each of them; what is for all together says so."""

    memory_bytes: int = 512 * 1024 * 1024
    file_bytes: int = 64 * 1024 * 1024
    open_files: int = 128
    processes: int = 64
    """How many it may have at once, threads included; only where its processes can be told from others of its user."""
    together_bytes: int = 512 * 1024 * 1024
    """Memory of all its processes; only where it has a control group."""
    processors: float = 1.0
    """How many it may keep busy with all its processes; only where it has a control group."""
    network: bool = True
    """Whether they may use the network, this machine's own included."""


def bind(limits: Limits, *, alone: bool = False) -> None:
    """Binds this process and all that it will begin.

    Args:
        limits: what they may take.
        alone: nothing else runs in this process's user namespace, so that the kernel counts its processes apart.
    """
    wanted = {
        resource.RLIMIT_DATA: limits.memory_bytes,
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
    }
    if alone:
        wanted[resource.RLIMIT_NPROC] = limits.processes
    for kind, most in wanted.items():
        allowed = resource.getrlimit(kind)[1]
        value = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(kind, (value, value))
    # Where memory gets scarce the kernel shall take the recipe, not its host or the robot.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(_FIRST_TO_GO))


def adopt_orphans() -> None:
    """Makes this process the parent of every process below it that loses its own."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def shut_memory(*, shut: bool = True) -> None:
    """Keeps other processes of this user from reading and writing this one's memory; its children begin so, too."""
    _prctl(_PR_SET_DUMPABLE, 0 if shut else 1)


def end_with_parent(parent: int, number: int = signal.SIGKILL) -> None:
    """Sends this process a signal when its parent `parent` ends, even if it has ended already.

    Args:
        parent: as this process sees it: 0 where it is not in this PID namespace, and then its end is noticed only if it
            comes after this call.
        number: the signal's.
    """
    _prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def descendants(root: int, spared: Collection[int] = ()) -> set[int]:
    """The processes below `root`, as far as they can be seen now; without the spared and all below them."""
    children: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit() and (parent := _parent(int(entry.name))) is not None:
            children.setdefault(parent, []).append(int(entry.name))
    found: set[int] = set()
    unseen = [root]
    while unseen:
        below = [child for child in children.get(unseen.pop(), ()) if child not in found and child not in spared]
        found.update(below)
        unseen.extend(below)
    return found


def end_descendants(spared: Collection[int] = ()) -> bool:
    """Kills every process below this one, which must have called `adopt_orphans`, and buries them.

    All are stopped before any is killed, so that a process that keeps beginning others cannot win.

    Args:
        spared: children that live on, with all below them.

    Returns:
        Whether all are gone; False after two seconds of trying.
    """
    deadline = time.monotonic() + _SWEEP_SECONDS
    stopped: set[int] = set()
    while _bury() and time.monotonic() < deadline:
        alive = (descendants(os.getpid(), spared) | _children()).difference(spared)
        if spared and not alive:
            return True
        if alive <= stopped:
            for process in alive:
                _signal(process, signal.SIGKILL)
            time.sleep(_SWEEP_PAUSE_SECONDS)
        for process in alive - stopped:
            _signal(process, signal.SIGSTOP)
        stopped |= alive
    return not _bury()


def _children() -> set[int]:
    """The children of this process, which must have one thread; also those that a /proc with secrets does not show."""
    try:
        return set(map(int, Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()))
    except OSError:
        return set()


def _bury() -> bool:
    """Collects children that have ended; returns whether there are others."""
    while True:
        try:
            process, _status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return False
        if process == 0:
            return True


def _parent(process: int) -> int | None:
    try:
        status = Path(f"/proc/{process}/stat").read_bytes()
    except OSError:
        return None
    return int(status[status.rindex(b")") + 2 :].split()[1])


def _signal(process: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(process, number)


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
