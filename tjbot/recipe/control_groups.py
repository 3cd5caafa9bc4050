"""A control group (cgroup v2) for each recipe: what all its processes take together, and its share beside the others.

That needs a part of the kernel's tree of groups that systemd has handed to this process (`Delegate=`). Recipes are the
same user, who may write there; so the tree is hidden from them.
"""

import contextlib
import ctypes
import os
from pathlib import Path

from tjbot.recipe.limits import Limits
from tjbot.recipe.namespaces import give_up_rights, leave_mounts

_TREE = Path("/sys/fs/cgroup")
_OWN_GROUP = Path("/proc/self/cgroup")
_HOST = "host"
_HOST_WEIGHT = 1000
"""Beside 100 for each recipe: Stop must be heard and output passed on, however busy they are."""
_CPU_PERIOD_US = 100_000
_CONTROLLERS = ("cpu", "memory", "pids")
_MOST_BYTES = 4096
_MS_READ_ONLY = 1

_libc = ctypes.CDLL(None, use_errno=True)


class ControlGroups:
    """The groups of one host's recipes.

    Args:
        tree: the open folder of the group that was handed to this process.
        limits: what each recipe may take.
    """

    def __init__(self, tree: int, limits: Limits) -> None:
        self._tree = tree
        self._limits = limits
        self._left: set[str] = set()

    def settle(self) -> None:
        """Moves this process, which must be the only one in the tree, into a group beside those of recipes.

        Raises:
            OSError: the tree is not this process's to change.
        """
        os.mkdir(_HOST, dir_fd=self._tree)
        _write(self._tree, f"{_HOST}/cgroup.procs", "0")
        for controller in _CONTROLLERS:
            # One that this kernel has not, or that is switched off.
            with contextlib.suppress(OSError):
                _write(self._tree, "cgroup.subtree_control", f"+{controller}")
        with contextlib.suppress(OSError):
            _write(self._tree, f"{_HOST}/cpu.weight", str(_HOST_WEIGHT))

    def begin(self, run: int) -> "ControlGroup":
        """Makes the group of a run.

        Raises:
            OSError: there can be no more groups.
        """
        self._sweep()
        name = f"run-{run}"
        os.mkdir(name, dir_fd=self._tree)
        for file, value in self._values().items():
            with contextlib.suppress(OSError):
                _write(self._tree, f"{name}/{file}", value)
        return ControlGroup(self._tree, name)

    def end(self, group: "ControlGroup") -> None:
        """Ends what is left in a group, and removes it."""
        with contextlib.suppress(OSError):
            _write(self._tree, f"{group.name}/cgroup.kill", "1")
        self._left.add(group.name)
        self._sweep()

    def _values(self) -> dict[str, str]:
        limits = self._limits
        together = limits.together_bytes
        # One recipe leaves room for others also where there is little memory for all.
        with contextlib.suppress(OSError, ValueError):
            together = min(together, int(_read(self._tree, "memory.max")) // 2)
        return {
            "memory.max": str(together),
            # Half a recipe is of no use to anybody.
            "memory.oom.group": "1",
            "pids.max": str(limits.processes),
            "cpu.max": f"{round(limits.processors * _CPU_PERIOD_US)} {_CPU_PERIOD_US}",
        }

    def _sweep(self) -> None:
        """Removes the groups whose last process has gone."""
        for name in list(self._left):
            with contextlib.suppress(OSError):
                os.rmdir(name, dir_fd=self._tree)
                self._left.remove(name)


class ControlGroup:
    """The group of one recipe."""

    def __init__(self, tree: int, name: str) -> None:
        self._tree = tree
        self.name = name

    def enter(self) -> None:
        """Moves this process into it; what that begins is there, too.

        Raises:
            OSError: the kernel does not let it.
        """
        _write(self._tree, f"{self.name}/cgroup.procs", "0")

    def out_of_memory(self) -> bool:
        """Whether the kernel has ended processes of it because memory was used up."""
        try:
            rows = _read(self._tree, f"{self.name}/memory.events").splitlines()
        except OSError:
            return False
        return any(row.startswith("oom_kill ") and row != "oom_kill 0" for row in rows)


def take_over(limits: Limits) -> ControlGroups | None:
    """Takes over the part of the tree of groups that systemd has handed to this process, and hides the tree.

    This process, which must have one thread and not be root, gets a user and a mount namespace and gives up its rights.

    Args:
        limits: what each recipe may take.

    Returns:
        None where nothing was handed to it, or the tree cannot be hidden.
    """
    folder = _handed_folder()
    if folder is None or os.geteuid() == 0:
        return None
    tree = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    groups = ControlGroups(tree, limits)
    try:
        _hide_tree()
        groups.settle()
    except OSError:
        os.close(tree)
        return None
    return groups


def _handed_folder() -> Path | None:
    try:
        rows = _OWN_GROUP.read_text().splitlines()
        name = next(row.removeprefix("0::/") for row in rows if row.startswith("0::/"))
        folder = _TREE / name
        # systemd marks what it hands over so; without it other programs may be in this group.
        if os.getxattr(folder, "user.delegate") == b"1" and os.access(folder / "cgroup.procs", os.W_OK):
            return folder
    except (OSError, StopIteration):
        return None
    return None


def _hide_tree() -> None:
    if not leave_mounts():
        raise OSError("this system lets no ordinary user have mounts of its own")
    if _libc.mount(b"none", os.fsencode(_TREE), b"tmpfs", _MS_READ_ONLY, b"size=4k") != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    # What could undo it.
    give_up_rights()


def _write(tree: int, name: str, text: str) -> None:
    file = os.open(name, os.O_WRONLY, dir_fd=tree)
    try:
        os.write(file, text.encode())
    finally:
        os.close(file)


def _read(tree: int, name: str) -> str:
    file = os.open(name, os.O_RDONLY, dir_fd=tree)
    try:
        return os.read(file, _MOST_BYTES).decode()
    finally:
        os.close(file)
