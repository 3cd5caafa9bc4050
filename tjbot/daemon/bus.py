"""Typed publish and subscribe, synchronous and pure."""

from collections.abc import Callable
from typing import Any, TypeVar

from tjbot.protocol.messages import Message

Kind = TypeVar("Kind", bound=Message)
Listener = Callable[[str, Any], None]


class Bus:
    """Carries messages between the daemon's own pieces, each for one body."""

    def __init__(self) -> None:
        self._listeners: dict[type[Message], list[Listener]] = {}

    def subscribe(self, kind: type[Kind], listener: Callable[[str, Kind], None]) -> Callable[[], None]:
        """Calls `listener(body, message)` for every message of a kind.

        Returns:
            A function that ends the subscription.
        """
        listeners = self._listeners.setdefault(kind, [])
        listeners.append(listener)
        return lambda: listeners.remove(listener)

    def publish(self, body: str, message: Message) -> None:
        """Gives the message to all listeners of its kind, in the order in which they came."""
        for listener in tuple(self._listeners.get(type(message), ())):
            listener(body, message)
