"""`tjbot setup` and `tjbot doctor` as a person meets them: at a terminal."""

import json
import os
import pty
import select
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

WAITING_SECONDS = 20.0
COMMAND = [sys.executable, "-m", "tjbot.cli"]
QUIET = {**os.environ, "TERM": "dumb", "NO_COLOR": "1"}


class Terminal:
    """A program at a terminal of its own."""

    def __init__(self, *arguments: str) -> None:
        self._handle, other_end = pty.openpty()
        self.process = subprocess.Popen(
            [*COMMAND, *arguments],
            stdin=other_end,
            stdout=other_end,
            stderr=other_end,
            env=QUIET,
            start_new_session=True,
        )
        os.close(other_end)
        self.text = ""
        self._read = 0

    def expect(self, piece: str) -> None:
        """Waits until a piece of text comes, after what was expected before."""
        while (place := self.text.find(piece, self._read)) < 0:
            assert self._more(), f"no {piece!r} in {self.text!r}"
        self._read = place + len(piece)

    def type(self, line: str) -> None:
        """Types a line and Enter."""
        os.write(self._handle, line.encode() + b"\n")

    def enter_until(self, question: str) -> None:
        """Presses Enter at every question until this one comes, which it does not answer."""
        while True:
            begun = self._read
            self.expect("]: ")
            if question in self.text[begun : self._read]:
                return
            self.type("")

    def end(self) -> int:
        """Waits for the end and returns the exit code."""
        while self._more():
            pass
        return self.process.wait(WAITING_SECONDS)

    def close(self) -> None:
        """Ends the program if it still runs."""
        self.process.kill()
        self.process.wait()
        os.close(self._handle)

    def _more(self) -> bool:
        ready, _, _ = select.select([self._handle], [], [], WAITING_SECONDS)
        assert ready, f"nothing came after {self.text!r}"
        try:
            data = os.read(self._handle, 4096)
        except OSError:
            # The other end is closed.
            return False
        self.text += data.decode(errors="replace").replace("\r\n", "\n")
        return bool(data)


@contextmanager
def terminal(*arguments: str) -> Iterator[Terminal]:
    opened = Terminal(*arguments)
    try:
        yield opened
    finally:
        opened.close()


def test_a_person_answers_with_enter_mistakes_and_a_pin_of_the_header(tmp_path: Path) -> None:
    with terminal("setup", "--home", str(tmp_path)) as person:
        person.expect("What is your robot called? [Pip]")
        person.type("Pop")
        person.enter_until("Are the wires connected like this")
        person.type("n")
        person.expect("Where is the orange wire, signal? (18, or: pin 12) [18]: ")
        person.type("pin 2")
        person.expect("Pin 2 is 5 V, so no signal can be there.")
        person.expect("Where is the orange wire, signal?")
        person.expect("]: ")
        person.type("pin 7")
        person.enter_until("Write it?")
        person.type("y")
        assert person.end() == 0
    found = tomllib.loads((tmp_path / "tjbot.toml").read_text())
    assert found["name"] == "Pop"
    assert found["arm"]["pin"] == 4


def test_ctrl_c_writes_nothing(tmp_path: Path) -> None:
    with terminal("setup", "--home", str(tmp_path / "home")) as person:
        person.expect("What is your robot called?")
        os.write(person._handle, b"\x04")
        assert person.end() == 1
    assert not (tmp_path / "home").exists()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, env=QUIET, timeout=60
    )


def test_without_a_terminal_the_usual_answers_must_be_asked_for(tmp_path: Path) -> None:
    refused = run("setup", "--home", str(tmp_path))
    assert refused.returncode == 1
    assert refused.stderr.splitlines() == ["There is no terminal to ask at.", "Ask nothing: tjbot setup --defaults"]
    assert run("setup", "--defaults", "--home", str(tmp_path)).returncode == 0
    assert tomllib.loads((tmp_path / "tjbot.toml").read_text())["arm"]["pin"] == 18


@pytest.mark.parametrize("as_json", [False, True])
def test_the_doctor_finds_the_conflict_in_the_settings(as_json: bool, tmp_path: Path) -> None:
    (tmp_path / "tjbot.toml").write_text("[arm]\npin = 19\n")
    done = run("doctor", "--home", str(tmp_path), *(["--json"] if as_json else []))
    assert done.returncode == 1
    assert done.stderr == ""
    if as_json:
        wiring = next(line for text in done.stdout.splitlines() if (line := json.loads(text))["check"] == "wiring")
        assert not wiring["ok"]
        assert "change pin in [arm]" in wiring["cure"]
    else:
        assert "✘ wiring" in done.stdout


def test_the_doctor_is_colored_at_a_terminal_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(QUIET, "TERM", "xterm")
    monkeypatch.delitem(QUIET, "NO_COLOR")
    with terminal("doctor", "--home", str(tmp_path)) as person:
        person.expect("\x1b[32m✔")
        person.end()
    assert "\x1b" not in run("doctor", "--home", str(tmp_path)).stdout


def test_the_doctor_speaks_to_a_terminal_without_unicode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(QUIET, "PYTHONIOENCODING", "ascii")
    (tmp_path / "tjbot.toml").write_text("[arm]\npin = 19\n")
    done = run("doctor", "--home", str(tmp_path))
    assert done.returncode == 1
    assert "x wiring" in done.stdout
    assert "+ board" in done.stdout
