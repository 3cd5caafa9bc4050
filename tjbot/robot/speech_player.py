"""Plays a sound file through the program of the computer's own sound system.

A program, not a library: it ends at once when it is killed, costs the daemon no memory, needs no compiled
wheel, and sends the sound where the computer's own settings say (a Bluetooth speaker, HDMI, a USB card).
Raspberry Pi OS and Debian's desktops bring at least one of the three.
"""

import asyncio
import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tjbot.errors import PartError

OVERTIME_SECONDS = 3.0
"""How much longer than the sound its program may take to open the device and to drain it."""

SOUND_DEVICES = Path("/dev/snd")

_OPTIONS: dict[str, list[str]] = {"pw-play": [], "paplay": [], "aplay": ["--quiet"]}


def find_program(devices: Path) -> str | None:
    """The program that plays sound here.

    Args:
        devices: where the kernel shows the sound cards.

    Returns:
        Its path, or None where there is no sound device.

    Raises:
        PartError: there is a device, but no program for it.
    """
    names = list(_usable_programs(devices))
    if not names:
        return None
    for name in names:
        if path := shutil.which(name):
            return path
    raise PartError("There is a loudspeaker, but no program that plays sound.", "Run: sudo apt-get install alsa-utils")


def _usable_programs(devices: Path) -> Iterator[str]:
    """The programs whose sound system is there; a sound server first, because it shares the card."""
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"))
    if (runtime / "pipewire-0").exists():
        yield "pw-play"
    if "PULSE_SERVER" in os.environ or (runtime / "pulse/native").exists():
        yield "paplay"
    if "ALSA_CONFIG_PATH" in os.environ or any(devices.glob("pcmC*D*p")):
        yield "aplay"


class Player:
    """Plays one sound at a time.

    Args:
        devices: where the kernel shows the sound cards.
    """

    def __init__(self, devices: Path = SOUND_DEVICES) -> None:
        self._devices = devices
        self._process: asyncio.subprocess.Process | None = None

    def can_play(self) -> bool:
        """Whether there is a sound device, and a program for it."""
        try:
            return find_program(self._devices) is not None
        except PartError:
            return False

    async def play(self, path: Path, seconds: float) -> None:
        """Plays a WAV file and returns when it is over, or at once where there is no sound device.
        Cancelling it stops the sound.

        Args:
            path: the file.
            seconds: how long it sounds.

        Raises:
            PartError: the sound could not be played.
        """
        program = find_program(self._devices)
        if program is None:
            return
        try:
            async with asyncio.timeout(seconds + OVERTIME_SECONDS):
                complaint = await self._run(program, path)
        except TimeoutError:
            raise PartError("The loudspeaker did not take the sound in time.", _CURE) from None
        except OSError as error:
            complaint = str(error)
        if complaint is not None:
            raise PartError(f"The sound could not be played ({Path(program).name}: {complaint}).", _CURE)

    def close(self) -> None:
        """Stops the sound, if there is one."""
        if self._process:
            _kill(self._process)

    async def _run(self, program: str, path: Path) -> str | None:
        """Runs the program to its end, and returns what it complained of if it failed."""
        process = await asyncio.create_subprocess_exec(
            *(program, *_OPTIONS[Path(program).name], str(path)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            # Ctrl+C on the daemon's terminal is for the daemon alone.
            start_new_session=True,
        )
        self._process = process
        try:
            complaint = await _last_line(process)
            status = await process.wait()
        finally:
            _kill(process)
        return (complaint or f"exit {status}") if status != 0 else None


_CURE = 'Plug in a loudspeaker, or write sound = "off" under [voice] in tjbot.toml.'


def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()


async def _last_line(process: asyncio.subprocess.Process) -> str:
    """What the program complained of last, at most 200 letters; waits until it says no more."""
    assert process.stderr
    last = b""
    while chunk := await process.stderr.read(4096):
        last = (last + chunk)[-4096:]
    lines = last.decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else ""
