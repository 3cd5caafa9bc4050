"""What pip makes of a fresh clone: a wheel with the page in it, that runs without the checkout."""

import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]

pytestmark = [pytest.mark.deep, pytest.mark.timeout(1200)]


def test_robot_from_the_wheel_serves_its_page(tmp_path: Path) -> None:
    clone, wheels, environment = tmp_path / "clone", tmp_path / "wheels", tmp_path / "environment"
    subprocess.run(["git", "clone", "--quiet", CHECKOUT, clone], check=True)
    subprocess.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", clone, "-w", wheels], check=True)

    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    pip = [environment / "bin" / "pip", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "-r", CHECKOUT / "requirements" / "runtime.txt"], check=True)
    subprocess.run([*pip, "--no-deps", *wheels.glob("tjbot-*.whl")], check=True)

    start = [
        environment / "bin" / "tjbot",
        "start",
        "--simulate",
        "--port",
        "0",
        "--no-browser",
        "--home",
        tmp_path / "home",
    ]
    with subprocess.Popen(start, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as robot:
        assert robot.stdout is not None
        try:
            ready = next(filter(None, (re.search(r"ready: (http\S+)", line) for line in robot.stdout)))
            with urllib.request.urlopen(ready[1]) as page:
                assert "<script" in page.read().decode()
        finally:
            robot.terminate()
    assert robot.returncode == 0
