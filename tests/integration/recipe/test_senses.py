"""A recipe and a whole daemon with ears, a button and a sensor: what happens at the pins and the microphone arrives."""

import asyncio
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.hearing import Microphone, clap, silence
from tests.running import RunningDaemon, running, wait_until
from tjbot.cli import app
from tjbot.errors import UnknownNameError
from tjbot.recipe.api import Robot

pytestmark = pytest.mark.filterwarnings("ignore:no echo")

DOORBELL_PIN = 6
PARTS = {"ears": {}, "button": {"more": {"doorbell": DOORBELL_PIN}}, "distance": {}}


@pytest.fixture
def sensitive(tmp_path: Path) -> Iterator[RunningDaemon]:
    with running(tmp_path / "home", parts=PARTS) as daemon:
        yield daemon


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr("tjbot.recipe.connection.tell", told.append)
    return told


def recipe_for(daemon: RunningDaemon) -> Robot:
    robot = Robot(daemon.url)
    # A daemon that ends would interrupt the main thread, which here is the test's.
    robot._interrupt = lambda: None
    return robot


def listen(robot: Robot) -> threading.Thread:
    """Runs the recipe's loop beside the test."""
    thread = threading.Thread(target=robot.run, daemon=True)
    thread.start()
    return thread


def end(robot: Robot, thread: threading.Thread | None = None) -> None:
    robot._running = True
    robot.stop()
    if thread:
        thread.join(10)
    robot._leave(politely=True)


def test_a_button_starts_and_ends(sensitive: RunningDaemon, notices: list[str]) -> None:
    felt: queue.Queue[str] = queue.Queue()
    robot = recipe_for(sensitive)
    robot.when_pressed("doorbell")(lambda: felt.put("pressed"))
    robot.when_released("doorbell")(lambda: felt.put("released"))
    assert not robot.is_pressed("doorbell")
    thread = listen(robot)
    sensitive.daemon.pins.pin(DOORBELL_PIN).drive_low()
    assert felt.get(timeout=10) == "pressed"
    assert robot.is_pressed("doorbell")
    assert robot.wait_for("doorbell").sense == "touch"
    assert not robot.is_pressed("button")
    sensitive.daemon.pins.pin(DOORBELL_PIN).drive_high()
    assert felt.get(timeout=10) == "released"
    assert not robot.is_pressed("doorbell")
    assert notices == []
    end(robot, thread)


def test_readings_are_asked_for_by_name(sensitive: RunningDaemon) -> None:
    robot = recipe_for(sensitive)
    assert robot.read("distance") is None
    assert robot.read("angle") == 0
    assert robot.read("ears.on") is False
    assert robot.read("doorbell") is False
    with pytest.raises(UnknownNameError, match='Did you mean "distance"'):
        robot.read("distanse")
    sensitive.daemon.pins.pin(DOORBELL_PIN).drive_low()
    wait_until(lambda: robot.read("doorbell"), "the reading changes")
    end(robot)


def test_trying_without_hardware(robot: RunningDaemon, notices: list[str]) -> None:
    noticed: queue.Queue[tuple[str, str]] = queue.Queue()
    recipe = recipe_for(robot)
    recipe.when_hears("yes")(lambda it: noticed.put((it.sense, it.label)))
    recipe.when_pressed("button")(lambda it: noticed.put((it.sense, it.label)))
    recipe.when_sees("yes")(lambda: noticed.put(("see", "yes")))
    thread = listen(recipe)
    wait_until(lambda: len(notices) == 3, "all three are told")
    assert sorted(sentence.split(":")[0] for sentence in notices) == [
        "Nobody listens yet",
        "Nobody looks yet",
        "This robot has no button",
    ]
    for label, sense in (("yes", "hear"), ("button", "touch"), ("yes", "see")):
        result = CliRunner().invoke(app, ["see", label, "--sense", sense, "--for", "0", "--url", robot.url])
        assert result.exit_code == 0, result.output
        assert noticed.get(timeout=10) == (sense, label)
    assert CliRunner().invoke(app, ["see", "yes", "--sense", "smell", "--url", robot.url]).exit_code == 2
    end(recipe, thread)


def test_a_recipe_opens_the_ears_and_closes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notices: list[str]
) -> None:
    folder = tmp_path / "microphone"
    folder.mkdir()
    microphone = Microphone(folder, monkeypatch)
    heard: queue.Queue[str] = queue.Queue()
    with running(tmp_path / "home", parts={"ears": {}}) as daemon:
        robot = recipe_for(daemon)
        robot.when_hears("clap")(lambda it: heard.put(it.label))
        robot.when_hears("yes")(lambda it: heard.put(it.label))
        thread = listen(robot)
        asyncio.run(microphone.play(silence(1), clap(1), silence(1)))
        assert heard.get(timeout=20) == "clap"
        assert robot.read("ears.on") is True
        assert daemon.call(daemon.daemon.robot.bodies["real"].labels) == ["clap", "yes"]
        end(robot, thread)
        reading = daemon.daemon.robot.bodies["real"].reading
        wait_until(lambda: not daemon.call(lambda: reading("ears"))["on"], "the ears are closed again")
    assert notices == []


def test_a_robot_without_microphone_says_so_and_the_recipe_goes_on(
    sensitive: RunningDaemon, notices: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if list(Path("/dev/snd").glob("pcmC*D*c")):
        pytest.skip("This computer has a microphone.")
    robot = recipe_for(sensitive)
    assert robot.hears("clap") is None
    assert robot.hears("clap") is None
    assert notices == ["There is no microphone. Plug one in (a USB microphone does), and try again."]
    assert robot.read("angle") == 0
    end(robot)
