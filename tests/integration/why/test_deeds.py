"""What a page is told of a recipe that runs: what it does, with its line and its cause, and what comes of it."""

from pathlib import Path

from tests.integration.why.watching import watching, write
from tests.running import running

GREET = '''"""Greet."""
import random
from tjbot import robot

def greet():
    robot.shine("red")
    return robot.point(
        90)

@robot.when_sees("open hand")
def act():
    robot.remember("score", [1, 2])
    print(robot.recall("score"), random.random())
    greet()
    robot.stop()
'''


def test_a_deed_tells_its_line_its_cause_and_what_came_of_it(tmp_path: Path) -> None:
    with running(tmp_path / "home") as robot, watching(robot) as page:
        write(robot, GREET)
        page.send("run", recipe="mine.py")
        began = page.next("began")
        page.next("deed", word="connect")
        page.see("open hand", "started", trace="page-1-1", confidence=0.9)
        over = page.next("over")
        deeds = [(deed["word"], deed.get("line"), deed.get("part")) for deed in page.all("deed")]
        assert deeds == [
            ("connect", None, None),
            ("remember", None, None),
            ("recall", None, None),
            ("shine", 6, "light"),
            ("point", 7, "arm"),
        ]
        assert {deed.get("trace") for deed in page.all("deed")[3:]} == {"page-1-1"}
        assert {deed["run"] for deed in page.all("deed")} == {began["run"]} == {over["run"]}
        assert (began["recipe"], over["ending"]) == ("mine.py", "finished")
        assert page.all("deed")[1]["arguments"] == {"name": "score", "value": [1, 2]}
        assert [outcome["value"] for outcome in page.all("outcome") if "value" in outcome] == [[1, 2], "#ff0000", 90.0]
        numbers = [told["number"] for told in page.told if told["type"] in ("deed", "outcome")]
        assert numbers == list(range(1, 10))
        traced = page.all("traced")
        assert [(one["action"], one["line"], one["recipe"], one["part"]) for one in traced] == [
            ("shine", 6, "mine.py", "light"),
            ("point", 7, "mine.py", "arm"),
        ]


def test_the_same_seed_gives_the_same_chance(tmp_path: Path) -> None:
    import random

    with running(tmp_path / "home") as robot, watching(robot) as page:
        write(robot, "import random\nprint(random.random())\n")
        page.send("run", recipe="mine.py")
        began = page.next("began")
        page.next("over")
        printed = "".join(told["text"] for told in page.all("output") if told["stream"] == "stdout")
        assert float(printed) == random.Random(began["seed"]).random()


def test_a_run_tells_how_it_ended_and_what_was_refused(tmp_path: Path) -> None:
    with running(tmp_path / "home") as robot, watching(robot) as page:
        write(robot, 'from tjbot import robot\nrobot.shine("no such color")\n')
        page.send("run", recipe="mine.py")
        assert page.next("over")["ending"] == "failed"
        (outcome,) = page.all("outcome")
        assert "no such color" in outcome["message"]
        write(robot, "from tjbot import robot\n@robot.every(seconds=100)\ndef act():\n    pass\n")
        page.send("run", recipe="mine.py")
        page.next("deed", word="connect")
        page.send("stop")
        assert page.next("over")["ending"] == "stopped"


def test_who_does_not_ask_why_is_told_nothing_of_it(tmp_path: Path) -> None:
    with running(tmp_path / "home") as robot:
        write(robot, 'from tjbot import robot\nrobot.shine("red")\nprint("done")\n')
        with watching(
            robot, {"type": "hello", "protocol": 1, "role": "page", "name": "p", "wants": ["output"]}
        ) as page:
            page.send("run", recipe="mine.py")
            page.until(lambda told: "has ended" in told.get("text", ""))
            assert {told["type"] for told in page.told} == {"done", "output"}
