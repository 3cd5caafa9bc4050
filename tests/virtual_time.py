"""An event loop whose clock jumps to the next timer, so that minutes of motion take no time at all."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class _Jumping(selectors.SelectSelector):
    """Where asyncio would wait, the clock goes on instead."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise AssertionError("everything waits, and no timer is set")
        self.now += timeout
        return super().select(0)


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """A loop without waiting; for code that only sleeps and computes."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now

    def late(self, seconds: float) -> None:
        """Makes the loop late, as a busy computer would."""
        self._jumping.now += seconds


def run_in_virtual_time(test: Callable[[VirtualTimeLoop], Coroutine[Any, Any, Result]]) -> Result:
    """Runs `test(loop)` to its end and returns its answer; what is still under way then is cancelled."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, VirtualTimeLoop)
        return runner.run(test(loop))
