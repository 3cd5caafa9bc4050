"""Time that passes only when somebody waits: a recipe of an hour is done in a moment, and each time in the same way."""

import datetime
import os
import threading
import time
from collections.abc import Callable
from typing import Any

_BASE_SECONDS = 1000.0
_LOOK_SECONDS = 1e-5
"""So long takes a look at the clock: else who waits for it in a loop would wait for ever."""

_ASK_SECONDS = 1e-4
"""So long takes a question to the robot, for the same reason."""


_SOON_SECONDS = 0.1
"""So much earlier or later something may have happened then, because its computer was busy."""


class VirtualClock:
    """The seconds since a recipe began.

    Args:
        next_input: when something happens next that the recipe did not cause; None for nothing more.
        take_inputs: lets everything happen that was due at a moment; told that moment, which may be over.
        end: when the run is over.
        over: called when that moment is reached; does not return.
        holds: whether what happens next, at a moment, came after something that the recipe has yet to do.
    """

    def __init__(
        self,
        next_input: Callable[[], float | None],
        take_inputs: Callable[[float], None],
        end: float,
        over: Callable[[], None],
        holds: Callable[[float], bool] = lambda moment: False,
    ) -> None:
        self.now = 0.0
        self._holds = holds
        self._next_input, self._take_inputs = next_input, take_inputs
        self._end, self._over = end, over
        self._taking = False

    def advance(self, until: float) -> None:
        """Lets time pass up to a moment, and everything happen that is due until then."""
        while (due := self._next_input()) is not None and due <= min(until, self._end) and not self._taking:
            if until - due <= _SOON_SECONDS and self._holds(due):
                break
            self._take(due)
        self.now = max(self.now, min(until, self._end))
        if until > self._end:
            self._over()

    def advance_to_input(self, until: float) -> bool:
        """Lets time pass up to the next thing that happens, or to a moment; whether anything has happened."""
        due = self._next_input()
        if due is None or due > min(until, self._end):
            self.advance(until)
            return False
        if until - due <= _SOON_SECONDS and self._holds(due):
            # Then the recipe was a moment earlier with what it waits for.
            self.now = max(self.now, until)
            return False
        self._take(due)
        return True

    def look(self, seconds: float = _LOOK_SECONDS) -> float:
        """The time, after so long as it takes to look at it."""
        if not self._taking:
            self.advance(self.now + seconds)
        return self.now

    def _take(self, due: float) -> None:
        self.now = max(self.now, due)
        self._taking = True
        try:
            self._take_inputs(due)
        finally:
            self._taking = False


class VirtualCondition:
    """Stands for a `threading.Condition` in a program of one thread whose waiting is virtual."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock

    def __enter__(self) -> bool:
        self._clock.look(_ASK_SECONDS)
        return True

    def __exit__(self, *_error: object) -> None:
        return None

    def notify_all(self) -> None:
        """There is nobody else to wake."""

    def wait(self, timeout: float | None = None) -> bool:
        """Lets time pass until something happens, or the time is over."""
        until = float("inf") if timeout is None else self._clock.now + timeout
        return self._clock.advance_to_input(until)

    def wait_for(self, predicate: Callable[[], Any], timeout: float | None = None) -> Any:
        """Lets time pass until something is so, or the time is over."""
        until = float("inf") if timeout is None else self._clock.now + timeout
        while not (result := predicate()) and self._clock.now < until:
            self._clock.advance_to_input(until)
        return result


def use(clock: VirtualClock, wall: float, offset_minutes: int) -> None:
    """Puts a clock in place of this process's own, for all that asks the modules `time` and `datetime`.

    Args:
        clock: the clock.
        wall: the date when it is 0, in seconds since 1970.
        offset_minutes: how far the clock on the wall is ahead of UTC.
    """
    sign, (hours, minutes) = "-" if offset_minutes >= 0 else "+", divmod(abs(offset_minutes), 60)
    os.environ["TZ"] = f"<then>{sign}{hours:02}:{minutes:02}"
    time.tzset()

    def sleep(seconds: float) -> None:
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        clock.advance(clock.now + seconds)

    for name in ("monotonic", "perf_counter", "process_time", "thread_time"):
        setattr(time, name, lambda: _BASE_SECONDS + clock.look())
        setattr(time, f"{name}_ns", lambda: int((_BASE_SECONDS + clock.look()) * 1e9))
    for name in ("localtime", "gmtime", "ctime"):
        setattr(time, name, _defaulting(getattr(time, name), lambda: wall + clock.look()))
    strftime, localtime = time.strftime, time.localtime
    replaced: dict[str, Any] = {
        "sleep": sleep,
        "time": lambda: wall + clock.look(),
        "time_ns": lambda: int((wall + clock.look()) * 1e9),
        "strftime": lambda text, moment=None: strftime(text, localtime() if moment is None else moment),
    }
    for name, function in replaced.items():
        setattr(time, name, function)
    _replace_datetime(lambda: wall + clock.look())


def forbid_threads(refuse: Callable[[], None]) -> None:
    """Calls `refuse` when somebody starts a thread: which of two runs first is chance."""

    def start(_thread: threading.Thread) -> None:
        refuse()

    threading.Thread.start = start  # type: ignore[method-assign, assignment]


def _defaulting(function: Callable[..., Any], now: Callable[[], float]) -> Callable[..., Any]:
    return lambda seconds=None: function(now() if seconds is None else seconds)


def _replace_datetime(now: Callable[[], float]) -> None:
    class VirtualDatetime(datetime.datetime):
        """`datetime` whose present is virtual."""

        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> "VirtualDatetime":
            return cls.fromtimestamp(now(), tz)

        @classmethod
        def today(cls) -> "VirtualDatetime":
            return cls.fromtimestamp(now())

        @classmethod
        def utcnow(cls) -> "VirtualDatetime":
            return cls.fromtimestamp(now(), datetime.UTC).replace(tzinfo=None)

    class VirtualDate(datetime.date):
        """`date` whose present is virtual."""

        @classmethod
        def today(cls) -> "VirtualDate":
            return cls.fromtimestamp(now())

    VirtualDatetime.__name__, VirtualDate.__name__ = "datetime", "date"
    datetime.datetime, datetime.date = VirtualDatetime, VirtualDate  # type: ignore[misc]
