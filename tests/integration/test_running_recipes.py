"""Starting and stopping recipes over the wire: at most one runs on a body."""

from pathlib import Path
from typing import Any

from tests.integration.sockets import HELLO, BareSocket, bare_socket
from tests.running import running, wait_until


def run(number: int, recipe: str) -> dict[str, Any]:
    return {"type": "run", "id": number, "recipe": recipe}


def answers(socket: BareSocket, *numbers: int) -> list[str]:
    """The types of the answers to some commands, whatever comes between."""
    found: dict[int, str] = {}
    while not found.keys() >= set(numbers):
        message = socket.read()
        if "id" in message:
            found[message["id"]] = message["type"]
    return [found[number] for number in numbers]


def test_of_two_recipes_that_are_started_at_once_one_runs(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "recipes").mkdir(parents=True)
    for name in ("one", "two"):
        (home / "recipes" / f"{name}.py").write_text(
            f'"""{name}."""\nfrom tjbot import robot\n\n@robot.when_sees("fist")\ndef act():\n    pass\n'
        )
    with running(home) as robot, bare_socket(robot, {**HELLO, "wants": ["output"]}) as socket:
        # The host of the recipes has only just been started, so both wait for it.
        socket.send(run(1, "one.py"))
        socket.send(run(2, "two.py"))
        assert answers(socket, 1, 2) == ["done", "done"]
        runs = robot.daemon.robot.recipes
        wait_until(lambda: robot.call(lambda: len(runs._runs)) == 1, "one of them has ended")
        assert robot.call(lambda: [one.file for one in runs._runs.values()]) == ["two.py"]
        socket.send({"type": "stop", "id": 3})
        assert answers(socket, 3) == ["done"]
        wait_until(lambda: not robot.call(lambda: runs._runs), "no recipe runs")


def test_a_recipe_that_is_no_python_says_so_and_the_next_one_runs(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "recipes").mkdir(parents=True)
    (home / "recipes" / "broken.py").write_text("this is no Python\n")
    (home / "recipes" / "good.py").write_text('print("good morning")\n')
    with running(home) as robot, bare_socket(robot, {**HELLO, "wants": ["output"]}) as socket:
        socket.send(run(1, "broken.py"))
        told: list[str] = []
        while not any("line 1" in text for text in told):
            told.append(socket.read().get("text", ""))
        socket.send(run(2, "good.py"))
        while "good morning" not in socket.read().get("text", ""):
            pass


def test_of_a_recipe_that_another_one_replaced_nothing_is_said_any_more(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "recipes").mkdir(parents=True)
    (home / "recipes" / "long.py").write_text('"""Long."""\nimport time\n\nprint("begun")\ntime.sleep(60)\n')
    with running(home) as robot, bare_socket(robot, {**HELLO, "wants": ["output"]}) as socket:
        told: list[str] = []
        for number in (1, 2):
            socket.send(run(number, "long.py"))
            while told.count("begun\n") < number:
                told.append(socket.read().get("text", ""))
        runs = robot.daemon.robot.recipes
        wait_until(lambda: robot.call(lambda: len(runs._runs)) == 1, "the first one has ended")
        socket.send({"type": "rest", "id": 3})
        while (message := socket.read()).get("id") != 3:
            told.append(message.get("text", ""))
        notices = [text for text in told if text.startswith(("Long", "long"))]
        assert notices == ["Long is running.", "Long is running."]
