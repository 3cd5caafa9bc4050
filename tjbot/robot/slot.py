"""A part in its body, and what it is doing."""

import asyncio
from dataclasses import dataclass, field

from tjbot.config import PartSettings
from tjbot.robot.part import Answer, Part

HALTED = "halted"
TAKEN_OVER = "taken over"
UNPLUGGED = "unplugged"


@dataclass(eq=False)
class Performance:
    """An action that a part performs, or will; `ended` tells why it shall not even begin."""

    task: asyncio.Task[Answer] | None = None
    begun: bool = False
    ended: str | None = None

    def end(self, why: str) -> None:
        """Ends it. A task that is cancelled before its first step could not say why it ended."""
        if self.task and self.begun:
            self.task.cancel(why)
        else:
            self.ended = self.ended or why


@dataclass
class Slot:
    """A part in its body: its fault if it has one, and what it is doing."""

    kind: type[Part]
    settings: PartSettings = field(default_factory=PartSettings)
    part: Part | None = None
    fault: str | None = None
    performances: list[Performance] = field(default_factory=list)
