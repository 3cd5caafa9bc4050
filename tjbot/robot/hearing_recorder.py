"""The program that gives us the microphone's samples: 16-bit, mono, 16,000 a second, raw, on its standard output.

A program, not a library, for the reasons of `speech_player`: it ends at once when it is killed, needs neither root
nor a compiled wheel, and listens where the computer's own settings say. It writes no file.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tjbot.errors import PartError

SOUND_DEVICES = Path("/dev/snd")

_PARECORD = ["--raw", "--format=s16le", "--rate=16000", "--channels=1", "--latency-msec=50"]
_ARECORD = ["--quiet", "--file-type=raw", "--format=S16_LE", "--rate=16000", "--channels=1", "--period-time=30000"]


def recorders(devices: Path = SOUND_DEVICES) -> list[list[str]]:
    """The commands that record here, best first; where the first one fails the next may not.

    Args:
        devices: where the kernel shows the sound cards.

    Returns:
        The commands; none where there is no microphone, or no program for it.
    """
    commands = []
    for name, *options in _candidates(devices):
        if path := shutil.which(name):
            commands.append([path, *options])
    return commands


def microphone_is_there(devices: Path = SOUND_DEVICES) -> bool:
    """Whether there is anything to record from."""
    return any(True for _ in _candidates(devices))


def _candidates(devices: Path) -> Iterator[list[str]]:
    """A sound server first, because it shares the microphone with other programs."""
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"))
    if "PULSE_SERVER" in os.environ or (runtime / "pulse/native").exists():
        yield ["parec", *_PARECORD]
    if "ALSA_CONFIG_PATH" in os.environ:
        yield ["arecord", *_ARECORD]
    for device in sorted(devices.glob("pcmC*D*c")):
        # ALSA's default is the first card, but a Pi's first card has no microphone: a USB one is a card of its own.
        card, number = device.name.removeprefix("pcmC").removesuffix("c").split("D")
        yield ["arecord", *_ARECORD, f"--device=plughw:{card},{number}"]


class Recorder:
    """The recording program that runs; where one gives no sound the next is tried."""

    def __init__(self) -> None:
        self._left = recorders()
        if not self._left and microphone_is_there():
            raise PartError(
                "There is a microphone, but no program that records.", "Run: sudo apt-get install alsa-utils"
            )
        if not self._left:
            raise PartError("There is no microphone.", "Plug one in (a USB microphone does), and try again.")
        self.brought_sound = False
        self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            self._left.pop(0), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
        )
        assert self.process.stdout
        assert self.process.stderr
        self.sound, self._complaints = self.process.stdout, self.process.stderr
        for pipe in (self.sound, self._complaints):
            os.set_blocking(pipe.fileno(), False)
        self._said = b""

    def read(self) -> bytes | None:
        """The sound that has come; empty when the program has ended, None when there is none yet."""
        # A program that nobody listens to could not go on.
        self._said = (self._said + (self._complaints.read(4096) or b""))[-4096:]
        return self.sound.read(65_536)

    def next_program(self) -> bool:
        """Tries the next program after one that ended before it brought any sound; false if there is none."""
        if self.brought_sound or not self._left:
            return False
        self.close()
        self._start()
        return True

    def complaint(self) -> str:
        """What the program that has ended complained of."""
        lines = self._said.decode(errors="replace").strip().splitlines()
        return lines[-1][:200] if lines else "it ended"

    def close(self) -> None:
        """Ends the program."""
        self.process.kill()
        self.process.wait()
        self.sound.close()
        self._complaints.close()
