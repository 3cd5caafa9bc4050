"""What may happen to a line: noise, half a frame, a frame twice, a flood, silence, and no line any more."""

import os
import random
import time

import pytest

from tests.firmware.board import Board
from tests.firmware.computer import Computer
from tests.firmware.noise import Noise
from tjbot.protocol.pico.frames import GREETING, Frame, encode_frame
from tjbot.protocol.pico.messages import (
    AskClock,
    AskStatus,
    Clock,
    Move,
    OpenPulses,
    Pulse,
    Status,
    Stay,
    encode_message,
)

SERVO = 18
OPEN = OpenPulses(SERVO, 20_000, 2_300_000, 0, 1, 0)
FRAMES = 3_000


def widths(pico: Board) -> list[int]:
    return [note.value for note in pico.catch_up().history(SERVO, "pulse_ns") if note.value]


def test_a_frame_that_comes_twice_is_obeyed_once_and_answered_twice(pico: Board, computer: Computer) -> None:
    computer.say(OPEN)
    frame = computer.frame(Pulse(SERVO, 1_500_000))
    computer.write(frame + frame)
    assert [computer.next_frame().sequence for _ in range(2)] == [computer.sequence + 1] * 2
    assert widths(pico) == [1_500_000]
    computer.sequence += 1
    assert computer.ask(AskStatus(), Status).out_of_order == 1


def test_a_frame_out_of_order_is_not_obeyed_and_answered_with_what_is_expected(pico: Board, computer: Computer) -> None:
    computer.say(OPEN)
    computer.write(encode_frame(Frame(computer.sequence + 3, encode_message(Pulse(SERVO, 1_500_000)))))
    assert computer.next_frame().sequence == computer.sequence
    assert widths(pico) == []


def test_after_noise_the_board_obeys_again_within_a_frame(pico: Board, computer: Computer) -> None:
    computer.say(OPEN)
    for noise in (b"\x00", b"hello~", b"\x40\x10~", b"\x3f\x11\x0d" + b"~" * 3, computer.frame(Stay())[1:]):
        computer.write(noise)
        computer.settle()
        computer.say(Stay())


def test_half_a_frame_is_given_up_when_its_other_half_does_not_come(pico: Board, computer: Computer) -> None:
    computer.say(OPEN)
    frame = computer.frame(Pulse(SERVO, 1_500_000))
    computer.write(frame[:7])
    computer.settle()
    assert computer.ask(AskStatus(), Status).damaged > 0
    assert widths(pico) == []


def test_a_flood_is_taken_in_order_and_the_board_lives_on(pico: Board, computer: Computer) -> None:
    computer.say(OPEN)
    wanted = [1_000_000 + number for number in range(1_500)]
    flood = b""
    for number, width in enumerate(wanted):
        sequence = (computer.sequence + number) % 16
        flood += encode_frame(Frame(sequence, encode_message(Pulse(SERVO, width))))
    os.set_blocking(computer.line, False)
    answers = 0
    while flood or answers < len(wanted):
        if flood:
            try:
                flood = flood[os.write(computer.line, flood[:1024]) :]
            except BlockingIOError:
                time.sleep(0)
        try:
            answers += len(list(computer.reader.feed(os.read(computer.line, 4096))))
        except BlockingIOError:
            time.sleep(0)
    os.set_blocking(computer.line, True)
    assert widths(pico) == wanted


def test_unplugged_in_the_middle_of_a_move_and_plugged_in_again_it_stands_still(pico: Board) -> None:
    with Computer(pico.path) as computer:
        computer.say(OPEN, Pulse(SERVO, 1_000_000))
        begin = computer.ask(AskClock(), Clock).ticks
        computer.say(Move(SERVO, 2_000_000, 5_000, 0, 0, 0, begin))
        pico.wait_for(SERVO, "pulse_ns", after=pico.wait_for(SERVO, "pulse_ns", 1_000_000).time)
        pico.unplug()
        with pytest.raises(OSError, match="Input/output"):
            computer.write(GREETING)
    before = len(pico.history(SERVO))
    pico.plug_in()
    with Computer(pico.path) as computer:
        assert computer.sequence == 1
        computer.say(Stay())
    assert len(pico.catch_up().history(SERVO)) == before


def test_a_line_that_is_closed_in_the_middle_of_a_move_lets_the_arm_rest(pico: Board) -> None:
    with Computer(pico.path) as computer:
        computer.say(OpenPulses(SERVO, 20_000, 2_300_000, 100, 1, 500), Pulse(SERVO, 1_000_000))
        begin = computer.ask(AskClock(), Clock).ticks
        computer.say(Move(SERVO, 2_000_000, 60_000, 0, 0, 0, begin))
        pico.wait_for(SERVO, "pulse_ns", after=pico.wait_for(SERVO, "pulse_ns", 1_000_000).time)
    rested = pico.wait_for(SERVO, "pulse_ns", 2_300_000)
    pico.wait_for(SERVO, "pulse_ns", 0, after=rested.time)


def test_damaged_and_random_frames_move_nothing_and_stop_nothing(pico: Board, computer: Computer) -> None:
    computer.say(OPEN)
    noise = Noise(computer, OPEN.pin, random.Random(8))
    noise.send(FRAMES)
    assert widths(pico) == noise.good_widths
    assert computer.ask(AskStatus(), Status).damaged > 0
    assert not pico.history(-1, "ended")
