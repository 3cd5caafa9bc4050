"""The daemon tells how its real body is wired."""

import json
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.running import RunningDaemon, running
from tjbot.errors import ConfigurationError


def test_the_wiring_is_served_as_it_is_configured(robot: RunningDaemon) -> None:
    with urlopen(f"{robot.url}/api/wiring") as answer:
        wiring = json.load(answer)
    assert len(wiring["pins"]) == 40
    signal = next(wire for wire in wiring["wires"] if wire["part"] == "arm" and wire["name"] == "signal")
    assert (signal["gpio"], signal["pin"]) == (18, 12)
    assert {wire["part"] for wire in wiring["wires"]} == {"arm", "light"}


def test_a_robot_with_wires_in_conflict_does_not_start(tmp_path: Path) -> None:
    with (
        pytest.raises(ConfigurationError, match="both on GPIO 19"),
        running(tmp_path, parts={"arm": {"pin": 19}}),
    ):
        pass
