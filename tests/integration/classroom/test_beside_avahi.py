"""A robot on a computer whose name avahi holds already, as on Raspberry Pi OS."""

import shutil
from pathlib import Path

import pytest

from tests.integration.classroom.rooms import Classroom, Program, a_classroom
from tests.namespaces import needs_namespaces

pytestmark = [
    needs_namespaces,
    pytest.mark.skipif(not shutil.which("avahi-daemon"), reason="avahi-daemon is not installed"),
]

ALONE = Path(__file__).parent / "avahi_alone.sh"


def avahi(classroom: Classroom, place: str, host_name: str) -> Program:
    return classroom.program(place, "unshare", "--mount", "sh", str(ALONE), host_name)


def renamings(program: Program) -> list[str]:
    return [line for line in program.lines if "conflict" in line]


def test_avahi_keeps_the_name_that_the_robot_shares_with_it_also_at_another_address() -> None:
    with a_classroom() as classroom:
        place = classroom.room.computer("pi", "10.7.0.1")
        system = avahi(classroom, place, "tjbot-aaaa")
        system.wait_for(lambda line: "Host name is tjbot-aaaa.local" in line)
        pi = classroom.robot(place, "tjbot-aaaa", "Pip")
        laptop = classroom.robot(classroom.room.computer("laptop", "10.7.0.9"), "tjbot-bbbb", "Bob")
        laptop.knows_others("Pip")
        classroom.room.give_address(place, "10.7.0.55", instead_of="10.7.0.1")
        laptop.knows(lambda told: any("https://10.7.0.55:8443/" in each["address_urls"] for each in told["robots"]))
        assert pi.knows(lambda told: told["label"])["label"] == "tjbot-aaaa"
        assert pi.looks()["label"] == "tjbot-aaaa"
        pi.stop()
        laptop.knows_others()
        assert renamings(system) == []


def test_a_robot_follows_avahi_where_that_had_to_rename_the_computer() -> None:
    with a_classroom() as classroom:
        first = classroom.room.computer("first", "10.7.0.1")
        avahi(classroom, first, "tjbot-aaaa").wait_for(lambda line: "Host name is" in line)
        second = classroom.room.computer("second", "10.7.0.2")
        avahi(classroom, second, "tjbot-aaaa").wait_for(lambda line: "Host name is tjbot-aaaa-2.local" in line)
        robots = [classroom.robot(place, "tjbot-aaaa", name) for place, name in ((first, "One"), (second, "Two"))]
        robots[1].knows(lambda told: told["label"] == "tjbot-aaaa-2")
        robots[0].knows(lambda told: told["label"] == "tjbot-aaaa")
        robots[0].knows_others("Two")
        two = next(each for each in robots[0].newest()["robots"] if each["name"] == "Two")
        assert two["url"] == "https://tjbot-aaaa-2.local:8443/"
        assert two["address_urls"] == ["https://10.7.0.2:8443/"]
