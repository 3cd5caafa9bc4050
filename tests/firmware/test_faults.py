"""What may happen to a line: noise, half a frame, a frame twice, a flood, silence, and no line any more."""

import os
import random
import time
from contextlib import suppress

import pytest

from tests.firmware.board import Board
from tests.firmware.computer import Computer
from tests.firmware.noise import Noise
from tjbot.protocol.pico.frames import GREETING, SEQUENCES, Frame, encode_frame
from tjbot.protocol.pico.messages import (
    COMMANDS,
    AskClock,
    AskStatus,
    Clock,
    Close,
    Crashed,
    Leave,
    Move,
    OpenPulses,
    Pulse,
    Status,
    Stay,
    codes_of,
    decode_messages,
    encode_message,
)

SERVO = 18
OPEN = OpenPulses(SERVO, 20_000, 2_300_000, 0, 1, 0)
FRAMES = 3_000
COMMAND_FRAMES = 2_000


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


def random_content(chance: random.Random, now: int) -> bytes:
    number = chance.choice(list(COMMANDS)) if chance.random() < 0.9 else chance.randrange(256)
    return bytes((number, chance.randrange(32))) + chance.randbytes(chance.randrange(24))


def likely_content(chance: random.Random, now: int) -> bytes:
    """Commands for pins that are open, with numbers at the ends of what they may be."""
    kind = chance.choice([Move, Move, Pulse, OpenPulses, *COMMANDS.values()])
    widths = {"B": 8, "H": 16, "I": 32, "i": 31}
    fields: list[int | bytes] = []
    for name, code in zip(kind.__struct_fields__, codes_of(kind), strict=True):
        if code == "*":
            fields.append(chance.randbytes(chance.randrange(20)))
        elif name == "pin":
            fields.append(SERVO if kind is Move else chance.choice([2, 3, SERVO]))
        elif name == "begin" and chance.random() < 0.9:
            fields.append(now)
        else:
            largest = 2 ** widths[code] - 1
            usual = [number for number in (20, 500, 20_000, 1_500_000) if number <= largest]
            fields.append(chance.choice([0, 1, largest, largest // 2, *usual]))
    before = (Close(SERVO), OPEN, Pulse(SERVO, 1_500_000)) if kind is Move else ()
    return b"".join(map(encode_message, (*before, kind(*fields))))


def says_leave(content: bytes) -> bool:
    """Whether the board would end its program, which is what it should, but not here."""
    messages = decode_messages(content, COMMANDS)
    with suppress(ValueError):
        return any(isinstance(message, Leave) for message in messages)
    return False


def test_commands_of_any_content_are_answered_and_crash_nothing(computer: Computer) -> None:
    chance = random.Random(8)
    for _ in range(COMMAND_FRAMES):
        now = (computer.ask(AskClock(), Clock).ticks + 10_000) % (1 << 30)
        content = chance.choice([random_content, likely_content])(chance, now)
        if says_leave(content):
            continue
        computer.write(encode_frame(Frame(computer.sequence, content)))
        computer.sequence = (computer.sequence + 1) % SEQUENCES
        while computer.next_frame().sequence != computer.sequence:
            pass
        assert not any(isinstance(report, Crashed) for report in computer.reports), content.hex()
        computer.reports.clear()
