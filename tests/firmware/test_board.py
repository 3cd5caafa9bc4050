"""The Pico's program in a real MicroPython: what a computer says, and what the pins do."""

from collections.abc import Iterator

import pytest

from tests.firmware.board import Board, board
from tests.firmware.computer import Computer
from tjbot.protocol.pico.dictionary import unpack_dictionary
from tjbot.protocol.pico.messages import (
    AskClock,
    Clock,
    Identified,
    Identify,
    Leave,
    OpenPulses,
    Pulse,
    Rested,
)

SERVO = 18


@pytest.fixture
def pico() -> Iterator[Board]:
    with board() as plugged_in:
        yield plugged_in


@pytest.fixture
def computer(pico: Board) -> Iterator[Computer]:
    with Computer(pico.path) as connected:
        yield connected


def test_the_board_hands_out_its_dictionary(computer: Computer) -> None:
    packed = b""
    while stretch := computer.ask(Identify(len(packed), 50), Identified).data:
        packed += stretch
    content = unpack_dictionary(packed)
    assert content.commands["move"].fields[0] == "pin"


def test_the_board_tells_its_clock(computer: Computer) -> None:
    first, second = computer.ask(AskClock(), Clock), computer.ask(AskClock(), Clock)
    assert 0 < (second.ticks - first.ticks) % (1 << 30) < 10_000_000


def test_a_servo_gets_its_pulse_and_is_eased_to_rest_when_nobody_is_heard(pico: Board, computer: Computer) -> None:
    computer.say(OpenPulses(SERVO, 20_000, 2_300_000, 200, 1, 300), Pulse(SERVO, 1_500_000))
    moved = pico.wait_for(SERVO, "pulse_ns", 1_500_000)
    pico.wait_for(SERVO, "pulse_ns", 0, after=moved.time)
    widths = [note.value for note in pico.history(SERVO, "pulse_ns") if note.time > moved.time]
    assert widths == [*sorted(widths[:-1]), 0]
    assert widths[-2] == 2_300_000
    assert len(widths) > 5
    assert computer.wait_for(Rested).silence == 1


def test_leave_gives_the_prompt_back(pico: Board, computer: Computer) -> None:
    computer.say(Leave())
    pico.wait_for(-1, "prompt")
    computer.write(b"\r\nprint(6 * 7)\r\n")
    computer.read_until(b"42")
