"""Message type to handler: what each command does, and who may send it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tjbot.daemon.asking import Asking
from tjbot.daemon.clients import Client
from tjbot.daemon.robot import Robot
from tjbot.errors import HaltedError, NotAllowedError, PartError, RefusedError, TJBotError, WireError
from tjbot.protocol.codec import decode_command, identifier_of
from tjbot.protocol.enclosed import split_enclosed
from tjbot.protocol.messages import (
    Answer,
    Ask,
    Command,
    Do,
    Done,
    Failed,
    Halt,
    Have,
    Hello,
    Input,
    Message,
    Offer,
    Ping,
    Pong,
    Recall,
    Recalled,
    Remember,
    Rest,
    Run,
    Seen,
    Stop,
    Typed,
    Want,
    Willing,
)
from tjbot.protocol.pace_messages import At, SetPace, Step
from tjbot.protocol.values import Role
from tjbot.protocol.why_messages import Traced
from tjbot.robot import part

log = logging.getLogger(__name__)

MOST_ACTIONS = 32
"""How many actions of one client may be under way."""

PEOPLE: frozenset[type[Command]] = frozenset(
    {Answer, Ask, Do, Halt, Have, Rest, Run, SetPace, Step, Stop, Offer, Ping, Seen, Typed, Want, Willing}
)
RIGHTS: dict[Role, frozenset[type[Command]]] = {
    "page": PEOPLE,
    "tool": PEOPLE,
    "recipe": frozenset({Ask, At, Do, Halt, Input, Recall, Remember, Rest, Ping, Want}),
}


@dataclass
class UnderWay:
    """An action that a client asked for. `answered` is true when it was told that the action has begun;
    it gets no second answer then, only a report if the part breaks.
    """

    client: Client
    command: Do
    task: asyncio.Task[part.Answer]
    received: float
    answered: bool = False


class Dispatch:
    """Carries out the commands of all clients on one robot."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self.asking = Asking(robot.clients)
        self._tasks: set[asyncio.Task[None]] = set()
        self.handlers: dict[type[Command], Callable[[Client, Any], None]] = {
            Hello: self._hello_again,
            Do: self._do,
            Halt: self._halt,
            Rest: self._rest,
            Run: self._run,
            Stop: self._stop,
            Input: self._input,
            Typed: self._typed,
            Remember: self._remember,
            Recall: self._recall,
            Offer: self._offer,
            Have: self._have,
            Ping: self._ping,
            Seen: self._seen,
            Want: self._want,
            Willing: self.asking.willing,
            Ask: self._ask,
            Answer: self.asking.answer,
            At: robot.following.paces.at,
            SetPace: robot.following.paces.set,
            Step: robot.following.paces.step,
        }

    def handle(self, client: Client, data: str | bytes) -> None:
        """Reads one message of a client and carries it out; whatever is wrong is answered with `Failed`."""
        if client.let_go.is_set():
            # What it still sends while it takes its farewell is not done any more.
            return
        identifier = None
        try:
            command = decode_command(data)
            identifier = getattr(command, "id", None)
            self._check(client, command)
            self._robot.following.deeds.ask(client, command)
            self.handlers[type(command)](client, command)
        except WireError as error:
            client.put(_failed(error, identifier_of(data), error.path))
        except TJBotError as error:
            client.put(_failed(error, identifier))
        except OSError as error:
            # What the robot stands on fails. Whoever drives it must not lose it for that.
            log.warning("A command failed: %s", error)
            failure = PartError(f"The robot's computer cannot do that now: {error.strerror}.", "Try again in a moment.")
            client.put(_failed(failure, identifier))

    def handle_enclosed(self, client: Client, data: bytes) -> None:
        """Reads a message that comes with a picture; only a question does."""
        if client.let_go.is_set():
            return
        text = b""
        try:
            text, picture = split_enclosed(data)
            command = decode_command(text)
            self._check(client, command)
            if not isinstance(command, Ask):
                raise WireError("Only a question comes with a picture.", "Send this as JSON text.", "$.type")
            self._robot.following.deeds.ask(client, command)
            self._ask(client, command, picture)
        except TJBotError as error:
            client.put(_failed(error, identifier_of(text), error.path if isinstance(error, WireError) else ""))

    def leave(self, client: Client, code: int) -> None:
        """Takes note that a client is gone.

        Args:
            client: the client.
            code: how its connection ended; 1000 is a goodbye, after which all stays as it is. After any
                other end the robot is halted and rests, if this client was driving it.
        """
        robot = self._robot
        if client.body in robot.bodies:
            robot.tell_seen(client.body, robot.sights[client.body].leave(client.name_here))
        lost = code != 1000 and robot.turns.driver(client.body) == client.name_here and not robot.closing
        robot.courses.run_ended(client.body, client.name_here, well=code == 1000)
        robot.turns.leave(client.name_here)
        robot.questions.leave(client.body, client.name_here)
        robot.clients.leave(client)
        self.asking.leave(client)
        if lost:
            robot.halt(client.body)
            robot.rest(client.body)
        robot.school.left(client, code)

    def _check(self, client: Client, command: Command) -> None:
        if type(command) not in RIGHTS[client.role] and not isinstance(command, Hello):
            tag = command.__struct_config__.tag
            raise RefusedError(f'A {client.role} may not send "{tag}".', "Use the page or the command line for that.")
        self._robot.school.check(client, command)

    def _hello_again(self, client: Client, hello: Hello) -> None:
        raise WireError("You have said hello already.", "Open a new connection to be someone else.", "$.type")

    def _do(self, client: Client, command: Do) -> None:
        if len(client.actions) >= MOST_ACTIONS:
            raise RefusedError(f"{MOST_ACTIONS} of your actions are under way already.", "Wait until some are done.")
        if client.role == "recipe" and self._robot.bodies[client.body].is_for_builders(command.action):
            raise RefusedError(
                f'A recipe may not use "{command.action}".', "It is for building the robot; see #build in the page."
            )
        if client.identity.kind == "pupil" and self._robot.bodies[client.body].is_for_builders(command.action):
            raise NotAllowedError(
                f'"{command.action}" is for the teacher: it changes how the robot is set up.',
                "Ask your teacher to do it.",
            )
        received = time.monotonic()
        self._robot.take_turn(client)
        task: asyncio.Task[Any] = self._robot.coupling.begin(client.body, command.action, command.arguments)
        if client.role == "recipe":
            self._robot.courses.acted(client.body, command.action, command.arguments)
        under_way = UnderWay(client, command, task, received)
        client.actions.add(task)
        task.add_done_callback(lambda _: self._action_over(under_way))
        # The loop runs the action's first step before this, so its first pulse is out when we answer.
        asyncio.get_running_loop().call_soon(self._action_begun, under_way)

    def _action_begun(self, under_way: UnderWay) -> None:
        client, command, task = under_way.client, under_way.command, under_way.task
        if not command.wait and not (task.done() and (task.cancelled() or task.exception())):
            client.put(Done(id=command.id))
            under_way.answered = True
        if command.trace:
            now = time.monotonic()
            stamps = {**command.stamps, "commanded": under_way.received, "acted": now}
            part = self._robot.bodies[client.body].part_of(command.action)
            recipe = self._robot.following.deeds.name_of(client) if client.role == "recipe" else None
            report = Traced(
                time=now,
                trace=command.trace,
                action=command.action,
                stamps=stamps,
                part=part,
                recipe=recipe,
                line=command.line,
            )
            self._robot.publish(client.body, report)

    def _action_over(self, under_way: UnderWay) -> None:
        client, command, task = under_way.client, under_way.command, under_way.task
        client.actions.discard(task)
        error = HaltedError("The robot is stopping.") if task.cancelled() else task.exception()
        if under_way.answered:
            if isinstance(error, PartError):
                client.put(_failed(error, None))
        elif isinstance(error, TJBotError):
            client.put(_failed(error, command.id))
        else:
            answer = task.result()
            client.put(Done(id=command.id, value=answer.value, note=answer.note))

    def _halt(self, client: Client, command: Halt) -> None:
        if client.role != "recipe":
            self._robot.stop_recipes(client.body, "STOP was pressed.")
        self._robot.halt(client.body)
        client.put(Done(id=command.id))

    def _rest(self, client: Client, command: Rest) -> None:
        self._robot.take_turn(client)
        self._answer_later(client, command.id, self._robot.rest(client.body))

    def _run(self, client: Client, command: Run) -> None:
        work = self._robot.run_recipe(client.body, command.recipe, command.language, command.pace)
        self._answer_later(client, command.id, work)

    def _stop(self, client: Client, command: Stop) -> None:
        stopped = self._robot.stop_recipes(client.body, "The recipe was stopped.")
        self._robot.halt(client.body)
        self._robot.rest(client.body)
        client.put(Done(id=command.id, note=None if stopped else "No recipe was running."))

    def _input(self, client: Client, command: Input) -> None:
        robot = self._robot
        robot.turns.check(client.name_here)

        def answer(line: str) -> None:
            client.put(Done(id=command.id, value=line))

        robot.questions.ask(client.body, client.name_here, client.name, command.prompt, answer)
        robot.tell_about(client.body)

    def _typed(self, client: Client, command: Typed) -> None:
        self._robot.questions.reply(client.body, command.question, command.text)
        client.put(Done(id=command.id))
        self._robot.tell_about(client.body)

    def _remember(self, client: Client, command: Remember) -> None:
        memories, recipe = self._robot.library_of(client.body).memories, self._robot.following.recipe_of(client)
        work = memories.remember(client.body, recipe, command.name, command.value)
        self._answer_later(client, command.id, work)

    def _recall(self, client: Client, command: Recall) -> None:
        memories, recipe = self._robot.library_of(client.body).memories, self._robot.following.recipe_of(client)

        def told(value: Any) -> Recalled:
            return Recalled(id=command.id, value=value)

        self._answer_later(client, command.id, memories.recall(client.body, recipe, command.name), told)

    def _offer(self, client: Client, command: Offer) -> None:
        if len(client.offers) >= 16 and command.model not in client.offers:
            raise RefusedError("A page can offer the labels of 16 models, not more.", "Withdraw one first.")
        client.offers[command.model] = command
        self._robot.tell_about(client.body)

    def _have(self, client: Client, command: Have) -> None:
        client.models = command.models

    def _ping(self, client: Client, command: Ping) -> None:
        client.put(Pong(id=command.id, time=time.monotonic()))

    def _seen(self, client: Client, command: Seen) -> None:
        self._robot.notice(client.body, client.name_here, command)

    def _want(self, client: Client, command: Want) -> None:
        self._robot.school.check_wants(client.identity, command.wants)
        self._robot.tell_what_is_wanted(client, frozenset(command.wants))

    def _ask(self, client: Client, command: Ask, picture: bytes | None = None) -> None:
        self._robot.turns.check(client.name_here)
        self.asking.ask(client, command, picture)

    def _answer_later(
        self, client: Client, identifier: int, work: Awaitable[Any], told: Callable[[Any], Message] | None = None
    ) -> None:
        """Answers when the work is done: with `Done`, or with what `told` makes of the work's result."""

        async def answer() -> None:
            try:
                result = await work
                client.put(told(result) if told else Done(id=identifier))
            except TJBotError as error:
                client.put(_failed(error, identifier))

        self._spawn(answer())

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _failed(error: TJBotError, identifier: int | None, path: str = "") -> Failed:
    halted = isinstance(error, HaltedError)
    return Failed(id=identifier, message=error.message, hint=error.hint, path=path, halted=halted)
