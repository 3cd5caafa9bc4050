"""Ears for a play: they hear what the scene says aloud, and nothing else of them is made up."""

import queue
from typing import Any

from tjbot.robot import hearing_messages as hearing
from tjbot.robot.hearing_process import HearingProcess
from tjbot.robot.parts.ears import Ears

PATIENCE_SECONDS = 20


class ScriptedHearing(HearingProcess):
    """Stands where the process that hears would: what is said to it is its microphone."""

    def __init__(self, *callbacks: Any) -> None:
        super().__init__(*callbacks)
        self._listening: queue.SimpleQueue[hearing.Listen] = queue.SimpleQueue()

    async def send(self, order: hearing.Order) -> None:
        """Takes an order, as the process does."""
        if isinstance(order, hearing.Listen):
            self._listening.put(order)
        elif isinstance(order, hearing.Open):
            self._on_report(hearing.Opened(id=order.id))

    def next_listener(self) -> hearing.Listen:
        """Waits until the robot listens; not on the event loop."""
        return self._listening.get(timeout=PATIENCE_SECONDS)

    def hear(self, order: hearing.Listen, sentence: str) -> None:
        """Answers an order as the process would: with the first word that was wanted, or with all that was said."""
        said = sentence.lower().split()
        wanted = [word for word in said if word in order.words]
        text = (wanted[0] if wanted else "") if order.words else sentence.lower()
        self._on_report(hearing.Listened(id=order.id, text=text))


class ScriptedEars(Ears):
    """Ears that hear the scene."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.process = self.scripted = ScriptedHearing(self._take, self._lose)
