"""Every recipe that ships, run by a real daemon and asserted on what the pins did."""

import queue
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.running import RunningDaemon, wait_until
from tjbot.cli import gallery
from tjbot.protocol.messages import Message, Output, Run, Seen, Stop
from tjbot.recipe.check import load
from tjbot.recipe.link import Link

RECIPES = sorted(gallery().glob("*.py"))
DOWN_US, UP_US = 2300, 1400
GREEN, RED = (0, 1, 0), (1, 0, 0)
LISTENS = re.compile("Nobody looks yet|Nobody listens yet")


@contextmanager
def scene(robot: RunningDaemon, recipe: str) -> Iterator[Link]:
    """A page's part in a play: the recipe runs and listens, and the test shows things to it."""
    reports: queue.Queue[Message] = queue.Queue()
    with robot.link(wants=("output",), on_report=reports.put) as link:
        link.call(Run, recipe=recipe)
        wait_until(
            lambda: any(client.role == "recipe" for client in robot.call(robot.daemon.robot.clients.all)), "it runs"
        )
        # A recipe that has been welcomed may still be loading: it tells when it looks and nobody shows anything.
        while not (isinstance(report := reports.get(timeout=20), Output) and LISTENS.search(report.text)):
            assert not (isinstance(report, Output) and report.stream == "stderr"), report.text
        yield link
        link.call(Stop)


def show(link: Link, label: str, phase: str, **where: object) -> None:
    link.send(Seen(label=label, phase=phase, **where))


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.name)
def test_what_every_recipe_has(path):
    recipe = load(path)
    assert recipe.source.count("\n") <= 25
    first = recipe.source.split("\n", 1)[0]
    assert re.fullmatch(r'"""[A-Z][^.]*\. You need: [^.]+\. You learn: [^.]+\."""', first)


def pulses(robot: RunningDaemon) -> list[int]:
    """The arm's pulses in microseconds, whole; those that were cut are left away."""
    return [round(pulse) for pulse in robot.pulses_us() if pulse]


def test_wave_back(robot):
    with scene(robot, "wave_back.py") as link:
        show(link, "open hand", "started")
        wait_until(lambda: robot.light() == GREEN, "the light turns green")
        wait_until(lambda: UP_US in pulses(robot), "the arm goes up")
        wait_until(lambda: DOWN_US in pulses(robot)[pulses(robot).index(UP_US) :], "and down again")


def test_traffic_light(robot):
    with scene(robot, "traffic_light.py") as link:
        wait_until(lambda: robot.light()[0] > 0, "it is ready")
        show(link, "open hand", "started")
        wait_until(lambda: robot.light() == GREEN, "an open hand is green")
        show(link, "open hand", "stopped")
        show(link, "fist", "started")
        wait_until(lambda: robot.light() == RED, "a fist is red")
    wait_until(lambda: robot.light() == (0, 0, 0), "stopped, it rests")


def test_steer(robot):
    with scene(robot, "steer.py") as link:
        show(link, "open hand", "started", y=0.4, pointer_y=0.5)
        wait_until(lambda: pulses(robot)[-1:] == [round(DOWN_US - 70 * 2000 / 180)], "half up, where the hand points")
        show(link, "open hand", "stopped")
        show(link, "grab", "started")
        wait_until(lambda: robot.light() == (1, 1, 0), "a grab shines")
        show(link, "grab", "stopped")
        wait_until(lambda: robot.light() == (0, 0, 0), "until the hand lets go")


def test_follow_my_hand(robot):
    with scene(robot, "follow_my_hand.py") as link:
        show(link, "open hand", "started", y=0.5)
        wait_until(lambda: pulses(robot)[-1:] == [round(DOWN_US - 70 * 2000 / 180)], "half up")
        show(link, "open hand", "now", y=0.75)
        wait_until(lambda: pulses(robot)[-1:] == [round(DOWN_US - 105 * 2000 / 180)], "higher")
        show(link, "open hand", "stopped")
        wait_until(lambda: pulses(robot)[-1:] == [DOWN_US], "it rests")


def test_clap_light(robot):
    with scene(robot, "clap_light.py") as link:
        show(link, "clap", "started", sense="hear")
        wait_until(lambda: robot.light() == RED, "the first clap brings the first color")
        show(link, "clap", "stopped", sense="hear")
        show(link, "clap", "started", sense="hear")
        wait_until(lambda: robot.light()[1] > 0, "and the second the next, which has green in it")


def test_noise_light(robot):
    with scene(robot, "noise_light.py") as link:
        show(link, "quiet", "started", sense="hear")
        wait_until(lambda: robot.light() == GREEN, "quiet is green")
        show(link, "quiet", "stopped", sense="hear")
        show(link, "loud", "started", sense="hear")
        wait_until(lambda: robot.light() == RED, "loud is red")
        show(link, "whistle", "started", sense="hear")
        wait_until(lambda: UP_US in pulses(robot), "whistled for, it waves")


def test_count_fingers(robot):
    with scene(robot, "count_fingers.py") as link:
        show(link, "two fingers", "started")
        wait_until(lambda: pulses(robot)[-1:] == [round(DOWN_US - 50 * 2000 / 180)], "two fingers: 50 degrees")
        show(link, "two fingers", "stopped")
        show(link, "five fingers", "started")
        wait_until(lambda: pulses(robot)[-1:] == [round(DOWN_US - 125 * 2000 / 180)], "five fingers: 125 degrees")


def test_thumbs(robot):
    with scene(robot, "thumbs.py") as link:
        show(link, "thumbs up", "started")
        wait_until(lambda: robot.light() == GREEN and pulses(robot)[-1:] == [UP_US], "liked")
        show(link, "thumbs up", "stopped")
        show(link, "thumbs down", "started")
        wait_until(lambda: robot.light() == RED and pulses(robot)[-1:] == [DOWN_US], "disliked")
