"""Rules of the house that no linter knows."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SOURCES = {".py", ".ts", ".svelte", ".mjs", ".css", ".sh"}
MADE = {"messages.ts"}
LONGEST_FILE_LINES = 400

IMPORT_ALL = """
import importlib, pkgutil, sys
for name in (
    "espeakng_loader", "lgpio", "picamera2", "pocketsphinx", "pyttsx3", "rpi_hardware_pwm", "serial", "spidev",
):
    sys.modules[name] = None
import tjbot
for module in pkgutil.walk_packages(tjbot.__path__, "tjbot."):
    importlib.import_module(module.name)
"""


def committed() -> list[Path]:
    """The files of the repository."""
    names = subprocess.run(["git", "ls-files"], cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    return [path for name in names.splitlines() if (path := CHECKOUT / name).is_file()]


def test_every_module_imports_where_no_hardware_library_is_installed() -> None:
    result = subprocess.run([sys.executable, "-c", IMPORT_ALL], capture_output=True, text=True, cwd=CHECKOUT)
    assert result.returncode == 0, result.stderr


def test_no_source_file_is_longer_than_one_can_read() -> None:
    sources = [path for path in committed() if path.suffix in SOURCES and path.name not in MADE]
    lengths = {str(path.relative_to(CHECKOUT)): len(path.read_text("utf-8").splitlines()) for path in sources}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE_LINES} == {}


@pytest.mark.parametrize("path", sorted((CHECKOUT / "requirements").glob("*.txt")), ids=lambda path: path.stem)
def test_python_packages_are_locked_with_hashes_and_without_addresses(path: Path) -> None:
    text = path.read_text("ascii")
    entries = [entry for entry in text.replace("\\\n", " ").splitlines() if not entry.startswith("#")]
    assert entries
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "-index" not in text


def test_page_packages_are_locked_without_addresses() -> None:
    packages = json.loads((CHECKOUT / "web_ui" / "package-lock.json").read_text("utf-8"))["packages"]
    del packages[""]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []
