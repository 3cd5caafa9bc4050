"""Whole robots (`tjbot start --listen`) that find each other, and what their page is told."""

import json
from pathlib import Path
from urllib.request import urlopen

from tests.integration.classroom.rooms import a_classroom
from tests.integration.commands import robot_process
from tests.namespaces import needs_namespaces
from tjbot.classroom.labels import own_label

FIRST, SECOND = "10.7.0.1:8765", "10.7.0.2:8765"


@needs_namespaces
def test_two_robots_of_one_name_answer_to_the_name_that_each_of_them_holds(tmp_path: Path) -> None:
    name = own_label()
    with a_classroom() as classroom:
        one, two = (classroom.room.computer(each, f"10.7.0.{number}") for number, each in ((1, "one"), (2, "two")))
        laptop = classroom.room.computer("laptop", "10.7.0.9")
        classroom.real_robot(one, tmp_path / "one", "One")
        looks = classroom.robot(laptop, "tjbot-look", "Laptop")
        looks.knows_others("One")
        second = classroom.real_robot(two, tmp_path / "two", "Two")
        looks.knows_others("One", "Two")

        status, told = classroom.ask(laptop, SECOND, f"{name}-2.local:8765")
        assert status == 200
        assert (told["listening"], told["label"], told["trouble"], told["more"]) == (True, f"{name}-2", "", False)
        by_name = {robot["name"]: robot for robot in told["robots"]}
        assert by_name["Two"]["this"]
        assert not by_name["One"]["this"]
        assert by_name["One"]["url"].startswith(("http://", "https://"))
        assert by_name["One"]["url"].split("//")[1].startswith(f"{name}.local:")
        # The name that the other one has is no name of this one, unless it is the computer's own.
        assert classroom.ask(laptop, FIRST, f"{name}.local:8765")[0] == 200
        assert classroom.ask(laptop, FIRST, f"{name}-2.local:8765")[0] == 403
        assert classroom.ask(laptop, SECOND, "evil.example:8765")[0] == 403

        # It keeps that name, and so its certificate, when it starts again.
        assert (tmp_path / "two" / "network_name").read_text() == f"{name}-2"
        second.stop()
        looks.knows_others("One")
        classroom.real_robot(two, tmp_path / "two", "Two")
        looks.knows_others("One", "Two")
        assert classroom.ask(laptop, SECOND, f"{name}-2.local:8765")[1]["label"] == f"{name}-2"


def test_a_robot_that_keeps_to_this_computer_tells_nobody_and_loads_nothing_for_it(tmp_path: Path) -> None:
    with robot_process(tmp_path / "home") as (process, url):
        told = json.loads(urlopen(f"{url}/api/robots").read())
        assert told == {"listening": False, "label": "", "robots": [], "more": False, "trouble": "", "hint": ""}
        libraries = Path(f"/proc/{process.pid}/maps").read_text()
        assert "uvloop" in libraries
        assert "zeroconf" not in libraries
