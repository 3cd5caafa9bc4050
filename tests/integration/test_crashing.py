"""The robot's program is killed and begins anew: what ran goes on, whoever started it, and the arm hangs down."""

import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.commands import robot_process, started
from tests.running import free_port, wait_until
from tjbot.protocol.messages import Do, Halt, Message, Run, Seen, State, Stop
from tjbot.recipe.link import Link

RAISES = """
from tjbot import robot

@robot.when_sees("fist")
def act():
    robot.raise_arm()
    robot.shine("red")
"""


class Watcher:
    """A page: it sees for the recipe, and knows how the robot is."""

    def __init__(self, url: str) -> None:
        self.state: dict[str, object] = {}
        self.link = Link(url, role="page", name="test", wants=("state",), on_report=self._take)

    def _take(self, report: Message) -> None:
        if isinstance(report, State):
            self.state.update({name: dict(reading) for name, reading in report.parts.items()})
            if report.about and report.about.recipes:
                self.state["running"] = [card.file for card in report.about.recipes if card.running]
            if report.about:
                self.state["recipes"] = [each.name for each in report.about.clients if each.role == "recipe"]

    def angle(self) -> float:
        arm = self.state.get("arm", {})
        assert isinstance(arm, dict)
        return float(arm.get("angle", -1))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    (home / "recipes").mkdir(parents=True)
    (home / "recipes" / "raises.py").write_text(RAISES)
    (home / "tjbot.toml").write_text('autostart = ""\n')
    return home


def kill(daemon: "subprocess.Popen[str]") -> None:
    daemon.send_signal(signal.SIGKILL)
    daemon.wait(10)


def raises_the_arm(watcher: Watcher) -> Callable[[], bool]:
    """Whether the recipe answers by now to what is seen."""

    def raised() -> bool:
        watcher.link.send(Seen(label="fist", phase="started"))
        watcher.link.send(Seen(label="fist", phase="stopped"))
        return watcher.angle() > 80

    return raised


def test_a_recipe_that_the_robot_ran_runs_again(home: Path) -> None:
    with robot_process(home) as (daemon, url):
        watcher = Watcher(url)
        watcher.link.call(Run, recipe="raises.py")
        wait_until(raises_the_arm(watcher), "the recipe has raised the arm")
        kill(daemon)
    with robot_process(home) as (daemon, url):
        watcher = Watcher(url)
        wait_until(lambda: watcher.angle() == 0, "the arm hangs down")
        wait_until(raises_the_arm(watcher), "the recipe answers again")
        watcher.link.call(Stop)
        kill(daemon)
    with robot_process(home) as (_, url):
        watcher = Watcher(url)
        watcher.link.call(Do, action="raise_arm", arguments={})
        watcher.link.call(Halt)
        assert watcher.state.get("running", []) == []
    assert not (home / "running.json").exists()


def test_a_recipe_from_elsewhere_comes_back_and_is_not_stopped_by_the_autostart(home: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "elsewhere.py"
    recipe.write_text(RAISES)
    (home / "tjbot.toml").write_text('autostart = "wave_back.py"\n')
    port = str(free_port())
    with robot_process(home, "--port", port) as (daemon, url), started("run", str(recipe), url=url) as running:
        watcher = Watcher(url)
        wait_until(raises_the_arm(watcher), "the recipe has raised the arm")
        kill(daemon)
        with robot_process(home, "--port", port) as (_, url):
            watcher = Watcher(url)
            wait_until(raises_the_arm(watcher), "the recipe answers again")
            assert watcher.state["recipes"] == ["elsewhere.py"]
            watcher.link.call(Stop)
            _, told = running.communicate(timeout=10)
    assert "The robot went away. Waiting for it to come back …\nThe robot is back.\n" in told
