"""What systemd may not let the robot and its recipes do, as systemd itself judges it."""

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

UNITS = Path(__file__).parents[3] / "tjbot" / "installing"
MOST_EXPOSURE = 2.0


def may_be_judged_offline() -> bool:
    program = shutil.which("systemd-analyze")
    return bool(program) and "--offline" in subprocess.run([program, "--help"], capture_output=True, text=True).stdout


@pytest.mark.skipif(not may_be_judged_offline(), reason="needs systemd-analyze of systemd 250 or newer")
@pytest.mark.parametrize("name", ["tjbot.service", "tjbot-recipes.service"])
def test_the_units_are_as_tight_as_a_robot_allows(name: str) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--no-pager", UNITS / name], capture_output=True, text=True
    )
    level = re.search(rf"Overall exposure level for {re.escape(name)}: (\d+\.\d)", done.stdout)
    assert level, done.stderr
    assert float(level[1]) <= MOST_EXPOSURE


def test_the_robot_may_be_reached_from_the_rooms_around_it_and_never_from_the_internet() -> None:
    text = (UNITS / "tjbot.service").read_text(encoding="utf-8")
    assert re.findall(r"^IPAddressDeny=(.*)$", text, re.MULTILINE) == ["any"]
    allowed = " ".join(re.findall(r"^IPAddressAllow=(.*)$", text, re.MULTILINE)).split()
    rooms = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"}
    assert set(allowed) == {"localhost", "link-local", "multicast", *rooms}


def test_recipes_reach_nobody() -> None:
    unit = RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNITS / "tjbot-recipes.service", encoding="utf-8")
    assert unit["Service"]["PrivateNetwork"] == "yes"
    assert unit["Service"]["IPAddressDeny"] == "any"
