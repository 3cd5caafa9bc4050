"""Runs a recipe in a process of its own and stays until it, and everything that it began, is gone."""

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from tjbot.recipe.limits import Limits, adopt_orphans, bind, end_descendants, end_with_parent, shut_memory
from tjbot.recipe.namespaces import leave_network

PATIENCE_SECONDS = 1.0
"""How long a recipe may take to stop after SIGINT; then it is killed."""

STOPPED = 130
"""The exit code of a recipe that was interrupted, as shells have it."""

_STOPS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
_WATCHED = {signal.SIGCHLD, *_STOPS}


@dataclass(frozen=True)
class Ending:
    """How a recipe's process ended: its exit code, or minus the number of the signal that ended it."""

    code: int
    stopped: bool
    """It was told to stop."""
    killed: bool
    """It did not stop by itself in time."""


def supervise(
    main: Callable[[], int], limits: Limits, *, apart: bool = False, begun: Callable[[], None] | None = None
) -> Ending:
    """Runs `main` in a new process and a new session, and returns when nothing of it is left.

    SIGINT, SIGTERM or SIGHUP to this process stop it: the child gets SIGINT, and SIGKILL a second later.
    This process must have no threads and no children of its own.

    Args:
        main: what the child does; its answer is the exit code.
        limits: what the child and all below it may take.
        apart: this process is the first of a PID namespace. What the child leaves behind is then the kernel's to end,
            as soon as this process does.
        begun: called as soon as the child exists.
    """
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
    try:
        if not apart:
            adopt_orphans()
        guard = os.getpid()
        child = os.fork()
        if child == 0:
            _be_the_child(main, limits, guard, apart=apart)
        if begun is not None:
            begun()
        ending = _watch(child)
        if not apart:
            end_descendants()
        return ending
    finally:
        _drop_pending_signals()
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def ask_to_be_stopped() -> None:
    """Called in the child: has its supervisor stop it, as if somebody had pressed Ctrl-C."""
    os.kill(os.getppid(), signal.SIGTERM)


def _be_the_child(main: Callable[[], int], limits: Limits, guard: int, *, apart: bool) -> None:
    code = 1
    try:
        os.setsid()
        # Root reads its own files in /proc all the same; for others that of another user namespace is shut anyway.
        shut_memory(shut=os.geteuid() == 0)
        left = not limits.network and leave_network(apart=apart)
        end_with_parent(guard)
        for number in _WATCHED:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
        bind(limits, alone=(left or apart) and os.geteuid() != 0)
        code = main()
        _wait_for_threads()
    except KeyboardInterrupt:
        code = STOPPED
    except BaseException:
        # Not the recipe's fault, which `main` explains: ours, so whoever mends it needs the traceback.
        traceback.print_exc()
    finally:
        # Whatever happened: the parent's code above this frame must never run in the child.
        _flush()
        os._exit(code)


def _wait_for_threads() -> None:
    """As Python itself does at its end."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue


def _watch(child: int) -> Ending:
    stopped = killed = False
    deadline: float | None = None
    while True:
        if deadline is None:
            news: signal.struct_siginfo | None = signal.sigwaitinfo(_WATCHED)
        else:
            news = signal.sigtimedwait(_WATCHED, max(0.0, deadline - time.monotonic()))
        code = _bury(child)
        if code is not None:
            return Ending(code, stopped, killed)
        if news is not None and news.si_signo in _STOPS and not stopped:
            stopped = True
            deadline = time.monotonic() + PATIENCE_SECONDS
            os.kill(child, signal.SIGINT)
        if deadline is not None and time.monotonic() >= deadline:
            killed = True
            deadline = None
            os.kill(child, signal.SIGKILL)


def _bury(child: int) -> int | None:
    """Collects all that have ended, adopted orphans too; returns the child's code if it is among them."""
    code = None
    while True:
        process, status = os.waitpid(-1, os.WNOHANG)
        if process == child:
            return os.waitstatus_to_exitcode(status)
        if process == 0:
            return code


def _drop_pending_signals() -> None:
    while signal.sigtimedwait(_WATCHED, 0) is not None:
        pass
