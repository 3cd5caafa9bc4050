"""What each command does to the pins, and how inputs are told."""

from itertools import pairwise

import pytest

from tests.firmware.board import Board
from tests.firmware.computer import Computer
from tjbot.protocol.pico.messages import (
    NO_PIN,
    NO_ROOM,
    NOT_OPEN,
    OPEN_AS_OTHER,
    OUT_OF_BOUNDS,
    PULSES_SHARED,
    UNKNOWN_COMMAND,
    Analog,
    AskClock,
    AskStatus,
    Clock,
    Close,
    Command,
    Edge,
    Leave,
    Level,
    Move,
    Moved,
    OpenAnalog,
    OpenInput,
    OpenOutput,
    OpenPixels,
    OpenPulses,
    Pixels,
    Pulse,
    ReadPin,
    Refused,
    RestAll,
    Rested,
    Status,
    Write,
)

LED = 25
BUTTON = 3
SERVO = 18
PIXEL = 16
SENSOR = 26
HALF = 32_768
ROUNDING_NS = 500


def servo(pin: int = SERVO, silence_ms: int = 0) -> OpenPulses:
    return OpenPulses(pin, 20_000, 2_300_000, 0, 1, silence_ms)


def on_the_pins(pico: Board) -> dict[int, dict[str, object]]:
    return {pin: levels for pin, levels in pico.catch_up().pins().items() if pin >= 0}


def test_an_output_is_set_and_read(pico: Board, computer: Computer) -> None:
    computer.say(OpenOutput(LED, 1, 0, 0))
    assert pico.wait_for(LED, "level", 1)
    computer.say(Write(LED, 0))
    assert pico.wait_for(LED, "level", 0)
    assert computer.ask(ReadPin(LED), Level).value == 0


def test_an_output_goes_to_its_rest_and_may_rest_high(pico: Board, computer: Computer) -> None:
    computer.say(OpenOutput(LED, 0, 1, 0), RestAll())
    assert computer.wait_for(Rested).silence == 0
    assert on_the_pins(pico)[LED]["level"] == 1


def test_a_button_tells_how_it_is_and_its_edges(pico: Board, computer: Computer) -> None:
    computer.say(OpenInput(BUTTON, 1))
    assert computer.wait_for(Edge).value == 1
    pico.press(BUTTON, 0)
    pressed = computer.wait_for(Edge)
    pico.press(BUTTON, 1)
    released = computer.wait_for(Edge)
    assert (pressed.value, released.value) == (0, 1)
    assert 0 < (released.ticks - pressed.ticks) % (1 << 30) < 1 << 29


def test_of_a_flood_of_edges_the_last_level_is_told(pico: Board, computer: Computer) -> None:
    computer.say(OpenInput(BUTTON, 1))
    for _ in range(40):
        pico.press(BUTTON, 0)
        pico.press(BUTTON, 1)
    pico.press(BUTTON, 0)
    # What is told after the one answer comes before the other.
    computer.say(AskClock())
    computer.say(AskClock())
    edges = [report for report in computer.reports if isinstance(report, Edge)]
    assert edges[-1].value == 0
    assert all(before.value != after.value for before, after in pairwise(edges))


def test_a_closed_button_tells_nothing_any_more(pico: Board, computer: Computer) -> None:
    computer.say(OpenInput(BUTTON, 1))
    computer.wait_for(Edge)
    computer.say(Close(BUTTON))
    pico.press(BUTTON, 0)
    computer.ask(AskClock(), Clock)
    assert not computer.reports


def test_a_voltage_is_told_when_asked_and_again_and_again(pico: Board, computer: Computer) -> None:
    pico.analog(SENSOR, 40_000)
    computer.say(OpenAnalog(SENSOR, 0))
    assert computer.ask(ReadPin(SENSOR), Analog).value == 40_000
    computer.say(OpenAnalog(SENSOR, 20))
    first, second = computer.wait_for(Analog), computer.wait_for(Analog)
    assert (second.ticks - first.ticks) % (1 << 30) > 15_000


def test_pixels_shine_and_are_dark_at_rest(pico: Board, computer: Computer) -> None:
    computer.say(OpenPixels(PIXEL, 2, 3, 0))
    pico.wait_for(PIXEL, "pixels", "000000000000")
    computer.say(Pixels(PIXEL, 3, 0, b"\x00\xff\x10"), Pixels(PIXEL, 0, 1, b"\x01"))
    pico.wait_for(PIXEL, "pixels", "01000000ff10")
    computer.say(RestAll())
    computer.wait_for(Rested)
    computer.ask(AskClock(), Clock)
    assert on_the_pins(pico)[PIXEL]["pixels"] == "000000000000"


def test_a_fifth_row_of_pixels_finds_no_room_until_one_is_closed(computer: Computer) -> None:
    computer.say(*(OpenPixels(pin, 1, 3, 0) for pin in range(4)))
    assert computer.ask(OpenPixels(4, 1, 3, 0), Refused).reason == NO_ROOM
    computer.say(Close(0), OpenPixels(4, 1, 3, 0))
    assert not any(isinstance(report, Refused) for report in computer.reports)


def test_a_move_is_eased_from_where_it_is_and_told_when_it_is_over(pico: Board, computer: Computer) -> None:
    computer.say(servo(), Pulse(SERVO, 1_000_000))
    begin = (computer.ask(AskClock(), Clock).ticks + 50_000) % (1 << 30)
    computer.say(Move(SERVO, 2_000_000, 300, 0, HALF, HALF - 1, begin))
    assert computer.wait_for(Moved).over == 1
    widths = [note.value for note in pico.catch_up().history(SERVO, "pulse_ns")]
    assert widths[-1] == 2_000_000
    assert all(after > before - ROUNDING_NS for before, after in pairwise(widths))
    assert len(widths) > 6


def test_a_move_takes_over_from_another_without_a_jump(pico: Board, computer: Computer) -> None:
    computer.say(servo(), Pulse(SERVO, 1_000_000))
    begin = computer.ask(AskClock(), Clock).ticks
    computer.say(Move(SERVO, 2_000_000, 600, 0, HALF, HALF - 1, begin))
    pico.wait_for(SERVO, "pulse_ns")
    while pico.pins()[SERVO]["pulse_ns"] < 1_300_000:
        computer.say(AskClock())
    begin = computer.wait_for(Clock).ticks
    computer.say(Move(SERVO, 1_000_000, 600, 0, HALF, HALF - 1, begin))
    assert computer.wait_for(Moved).over == 0
    assert computer.wait_for(Moved).over == 1
    widths = [note.value for note in pico.catch_up().history(SERVO, "pulse_ns")]
    assert widths[-1] == 1_000_000
    assert max(widths) < 2_000_000


def test_a_pulse_ends_a_move(pico: Board, computer: Computer) -> None:
    computer.say(servo(), Pulse(SERVO, 1_000_000))
    begin = computer.ask(AskClock(), Clock).ticks
    computer.say(Move(SERVO, 2_000_000, 5_000, 0, HALF, HALF - 1, begin), Pulse(SERVO, 1_200_000))
    assert computer.wait_for(Moved).over == 0
    assert on_the_pins(pico)[SERVO]["pulse_ns"] == 1_200_000


def test_a_move_from_nowhere_has_no_way_to_go(pico: Board, computer: Computer) -> None:
    begin = computer.ask(AskClock(), Clock).ticks
    computer.say(servo(), Move(SERVO, 2_000_000, 5_000, 0, HALF, HALF - 1, begin))
    assert computer.wait_for(Moved).over == 1
    assert on_the_pins(pico)[SERVO]["pulse_ns"] == 2_000_000


def test_pins_that_share_a_pulse_generator_are_refused_where_they_would_differ(computer: Computer) -> None:
    computer.say(servo(2), servo(3))
    assert computer.ask(OpenPulses(18, 20_000, 0, 0, 1, 0), Refused).reason == PULSES_SHARED
    computer.say(servo(4))
    assert computer.ask(OpenPulses(5, 10_000, 0, 0, 0, 0), Refused).reason == PULSES_SHARED


@pytest.mark.parametrize(
    ("before", "command", "reason"),
    [
        ([], OpenOutput(23, 0, 0, 0), NO_PIN),
        ([], OpenAnalog(3, 0), NO_PIN),
        ([], OpenInput(200, 0), NO_PIN),
        ([], Pulse(SERVO, 1_500_000), NOT_OPEN),
        ([], ReadPin(SERVO), NOT_OPEN),
        ([OpenInput(3, 1)], Write(3, 1), NOT_OPEN),
        ([OpenInput(3, 1)], OpenOutput(3, 1, 0, 0), OPEN_AS_OTHER),
        ([servo()], Pulse(SERVO, 20_000_001), OUT_OF_BOUNDS),
        ([servo(), Pulse(SERVO, 1_000_000)], Move(SERVO, 1, 2**32 - 1, 0, 0, 0, 0), OUT_OF_BOUNDS),
        ([servo(), Pulse(SERVO, 1_000_000)], Move(SERVO, 1, 500, 0, 40_000, 40_000, 0), OUT_OF_BOUNDS),
        ([servo(), Pulse(SERVO, 1_000_000)], Move(SERVO, 1, 500, 0, 0, 0, 2**32 - 1), OUT_OF_BOUNDS),
        ([], OpenPulses(3, 0, 0, 0, 0, 0), OUT_OF_BOUNDS),
        ([], OpenPulses(3, 1000, 2_000_000, 0, 0, 0), OUT_OF_BOUNDS),
        ([], OpenOutput(3, 7, 0, 0), OUT_OF_BOUNDS),
        ([], OpenInput(3, 9), OUT_OF_BOUNDS),
        ([], OpenPixels(3, 0, 3, 0), OUT_OF_BOUNDS),
        ([OpenPixels(3, 1, 3, 0)], Pixels(3, 2, 1, b"\1\2"), OUT_OF_BOUNDS),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    pico: Board, computer: Computer, before: list[Command], command: Command, reason: int
) -> None:
    computer.say(*before)
    earlier = on_the_pins(pico)
    refused = computer.ask(command, Refused)
    assert (refused.command, refused.reason) == (command.NUMBER, reason)
    assert on_the_pins(pico) == earlier


def test_an_unknown_command_is_refused_and_what_stands_before_it_is_done(pico: Board, computer: Computer) -> None:
    class Surprise(Command, frozen=True):
        NUMBER = 99

    refused = computer.say(OpenOutput(LED, 1, 0, 0), Surprise(), Write(LED, 0)) or computer.wait_for(Refused)
    assert (refused.command, refused.reason) == (99, UNKNOWN_COMMAND)
    assert on_the_pins(pico)[LED]["level"] == 1


def test_a_pin_whose_rest_is_high_stays_high_when_the_program_ends(pico: Board, computer: Computer) -> None:
    computer.say(OpenPulses(2, 1000, 1_000_000, 0, 0, 0), OpenPulses(4, 1000, 0, 0, 0, 0), Leave())
    pico.wait_for(-1, "prompt")
    assert (pico.pins()[2]["level"], pico.pins()[4]["level"]) == (1, 0)


def test_a_closed_pin_floats(pico: Board, computer: Computer) -> None:
    computer.say(servo(), Pulse(SERVO, 1_500_000), Close(SERVO), Close(7))
    pico.wait_for(SERVO, "mode", "in")
    assert on_the_pins(pico)[SERVO]["pulse_ns"] == 0
    assert computer.ask(AskStatus(), Status).damaged == 0
