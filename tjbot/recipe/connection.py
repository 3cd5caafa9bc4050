"""The connection of a recipe with its robot: made when it is first needed, made again when the robot comes back."""

import atexit
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from tjbot.errors import NoRobotError, RefusedError, TJBotError
from tjbot.protocol.messages import Do, Failed, Input, Message, Seen, State, Stopped, Want
from tjbot.protocol.pace_messages import Pacing
from tjbot.protocol.values import Scalar, Topic
from tjbot.recipe.ears import WantedWords
from tjbot.recipe.interrupt import interrupt_main_thread
from tjbot.recipe.lines import line_now
from tjbot.recipe.link import DEFAULT_URL, Link
from tjbot.recipe.loop import Loop, Sight
from tjbot.recipe.notices import tell
from tjbot.recipe.verbs import Verb

PATIENCE_SECONDS = 30.0
"""How long a recipe waits for a robot that was lost: a small Pi needs some seconds to begin anew."""

_RETRY_SECONDS = 0.1
_LONGEST_PROMPT = 1000
_MOST_STAMPS = 16

_Result = TypeVar("_Result")


class Connection:
    """What `robot` keeps of the robot behind it; its methods are for this package only.

    Reports come in on the link's thread and wake whoever waits on `_changed`. A robot that is lost without a word
    (it crashed, its network broke) is waited for, and what it was asked and did not answer is asked again.

    Args:
        url: where the robot is; None for the environment's `TJBOT_URL`, else this machine.
        body: the body to use; None for the environment's `TJBOT_BODY`, else the real one.
        token: what the recipe's starter gave to it; None for the environment's `TJBOT_TOKEN`.
    """

    def __init__(self, url: str | None = None, *, body: str | None = None, token: str | None = None) -> None:
        self._url, self._body, self._token = url, body, token
        self._changed = threading.Condition()
        self._connecting = threading.Lock()
        self._loop = Loop()
        self._connection: Link | None = None
        self._verbs: dict[str, Verb] = {}
        self._clock_offset = 0.0
        self._event: Sight | None = None
        self._event_started = 0.0
        self._told: set[str] = set()
        self._readings: dict[str, dict[str, Any]] = {}
        self._wanted_words = WantedWords()
        self._reads = False
        self._felt: set[str] = set()
        self._lost: NoRobotError | None = None
        self._away = False
        self._left = threading.Event()
        self._stopped_by: str | None = None
        self._interrupt: Callable[[], None] = interrupt_main_thread
        self._hear_pacing: Callable[[Pacing], None] | None = None

    def _address(self) -> str:
        return self._url or os.environ.get("TJBOT_URL") or DEFAULT_URL

    def _link(self) -> Link:
        """The connection, made when first needed; waits while the robot is away.

        Raises:
            NoRobotError: it did not come back.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._away)
            if self._lost is not None:
                raise self._lost
        with self._connecting:
            return self._connection or self._connect()

    def _ask_robot(self, question: Callable[[Link], _Result]) -> _Result:
        """Asks the robot; where it is lost before it has answered and comes back, asks it again.

        Raises:
            NoRobotError: it did not come back.
        """
        while True:
            link = self._link()
            try:
                return question(link)
            except NoRobotError:
                if not self._is_noticed(link):
                    raise

    def _is_noticed(self, lost: Link) -> bool:
        """Waits until its own thread has noticed that a link is lost; False where this recipe itself has left."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._away or self._lost or self._left.is_set() or self._connection is not lost
            )
            return not self._left.is_set()

    def _connect(self) -> Link:
        link = Link(
            self._address(),
            role="recipe",
            name=Path(sys.argv[0] or "python").name or "python",
            body=self._body or os.environ.get("TJBOT_BODY") or None,
            token=self._token or os.environ.get("TJBOT_TOKEN") or None,
            wants=self._wants(),
            on_report=self._receive,
            on_lost=self._lose,
        )
        actions = [action for part in link.welcome.parts for action in part.actions]
        self._verbs = {action.name: Verb(action, self._act) for action in actions}
        self._clock_offset = link.measure_clock()
        if self._connection is None:
            atexit.register(self._leave_at_exit)
        self._connection = link
        return link

    def _wants(self) -> tuple[Topic, ...]:
        """Which reports to ask for: fifty states a second of a moving arm would slow a recipe that reads nothing."""
        return ("seen", "state") if self._reads else ("seen",)

    def _all_readings(self) -> dict[str, dict[str, Any]]:
        """How the parts are now. The robot is asked to tell it from the first time on."""
        self._link()
        if not self._reads:
            self._reads = True
            self._ask_robot(lambda link: link.send(Want(wants=list(self._wants()))))
        with self._changed:
            self._changed.wait_for(lambda: self._readings or self._lost is not None)
            if self._lost is not None:
                raise self._lost
            return dict(self._readings)

    def _leave(self, *, politely: bool) -> None:
        """Says goodbye, or leaves without one: then the robot is halted and rests."""
        self._left.set()
        with self._changed:
            self._changed.notify_all()
        if self._connection is not None:
            if politely:
                self._close_ears(self._connection)
                self._connection.close()
            else:
                self._connection.abandon()

    def _leave_at_exit(self) -> None:
        """What plain Python does at its end; after an error the robot shall rest."""
        self._leave(politely=not hasattr(sys, "last_value"))

    def _receive(self, report: Message) -> None:
        """Takes a report in, on the link's thread."""
        if isinstance(report, Pacing):
            # It must be heard whatever the recipe does, so it waits for nothing.
            if self._hear_pacing is not None:
                self._hear_pacing(report)
            return
        with self._changed:
            if isinstance(report, Seen):
                self._loop.feed(Sight.of(report))
                if report.sense == "touch":
                    self._felt.add(report.label)
            elif isinstance(report, State):
                self._readings.update(report.parts)
            elif isinstance(report, Stopped):
                self._stopped_by = report.message
            self._changed.notify_all()
        if isinstance(report, Stopped):
            self._interrupt()
        if isinstance(report, Failed):
            # It answers no call: an action with `wait=False` went wrong after it had begun.
            self._tell_once(f"{report.message} {report.hint}".strip())

    def _lose(self, error: NoRobotError) -> None:
        """Takes note that the connection has ended, on the link's thread, which then waits for the robot."""
        # A connection that is being made counts before its end does.
        with self._connecting, self._changed:
            if self._away:
                return
            for_good = self._connection is None or self._connection.ended_for_good or self._stopped_by is not None
            if for_good:
                self._lost = error
            else:
                self._away = True
                self._loop.end_all()
            self._changed.notify_all()
        if not for_good:
            self._wait_for_robot(error)

    def _wait_for_robot(self, error: NoRobotError) -> None:
        """Connects again as soon as the robot is back; gives up after some time."""
        tell("The robot went away. Waiting for it to come back …")
        deadline = time.monotonic() + PATIENCE_SECONDS
        back = False
        while not (back or self._left.wait(_RETRY_SECONDS) or time.monotonic() > deadline):
            # One that has only just begun may refuse at first.
            with suppress(NoRobotError, RefusedError), self._connecting:
                self._connect()
                back = True
        with self._changed:
            self._away = False
            self._lost = None if back else error
            self._changed.notify_all()
        if back:
            tell("The robot is back.")
            self._open_ears_again()

    def _open_ears_again(self) -> None:
        """Opens the ears of a robot that has forgotten what this recipe listens for; it may be gone again by now."""
        if self._wanted_words and self._connection is not None:
            labels = self._wanted_words.forget()
            with suppress(TJBotError):
                self._open_ears(labels)

    def _act(self, action: str, arguments: dict[str, Any], wait: bool) -> Scalar:
        """Does one verb; inside a handler it carries the trace of the handler's event."""
        event = self._event if threading.current_thread() is threading.main_thread() else None
        trace = event.trace if event is not None else None
        stamps = dict(event.stamps) if event is not None and trace is not None else {}
        if trace is not None and len(stamps) < _MOST_STAMPS:
            stamps["handler"] = self._event_started
        cause = {"trace": trace, "stamps": stamps, "line": line_now()}
        done = self._ask_robot(lambda link: link.call(Do, action=action, arguments=arguments, wait=wait, **cause))
        if done.note:
            self._tell_once(done.note)
        return done.value

    def _read_line(self, prompt: str) -> str:
        """Waits until somebody types a line in one of the robot's pages."""
        question = prompt[:_LONGEST_PROMPT].encode("utf-8", "replace").decode("utf-8")
        return str(self._ask_robot(lambda link: link.call(Input, prompt=question)).value)

    def _open_ears(self, labels: set[str]) -> None:
        """Opens the ears for these labels too. Where that cannot be, the recipe goes on and is told why."""
        words = self._wanted_words.add(labels, self._link().welcome)
        if words is not None and "open_ears" in self._verbs:
            try:
                self._act("open_ears", {"words": words}, wait=True)
            except RefusedError as error:
                self._tell_once(str(error))

    def _close_ears(self, link: Link) -> None:
        """Closes the ears, if it was this recipe that opened them; the robot may be gone already."""
        if self._wanted_words and "close_ears" in self._verbs:
            with suppress(TJBotError):
                link.call(Do, action="close_ears", arguments={}, wait=False)

    def _tell_once(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            tell(text)
