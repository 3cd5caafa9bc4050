"""Robots find each other over real mDNS, each in a computer of its own (a network namespace)."""

import json
from collections.abc import Iterator

import pytest

from tests.integration.classroom.rooms import Classroom, a_classroom
from tests.namespaces import ip, needs_namespaces

pytestmark = needs_namespaces

MOST_GROWTH_BYTES = 30_000_000


@pytest.fixture
def classroom() -> Iterator[Classroom]:
    with a_classroom() as classroom:
        yield classroom


def labels(told: dict[str, object]) -> list[str]:
    return sorted(robot["label"] for robot in told["robots"])  # type: ignore[attr-defined]


def test_three_robots_see_each_other_and_one_that_stops_is_gone_at_once(classroom: Classroom) -> None:
    names = {"tjbot-aaaa": "Ada", "tjbot-bbbb": "Bob", "tjbot-cccc": "Cleo"}
    robots = [
        classroom.robot(classroom.room.computer(name.lower(), f"10.7.0.{number}"), label, name)
        for number, (label, name) in enumerate(names.items(), start=1)
    ]
    for robot, own in zip(robots, names.values(), strict=True):
        told = robot.knows_room(own, set(names.values()) - {own})
        assert told["label"] == robot.label
        assert told["trouble"] == ""
    ada = next(each for each in robots[2].newest()["robots"] if each["name"] == "Ada")
    assert ada["url"] == "https://tjbot-aaaa.local:8443/"
    assert ada["address_urls"] == ["https://10.7.0.1:8443/"]
    assert ada["version"] == "1.2.3"

    robots[1].stop()
    robots[0].knows_others("Cleo")
    robots[2].knows_others("Ada")


def test_a_name_that_two_want_at_the_same_moment_goes_to_one_of_them(classroom: Classroom) -> None:
    low = classroom.robot(classroom.room.computer("low", "10.7.0.1"), "tjbot-aaaa", "Low", number="00000000")
    high = classroom.robot(classroom.room.computer("high", "10.7.0.2"), "tjbot-aaaa", "High", number="ffffffff")
    # Whoever was first has it; where both were, the higher number keeps it.
    for robot in (low, high):
        robot.knows(lambda told: labels(told) == ["tjbot-aaaa", "tjbot-aaaa-2"])
    assert sorted((low.newest()["label"], high.newest()["label"])) == ["tjbot-aaaa", "tjbot-aaaa-2"]
    by_name = {each["name"]: each for each in low.newest()["robots"]}
    other = "https://tjbot-aaaa-2.local:8443/"
    assert {by_name["Low"]["url"], by_name["High"]["url"]} == {"https://tjbot-aaaa.local:8443/", other}


def test_two_rooms_that_become_one_sort_out_their_names(classroom: Classroom) -> None:
    """Both have the name for long when they meet: the one with the higher number keeps it."""
    apart = classroom.room.computer("apart")
    classroom.room.give_address(apart, "10.7.0.1")
    classroom.room.unplug(apart)
    low = classroom.robot(apart, "tjbot-aaaa", "Low", number="00000000")
    high = classroom.robot(classroom.room.computer("high", "10.7.0.2"), "tjbot-aaaa", "High", number="ffffffff")
    low.knows(lambda told: told["label"] == "tjbot-aaaa")
    high.knows(lambda told: told["label"] == "tjbot-aaaa")
    classroom.room.plug_in(apart)
    low.knows(lambda told: told["label"] == "tjbot-aaaa-2")
    low.knows_others("High")
    high.knows_others("Low")
    assert high.newest()["label"] == "tjbot-aaaa"


def test_a_robot_that_comes_to_another_address_or_only_then_to_one_is_found_there(classroom: Classroom) -> None:
    ada = classroom.robot(classroom.room.computer("ada", "10.7.0.1"), "tjbot-aaaa", "Ada")
    place = classroom.room.computer("bob")
    bob = classroom.robot(place, "tjbot-bbbb", "Bob")
    assert bob.knows(lambda told: True)["trouble"] == "The robot is in no network."
    ada.knows(lambda told: told["label"])
    for address, before in (("10.7.0.2", ""), ("10.7.0.99", "10.7.0.2")):
        classroom.room.give_address(place, address, instead_of=before)
        url = f"https://{address}:8443/"
        ada.knows(lambda told, url=url: any(url == each["address_urls"][0] for each in told["robots"]))
        bob.knows_others("Ada")
    assert bob.newest()["trouble"] == ""
    # What was told a second before is forgotten a second later.
    while any("https://10.7.0.2:8443/" in each["address_urls"] for each in ada.looks()["robots"]):
        pass
    assert labels(ada.newest()) == ["tjbot-aaaa", "tjbot-bbbb"]


def test_a_robot_that_was_killed_is_gone_when_its_records_have_run_out(classroom: Classroom) -> None:
    ada = classroom.robot(classroom.room.computer("ada", "10.7.0.1"), "tjbot-aaaa", "Ada")
    mortal = classroom.stranger(classroom.room.computer("mortal", "10.7.0.2"), "mortal")
    ada.knows_others("Mortal")
    # It is there as long as it answers, however soon what it tells runs out.
    for _ in range(3):
        assert "tjbot-mortal" in labels(ada.looks())
    mortal.kill()
    # Nor does it stay without itself, should it have missed its own answer once.
    while labels(ada.looks()) != ["tjbot-aaaa"]:
        pass


def test_whatever_strangers_tell_the_robots_stay_and_nothing_of_it_is_shown_as_it_came(classroom: Classroom) -> None:
    ada = classroom.robot(classroom.room.computer("ada", "10.7.0.1"), "tjbot-aaaa", "Ada")
    bob = classroom.robot(classroom.room.computer("bob", "10.7.0.2"), "tjbot-bbbb", "Bob")
    bob.knows_others("Ada")
    classroom.stranger(classroom.room.computer("mallory", "10.7.0.3"), "hostile")
    ada.knows(lambda told: len(told["robots"]) == 7)
    told = {each["label"]: each for each in ada.newest()["robots"]}
    assert told["tjbot-html"]["url"] == "http://tjbot-html.local:8765/"
    assert told["tjbot-html"]["version"] == ""
    assert told["tjbot-long"]["name"] == "x" * 30
    assert told["tjbot-bytes"]["name"] == "Bob"
    assert told["tjbot-turned"]["name"] == "Pip evil"
    assert told["tjbot-broken"]["name"] == "much shorter than it says"
    assert set(told) >= {"tjbot-aaaa", "tjbot-bbbb"}
    assert ada.newest()["label"] == "tjbot-aaaa"


@pytest.mark.deep
def test_a_thousand_robots_that_do_not_exist_hide_none_and_cost_little(classroom: Classroom) -> None:
    ada = classroom.robot(classroom.room.computer("ada", "10.7.0.1"), "tjbot-aaaa", "Ada")
    bob = classroom.robot(classroom.room.computer("bob", "10.7.0.2"), "tjbot-bbbb", "Bob")
    bob.knows_others("Ada")
    before = ada.memory_bytes()
    classroom.stranger(classroom.room.computer("mallory", "10.7.0.3"), "flood")
    ada.knows(lambda told: told["more"])
    assert labels(ada.looks()) == ["tjbot-aaaa", "tjbot-bbbb"]
    late = classroom.robot(classroom.room.computer("cleo", "10.7.0.4"), "tjbot-cccc", "Cleo")
    late.knows(lambda told: told["label"] == "tjbot-cccc")
    ada.knows_others("Bob", "Cleo")
    assert ada.memory_bytes() - before < MOST_GROWTH_BYTES


def test_tjbot_list_finds_robots_and_says_what_to_try_where_there_are_none(classroom: Classroom) -> None:
    laptop = classroom.room.computer("laptop", "10.7.0.9")
    nobody = classroom.tjbot(laptop, "list", "--seconds", "0.5")
    assert nobody.returncode == 0
    assert 'Some schools\' Wi-Fi keeps computers apart ("client isolation"' in nobody.stdout
    assert classroom.tjbot(laptop, "list", "--seconds", "0.5", "--json").stdout == ""

    ada = classroom.robot(classroom.room.computer("ada", "10.7.0.1"), "tjbot-aaaa", "Ada")
    ada.knows(lambda told: told["label"])
    rows = classroom.tjbot(laptop, "list").stdout.splitlines()
    assert rows[0].split() == ["Robot", "Open", "Or", "by", "number", "Version"]
    assert rows[1].split() == ["Ada", "https://tjbot-aaaa.local:8443/", "https://10.7.0.1:8443/", "1.2.3"]
    # Where another program keeps the port of mDNS for itself, it asks from another one.
    classroom.stranger(laptop, "greedy")
    (found,) = map(json.loads, classroom.tjbot(laptop, "list", "--json").stdout.splitlines())
    assert found == {
        "label": "tjbot-aaaa",
        "name": "Ada",
        "url": "https://tjbot-aaaa.local:8443/",
        "address_urls": ["https://10.7.0.1:8443/"],
        "version": "1.2.3",
    }


def test_tjbot_list_in_no_network_says_so(classroom: Classroom) -> None:
    place = classroom.room.computer("alone")
    ip("-n", place, "link", "set", "wifi", "down")
    alone = classroom.tjbot(place, "list")
    assert alone.returncode == 1
    assert alone.stderr.splitlines() == [
        "The network cannot be asked for robots: Network is down.",
        "Connect this computer with the Wi-Fi.",
    ]
