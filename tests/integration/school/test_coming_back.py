"""The robot's program is killed, or stopped, in the middle of a lesson: all robots, recipes, the turn and the queue are
there again; and a file that is damaged costs nobody their work.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.integration.commands import robot_process
from tests.integration.school.people import Page, Place, Process, Pupil, school, teacher_of
from tests.running import free_port

WAITS = 'from tjbot import robot\n\nrobot.shine("red")\n\n@robot.when_sees("fist")\ndef act():\n    robot.raise_arm()\n'


class Killed:
    """A robot that is killed."""

    def __init__(self, home: Path, port: int) -> None:
        self._context = robot_process(home, "--private", "--port", str(port))
        self.place: Place = Process(home, port)

    def __enter__(self) -> "Killed":
        self._process, _ = self._context.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self._context.__exit__(None, None, None)

    def end(self) -> None:
        self._process.kill()
        self._process.wait(10)


class Stopped:
    """A robot that is stopped as one stops it."""

    def __init__(self, home: Path, port: int) -> None:
        self._context = school(home, port=port)

    def __enter__(self) -> "Stopped":
        self._robot = self._context.__enter__()
        self.place: Place = self._robot
        return self

    def __exit__(self, *_: object) -> None:
        self._context.__exit__(None, None, None)

    def end(self) -> None:
        self._robot.stop()


def runs(file: str) -> Callable[[Page], bool]:
    """Whether a page has heard that a recipe runs on its robot."""

    def heard(page: Page) -> bool:
        cards = page.state.get("about", {}).get("recipes", [])
        return file in [card["file"] for card in cards if card["running"]]

    return heard


@pytest.mark.parametrize("robot", [Killed, Stopped])
def test_after_a_restart_in_the_middle_of_a_lesson_all_is_as_it_was(
    tmp_path: Path, robot: type[Killed] | type[Stopped]
) -> None:
    home, port = tmp_path / "home", free_port()
    with robot(home, port) as first:
        teacher = teacher_of(first.place)
        ada, ben, cleo = (Pupil(first.place, name) for name in ("Ada", "Ben", "Cleo"))
        teacher.request("PUT", "/api/class/settings", {"slice_seconds": 600})
        teacher.request("POST", "/api/class/message", {"text": "Go on"})
        for pupil in (ada, ben):
            assert pupil.request("PUT", "/api/recipes/waits.py", {"source": WAITS}).status == 200
        with ada.page() as one, ben.page() as two, cleo.page():
            for pupil in (ada, ben, cleo):
                assert pupil.request("POST", "/api/class/queue", {}).status == 200
            for page in (one, two):
                assert page.ask("run", recipe="waits.py")["type"] == "done"
            before = teacher.request("GET", "/api/class").json
            assert (before["turn"]["pupil"], before["queue"]) == (ada.id, [ben.id, cleo.id])
            first.end()
    with robot(home, port), ada.page() as one, ben.page() as two, cleo.page():
        after = teacher.request("GET", "/api/class").json
        for key in ("open", "locked", "handing", "slice_seconds", "message", "queue", "turn"):
            assert after[key] == before[key], key
        assert [(each["id"], each["name"]) for each in after["pupils"]] == [
            (each["id"], each["name"]) for each in before["pupils"]
        ]
        for page in (one, two):
            page.until(runs("waits.py"))
        one.until(lambda page: page.pupil.get("turn") == "mine")
        assert one.pupil["key"] == ada.key
        assert one.do("shine", color="green")["type"] == "done"


def test_who_comes_after_a_restart_begins_with_the_lesson_of_all(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    with school(home, port=port) as robot:
        assert teacher_of(robot).request("POST", "/api/class/lesson", {"id": "01_wave"}).json == {"pupils": 0}
        robot.stop()
    with school(home, port=port) as robot, Pupil(robot, "Dora").page() as page:
        page.until(lambda page: page.state.get("about", {}).get("lesson", {}).get("id") == "01_wave")


def test_recipes_do_not_come_back_after_the_computer_was_restarted(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    with school(home, port=port) as robot:
        teacher_of(robot)
        ada = Pupil(robot, "Ada")
        ada.request("PUT", "/api/recipes/waits.py", {"source": WAITS})
        with ada.page() as page:
            ada.request("POST", "/api/class/queue", {})
            assert page.ask("run", recipe="waits.py")["type"] == "done"
            page.until(runs("waits.py"))
            robot.stop()
    for name, field in (("running.json", "boot"), ("class/class.json", "boot")):
        kept = msgspec.json.decode((home / name).read_bytes())
        (home / name).write_bytes(msgspec.json.encode({**kept, field: "another start"}))
    with school(home, port=port) as robot, ada.page() as page:
        page.until(lambda page: page.pupil.get("turn") == "mine")
        assert page.pupil["ends_at"] is None
        page.ask("ping")
        assert not runs("waits.py")(page)


@pytest.mark.parametrize("damage", [b"", b"{", b'{"open": 3}', b'{"pupils": [{"id": 1}]}', b"\xff\xfe"])
def test_a_damaged_file_is_kept_beside_and_no_pupils_work_is_lost(tmp_path: Path, damage: bytes) -> None:
    home, port = tmp_path / "home", free_port()
    with school(home, port=port) as robot:
        teacher_of(robot)
        ada = Pupil(robot, "Ada")
        ada.request("PUT", "/api/recipes/mine.py", {"source": "# Ada\n"})
    (home / "class" / "class.json").write_bytes(damage)
    with school(home, port=port) as robot:
        teacher = teacher_of(robot, opens=False)
        kept = teacher.request("GET", "/api/class").json
        assert (kept["open"], [each["name"] for each in kept["pupils"]]) == (False, ["Ada"])
        beside = [path.read_bytes() for path in (home / "class").glob("class.json.damaged-*")]
        assert beside == [damage]
        teacher.request("POST", "/api/class/open", {})
        assert ada.come_in("Ada").json["id"] == ada.id
        assert ada.request("GET", "/api/recipes/mine.py").json["source"] == "# Ada\n"
        assert teacher.request("GET", "/api/class/recipes.zip").body.count(b"Ada/mine.py")
