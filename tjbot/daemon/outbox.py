"""What waits to be sent to one client; pure. A slow client costs itself readings, and no one else anything."""

from collections import deque

import msgspec
from msgspec import UNSET

from tjbot.protocol.class_messages import ClassState, Robots
from tjbot.protocol.enclosed import Enclosed
from tjbot.protocol.messages import Message, Output, Seen, State
from tjbot.protocol.why_messages import Deed, Outcome, Traced

MOST_MESSAGES = 1000
"""How many messages that must arrive may wait; a client that lets more pile up is let go."""

MOST_READINGS = 200
"""How many readings may wait; the oldest is dropped for the newest."""


class Overflow(Exception):  # noqa: N818 - it is a state of the box, which the socket turns into a sentence
    """The client reads so slowly that messages which must arrive pile up."""


class Outbox:
    """A bounded queue in the order of arrival.

    Readings (`Seen` while it lasts, `Output`, `Traced`, `Deed`, `Outcome`) are dropped, oldest first, when too many
    wait. At most one `State` waits: a newer one is merged into it, and so do a `Robots` and a `ClassState`, which a
    newer one replaces. All else is never dropped.
    """

    def __init__(self) -> None:
        self._messages: deque[Message | Enclosed] = deque()
        self._readings = 0
        self._latest: dict[type[Message], State | ClassState | Robots] = {}
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._messages) + len(self._latest)

    def put(self, message: Message | Enclosed) -> None:
        """Adds a message.

        Raises:
            Overflow: too many messages wait that must not be dropped.
        """
        if isinstance(message, State | ClassState | Robots):
            older = self._latest.get(type(message))
            self._latest[type(message)] = message if older is None else _merged(older, message)
            return
        if is_reading(message):
            if self._readings >= MOST_READINGS:
                self._drop_oldest_reading()
            self._readings += 1
        elif len(self._messages) - self._readings >= MOST_MESSAGES:
            raise Overflow
        self._messages.append(message)

    def take(self) -> Message | Enclosed | None:
        """The next message to send, or None. What is merged comes when nothing else waits."""
        if self._messages:
            message = self._messages.popleft()
            self._readings -= is_reading(message)
            return message
        for kind in self._latest:
            return self._latest.pop(kind)
        return None

    def _drop_oldest_reading(self) -> None:
        oldest = next(index for index, message in enumerate(self._messages) if is_reading(message))
        del self._messages[oldest]
        self._readings -= 1
        self.dropped += 1


def is_reading(message: Message | Enclosed) -> bool:
    """True for what a client may miss, because a newer one follows or nothing depends on it."""
    return isinstance(message, Output | Traced | Deed | Outcome) or (
        isinstance(message, Seen) and message.phase == "now"
    )


def _merged(old: State | ClassState | Robots, new: State | ClassState | Robots) -> State | ClassState | Robots:
    if isinstance(old, State) and isinstance(new, State):
        return merge(old, new)
    if isinstance(old, Robots) and isinstance(new, Robots):
        robots = {**old.robots}
        for body, readings in new.robots.items():
            robots[body] = robots.get(body, {}) | readings
        return Robots(time=new.time, robots=robots)
    return new


def merge(old: State | None, new: State) -> State:
    """One `State` that tells what both tell; the newer wins."""
    if old is None:
        return new
    about = new.about or old.about
    if new.about and old.about and new.about.recipes is UNSET:
        about = msgspec.structs.replace(new.about, recipes=old.about.recipes)
    return State(time=new.time, parts=old.parts | new.parts, about=about)
