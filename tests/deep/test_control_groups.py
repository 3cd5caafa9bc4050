"""The units of recipes under a kernel that counts by cgroups v2, in a virtual machine: the limits of a recipe bind."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.deep.virtual_machine.machine import CHECKOUT, IN_A_MACHINE, output_of, prepare

TRY = Path(__file__).parent / "virtual_machine" / "try_recipes.py"

pytestmark = IN_A_MACHINE


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What was found out in the machine, by name."""
    prepare()
    folders = {"tjbot": CHECKOUT / "tjbot", "installing": CHECKOUT / "tjbot" / "installing"}
    findings: dict[str, Any] = {}
    for line in output_of({"try.py": TRY.read_text()}, folders):
        if line.startswith("{"):
            findings |= json.loads(line)
    assert "failed" not in findings, "\n".join(map(str, findings.values()))
    return findings


def test_each_recipe_has_limits_of_its_own(found: dict[str, Any]) -> None:
    limits = found["limits"]
    # Half of the half that all have together.
    assert 200e6 < int(limits["memory.max"]) < 270e6
    assert limits["memory.oom.group"] == "1"
    assert limits["pids.max"] == "64"
    assert limits["cpu.max"] == "100000 100000"


def test_one_that_eats_memory_with_many_processes_is_ended_alone(found: dict[str, Any]) -> None:
    message, reason, other_lives = found["memory"]
    assert message == "mine.py took more memory than a recipe may have, so it was ended."
    assert (reason, other_lives) == ("failed", True)


def test_its_processes_are_counted_together(found: dict[str, Any]) -> None:
    said, events, other_lives = found["processes"]
    # Its guard and itself are two of the twenty; 11 is EAGAIN.
    assert said == "born 18 11 over"
    assert int(events.split()[1]) >= 1
    assert other_lives


def test_a_busy_one_leaves_another_its_share_however_many_processes_it_has(found: dict[str, Any]) -> None:
    alone, swarm = found["time"]
    # By process it would be one of seventeen.
    assert alone / (alone + swarm) > 0.3


def test_it_cannot_change_its_limits(found: dict[str, Any]) -> None:
    said, other_lives = found["tampered"]
    name, _, rest = said.splitlines()[0].partition(" ")
    tries = json.loads(rest.removesuffix(" over"))
    assert name.endswith("/run-6")
    assert tries["sees"] == tries["sees at last"] == []
    assert tries["more memory"] == tries["ends its host"] == "FileNotFoundError"
    assert tries["uncovers"] == tries["uncovers there"] == tries["mounts anew"] == -1
    assert other_lives


def test_groups_go_with_their_recipes_and_the_host_outlives_all(found: dict[str, Any]) -> None:
    assert found["left"] == ["host"]
    assert found["same host"]
