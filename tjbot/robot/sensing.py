"""What sensors have in common: a number that is read ten times a second, and something that is noticed by it."""

import asyncio
import warnings
from collections.abc import Callable
from typing import Any, ClassVar

from tjbot.errors import PartError
from tjbot.protocol.messages import Seen
from tjbot.protocol.values import Sense
from tjbot.robot.part import Part

PERIOD_SECONDS = 0.1


class Below:
    """Whether a value is low; it must rise well above the limit before it is low no longer. Pure.

    Args:
        limit: below this it is low.
        until: above this it is not; at least the limit.
    """

    def __init__(self, limit: float, until: float) -> None:
        self.limit, self.until = limit, max(until, limit)
        self.low = False

    def feed(self, value: float) -> bool:
        """Takes the next value; tells whether `low` has changed."""
        before = self.low
        self.low = value <= self.until if self.low else value < self.limit
        return self.low != before


class Sensor(Part):
    """A part that measures. A subclass names its `key` and `label`, and says how to `open` and to `measure`."""

    in_every_kit = False
    sense: ClassVar[Sense | None] = "see"
    key: ClassVar[str]
    """What the reading is called."""
    label: ClassVar[str]
    """What is noticed while the value is low."""
    decimals: ClassVar[int] = 2

    def open(self) -> Any:
        """Opens the gpiozero device, which measures in a thread of its own."""
        raise NotImplementedError

    def measure(self, device: Any) -> float | None:
        """The newest value, at once; None where there is none yet."""
        raise NotImplementedError

    def limits(self) -> Below:
        """When it is low."""
        raise NotImplementedError

    def where(self) -> str:
        """The pins, for the sentence that it cannot be opened."""
        raise NotImplementedError

    def start(self) -> None:
        """Opens the sensor and begins to read it."""
        from gpiozero import GPIOZeroError

        self.value: float | None = None
        self.below = self.limits()
        try:
            with warnings.catch_warnings():
                # gpiozero recommends a daemon that needs root; what it warns of is less than a centimetre.
                warnings.simplefilter("ignore")
                self.device = self.open()
        except (GPIOZeroError, OSError) as error:
            raise PartError(
                f"The {self.name} sensor on {self.where()} cannot be opened: {error}.",
                f"Check [{self.name}] in tjbot.toml, and that no other program uses the pins.",
            ) from None
        self._timer = self._later(self._tick)

    def reading(self) -> dict[str, Any]:
        """The value, None before the first one; at most ten times a second, when it has changed."""
        return {self.key: self.value}

    def labels(self) -> list[str]:
        """What is noticed while the value is low."""
        return [self.label]

    def close(self) -> None:
        """Ends measuring and frees the pins."""
        self._timer.cancel()
        # gpiozero lets go of the pins first, and its own thread would then trip over that.
        self.device._queue.stop()
        self.device.close()

    def _later(self, call: Callable[[], None]) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(PERIOD_SECONDS, call)

    def _tick(self) -> None:
        self._timer = self._later(self._tick)
        measured = self.measure(self.device)
        value = None if measured is None else round(measured, self.decimals)
        if value == self.value:
            return
        self.value = value
        self.changed()
        if value is not None and self.below.feed(value):
            phase: Any = "started" if self.below.low else "stopped"
            confidence = 1.0 if self.below.low else 0.0
            self.noticed(Seen(label=self.label, phase=phase, sense="see", model=self.name, confidence=confidence))
