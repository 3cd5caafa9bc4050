"""How fast the recipe of each body runs, and where it is when it runs slowly or in steps."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tjbot.daemon.clients import Client
from tjbot.daemon.recipes import Run
from tjbot.errors import RefusedError
from tjbot.protocol.messages import Done
from tjbot.protocol.pace_messages import At, Pacing, Place, SetPace, Step
from tjbot.protocol.values import Pace

if TYPE_CHECKING:
    from tjbot.daemon.robot import Robot


@dataclass
class _Going:
    """How the recipe goes that runs on a body now."""

    run: Run
    pace: Pace
    seconds: float = 1.0
    passed: int = 0
    at: At | None = None


class Paces:
    """The pace of the recipes that the robot runs.

    A recipe that waits for a step waits as long as nobody says go on, also while no page is there: a robot that went on
    by itself when a Chromebook sleeps would surprise whoever stands before it. Whoever comes next is told where it is.
    """

    def __init__(self, robot: "Robot") -> None:
        self._robot = robot
        self._going: dict[str, _Going] = {}

    def begin(self, run: Run, pace: Pace) -> None:
        """A recipe has been started at a pace."""
        self._going[run.body] = _Going(run, pace)
        if pace != "normal":
            self._tell(run.body)

    def end(self, run: Run) -> None:
        """It is over."""
        if (going := self._going.get(run.body)) is not None and going.run is run:
            del self._going[run.body]

    def set(self, client: Client, command: SetPace) -> None:
        """Changes the pace of the recipe that runs on a client's body.

        Raises:
            RefusedError: the robot runs none.
        """
        going = self._of(client.body)
        going.pace, going.seconds = command.pace, command.seconds
        if command.pace == "normal":
            going.at = None
        self._tell_recipe(going)
        self._tell(client.body)
        client.put(Done(id=command.id))

    def step(self, client: Client, command: Step) -> None:
        """Lets the recipe run the line at which it waits.

        Raises:
            RefusedError: the robot runs no recipe.
        """
        going = self._of(client.body)
        if going.at is not None and command.place == going.at.place:
            going.passed = max(going.passed, command.place)
            self._tell_recipe(going)
        client.put(Done(id=command.id))

    def at(self, client: Client, command: At) -> None:
        """A recipe has come to a line. One that is no longer the one that runs is not heard."""
        going = self._going.get(client.body)
        if going is None or client.run != going.run.number or self._robot.recipes.running(client.body) is not going.run:
            return
        if going.pace != "normal":
            going.at = command
            self._tell(client.body)

    def greet(self, client: Client) -> None:
        """A recipe has come: it is told its pace, where that was changed before it came."""
        going = self._going.get(client.body)
        if going is not None and client.run == going.run.number and going.pace != "normal":
            client.put(self._pacing(going))

    def place(self, body: str) -> Place | None:
        """Where the recipe of a body is; None where it runs as ever, or none does."""
        going = self._going.get(body)
        return None if going is None or going.pace == "normal" else _place(going)

    def _of(self, body: str) -> _Going:
        going = self._going.get(body)
        if going is None or self._robot.recipes.running(body) is not going.run:
            raise RefusedError("The robot runs no recipe that could be slowed down.", "Press Run or Step in the page.")
        return going

    def _tell(self, body: str) -> None:
        self._robot.publish(body, _place(self._going[body]))

    def _tell_recipe(self, going: _Going) -> None:
        for client in self._robot.clients.on(going.run.body):
            if client.run == going.run.number:
                client.put(self._pacing(going))

    def _pacing(self, going: _Going) -> Pacing:
        return Pacing(pace=going.pace, seconds=going.seconds, passed=going.passed)


def _place(going: _Going) -> Place:
    at = going.at
    return Place(
        time=time.monotonic(),
        recipe=going.run.file,
        run=going.run.number,
        pace=going.pace,
        seconds=going.seconds,
        place=at.place if at else 0,
        line=at.line if at else None,
        function=at.function if at else "",
        variables=at.variables if at else [],
        hidden=at.hidden if at else 0,
    )
