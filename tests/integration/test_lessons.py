"""Lessons over a real socket: goals tick by what happens, outlive the robot's end, and each lesson can be done."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec import UNSET

from tests.integration.commands import tjbot
from tests.integration.sockets import HELLO, BareSocket, bare_socket
from tests.integration.test_http import request, sentence
from tests.running import RunningDaemon, running, wait_until
from tests.unit.daemon.lessons.test_lesson import FILES, lay, zipped

RUN = {"type": "run", "id": 1}


def ask(robot: RunningDaemon, method: str, path: str, body: object = None) -> Any:
    data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    status, _, answer = request(robot, method, path, data)
    assert status == 200, answer
    return json.loads(answer)


def reached(robot: RunningDaemon) -> list[bool]:
    """Which goals of the open lesson are reached."""
    state = robot.call(lambda: robot.daemon.robot.courses.state("real"))
    return [goal.reached for goal in state.goals]


class Pupil:
    """Writes, runs, and pretends to show things to a camera."""

    def __init__(self, robot: RunningDaemon, socket: BareSocket, lesson: str) -> None:
        self.robot, self.socket = robot, socket
        self.file = ask(robot, "PUT", "/api/lesson", {"id": lesson})["recipe"]
        self.source = ask(robot, "GET", f"/api/recipes/{self.file}")["source"]

    def run(self, source: str) -> None:
        """Saves and runs a text; returns when the recipe listens."""
        ask(self.robot, "PUT", f"/api/recipes/{self.file}", {"source": source})
        daemon = self.robot.daemon.robot
        before = daemon.recipes._next_number
        self.socket.send({**RUN, "recipe": self.file})
        wait_until(lambda: self.robot.call(lambda: daemon.recipes._next_number) > before, "it was started")
        wait_until(lambda: self.robot.call(self._listens), "it listens")

    def _listens(self) -> bool:
        daemon = self.robot.daemon.robot
        run = daemon.recipes.running("real")
        return run is None or any(client.run == run.number for client in daemon.clients.on("real"))

    def see(self, label: str, phase: str = "started") -> None:
        self.socket.send({"type": "seen", "label": label, "phase": phase})

    def show(self, label: str) -> None:
        """Shows something and takes it away."""
        self.see(label)
        self.see(label, "stopped")

    def reaches(self, *goals: int) -> None:
        """Waits until exactly these goals are reached, counted from 1."""
        places = [number - 1 for number in goals]
        wait_until(
            lambda: [place for place, done in enumerate(reached(self.robot)) if done] == places,
            f"{goals} are reached",
            20,
        )


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[RunningDaemon]:
    with running(tmp_path / "home") as daemon:
        yield daemon


@contextmanager
def doing(robot: RunningDaemon, lesson: str) -> Iterator[Pupil]:
    with bare_socket(robot) as socket:
        yield Pupil(robot, socket, lesson)


def test_the_arm_waves_back_the_goal_ticks_everybody_is_told_and_a_robot_that_begins_anew_knows_it(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    with running(home) as robot, doing(robot, "01_wave") as pupil:
        assert (home / "recipes" / pupil.file).read_text() == pupil.source
        with bare_socket(robot, {**HELLO, "wants": ["state"]}) as other:
            assert other.read()["about"]["lesson"]["title"] == "Wave back"
            pupil.run(pupil.source.replace("    # A line is missing here: the robot shall wave.", "    robot.wave()"))
            pupil.see("open hand")
            while not other.read().get("about", {}).get("lesson", {"goals": [{}] * 2})["goals"][1].get("reached"):
                pass
        assert reached(robot)[:2] == [True, True]
    with running(home) as robot:
        assert reached(robot)[:2] == [True, True]
        (entry, *_) = ask(robot, "GET", "/api/lessons?language=de")["lessons"]
        assert (entry["title"], entry["goals"], entry["reached"]) == ("Wink zurück", 5, 2)
        assert ask(robot, "DELETE", "/api/lesson") == {}
        assert robot.call(lambda: robot.daemon.robot.about("real").lesson) is UNSET
        lesson = ask(robot, "GET", "/api/lessons/01_wave?language=de")
        assert [goal["reached"] for goal in lesson["goals"]] == [True, True, False, False, False]
        assert lesson["steps"][0]["title"] == "Lerne deinen Roboter kennen"
        assert "robot.wave()" in ask(robot, "GET", f"/api/recipes/{pupil.file}")["source"]
        again = ask(robot, "PUT", "/api/lesson", {"id": "01_wave"})
        assert again["recipe"] == pupil.file
        assert [goal["reached"] for goal in again["goals"]][:2] == [True, True]


def test_wave_back_can_be_done_to_its_end(robot: RunningDaemon) -> None:
    with doing(robot, "01_wave") as pupil:
        pupil.run(pupil.source)
        pupil.show("open hand")
        pupil.reaches(1)
        wave = pupil.source.replace("    # A line is missing here: the robot shall wave.", "    robot.wave()")
        pupil.run(wave)
        pupil.show("open hand")
        pupil.reaches(1, 2)
        mine = wave.replace("Hello!", "Hi!")
        pupil.run(mine)
        pupil.show("open hand")
        pupil.reaches(1, 2, 3)
        pupil.run(mine + '\n\n@robot.when_stops_seeing("open hand")\ndef bye():\n    robot.off()\n')
        pupil.show("open hand")
        pupil.reaches(1, 2, 3, 4)
        pupil.run(mine + '\n\n@robot.when_sees("fist")\ndef angry():\n    robot.shine("red")\n')
        pupil.show("fist")
        pupil.reaches(1, 2, 3, 4, 5)


def test_the_traffic_light_can_be_done_to_its_end(robot: RunningDaemon) -> None:
    with doing(robot, "02_traffic_light") as pupil:
        pupil.run(pupil.source)
        pupil.see("open hand")
        pupil.reaches(1)
        pupil.see("open hand", "stopped")
        gap = "    # Something is missing here: what is to be done where there is no open hand?\n"
        done = pupil.source.replace(
            gap,
            '    elif robot.sees("fist"):\n        robot.shine("yellow")\n    else:\n        robot.shine("red")\n',
        ).replace("while", "count = 0\nbefore = False\nwhile")
        done = done.replace('if robot.sees("open hand")', 'now = robot.sees("open hand")\n    if now')
        done += (
            "    if now and not before:\n        count = count + 1\n"
            '        print("Seen:", count)\n        robot.blink("yellow", times=1, wait=False)\n    before = now\n'
        )
        pupil.run(done)
        light = pupil.robot.light
        wait_until(lambda: light() == (1, 0, 0), "it is red")
        for _ in range(3):
            pupil.see("open hand")
            wait_until(lambda: light() == (0, 1, 0), "it is green")
            pupil.see("open hand", "stopped")
            wait_until(lambda: light() == (1, 0, 0), "it is red")
        pupil.see("fist")
        pupil.reaches(1, 2, 3, 4)
        # Twenty seconds are long for a test.
        courses = robot.daemon.robot.courses
        robot.call(lambda: setattr(courses, "clock", lambda: time.monotonic() + 20))
        pupil.show("open hand")
        pupil.reaches(1, 2, 3, 4, 5)


def test_simon_says_can_be_played_to_its_end(robot: RunningDaemon) -> None:
    with doing(robot, "03_simon_says") as pupil:
        short = pupil.source.replace("timeout=10", "timeout=0.2").replace('f"Simon says: {sign}!"', '"Simon!"')
        pupil.see("fist")
        pupil.see("open hand")
        pupil.run(short)
        pupil.reaches(1)
        pupil.see("fist", "stopped")
        pupil.see("open hand", "stopped")
        lost = short.replace("# What if you are too slow?\n", 'else:\n    robot.shine("red")\n')
        pupil.run(lost)
        pupil.reaches(1, 2)
        head, lines = lost.split("sign = random", 1)
        rounds = "".join(f"    {line}\n" for line in f"sign = random{lines}".splitlines())
        pupil.run(f'{head}points = 0\nfor round in range(3):\n{rounds}robot.say(f"{{points}} points")\n')
        pupil.reaches(1, 2, 3, 4, 5)


def test_a_recipe_that_ships_reaches_nothing_and_a_program_of_ones_own_does(robot: RunningDaemon) -> None:
    with doing(robot, "01_wave") as pupil:
        pupil.file = "wave_back.py"
        daemon = robot.daemon.robot
        pupil.socket.send({**RUN, "recipe": "wave_back.py"})
        wait_until(lambda: robot.call(lambda: daemon.recipes.running("real")), "it runs")
        wait_until(lambda: robot.call(pupil._listens), "it listens")
        pupil.see("open hand")
        wait_until(lambda: robot.light() == (0, 1, 0), "it is green")
        assert not any(reached(robot))
        with bare_socket(robot, {**HELLO, "role": "recipe", "name": "mine.py"}) as mine:
            pupil.see("open hand", "stopped")
            pupil.show("open hand")
            assert pupil.socket.works()
            mine.send({"type": "do", "id": 5, "action": "shine", "arguments": {"color": "green"}, "wait": False})
            pupil.reaches(1)


def test_the_recipe_of_a_lesson_can_be_had_anew_renamed_and_thrown_away(robot: RunningDaemon) -> None:
    first = ask(robot, "PUT", "/api/lesson", {"id": "01_wave", "language": "de"})["recipe"]
    assert "Hier fehlt eine Zeile" in ask(robot, "GET", f"/api/recipes/{first}")["source"]
    ask(robot, "PUT", f"/api/recipes/{first}", {"source": "mine = 1\n"})
    assert ask(robot, "PUT", "/api/lesson", {"id": "01_wave"})["recipe"] == first
    assert ask(robot, "GET", f"/api/recipes/{first}")["source"] == "mine = 1\n"
    ask(robot, "PUT", "/api/lesson", {"id": "01_wave", "anew": True})
    assert "A line is missing" in ask(robot, "GET", f"/api/recipes/{first}")["source"]
    (version, *_) = ask(robot, "GET", f"/api/recipes/{first}/versions")["versions"]
    assert ask(robot, "GET", f"/api/recipes/{first}/versions/{version['time']}")["source"] == "mine = 1\n"
    renamed = ask(robot, "POST", f"/api/recipes/{first}/rename", {"name": "Ada waves"})["file"]
    assert ask(robot, "PUT", "/api/lesson", {"id": "01_wave"})["recipe"] == renamed
    ask(robot, "DELETE", f"/api/recipes/{renamed}")
    last = ask(robot, "PUT", "/api/lesson", {"id": "01_wave"})["recipe"]
    assert "A line is missing" in ask(robot, "GET", f"/api/recipes/{last}")["source"]


def test_a_teachers_lesson_is_brought_opened_changed_and_removed(robot: RunningDaemon, tmp_path: Path) -> None:
    assert ask(robot, "PUT", "/api/lessons/04_dance", zipped(FILES))["title"] == "Dance"
    ask(robot, "PUT", "/api/lesson", {"id": "04_dance"})
    changed = {**FILES, "lesson.toml": FILES["lesson.toml"].replace(b"Dance", b"Disco")}
    ask(robot, "PUT", "/api/lessons/04_dance", zipped(changed))
    assert robot.call(lambda: robot.daemon.robot.courses.state("real")).title == "Disco"
    status, headers, data = request(robot, "GET", "/api/lessons/04_dance.zip")
    assert (status, headers["content-type"]) == (200, "application/zip")
    ask(robot, "PUT", "/api/lessons/05_again", data)
    answer = request(robot, "PUT", "/api/lessons/04_dance", zipped({**FILES, "en.md": b"no"}))
    assert answer[0] == 400
    assert sentence(answer).startswith("en.md, line 1: ")
    assert ask(robot, "DELETE", "/api/lessons/04_dance") == {}
    assert robot.call(lambda: robot.daemon.robot.courses.state("real")) is UNSET
    assert [each["id"] for each in ask(robot, "GET", "/api/lessons")["lessons"]][-1] == "05_again"
    for method, path, body, code in (
        ("DELETE", "/api/lessons/01_wave", None, 404),
        ("PUT", "/api/lesson", b'{"id": "nothing"}', 404),
        ("PUT", "/api/lesson", b'{"id": 3}', 400),
        ("PUT", "/api/lesson", b"x" * 9000, 400),
        ("GET", "/api/lessons/nothing", None, 404),
        ("PUT", "/api/lessons/07_bad", b"no zip", 400),
    ):
        answer = request(robot, method, path, body)
        assert answer[0] == code
        assert sentence(answer)


def test_on_the_command_line_a_teacher_checks_and_brings_a_lesson(robot: RunningDaemon, tmp_path: Path) -> None:
    folder = tmp_path / "08_mine"
    lay(folder)
    assert tjbot("lessons", "check", str(folder)).stdout == "The lesson is fine.\n"
    added = tjbot("lessons", "add", str(folder), "--url", robot.url)
    assert added.stdout.startswith("08_mine")
    assert "Dance (level 1, 10 minutes, own)" in tjbot("lessons", "list", "--url", robot.url).stdout
    assert tjbot("lessons", "remove", "08_mine", "--url", robot.url).stdout == "Done.\n"
    (folder / "recipe.py").write_text("from tjbot import robot\n\nrobot.wawe()\n")
    failed = tjbot("lessons", "check", str(folder))
    assert failed.returncode == 1
    assert failed.stderr.startswith("recipe.py, line 3: ")


def test_a_lesson_begins_for_all_pupils_and_a_teacher_sees_whose_goals_are_reached(robot: RunningDaemon) -> None:
    assert sentence(request(robot, "POST", "/api/class/lesson", {"id": "01_wave"})).startswith("No class is open.")
    ask(robot, "POST", "/api/class/open", {})
    ada = ask(robot, "POST", "/api/class/pupils", {"name": "Ada"})
    assert ask(robot, "POST", "/api/class/lesson", {"id": "01_wave"}) == {"pupils": 1}
    bob = ask(robot, "POST", "/api/class/pupils", {"name": "Bob"})
    courses = robot.daemon.robot.courses
    wait_until(lambda: robot.call(lambda: courses.state(bob["body"])), "who comes later has it, too")
    with (
        bare_socket(robot, {**HELLO, "body": ada["body"]}) as hand,
        bare_socket(robot, {**HELLO, "body": ada["body"], "role": "recipe", "name": "mine.py"}) as mine,
    ):
        hand.send({"type": "seen", "label": "open hand", "phase": "started"})
        assert hand.works()
        mine.send({"type": "do", "id": 1, "action": "shine", "arguments": {"color": "green"}})
        wait_until(lambda: robot.call(lambda: courses.state(ada["body"])).goals[0].reached, "Ada reaches it")
    pupils = {each["name"]: each for each in ask(robot, "GET", "/api/class")["pupils"]}
    assert (pupils["Ada"]["lesson"], pupils["Ada"]["goals_reached"], pupils["Ada"]["goals"]) == ("Wave back", 1, 5)
    assert (pupils["Bob"]["lesson"], pupils["Bob"]["goals_reached"]) == ("Wave back", 0)
    assert robot.call(lambda: courses.state("real")) is UNSET
    lesson = json.loads(request(robot, "GET", "/api/lessons/01_wave", TJBot_Body=ada["body"])[2])
    assert [goal["reached"] for goal in lesson["goals"]] == [True, False, False, False, False]
    ask(robot, "DELETE", "/api/class/lesson")
    assert robot.call(lambda: courses.state(ada["body"])) is UNSET
