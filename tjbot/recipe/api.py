"""`robot`, as recipes know it: verbs, events and questions about what is seen, heard and felt."""

import atexit
import sys
import time
from typing import TYPE_CHECKING, Any

from tjbot.errors import RecipeError, did_you_mean
from tjbot.protocol.messages import Finding, Remember
from tjbot.protocol.values import Sense, Subject
from tjbot.recipe.connection import Connection
from tjbot.recipe.hats import Function, Hat, checked_label, handler_of
from tjbot.recipe.loop import Handler, Kind, Sight
from tjbot.recipe.memory import checked_name, keepable
from tjbot.recipe.notices import tell
from tjbot.recipe.pictures import bytes_of, checked_subject
from tjbot.recipe.senses import doubt, labels_of_parts, value_of
from tjbot.recipe.verbs import UnknownVerbError, Verb

if TYPE_CHECKING:
    # For editors only: at run time the verbs are those that the robot itself offers.
    from tjbot.recipe.vocabulary import Vocabulary
else:
    Vocabulary = object

_EXAMPLES: dict[Sense, str] = {"see": "open hand", "hear": "clap", "touch": "button"}
_SHORTEST_PERIOD_SECONDS = 0.01


class Robot(Connection, Vocabulary):
    """The robot of a recipe. The connection is made when it is first needed.

    Its verbs (`wave`, `shine`, `say` …) are what the robot's parts offer. Each waits until the robot has
    done it, or with `wait=False` only until it has begun, and returns the robot's answer.

    Args:
        url: where the robot is; None for the environment's `TJBOT_URL`, else this machine.
        body: the body to use; None for the environment's `TJBOT_BODY`, else the real one.
        token: what the recipe's starter gave to it; None for the environment's `TJBOT_TOKEN`.
    """

    def __init__(self, url: str | None = None, *, body: str | None = None, token: str | None = None) -> None:
        super().__init__(url, body=body, token=token)
        self._hats: list[Hat] = []
        self._ended = False
        self._running = False

    # Events

    def when_sees(self, label: str) -> Hat:
        """Runs the function below it whenever `label` begins to be seen.

        The function takes the `Sight`, or nothing. One handler runs at a time; if its event comes again
        before it could run, it runs once, with the newest.
        """
        return self._hat("starts", label, "@robot.when_sees")

    def when_stops_seeing(self, label: str) -> Hat:
        """Runs the function below it whenever `label` is seen no longer."""
        return self._hat("stops", label, "@robot.when_stops_seeing")

    def while_sees(self, label: str) -> Hat:
        """Runs the function below it again and again while `label` is seen, with the newest `Sight`."""
        return self._hat("while", label, "@robot.while_sees")

    def when_hears(self, label: str) -> Hat:
        """Runs the function below it whenever the robot hears "clap", or a word such as "yes".

        For this the recipe opens the robot's ears, and closes them at its end.
        """
        return self._hat("starts", label, "@robot.when_hears", "hear")

    def when_pressed(self, button: str) -> Hat:
        """Runs the function below it whenever a button is pressed; the first one is called "button"."""
        return self._hat("starts", button, "@robot.when_pressed", "touch")

    def when_released(self, button: str) -> Hat:
        """Runs the function below it whenever a button is let go."""
        return self._hat("stops", button, "@robot.when_released", "touch")

    def every(self, seconds: float) -> Hat:
        """Runs the function below it every so many seconds (at least 0.01), first when they have passed."""
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds >= _SHORTEST_PERIOD_SECONDS:
            raise RecipeError(
                f"@robot.every cannot count {seconds!r:.40} seconds.", "Write it like this: @robot.every(seconds=5)"
            )
        return self._remember(
            Hat(
                f"@robot.every(seconds={seconds})",
                lambda handler: self._loop.add_timer(seconds, handler, time.monotonic()),
            )
        )

    def at_start(self, function: Function) -> Function:
        """Runs the function below it once, when the recipe begins to listen."""
        self._loop.add_once(handler_of(function, "@robot.at_start"))
        return function

    # Questions

    def sees(self, label: str) -> Sight | None:
        """The newest sight of `label` if it is seen now, else None; so it can stand after `if`."""
        self._know(checked_label(label, "robot.sees"), "see")
        with self._changed:
            return self._loop.sight(label)

    def hears(self, label: str) -> Sight | None:
        """What was heard if it was `label` ("clap", a word), within the last second; else None."""
        self._know(checked_label(label, "robot.hears", "clap"), "hear")
        with self._changed:
            return self._loop.sight(label, "hear")

    def is_pressed(self, button: str) -> bool:
        """Whether a button is pressed now; the first one is called "button"."""
        self._know(checked_label(button, "robot.is_pressed", "button"), "touch")
        # A button that was held before the robot started has sent no event; only its part's reading tells.
        reading = None if button in self._felt else self._reads_pressed(button)
        with self._changed:
            return bool(reading) or self._loop.sight(button, "touch") is not None

    def read(self, name: str) -> Any:
        """What one of the robot's parts reads now: "distance" (in meters), "brightness", "loudness", "angle" …

        Raises:
            UnknownNameError: no part has such a reading.
            NoRobotError: the robot went away.
        """
        return value_of(self._all_readings(), name)

    def wait_for(self, label: str, timeout: float | None = None, *, sense: Sense | None = None) -> Sight | None:
        """Waits until `label` is seen, heard or pressed, and returns it; at once if it is so already.

        What is noticed is still kept up to date meanwhile, but no other function of the recipe runs.

        Args:
            label: what to wait for.
            timeout: the most to wait, in seconds; None for as long as it takes.
            sense: "see", "hear" or "touch" to wait for this one only; "hear" is needed for words.

        Returns:
            The sight; None if the time is over.
        """
        self._know(checked_label(label, "robot.wait_for"), sense)
        with self._changed:
            expectation = self._loop.expect(label, sense)
            try:
                self._changed.wait_for(lambda: expectation.sight is not None or self._lost is not None, timeout)
            finally:
                self._loop.forget(expectation)
            if expectation.sight is None and self._lost is not None:
                raise self._lost
            return expectation.sight

    def ask(self, what: Subject, picture: str | bytes | None = None) -> list[Finding]:
        """Asks what the models of the robot's page find: "objects", "faces", or "picture" for what it shows as a whole.

        Args:
            what: one of these words.
            picture: the path of a JPEG, PNG or WebP file, or what is in it; None for what the page sees at this moment.

        Returns:
            What they found, the surest first: each has a `label`, a `confidence` (0 to 1) and, but for what the picture
            shows as a whole, `left`, `top`, `width` and `height` as fractions of the picture.

        Raises:
            ArgumentError: this cannot be asked.
            RefusedError: no page is open, it has no model for that, or it sees nothing.
            NoRobotError: the robot went away.
        """
        subject = checked_subject(what)
        data = None if picture is None else bytes_of(picture)
        return self._ask_robot(lambda link: link.ask(subject, data))

    def sleep(self, seconds: float) -> None:
        """Waits so many seconds; meanwhile no other function of the recipe runs.

        Raises:
            NoRobotError: the robot went away.
        """
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds >= 0:
            raise RecipeError(
                f"robot.sleep cannot wait {seconds!r:.40} seconds.", "Write for example: robot.sleep(1.5)"
            )
        with self._changed:
            if self._changed.wait_for(lambda: self._lost is not None, seconds) and self._lost is not None:
                raise self._lost

    # Memory

    def remember(self, name: str, value: Any) -> None:
        """Keeps a value under a name for later runs, also while the robot is off; `recall` gives it back.

        Each recipe has a memory of its own. When this returns, the robot has it on its disk.

        Args:
            name: what to call it: "high score".
            value: a text, a number, True, False, a list of these or a dictionary with texts as names (a tuple comes
                back as a list), of 16,000 bytes at most; None forgets it.

        Raises:
            ArgumentError: this cannot be remembered.
            RefusedError: it is too large, or the memory full.
            NoRobotError: the robot went away.
        """
        kept, called = keepable(value), checked_name(name, "robot.remember")
        self._ask_robot(lambda link: link.call(Remember, name=called, value=kept))

    def recall(self, name: str, otherwise: Any = None) -> Any:
        """What this recipe has remembered under a name, in this run or an earlier one.

        Args:
            name: what it is called.
            otherwise: what to return where nothing is remembered.
        """
        called = checked_name(name, "robot.recall")
        value = self._ask_robot(lambda link: link.recall(called))
        return otherwise if value is None else value

    # The recipe's own life

    def run(self) -> None:
        """Listens and runs the functions of the recipe, until `stop()` or the robot ends it.

        Raises:
            NoRobotError: the robot went away.
        """
        self._running = True
        self._link()
        for hat in self._hats:
            if not hat.worn:
                tell(f"Line {hat.line}: {hat.text} has no function. Put a line with def below it.")
        for sense, label in sorted(self._loop.labels):
            self._doubt(label, sense)
        self._open_ears({label for sense, label in self._loop.labels if sense == "hear"})
        while (task := self._next_task()) is not None:
            self._handle(*task)

    def stop(self) -> None:
        """Ends `run()` after the function that runs now."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Verb:
            if name.startswith("_"):
                raise AttributeError(name)
            self._link()
            if name not in self._verbs:
                known = [*self._verbs, *(word for word in vars(Robot) if not word.startswith("_"))]
                raise UnknownVerbError(f'The robot has no "{name}".', did_you_mean(name, known))
            return self._verbs[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._verbs]

    def __repr__(self) -> str:
        return f"<robot at {self._address()}>"

    # Inside

    def _hat(self, kind: Kind, label: object, word: str, sense: Sense = "see") -> Hat:
        name = checked_label(label, word, _EXAMPLES[sense])
        return self._remember(Hat(f'{word}("{name}")', lambda handler: self._loop.add(kind, name, handler, sense)))

    def _remember(self, hat: Hat) -> Hat:
        if not self._hats:
            atexit.register(self._warn_never_ran)
        self._hats.append(hat)
        return hat

    def _warn_never_ran(self) -> None:
        if not self._running and not hasattr(sys, "last_value"):
            tell("The recipe ended without listening. Put robot.run() on its last line, or start it with: tjbot run")

    def _next_task(self) -> tuple[Handler, Sight | None] | None:
        """Waits for the next handler to run; None when there is nothing more to wait for."""
        with self._changed:
            while True:
                if self._ended or not self._loop.listens:
                    return None
                if self._lost is not None:
                    raise self._lost
                task = self._loop.next(time.monotonic())
                if task is not None:
                    return task
                due = self._loop.due()
                self._changed.wait(None if due is None else max(0.0, due - time.monotonic()))

    def _handle(self, handler: Handler, event: Sight | None) -> None:
        self._event, self._event_started = event, time.monotonic() + self._clock_offset
        try:
            handler(event)
        finally:
            self._event = None

    def _know(self, label: str, sense: Sense | None) -> None:
        """Gets ready for a label: doubts it, and opens the ears for what is heard."""
        self._doubt(label, sense)
        if sense == "hear" or (sense is None and label in labels_of_parts(self._link().welcome.parts, "hear")):
            self._open_ears({label})

    def _doubt(self, label: str, sense: Sense | None) -> None:
        """Warns once of a label that nobody can recognise now; the page may not be open yet."""
        if found := doubt(self._link().welcome, label, sense):
            self._tell_once(str(found))

    def _reads_pressed(self, button: str) -> bool:
        readings = self._all_readings()
        return any(
            readings.get(part.name, {}).get(button) is True
            for part in self._link().welcome.parts
            if part.sense == "touch"
        )


robot = Robot()
"""The robot of this process's recipe."""
