"""A recipe that is run in steps, with the real recipe host: lines wait for the page of its body, and STOP ends it."""

from collections.abc import Iterator

import pytest

from tests.integration.why.watching import PAGE, Watching, watching, write
from tests.running import RunningDaemon, running

COUNT = '''"""Count."""
from tjbot import robot

count = 0

@robot.at_start
def begin():
    pass

@robot.when_sees("open hand")
def act(sight):
    global count
    count += 1
    robot.shine(
        "red")
'''


@pytest.fixture(scope="module")
def robot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDaemon]:
    with running(tmp_path_factory.mktemp("robot") / "home") as daemon:
        yield daemon


def start(page: Watching, robot: RunningDaemon, source: str = COUNT, pace: str = "step") -> None:
    page.send("run", recipe=write(robot, source), pace=pace)
    page.next("began")


def step(page: Watching) -> int:
    """Lets the line run at which the recipe waits; the line at which it waits then."""
    page.send("step", place=page.all("place")[-1]["place"])
    return at_line(page)


def at_line(page: Watching) -> int:
    line: int = page.until(lambda told: told["type"] == "place" and "line" in told)["line"]
    return line


def end(page: Watching) -> None:
    page.send("stop")
    page.next("over")


def test_each_line_waits_for_a_step_and_tells_its_variables(robot: RunningDaemon) -> None:
    with watching(robot) as page:
        start(page, robot)
        assert at_line(page) == 2
        assert step(page) == 4
        assert step(page) == 6
        assert step(page) == 10
        # From here on it listens.
        assert step(page) == 8
        page.see("open hand", "started", confidence=0.93)
        assert step(page) == 13
        place = page.all("place")[-1]
        assert place["function"] == "act"
        assert [(one["name"], one["value"]) for one in place["variables"]] == [
            ("sight", "'open hand' (0.93)"),
            ("count", "0"),
        ]
        assert step(page) == 14
        assert page.all("place")[-1]["variables"][-1]["value"] == "1"
        assert not [deed for deed in page.all("deed") if deed["word"] == "shine"]
        page.send("step", place=page.all("place")[-1]["place"])
        assert page.next("deed", word="shine")["line"] == 14
        page.see("open hand", "stopped")
        end(page)


def test_who_presses_twice_takes_one_step_and_go_on_lets_it_run(robot: RunningDaemon) -> None:
    with watching(robot) as page:
        start(page, robot, "a = 1\nb = 2\nc = 3\nd = 4\n")
        assert at_line(page) == 1
        place = page.all("place")[-1]["place"]
        page.send("step", place=place)
        page.send("step", place=place)
        assert at_line(page) == 2
        page.send("step", place=place)
        page.send("pace", pace="slow", seconds=0.1)
        lines = [at_line(page)]
        while lines[-1] != 4:
            lines.append(at_line(page))
        assert sorted(set(lines)) == [2, 3, 4]
        assert page.next("over")["ending"] == "finished"
        start(page, robot, "a = 1\nb = 2\n")
        at_line(page)
        page.send("pace", pace="normal")
        assert page.next("over")["ending"] == "finished"


def test_a_recipe_that_runs_is_held_up_in_mid_run_and_goes_on(robot: RunningDaemon) -> None:
    source = (
        "from tjbot import robot\nn = 0\nrobot.sees('fist')\nwhile True:\n    n += 1\n    if n < 0:\n        break\n"
    )
    with watching(robot) as page:
        start(page, robot, source, "normal")
        page.next("deed", word="connect")
        page.send("pace", pace="step")
        line = at_line(page)
        assert line in (3, 4, 5, 6)
        assert {step(page), step(page)} <= {4, 5, 6}
        page.send("pace", pace="normal")
        page.send("pace", pace="step")
        at_line(page)
        end(page)


@pytest.mark.parametrize("how", ["stop", "halt"])
def test_a_recipe_that_waits_for_a_step_ends_at_once(robot: RunningDaemon, how: str) -> None:
    with watching(robot) as page:
        start(page, robot)
        at_line(page)
        page.send(how)
        assert page.next("over")["ending"] == "stopped"
        said = [told["text"] for told in page.all("output") if told["stream"] == "notice"]
        assert any("was stopped" in text for text in said)


def test_a_page_that_comes_later_is_told_where_it_waits_and_steers_on(robot: RunningDaemon) -> None:
    with watching(robot) as page:
        start(page, robot)
        at_line(page)
    with watching(robot) as other:
        assert at_line(other) == 2
        assert step(other) == 4
        end(other)


def test_a_recipe_steers_nobody_and_where_none_runs_a_sentence_says_so(robot: RunningDaemon) -> None:
    with watching(robot, {**PAGE, "role": "recipe"}) as recipe:
        assert "may not send" in recipe.ask("pace", pace="step")["message"]
        assert "may not send" in recipe.ask("step", place=1)["message"]
        recipe.socket.send({"type": "at", "place": 1, "line": 3})
        assert recipe.socket.works()
    with watching(robot) as page:
        answer = page.ask("pace", pace="step")
        assert (answer["type"], answer["message"]) == ("failed", "The robot runs no recipe that could be slowed down.")
        page.socket.send({"type": "at", "place": 1, "line": 3})
        assert "may not send" in page.next("failed")["message"]


def test_threads_exec_and_what_stands_in_one_line_do_not_break_it(robot: RunningDaemon) -> None:
    source = """import threading
def work(): print("worked")
thread = threading.Thread(target=work)
thread.start(); thread.join()
exec("x = 1\\nprint('exec', x)")
print(sum(n * n for n in range(4)), sorted([3, 1], key=lambda n: -n))
class Strange:
    def __repr__(self):
        raise ValueError("I am never asked")
strange = Strange()
print("end")
"""
    with watching(robot) as page:
        start(page, robot, source)
        lines = [at_line(page)]
        while lines[-1] != 11:
            lines.append(step(page))
        assert [line for line in lines if line not in (7, 8)] == [1, 2, 3, 4, 5, 6, 10, 11]
        shown = {one["name"]: one["value"] for one in page.all("place")[-1]["variables"]}
        assert shown == {"thread": "<Thread>", "x": "1", "strange": "<Strange>"}
        page.send("step", place=page.all("place")[-1]["place"])
        assert page.next("over")["ending"] == "finished"
        printed = "".join(told["text"] for told in page.all("output") if told["stream"] == "stdout")
        assert printed == "worked\nexec 1\n14 [3, 1]\nend\n"
