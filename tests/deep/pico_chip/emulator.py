"""A Pico as a process: an emulated RP2040 with a real MicroPython, whose USB is a pseudo-terminal.

    python emulator.py UF2 FIRMWARE FLASH LINE NOTES

UF2 is MicroPython for the Pico, FIRMWARE the folder with our program, FLASH a file that keeps the chip's flash with the
program on it (made where it is missing). LINE and NOTES are file descriptors, orders come on standard input, as with
tests/firmware/pico/interpreter.mjs; but all times are the chip's own, in seconds since it began: it runs slower than a
real one, and does not know it.

Notes of a pin: "level" when it changes, "pulse_us" at the end of each pulse on it, "pixels" what a NeoPixel there would
show, "compare" when its pulse generator is told a width (in its own units; the pin is the generator's number). For pin
-1: "taken" when the chip's USB takes that many bytes, "ready", "reset".
"""

import asyncio
import contextlib
import json
import os
import sys
from collections import deque
from dataclasses import replace
from pathlib import Path

from emulator_pins import PIXEL_PIN
from rp2040py.boards import BOARDS, resolve_firmware
from rp2040py.device import MicroPythonDevice
from rp2040py.external.ws2812 import Ws2812
from rp2040py.gpio_pin import GPIOPinState

GENERATORS = 8
COMPARE = 0x0C
LINE_ROOM = 256
"""The host's side of the emulated USB holds 512 bytes."""


class Chip:
    """The emulated chip and what is connected to it."""

    def __init__(self, device: MicroPythonDevice, line: int, notes: int) -> None:
        self._device = device
        self._mcu = device.mcu
        self._line = line
        self._notes = notes
        self._rises: dict[int, float] = {}
        self._waiting: deque[int] = deque()

    @property
    def _now(self) -> float:
        return self._mcu.clock.nanos / 1e9

    def note(self, pin: int, kind: str, value: object) -> None:
        """Writes down what happened."""
        os.write(self._notes, json.dumps([self._now, pin, kind, value]).encode() + b"\n")

    def connect(self) -> None:
        """Puts our instruments on its pins, and the line on its USB."""
        for number in range(30):
            self._watch_pin(number)
        for number in range(GENERATORS):
            self._watch_generator(number)
        Ws2812(PIXEL_PIN, on_pixels=lambda colors: self.note(PIXEL_PIN, "pixels", colors)).attach(self._mcu)
        self._watch_usb()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._line, self._take_from_line)
        loop.add_reader(sys.stdin.fileno(), self._obey)
        self._device.cdc.on_serial_data = self._put_on_line

    def _watch_pin(self, number: int) -> None:
        def changed(state: GPIOPinState, before: GPIOPinState) -> None:
            if state == GPIOPinState.HIGH:
                self._rises[number] = self._mcu.clock.nanos
            elif before == GPIOPinState.HIGH and state == GPIOPinState.LOW:
                self.note(number, "pulse_us", (self._mcu.clock.nanos - self._rises[number]) / 1000)
            self.note(number, "level", int(state))

        self._mcu.gpio[number].add_listener(changed)

    def _watch_generator(self, number: int) -> None:
        channel = self._mcu.pwm.channels[number]
        write = channel.write_register

        def noted(offset: int, value: int) -> None:
            if offset == COMPARE:
                self.note(number, "compare", value)
            write(offset, value)

        channel.write_register = noted

    def _watch_usb(self) -> None:
        controller = self._mcu.usb_ctrl
        done = controller.endpoint_read_done

        def noted(endpoint: int, data: bytes) -> None:
            if endpoint and data:
                self.note(-1, "taken", len(data))
            done(endpoint, data)

        controller.endpoint_read_done = noted

    def _put_on_line(self, data: bytes) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(self._line, data)

    def _take_from_line(self) -> None:
        self._waiting.extend(os.read(self._line, 4096))

    async def pump(self) -> None:
        """Hands on what the line said, as fast as the chip's USB takes it."""
        fifo = self._device.cdc.tx_fifo
        while True:
            while self._waiting and fifo.item_count < LINE_ROOM:
                self._device.cdc.send_serial_byte(self._waiting.popleft())
            await asyncio.sleep(0)

    def _obey(self) -> None:
        line = sys.stdin.readline()
        if not line:
            sys.exit()
        kind, pin, value = json.loads(line)
        if kind == "press":
            self._mcu.gpio[pin].set_input_value(bool(value))
        self.note(-1, "obeyed", pin)


async def put_program_on(device: MicroPythonDevice, files: dict[str, str]) -> None:
    """Writes the program's files into the chip's flash, through MicroPython's prompt."""
    for name, content in files.items():
        await run(device, f"f = open({name!r}, 'w')")
        for start in range(0, len(content), 2000):
            await run(device, f"f.write({content[start : start + 2000]!r})")
        await run(device, "f.close()")


async def run(device: MicroPythonDevice, code: str) -> str:
    """What a line of Python on the chip prints."""
    output, error = await device.aexec(code, timeout=300)
    assert not error, error
    return output.decode()


async def main(uf2: Path, files: dict[str, str], flash: Path, is_made: bool, line: int, notes: int) -> None:
    """Runs until the other end of the line is gone."""
    board = resolve_firmware(replace(BOARDS["pico"]), "micropython", str(uf2))
    if not is_made:
        async with MicroPythonDevice(board=board) as device:
            await put_program_on(device, files)
            device.dump_flash_image(flash)
    device = MicroPythonDevice(board=board, filesystem=flash)
    os.set_blocking(line, False)
    chip = Chip(device, line, notes)
    async with device:
        chip.connect()
        chip.note(-1, "ready", 0)
        await chip.pump()


if __name__ == "__main__":
    uf2, firmware, flash = map(Path, sys.argv[1:4])
    files = {file.name: file.read_text() for file in sorted(firmware.glob("*.py"))}
    asyncio.run(main(uf2, files, flash, flash.exists(), *map(int, sys.argv[4:])))
