"""A stage: a robot with a home of its own, on which a recipe plays its scene."""

import queue
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.integration.recipes.ears import ScriptedEars
from tests.integration.recipes.scene import ANYTHING, Deed, Step
from tests.running import ARM_PIN, BLUE_PIN, GREEN_PIN, RED_PIN, RunningDaemon, running, wait_until
from tjbot.daemon.robot import REAL_BODY
from tjbot.pins.simulated import history
from tjbot.protocol.about import Question
from tjbot.protocol.messages import Message, Offer, Output, Run, Seen, State, Typed
from tjbot.recipe.link import Link
from tjbot.robot.colors import power_of, shade_of
from tjbot.robot.parts import all_parts
from tjbot.robot.parts.ears import Ears

DOWN_US, US_PER_DEGREE = 2300, 2000 / 180
QUICKLY = {"voice": {"words_per_minute": 450}}


@dataclass(frozen=True)
class Done:
    """What the robot did: `value` is a pulse in µs, how bright red, green and blue shine, or a text."""

    what: str
    value: Any


class Diary:
    """All that the robot does, in its order: read from the pins whenever a part has changed, from the bubbles and from
    what the recipe prints.
    """

    def __init__(self, robot: RunningDaemon) -> None:
        self.done: list[Done] = []
        self._written = threading.Condition()
        self._pins = robot.daemon.pins
        self._pulses = 0
        self._utterance: tuple[str | None, str | None] = (None, None)
        robot.call(lambda: robot.daemon.robot.bus.subscribe(State, self._state))
        robot.call(lambda: robot.daemon.robot.bus.subscribe(Output, self._output))

    def wait_for(self, deed: Deed, after: int) -> int:
        """Waits until the deed is done; returns the place after it."""
        with self._written:
            place = self._written.wait_for(lambda: self._place(deed, after), 20)
        assert place, f"waited in vain for: {deed.what} {' or '.join(deed.values)}; since then {self.done[after:]}"
        return place

    def _place(self, deed: Deed, after: int) -> int:
        for number, done in enumerate(self.done[after:], after + 1):
            if done.what == deed.what and any(_fits(done, value) for value in deed.values):
                return number
        return 0

    def _write(self, what: str, value: Any) -> None:
        with self._written:
            self.done.append(Done(what, value))
            self._written.notify_all()

    def _state(self, _: str, state: State) -> None:
        if "light" in state.parts:
            self._write("light", tuple(1 - self._pins.pin(pin).state for pin in (RED_PIN, GREEN_PIN, BLUE_PIN)))
        if "arm" in state.parts:
            pulses = [change.pulse_us for change in history(self._pins, ARM_PIN)]
            for pulse in pulses[self._pulses :]:
                self._write("arm", pulse)
            self._pulses = len(pulses)
        if "voice" in state.parts:
            self._voice(state.parts["voice"])
        if "eyes" in state.parts:
            self._write("looks", "")

    def _voice(self, reading: dict[str, Any]) -> None:
        utterance = (reading["saying"], reading["playing"])
        if utterance != self._utterance:
            self._utterance = utterance
            for what, value in zip(("says", "plays"), utterance, strict=True):
                if value:
                    self._write(what, value)

    def _output(self, _: str, output: Output) -> None:
        self._write("prints" if output.stream == "stdout" else output.stream, output.text)


def _fits(done: Done, value: str) -> bool:
    if done.what == "arm":
        return abs(done.value - (DOWN_US - float(value) * US_PER_DEGREE)) < 1
    if done.what == "light" and value == "on":
        return any(level > 0 for level in done.value)
    if done.what == "light":
        wanted = power_of(shade_of(value)) if value != "off" else (0, 0, 0)
        return all(abs(have - want) < 0.01 for have, want in zip(done.value, wanted, strict=True))
    return value in (ANYTHING, "") or (value in done.value if done.what == "prints" else value == done.value)


class Actor:
    """A page's part in the play: it shows things to the robot and answers its questions."""

    def __init__(
        self, robot: RunningDaemon, link: Link, steps: list[Step], questions: "queue.SimpleQueue[int]"
    ) -> None:
        self._robot = robot
        self._link = link
        self._seen: set[str] = set()
        self._questions = questions
        for sense, model, words in (("see", "hand", ("sees", "stops seeing")), ("hear", "sound", ("hears",))):
            labels = sorted({step.label for step in steps if step.event in words})
            link.send(Offer(model=model, sense=sense, labels=labels))

    def do(self, step: Step) -> None:
        """Lets it happen."""
        if step.event == "sees":
            phase = "now" if step.label in self._seen else "started"
            self._seen.add(step.label)
            self._link.send(Seen(label=step.label, phase=phase, **step.where))
        elif step.event == "stops seeing":
            self._seen.discard(step.label)
            self._link.send(Seen(label=step.label, phase="stopped"))
        elif step.event == "hears":
            for phase in ("started", "stopped"):
                self._link.send(Seen(label=step.label, phase=phase, sense="hear", model="sound"))
        elif step.event == "types":
            self._link.call(Typed, question=self._questions.get(timeout=20), text=step.label)
        elif step.event == "says aloud":
            ears = self._robot.daemon.robot.bodies[REAL_BODY].part("ears")
            assert isinstance(ears, ScriptedEars)
            order = ears.scripted.next_listener()
            self._robot.call(lambda: ears.scripted.hear(order, step.label))


class Questions:
    """The numbers of what input() asks, each once, as a page is told of them."""

    def __init__(self) -> None:
        self.numbers: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._last = -1

    def read(self, report: Message) -> None:
        """Takes in what the robot tells."""
        about = report.about if isinstance(report, State) else None
        question = about.question if about else None
        if isinstance(question, Question) and question.number != self._last:
            self._last = question.number
            self.numbers.put(question.number)


def play(home: Path, recipe: str, steps: list[Step]) -> None:
    """Lets a recipe of the gallery play its scene, and raises what went wrong."""
    has_ears = any(step.event == "says aloud" for step in steps)
    parts = {**QUICKLY, "ears": {}} if has_ears else QUICKLY
    kinds = [ScriptedEars if kind is Ears else kind for kind in all_parts()]
    with running(home, parts=parts, kinds=kinds) as robot:
        diary = Diary(robot)
        questions = Questions()
        with robot.link(role="page", wants=("state",), on_report=questions.read) as link:
            actor = Actor(robot, link, steps, questions.numbers)
            link.call(Run, recipe=recipe)
            for step in steps:
                begin = len(diary.done) if step.event else 0
                if step.event:
                    wait_until(lambda: _has_come(robot), "the recipe has come to the robot")
                actor.do(step)
                # What is printed comes another way than what is done, so each of the two has its own order.
                after = {True: begin, False: begin}
                for deed in step.deeds:
                    printed = deed.what == "prints"
                    after[printed] = diary.wait_for(deed, after[printed])
        complaints = [done.value for done in diary.done if done.what == "stderr"]
        assert not complaints, complaints


def _has_come(robot: RunningDaemon) -> bool:
    return any(client.role == "recipe" for client in robot.call(robot.daemon.robot.clients.all))
