"""Pupils who were lost, each of whom is waited for a while."""

import asyncio
from collections.abc import Callable


class Away:
    """Waits for pupils.

    Args:
        gone: called with a pupil who has not come back in time.
    """

    def __init__(self, gone: Callable[[str], None]) -> None:
        self._gone = gone
        self._waiting: dict[str, asyncio.TimerHandle] = {}

    def wait_for(self, pupil: str, seconds: float) -> None:
        """A pupil was lost just now, and has so long to come back."""
        self.forget(pupil)
        self._waiting[pupil] = asyncio.get_running_loop().call_later(seconds, self._over, pupil)

    def forget(self, pupil: str) -> None:
        """A pupil is back, or gone for good."""
        if (timer := self._waiting.pop(pupil, None)) is not None:
            timer.cancel()

    def close(self) -> None:
        """Waits for nobody any more."""
        for pupil in list(self._waiting):
            self.forget(pupil)

    def _over(self, pupil: str) -> None:
        del self._waiting[pupil]
        self._gone(pupil)
