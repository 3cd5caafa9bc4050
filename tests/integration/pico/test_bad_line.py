"""A line that bends bytes, loses them and adds some, both ways: what a script says arrives once and in order."""

import os
import random
import select
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from gpiozero import Button, Servo

from tests.firmware.board import Board
from tests.running import wait_until
from tjbot.pins.pico.factory import PicoFactory

SERVO_PIN, BUTTON_PIN = 18, 5
COMMANDS = 200

Harm = Callable[[bytes, random.Random], bytes]


def bends(data: bytes, chance: random.Random) -> bytes:
    return bytes(byte ^ 1 << chance.randrange(8) if chance.random() < 0.01 else byte for byte in data)


def loses(data: bytes, chance: random.Random) -> bytes:
    return bytes(byte for byte in data if chance.random() >= 0.01)


def adds(data: bytes, chance: random.Random) -> bytes:
    return data + chance.randbytes(chance.randrange(20)) if chance.random() < 0.1 else data


def halves(data: bytes, chance: random.Random) -> bytes:
    return data[: len(data) // 2] if chance.random() < 0.1 else data


@contextmanager
def bad_line(pico: Board, port: Path, harm: Harm) -> Iterator[None]:
    """A second pseudo-terminal before the board's, which is good until `port` is there and the greeting is over."""
    board = os.open(pico.path, os.O_RDWR | os.O_NOCTTY)
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    port.symlink_to(os.ttyname(theirs))
    over, chance = threading.Event(), random.Random(8)

    def pass_on() -> None:
        while not over.is_set():
            ready, _, _ = select.select([board, ours], [], [], 0.05)
            for source in ready:
                os.write(ours if source == board else board, harm(os.read(source, 4096), chance))

    passing = threading.Thread(target=pass_on, daemon=True)
    passing.start()
    try:
        yield
    finally:
        over.set()
        passing.join()
        for end in (board, ours, theirs):
            os.close(end)


@pytest.mark.parametrize("harm", [bends, loses, adds, halves])
def test_whatever_the_line_does_every_word_arrives_once_and_in_order(pico: Board, tmp_path: Path, harm: Harm) -> None:
    with bad_line(pico, tmp_path / "port", harm):
        pins = PicoFactory(str(tmp_path / "port"))
        lost: list[object] = []
        pins.watch(lost.append)
        pressed, released = threading.Event(), threading.Event()
        widths = [1_000_000 + number * 1000 for number in range(COMMANDS)]
        with (
            Servo(SERVO_PIN, initial_value=None, pin_factory=pins) as servo,
            Button(BUTTON_PIN, pin_factory=pins) as button,
        ):
            button.when_pressed, button.when_released = pressed.set, released.set
            for width in widths:
                servo.value = (width / 1000 - 1500) / 500
            wait_until(lambda: lost or widths[-1] in told(pico), "all is told", seconds=20)
            assert not lost, "the line held"
            for level, felt in ((0, pressed), (1, released)):
                pico.press(BUTTON_PIN, level)
                assert felt.wait(20), "a level that was lost is asked for again"
        assert not lost, "the line held"
        assert wait_until(lambda: pins.board._line, "it is there").sent_again > 0
        pins.close()
    assert told(pico) == widths


def told(pico: Board) -> list[int]:
    return [note.value for note in pico.history(SERVO_PIN, "pulse_ns") if note.value]
