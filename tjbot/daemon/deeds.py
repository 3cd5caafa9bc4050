"""Tells pages all that a recipe asks for and what comes of it, so that one can see why the robot did something."""

import time
from typing import TYPE_CHECKING, Any

import msgspec

from tjbot.daemon.clients import Client
from tjbot.daemon.recipes import Run
from tjbot.protocol.enclosed import Enclosed
from tjbot.protocol.messages import (
    Answered,
    Ask,
    Command,
    Do,
    Done,
    Failed,
    Input,
    Message,
    Recall,
    Recalled,
    Remember,
    Want,
)
from tjbot.protocol.why_messages import Began, Deed, Ending, Outcome, Over

if TYPE_CHECKING:
    from tjbot.daemon.robot import Robot

_ASKED = (Input, Ask, Recall, Remember)


class Deeds:
    """What the recipes of a robot do, told as it happens to whoever wants to know why."""

    def __init__(self, robot: "Robot") -> None:
        self._robot = robot
        self._editions: dict[int, str] = {}

    def begin(self, run: Run, edition: str) -> None:
        """A recipe of the robot has been started; it is told as soon as its process is there."""
        self._editions[run.number] = edition

    def started(self, run: Run) -> None:
        """Its process is there."""
        edition = self._editions.pop(run.number, None)
        if edition is not None:
            began = Began(time=time.monotonic(), recipe=run.file, run=run.number, edition=edition, seed=run.seed)
            self._robot.publish(run.body, began)

    def end(self, run: Run, ending: Ending) -> None:
        """It is over, and what it printed was told."""
        self.started(run)
        self._robot.publish(run.body, Over(time=time.monotonic(), recipe=run.file, run=run.number, ending=ending))

    def name_of(self, client: Client) -> str:
        """The file name of a recipe that is a client, where the robot runs it; else what it calls itself."""
        run = self._robot.recipes.running(client.body)
        return run.file if run is not None and run.number == client.run else client.name

    def join(self, client: Client) -> None:
        """A client has come; what a recipe is answered is told from now on."""
        if client.role == "recipe":
            # It may be quicker than its host, who tells that its process is there.
            run = self._robot.recipes.running(client.body)
            if run is not None and run.number == client.run:
                self.started(run)
            client.answered = lambda message: self._tell_outcome(client, message)
            self._tell(client, 0, "connect")

    def ask(self, client: Client, command: Command) -> None:
        """Takes note of what a client asks for, before it is carried out."""
        if client.role != "recipe":
            return
        if isinstance(command, Do):
            self._tell_action(client, command)
        elif isinstance(command, _ASKED):
            self._tell(client, command.id, str(command.__struct_config__.tag), arguments=_told_of(command))
        elif isinstance(command, Want) and "state" in command.wants:
            self._tell(client, 0, "read")

    def _tell_action(self, client: Client, command: Do) -> None:
        self._tell(
            client,
            command.id,
            command.action,
            part=self._robot.bodies[client.body].part_of(command.action),
            arguments=command.arguments,
            wait=command.wait,
            line=command.line,
            trace=command.trace,
            stamps=command.stamps,
        )

    def _tell(self, client: Client, identifier: int, word: str, **fields: Any) -> None:
        client.deeds += 1
        deed = Deed(
            time=time.monotonic(),
            id=identifier,
            number=client.deeds,
            word=word,
            recipe=self.name_of(client),
            run=client.run,
            **fields,
        )
        self._robot.publish(client.body, deed)

    def _tell_outcome(self, client: Client, message: Message | Enclosed) -> None:
        if not isinstance(message, Done | Failed | Recalled | Answered) or message.id is None:
            return
        client.deeds += 1
        outcome = Outcome(time=time.monotonic(), id=message.id, number=client.deeds, run=client.run)
        told: dict[str, Any]
        if isinstance(message, Failed):
            told = {"message": message.message, "hint": message.hint, "halted": message.halted}
        elif isinstance(message, Done):
            told = {"value": message.value, "note": message.note}
        else:
            told = {"value": message.findings if isinstance(message, Answered) else message.value}
        self._robot.publish(client.body, msgspec.structs.replace(outcome, **told))


def _told_of(command: Command) -> dict[str, Any]:
    """What is asked, without a picture or how it is numbered."""
    fields = ("prompt", "what", "name", "value")
    return {field: value for field in fields if (value := getattr(command, field, None)) is not None}
