"""What a pin factory offers whose board may be unplugged while the robot runs."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from tjbot.errors import PartError


@runtime_checkable
class Unpluggable(Protocol):
    """A pin factory whose board comes and goes. All its outputs are at rest when the board is there again.

    `fault` is why the board cannot be used now; None while it can.
    """

    @property
    def fault(self) -> PartError | None:
        """Why the board cannot be used now; None while it can."""

    def close(self) -> None:
        """Rests all outputs and lets go of the board."""

    def watch(self, changed: Callable[[PartError | None], None]) -> None:
        """From now on tells when the board is lost (why) and there again (None), on a thread that must not wait."""
