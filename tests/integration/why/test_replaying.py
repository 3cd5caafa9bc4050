"""Runs of a real robot, saved as the page saves them, and done again by `tjbot replay`: the same, and changed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.integration.sockets import HELLO, bare_socket
from tests.integration.why.watching import PAGE, Watching, watching, write
from tests.running import RunningDaemon, running
from tjbot.cli import app

GAME = '''"""Game."""
import random
import time
from tjbot import robot

score = 0

@robot.when_sees("open hand")
def act(sight):
    global score
    score += 1
    robot.shine(random.choice(["red", "green", "blue", "white"]))
    robot.sleep(0.2)
    if score == 2:
        name = input("Who are you? ")
        print("Hello,", name)
        robot.sleep(0.3)
        robot.point(sight.x * 100)
        robot.stop()

@robot.every(seconds=1.5)
def tick():
    print(robot.read("angle") < 200)
    robot.point(10, wait=False)
'''


@pytest.fixture(scope="module")
def robot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDaemon]:
    with running(tmp_path_factory.mktemp("robot") / "home") as daemon:
        yield daemon


def entry_of(told: dict[str, Any], run: int) -> dict[str, Any]:
    """What the page writes down of a report; nothing where it does not."""
    kind = told["type"]
    if kind == "seen":
        return {"seen": {key: value for key, value in told.items() if key not in ("type", "time", "stamps")}}
    if kind == "output" and told["stream"] != "notice":
        return {"print": {"stream": told["stream"], "text": told["text"]}}
    if kind == "state" and (parts := {key: told[key] for key in told if key not in ("type", "time", "about")}):
        return {"state": parts}
    keys = {
        "deed": ("id", "word", "line", "part", "arguments", "wait", "trace"),
        "outcome": ("id", "value", "note", "message", "hint", "halted"),
        "over": ("ending",),
    }
    if kind in keys and told.get("run") == run:
        return {kind: {key: told[key] for key in keys[kind] if key in told}}
    return {}


def saved(page: Watching, welcome: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of the file that the page would save."""
    began = page.all("began")[-1]
    head = {
        "tjreplay": 1,
        "recipe": began["recipe"],
        "edition": began["edition"],
        "seed": began["seed"],
        "wall": 1.7e9,
        "utc_offset_minutes": 60,
        "robot": {"parts": welcome["parts"]},
    }
    entries = [
        {"at": max(0.0, told["time"] - began["time"]), **entry}
        for told in page.told[page.told.index(began) :]
        if (entry := entry_of(told, began["run"]))
    ]
    return [head, *sorted(entries, key=lambda entry: ("over" in entry, entry["at"]))]


def play(page: Watching, robot: RunningDaemon) -> list[dict[str, Any]]:
    """Plays the game on the robot, and gives the saved run."""
    with bare_socket(robot, None) as other:
        welcome = other.ask(HELLO)
    write(robot, GAME)
    page.send("run", recipe="mine.py")
    page.next("deed", word="point")
    page.see("open hand", "started", trace="a-1", x=0.4)
    page.next("deed", word="shine")
    page.next("outcome")
    page.see("open hand", "stopped")
    page.see("open hand", "started", trace="a-2", x=0.7)
    question = page.until(lambda told: "question" in told.get("about", {}))["about"]["question"]
    page.send("typed", question=question["number"], text="Ada")
    page.next("over")
    return saved(page, welcome)


@pytest.fixture(scope="module")
def run(robot: RunningDaemon) -> list[dict[str, Any]]:
    with watching(robot, {**PAGE, "wants": [*PAGE["wants"], "state"]}) as page:
        return play(page, robot)


def files(folder: Path, run: list[dict[str, Any]], source: str = GAME) -> list[str]:
    (folder / "run.tjreplay").write_text("".join(json.dumps(line) + "\n" for line in run))
    (folder / "mine.py").write_text(source)
    return [str(folder / "run.tjreplay"), str(folder / "mine.py")]


def replay(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["replay", *arguments])
    return result.exit_code, result.output


def test_the_same_recipe_does_the_same_every_time(tmp_path: Path, run: list[dict[str, Any]]) -> None:
    arguments = files(tmp_path, run)
    first, second = (replay(*arguments, "--json") for _ in range(2))
    assert first == second
    told = json.loads(first[1])
    assert told["differences"] == []
    assert (first[0], told["same"]) == (0, True)
    code, text = replay(*arguments)
    assert code == 0
    assert text.startswith("mine.py does the same: ")


def test_another_recipe_is_told_with_lines(tmp_path: Path, run: list[dict[str, Any]]) -> None:
    arguments = files(tmp_path, run, GAME.replace("sight.x * 100", "sight.x * 50").replace("Hello,", "Hi,"))
    code, text = replay(*arguments)
    assert code == 1
    assert "line 18   point(angle=70.0)" in text
    assert "line 18   point(angle=35.0)" in text
    assert "Hello, Ada" in text
    assert "Hi, Ada" in text
    assert "tjbot replay --update" in text


def test_what_comes_too_late_or_not_at_all_is_told_unless_time_does_not_matter(
    tmp_path: Path, run: list[dict[str, Any]]
) -> None:
    later = files(tmp_path, run, GAME.replace("robot.sleep(0.3)", "time.sleep(3)"))
    code, text = replay(*later)
    assert (code, "too late" in text) == (1, True)
    assert "too late" not in replay("--any-time", *later)[1]
    broken = files(tmp_path, run, GAME.replace("score += 1", "score += one"))
    code, text = replay(*broken)
    assert code == 1
    assert "it ended with an error" in text
    assert "one" in text


def test_an_update_makes_what_the_recipe_does_now_the_expectation(tmp_path: Path, run: list[dict[str, Any]]) -> None:
    arguments = files(tmp_path, run, GAME.replace("sight.x * 100", "sight.x * 50"))
    assert replay(*arguments)[0] == 1
    code, text = replay("--update", *arguments)
    assert (code, "expects from now on" in text) == (0, True)
    assert replay(*arguments)[0] == 0


@pytest.mark.parametrize("shift", [-0.05, -0.02, 0.02])
def test_a_robot_that_was_busy_when_the_run_began_changes_nothing(
    tmp_path: Path, run: list[dict[str, Any]], shift: float
) -> None:
    head, *entries = run
    moved = [head, *({**entry, "at": max(0.0, entry["at"] + shift)} for entry in entries)]
    arguments = files(tmp_path, moved)
    code, text = replay(*arguments)
    assert code == 0, text
    assert replay("--update", *arguments)[0] == 0
    code, text = replay(*arguments)
    assert code == 0, text


@pytest.mark.parametrize(
    ("source", "ending"),
    [
        ("while True:\n    pass\n", "it does not go on"),
        ("import threading\nthreading.Thread(target=print).start()\n", "starts a thread"),
        ("import os\nos._exit(3)\n", "ended itself"),
    ],
)
def test_a_recipe_that_cannot_be_done_again_is_told_so(
    tmp_path: Path, run: list[dict[str, Any]], source: str, ending: str
) -> None:
    code, text = replay(*files(tmp_path, run, source))
    assert (code, ending in text) == (1, True), text


def test_time_and_chance_are_those_of_then(tmp_path: Path) -> None:
    head = {"tjreplay": 1, "recipe": "clock.py", "seed": 7, "wall": 1.7e9, "utc_offset_minutes": 60}
    source = (
        "import time, random, datetime\nbegan = time.monotonic()\ntime.sleep(3600)\n"
        "print(round(time.monotonic() - began), round(time.time()), time.strftime('%H:%M'))\n"
        "print(datetime.datetime.now().hour, datetime.date.today(), random.randint(1, 6))\n"
    )
    arguments = files(tmp_path, [head, {"at": 4000.0, "over": {"ending": "finished"}}], source)
    assert replay("--update", *arguments)[0] == 0
    lines = [json.loads(line) for line in (tmp_path / "run.tjreplay").read_text().splitlines()]
    printed = next(line["print"]["text"] for line in lines if "print" in line)
    assert printed.startswith("3600 1700003600 00:13\n0 2023-11-15 ")
    assert replay(*arguments)[0] == 0
