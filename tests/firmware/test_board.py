"""What the Pico's program says of itself, and how it ends."""

import time

from tests.firmware.board import Board
from tests.firmware.computer import Computer
from tjbot.generate import firmware_fingerprint
from tjbot.protocol.pico.dictionary import dictionary, unpack_dictionary
from tjbot.protocol.pico.frames import GREETING
from tjbot.protocol.pico.messages import (
    AskClock,
    AskStatus,
    Clock,
    Crashed,
    Identified,
    Identify,
    Leave,
    OpenOutput,
    OpenPulses,
    Pulse,
    Refused,
    Rested,
    Status,
    Stay,
    Write,
)

SERVO = 18
MOTOR = 5
CTRL_C = 3


def test_the_board_hands_out_its_dictionary(computer: Computer) -> None:
    packed = b""
    while stretch := computer.ask(Identify(len(packed), 200), Identified).data:
        packed += stretch
    assert unpack_dictionary(packed) == dictionary(firmware_fingerprint())


def test_the_board_tells_its_clock(computer: Computer) -> None:
    first, second = computer.ask(AskClock(), Clock), computer.ask(AskClock(), Clock)
    assert 0 < (second.ticks - first.ticks) % (1 << 30) < 10_000_000


def test_a_servo_is_eased_to_rest_when_nobody_is_heard(pico: Board, computer: Computer) -> None:
    computer.say(OpenPulses(SERVO, 20_000, 2_300_000, 200, 1, 300), Pulse(SERVO, 1_500_000))
    moved = pico.wait_for(SERVO, "pulse_ns", 1_500_000)
    pico.wait_for(SERVO, "pulse_ns", 0, after=moved.time)
    widths = [note.value for note in pico.history(SERVO, "pulse_ns") if note.time > moved.time]
    assert widths == [*sorted(widths[:-1]), 0]
    assert widths[-2] == 2_300_000
    assert len(widths) > 5
    assert computer.wait_for(Rested).silence == 1
    assert computer.ask(AskStatus(), Status).rests == 1


def test_who_only_shows_that_he_lives_keeps_the_servo_where_it_is(pico: Board, computer: Computer) -> None:
    computer.say(OpenPulses(SERVO, 20_000, 2_300_000, 0, 1, 1000), Pulse(SERVO, 1_500_000))
    end = time.monotonic() + 2
    while time.monotonic() < end:
        computer.say(Stay())
    assert pico.pins()[SERVO]["pulse_ns"] == 1_500_000


def test_leave_rests_everything_and_gives_the_prompt_back(pico: Board, computer: Computer) -> None:
    computer.say(OpenOutput(MOTOR, 1, 0, 0), OpenPulses(SERVO, 20_000, 2_300_000, 100, 1, 0), Pulse(SERVO, 1_500_000))
    computer.say(Leave())
    left = pico.wait_for(-1, "prompt")
    assert pico.wait_for(SERVO, "pulse_ns", 2_300_000).time < left.time
    assert pico.pins()[SERVO]["pulse_ns"] == pico.pins()[MOTOR]["level"] == 0
    computer.write(b"\r\nprint(6 * 7)\r\n")
    computer.read_until(b"42")


def test_after_leave_the_chips_watchdog_lets_the_prompt_be(pico: Board, computer: Computer) -> None:
    computer.say(Leave())
    pico.wait_for(-1, "prompt")
    assert pico.wait_for(-1, "register").value == hex(0x40058000 + 0x3000)


def test_after_ctrl_d_at_the_prompt_the_program_runs_again(pico: Board, computer: Computer) -> None:
    computer.say(Leave())
    pico.wait_for(-1, "prompt")
    computer.write(b"\x04")
    pico.wait_for(-1, "boot")
    computer.write(GREETING)
    assert computer.next_frame().sequence == 1


def test_ctrl_c_ends_the_program_where_no_computer_ever_spoke(pico: Board) -> None:
    silent = Computer(pico.path)
    silent.write(bytes((CTRL_C,)))
    pico.wait_for(-1, "prompt")


def test_ctrl_c_is_a_byte_like_any_other_while_frames_come(computer: Computer) -> None:
    computer.write(bytes((CTRL_C,)) * 3)
    computer.write(b"\x7e")
    computer.say(Stay())


def test_a_fault_of_the_program_rests_the_outputs_and_is_told(pico: Board, computer: Computer) -> None:
    computer.say(OpenOutput(MOTOR, 1, 0, 0), OpenPulses(SERVO, 20_000, 2_300_000, 100, 1, 0))
    pico.break_pulses()
    computer.say(Pulse(SERVO, 1_500_000))
    assert computer.wait_for(Crashed).text.startswith(b"OSError")
    assert pico.catch_up().pins()[MOTOR]["level"] == 0
    assert (pico.pins()[SERVO]["mode"], pico.pins()[SERVO]["level"]) == ("out", 0)
    refused = computer.ask(Write(MOTOR, 1), Refused)
    assert (refused.command, refused.pin, refused.reason) == (Write.NUMBER, MOTOR, 4)


def test_a_fault_in_the_servos_step_rests_the_outputs_as_well(pico: Board, computer: Computer) -> None:
    computer.say(OpenOutput(MOTOR, 1, 0, 0), OpenPulses(SERVO, 20_000, 2_300_000, 1000, 1, 200))
    computer.say(Pulse(SERVO, 1_500_000))
    pico.break_pulses()
    assert computer.wait_for(Crashed).text.startswith(b"OSError")
    assert pico.catch_up().pins()[MOTOR]["level"] == 0
    assert (pico.pins()[SERVO]["mode"], pico.pins()[SERVO]["level"]) == ("out", 0)


def test_a_program_that_hangs_is_ended_by_the_chips_watchdog(pico: Board, computer: Computer) -> None:
    computer.say(Stay())
    pico.hang()
    pico.wait_for(-1, "watchdog")
