"""What inputs did, told on a thread of its own, so that who is told may take time, and ask the board."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

log = logging.getLogger(__name__)

MOST_WAITING = 1000
"""Who is told more slowly than this many edges come misses the oldest."""


class Change(NamedTuple):
    """The level of a pin, 0 or 1, since `ticks` (microseconds)."""

    ticks: int
    level: int


class Debounce:
    """Believes a change at once, and for a while after it none; then the level as it is counts. Pure.

    Args:
        level: the level now.
        hold_us: how long a contact may bounce; 0 believes everything.
    """

    def __init__(self, level: int, hold_us: int = 0) -> None:
        self.level = level
        self._hold_us = hold_us
        self._until = 0
        self._newest: Change | None = None

    def feed(self, change: Change) -> Change | None:
        """Takes what the pin did; what is to be believed at once."""
        self._newest = None
        if change.ticks < self._until:
            self._newest = change
            return None
        return self._believe(change)

    def due(self) -> int | None:
        """When, in ticks, `settle` shall be called; None where nothing waits."""
        return self._until if self._newest else None

    def settle(self) -> Change | None:
        """The time to wait is over: what is to be believed now."""
        newest, self._newest = self._newest, None
        return self._believe(newest) if newest else None

    def _believe(self, change: Change) -> Change | None:
        if change.level == self.level:
            return None
        self.level = change.level
        self._until = change.ticks + self._hold_us
        return change


class Teller:
    """A thread that calls one thing after the other, now or later.

    Args:
        name: of the thread.
        ticks: the time in microseconds.
    """

    def __init__(self, name: str, ticks: Callable[[], int]) -> None:
        self._ticks = ticks
        self._change = threading.Condition()
        self._waiting: deque[Callable[[], None]] = deque(maxlen=MOST_WAITING)
        self._later: dict[object, tuple[int, Callable[[], None]]] = {}
        self._is_over = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def tell(self, call: Callable[[], None]) -> None:
        """Calls it as soon as what came before is done."""
        with self._change:
            self._waiting.append(call)
            self._change.notify()

    def tell_at(self, ticks: int, key: object, call: Callable[[], None]) -> None:
        """Calls it at a time, in place of what was to be called for the same key."""
        with self._change:
            self._later[key] = ticks, call
            self._change.notify()

    def close(self) -> None:
        """Calls nothing any more."""
        with self._change:
            self._is_over = True
            self._change.notify()
        if self._thread is not threading.current_thread():
            self._thread.join(1.0)

    def _run(self) -> None:
        while call := self._next():
            try:
                call()
            except Exception:
                # It is the script's own function that failed; the others are to be told all the same.
                log.exception("What was to be called for a pin of the Pico failed.")

    def _next(self) -> Callable[[], None] | None:
        with self._change:
            while not self._is_over:
                if self._waiting:
                    return self._waiting.popleft()
                key = min(self._later, key=lambda each: self._later[each][0], default=None)
                left = (self._later[key][0] - self._ticks()) / 1e6 if key is not None else None
                if left is not None and left <= 0:
                    return self._later.pop(key)[1]
                self._change.wait(left)
        return None
