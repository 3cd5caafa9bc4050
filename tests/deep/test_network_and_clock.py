"""A robot behind a bad Wi-Fi (netem), and with a clock that jumps by years: a virtual machine's kernel can do both."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.deep.virtual_machine.machine import CHECKOUT, IN_A_MACHINE, output_of, prepare

TRY = Path(__file__).parent / "virtual_machine" / "try_network_and_clock.py"
JUMPS = ("a day on", "two years back", "right again", "two years on", "right at last")

pytestmark = IN_A_MACHINE


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What was found out in the machine, by name."""
    prepare()
    findings: dict[str, Any] = {}
    for line in output_of({"try.py": TRY.read_text()}, {name: CHECKOUT / name for name in ("tjbot", "recipes")}):
        print(line)
        if line.startswith("{"):
            findings |= json.loads(line)
    assert "failed" not in findings, "\n".join(map(str, findings.values()))
    return findings


def test_on_a_network_that_delays_and_drops_nothing_is_lost(found: dict[str, Any]) -> None:
    bad = found["bad network"]
    assert bad["heard"] == bad["sent"] > 0
    # Each action and each stop was answered, or the driver would have raised.
    assert bad["answers"] == bad["sent"] / 2
    assert bad["stops"] == 10


def test_where_nothing_comes_through_the_arm_rests_and_a_recipe_comes_back_by_itself(found: dict[str, Any]) -> None:
    assert found["cut"].keys() == {"rests after", "recipe is back after"}


@pytest.mark.parametrize("jump", JUMPS)
def test_whatever_the_clock_shows_sessions_codes_motions_and_recipes_go_on(found: dict[str, Any], jump: str) -> None:
    assert found[jump]["session"] == "pupil"
    assert found[jump]["pairs"] == 200
    # By the clock on the wall it would be over at once, or never.
    assert 1.5 < found[jump]["move"] < 10
    assert found[jump]["recipe goes on after"] < 30


def test_the_certificate_is_right_for_who_knows_the_time(found: dict[str, Any]) -> None:
    assert [jump for jump in JUMPS if f"certificate, {jump}" not in found] == ["two years on"]


def test_the_robot_logs_no_trouble_and_stops_as_ever(found: dict[str, Any]) -> None:
    assert found["log"] == []
    assert found["the robot lives"]
    assert found["it stops"] == 0
