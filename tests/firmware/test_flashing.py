"""`tjbot pico`: the program is put on a real MicroPython with mpremote, and only the hardware is stood in for."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.firmware.board import FIRMWARE, Board, board
from tests.firmware.computer import Computer
from tjbot.daemon.home_lock import lock_home, note_address
from tjbot.errors import PartError
from tjbot.pins.pico.flashing import KEPT_AS, bring, fingerprint_on
from tjbot.pins.pico.line import open_port
from tjbot.pins.pico.program import our_program
from tjbot.protocol.pico.constants import firmware_constants
from tjbot.protocol.pico.messages import Leave, OpenPulses, Pulse

OURS = our_program()


def quiet(what: str, done: int, whole: int) -> None:
    """Nobody looks."""


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Board]:
    """A Pico with MicroPython and nothing else."""
    with board(tmp_path) as plugged_in:
        yield plugged_in


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Board]:
    """A Pico with a program of ours that differs in one file, and so tells another fingerprint."""
    shutil.copytree(FIRMWARE, tmp_path / "older")
    (tmp_path / "older" / "curve.py").write_text("# As it was.\n" + (FIRMWARE / "curve.py").read_text())
    constants = tmp_path / "older" / "constants.py"
    constants.write_text(firmware_constants("0123456789ab"))
    with board(tmp_path / "older") as plugged_in:
        yield plugged_in


@contextmanager
def prompt(pico: Board) -> Iterator[Any]:
    """What mpremote sees of a board after its program was left."""
    from mpremote.transport_serial import SerialTransport

    if fingerprint_on(pico.path):
        with Computer(pico.path) as computer:
            computer.say(Leave())
            pico.wait_for(-1, "prompt")
    transport = SerialTransport(pico.path, exclusive=True)
    transport.use_raw_paste = False
    transport.enter_raw_repl(soft_reset=False)
    try:
        yield transport
    finally:
        transport.close()


def hashes(pico: Board) -> dict[str, str]:
    with prompt(pico) as there:
        names = [item.name for item in there.fs_listdir("") if item.name.endswith(".py")]
        return {name: bytes(there.fs_hashfile(name, "sha256")).hex() for name in names}


def test_our_program_is_that_of_the_repository_and_knows_its_fingerprint() -> None:
    assert OURS.files == {path.name: path.read_bytes() for path in FIRMWARE.glob("*.py")}
    assert len(OURS.fingerprint) == 12


def test_a_pico_with_nothing_but_micropython_becomes_a_body(bare: Board) -> None:
    told: list[tuple[str, int, int]] = []
    assert fingerprint_on(bare.path) == ""
    written = bring(lambda: bare.path, OURS, lambda *progress: told.append(progress))
    assert sorted(written) == sorted(OURS.files)
    assert written[-1] == "main.py"
    assert fingerprint_on(bare.path) == OURS.fingerprint
    shares = [done / whole for _, done, whole in told if whole]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert {name for name, _, whole in told if whole} == set(OURS.files)
    assert hashes(bare) == {name: hashlib.sha256(content).hexdigest() for name, content in OURS.files.items()}


def test_what_runs_already_is_left_alone_unless_it_is_wanted_anew(bare: Board) -> None:
    bring(lambda: bare.path, OURS, quiet)
    boots = len(bare.history(-1, "reset"))
    assert bring(lambda: bare.path, OURS, quiet) == []
    assert len(bare.history(-1, "reset")) == boots
    assert sorted(bring(lambda: bare.path, OURS, quiet, anew=True)) == sorted(OURS.files)
    assert len(bare.history(-1, "reset")) == boots + 1


def test_an_update_writes_what_differs_and_rests_what_moves(older: Board) -> None:
    with Computer(older.path) as computer:
        computer.say(OpenPulses(18, 20_000, 2_300_000, 0, 1, 0), Pulse(18, 1_500_000))
        older.wait_for(18, "pulse_ns", 1_500_000)
    assert fingerprint_on(older.path) == "0123456789ab"
    assert bring(lambda: older.path, OURS, quiet) == ["constants.py", "curve.py", "main.py"]
    widths = [note.value for note in older.history(18, "pulse_ns")]
    assert widths.index(2_300_000) > widths.index(1_500_000)
    assert widths[-1] == 0
    assert fingerprint_on(older.path) == OURS.fingerprint


def test_the_program_of_somebody_else_is_kept(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("print('my own')\n")
    with board(tmp_path) as pico:
        bring(lambda: pico.path, OURS, quiet)
        assert fingerprint_on(pico.path) == OURS.fingerprint
        assert hashes(pico)[KEPT_AS] == hashlib.sha256(b"print('my own')\n").hexdigest()


def test_what_is_cut_off_in_the_middle_leaves_no_half_program_and_can_be_begun_anew(older: Board) -> None:
    def cut_off(what: str, done: int, whole: int) -> None:
        if what == "curve.py":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(lambda: older.path, OURS, cut_off)
    assert "main.py" not in hashes(older)
    bring(lambda: older.path, OURS, quiet)
    assert fingerprint_on(older.path) == OURS.fingerprint


def test_a_file_that_arrives_otherwise_is_noticed(bare: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    from mpremote.transport_serial import SerialTransport

    whole = SerialTransport.fs_writefile

    def loses_a_byte(self: Any, name: str, content: bytes, *more: Any) -> None:
        whole(self, name, content[:-1] if name == "curve.py" else content, *more)

    monkeypatch.setattr(SerialTransport, "fs_writefile", loses_a_byte)
    with pytest.raises(PartError, match=r"curve\.py did not arrive"):
        bring(lambda: bare.path, OURS, quiet)
    assert "main.py" not in hashes(bare)


def test_a_port_that_somebody_else_uses_is_told(bare: Board) -> None:
    port = open_port(bare.path)
    try:
        with pytest.raises(PartError, match="Another program uses the Pico"):
            bring(lambda: bare.path, OURS, quiet)
    finally:
        port.close()


def tjbot(*words: str, pico: Board | None = None, home: Path) -> "subprocess.CompletedProcess[str]":
    surroundings = {**os.environ, "TJBOT_HOME": str(home), **({"TJBOT_PICO": pico.path} if pico else {})}
    return subprocess.run(
        [sys.executable, "-m", "tjbot.cli", *words], capture_output=True, text=True, env=surroundings, timeout=60
    )


def test_a_robot_that_has_the_pico_is_named(bare: Board, tmp_path: Path) -> None:
    port = open_port(bare.path)
    try:
        with lock_home(tmp_path / "home") as lock:
            note_address(lock, "http://localhost:1234")
            refused = tjbot("pico", "update", pico=bare, home=tmp_path / "home")
        assert refused.returncode == 1
        assert "The robot at http://localhost:1234 uses the Pico." in refused.stderr
        assert "Stop it with Ctrl-C" in refused.stderr
        assert "Another program uses the Pico" in tjbot("pico", "flash", pico=bare, home=tmp_path / "home").stderr
    finally:
        port.close()


def test_the_commands(bare: Board, tmp_path: Path) -> None:
    flashed = tjbot("pico", "flash", pico=bare, home=tmp_path)
    assert (flashed.returncode, flashed.stderr) == (0, "")
    assert flashed.stdout == f"Done: {len(OURS.files)} files lie on the Pico, and its program answers.\n"
    updated = tjbot("pico", "update", pico=bare, home=tmp_path)
    assert updated.stdout == "The Pico has this program already.\n"
    bare.unplug()
    gone = tjbot("pico", "update", pico=bare, home=tmp_path)
    assert gone.returncode == 1
    assert "No Pico is plugged in" in gone.stderr
    assert "Traceback" not in gone.stderr
    bare.plug_in()
    wrong = tjbot("pico", "flash", "--micropython", str(tmp_path / "none.uf2"), pico=bare, home=tmp_path)
    assert wrong.returncode == 1
    assert "cannot be read" in wrong.stderr
