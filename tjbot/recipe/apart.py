"""Forks a process into a PID namespace of its own."""

import errno
import os
import select
from collections.abc import Callable

from tjbot.recipe.limits import shut_memory
from tjbot.recipe.namespaces import leave_processes


def fork_apart(main: Callable[[bool], None], first: Callable[[], None] | None = None) -> int:
    """Forks a process that is the first of its PID namespace: it sees none outside, and none inside outlives it.

    Such a process can only be the child of one that has prepared it. A helper does, and ends at once; this process,
    which must have one thread and adopt orphans, becomes the parent.

    Args:
        main: what the new process does, as soon as this one is its parent; it must not return. Its argument is whether
            this system lets it have such a namespace; else it is a child like any other.
        first: what the helper does before anything else, for itself and so for the new process; None for nothing.

    Returns:
        The new process's number, as this one sees it.

    Raises:
        OSError: there is no room for another process, or `first` has failed.
    """
    reader, writer = os.pipe()
    try:
        helper = os.fork()
        if helper == 0:
            _be_the_helper(main, first, writer)
        os.close(writer)
        writer = -1
        number = os.read(reader, 16)
        os.waitpid(helper, 0)
    finally:
        os.close(reader)
        if writer >= 0:
            os.close(writer)
    if not number:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
    return int(number)


def _be_the_helper(main: Callable[[bool], None], first: Callable[[], None] | None, writer: int) -> None:
    try:
        if first is not None:
            first()
        # The kernel lets a process write who it is in its namespace only if its files in /proc are its own.
        shut_memory(shut=False)
        apart = leave_processes()
        shut_memory()
        helper = os.pidfd_open(os.getpid())
        child = os.fork()
        if child == 0:
            _wait_for_end(helper)
            main(apart)
        os.write(writer, str(child).encode())
    finally:
        # Whatever happened: the code above this frame must never run in the helper.
        os._exit(0)


def _wait_for_end(process: int) -> None:
    """Until then this process's parent is the helper."""
    poll = select.poll()
    poll.register(process, select.POLLIN)
    poll.poll()
    os.close(process)
