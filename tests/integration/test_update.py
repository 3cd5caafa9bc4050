"""A robot is brought up to date by install.sh's own functions on a pretended Pi: it gets better, or stays as it was."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.commands import environment
from tests.running import free_port
from tests.unit.installing.fake_computer import FILES

CHECKOUT = Path(__file__).parents[2]
PRETENDED = Path(__file__).parent / "updating" / "pretend_pi.py"

QUIETLY = {
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
    "stdin": subprocess.DEVNULL,
    "text": True,
    "timeout": 110,
    "check": False,
}

INSTALL = """
set -euo pipefail
source tools/environment.sh
source tools/raspberry_pi.sh
log={root}/install.log
robot_folder={root}/opt/tjbot
choose_python() {{ python={python}; }}
miss_offered() {{ :; }}
leave_checkout_to_its_owner() {{ :; }}
fingerprint() {{ echo {version}; }}
fill_environment() {{ cp -R {versions}/{version} "$1"; touch "$1/.tjbot"; }}
systemctl() {{ {python} {pretended} {root} {versions}/{version}/lib systemctl "$@"; }}
install_service --yes
"""
PYTHON = """#!/bin/sh
export PYTHONPATH={folder}/lib
[ "$3" != tjbot.installing ] || {{ shift 3; exec {python} {pretended} {root} {folder}/lib "$@"; }}
exec {python} "$@"
"""
TJBOT = """#!/bin/sh
export PYTHONPATH={folder}/lib
exec {python} -P -m tjbot.cli "$@"
"""


class Pi:
    """A Pi in a folder, with versions of TJBot to install."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.versions = folder / "versions"
        self.port = free_port()
        for name, text in {**FILES, "var/lib/tjbot/tjbot.toml": f'port = {self.port}\nautostart = ""\n'}.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def publish(self, version: str, **changed: str) -> None:
        """Makes a version; of the modules that are named (`daemon_app`) the text is another one."""
        lib, bin_ = self.versions / version / "lib", self.versions / version / "bin"
        leave_out = shutil.ignore_patterns("page", "__pycache__", "*.npz")
        shutil.copytree(CHECKOUT / "tjbot", lib / "tjbot", ignore=leave_out)
        shutil.copytree(CHECKOUT / "recipes", lib / "recipes")
        (lib / "tjbot" / "version.py").write_text(f'VERSION = "{version}"\n')
        for module, text in changed.items():
            (lib / "tjbot" / f"{module.replace('__', '/')}.py").write_text(text)
        bin_.mkdir()
        # An environment is copied to where it is used.
        there = {"python": sys.executable, "pretended": PRETENDED, "root": self.root, "folder": '"${0%/bin/*}"'}
        for name, script in {"python": PYTHON, "tjbot": TJBOT}.items():
            (bin_ / name).write_text(script.format(**there))
            (bin_ / name).chmod(0o755)

    def install(self, version: str) -> subprocess.CompletedProcess[str]:
        """`sudo ./install.sh --yes` in a checkout of that version."""
        names = {"root": self.root, "versions": self.versions, "version": version}
        script = INSTALL.format(python=shlex.quote(sys.executable), pretended=PRETENDED, **names)
        command = ["bash", "-c", script]
        return subprocess.run(command, cwd=CHECKOUT, env=environment(), **QUIETLY)  # type: ignore[call-overload,no-any-return]

    def runs(self) -> str:
        """The version that answers."""
        with urllib.request.urlopen(f"http://localhost:{self.port}/api/health", timeout=10) as health:
            return str(json.load(health)["version"])

    def installed(self) -> list[str]:
        """The environments, and the one that the robot's link leads to behind them."""
        folder = self.root / "opt" / "tjbot"
        return [
            *sorted(path.name for path in (folder / "environments").iterdir()),
            (folder / "environment").resolve().name,
        ]

    def stop(self) -> None:
        subprocess.run(
            [sys.executable, PRETENDED, self.root, CHECKOUT, "systemctl", "stop", "tjbot.service"], check=True
        )


MAKES_NO_ENVIRONMENT = """#!/bin/sh
[ "$1" != -m ] || {{ echo "no environment today"; exit 1; }}
[ "$2" != "import sys; print(sys._base_executable)" ] || {{ echo "$0"; exit; }}
exec {python} "$@"
"""


@pytest.mark.parametrize("cut_off_before", [False, True])
def test_anywhere_else_an_update_that_fails_leaves_the_environment_from_before(
    tmp_path: Path, cut_off_before: bool
) -> None:
    for name in ("install.sh", "tools/environment.sh"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(CHECKOUT / name, tmp_path / name)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "runtime.txt").write_text("new")
    (tmp_path / "python3").write_text(MAKES_NO_ENVIRONMENT.format(python=sys.executable))
    (tmp_path / "python3").chmod(0o755)
    there = tmp_path / (".venv.before" if cut_off_before else ".venv")
    (there / "bin").mkdir(parents=True)
    for name in (".complete", ".tjbot", "bin/tjbot"):
        (there / name).write_text("from before")
    if cut_off_before:
        (tmp_path / ".venv" / "half").mkdir(parents=True)
    variables = {**environment(), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = ["./install.sh", "--no-start", "--no-service"]
    done = subprocess.run(command, cwd=tmp_path, env=variables, **QUIETLY)  # type: ignore[call-overload]
    assert done.returncode == 1
    assert "no environment today" in done.stdout
    assert done.stdout.endswith("The environment of the robot from before is put back.\n"), done.stdout
    assert (tmp_path / ".venv" / "bin" / "tjbot").read_text() == "from before"
    assert not (tmp_path / ".venv.before").exists()
    assert not (tmp_path / ".venv" / "half").exists()


@pytest.fixture
def pi(tmp_path: Path) -> Iterator[Pi]:
    made = Pi(tmp_path)
    made.publish("1.0")
    first = made.install("1.0")
    try:
        assert first.returncode == 0, first.stdout
        assert made.runs() == "1.0"
        yield made
    finally:
        made.stop()


def test_a_good_update_runs_and_the_old_one_goes(pi: Pi) -> None:
    pi.publish("2.0")
    done = pi.install("2.0")
    assert done.returncode == 0, done.stdout
    assert (pi.runs(), pi.installed()) == ("2.0", ["2.0", "2.0"])


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"daemon__app": 'raise RuntimeError("broken on purpose")\n'}, "RuntimeError"),
        ({"installing__add": "this is no Python\n"}, "SyntaxError"),
    ],
)
def test_an_update_that_does_not_get_ready_is_taken_back_and_says_why(
    pi: Pi, changed: dict[str, str], why: str
) -> None:
    settings = (pi.root / "var/lib/tjbot/tjbot.toml").read_text()
    unit = (pi.root / "etc/systemd/system/tjbot.service").read_text()
    pi.publish("2.0", **changed)
    broken = pi.install("2.0")
    assert broken.returncode == 1
    assert why in broken.stdout
    assert "the one from before is put back." in broken.stdout
    assert broken.stdout.endswith("The update was not kept. When what stands above is mended: sudo ./install.sh\n")
    assert (pi.runs(), pi.installed()[-1]) == ("1.0", "1.0")
    assert (pi.root / "var/lib/tjbot/tjbot.toml").read_text() == settings
    assert (pi.root / "etc/systemd/system/tjbot.service").read_text() == unit

    pi.publish("3.0")
    mended = pi.install("3.0")
    assert mended.returncode == 0, mended.stdout
    assert (pi.runs(), pi.installed()) == ("3.0", ["3.0", "3.0"])
