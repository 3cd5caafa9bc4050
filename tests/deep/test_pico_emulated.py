"""The Pico's program on an emulated RP2040, with MicroPython built from Debian's sources: its USB, its pins, its time.

The line is the emulated chip's USB, and what is on the pins is read off them. One chip serves all tests: to begin takes
it minutes.
"""

import random
from collections.abc import Iterator

import pytest

from tests.deep.pico_chip.chip import PATIENCE_SECONDS, chip, obstacle
from tests.deep.pico_chip.emulator_pins import PIXEL_PIN
from tests.deep.pico_chip.measuring import (
    SERVOS,
    command_to_pulse_ms,
    generator_of,
    move_two_servos,
    seconds_until_rest,
    servo,
)
from tests.firmware.board import Board
from tests.firmware.computer import Computer
from tests.firmware.noise import Noise
from tjbot.protocol.pico.frames import SEQUENCES, Frame, encode_frame
from tjbot.protocol.pico.messages import (
    AskClock,
    AskStatus,
    Clock,
    Close,
    Edge,
    Leave,
    Move,
    OpenInput,
    OpenPixels,
    Pixels,
    Pulse,
    RestAll,
    Rested,
    Status,
    Stay,
    encode_message,
)

BUTTON = 3
HEAP_BYTES = 240_000
"""What MicroPython 1.25 leaves a program on a Pico, about."""
NOISY_FRAMES = 100

pytestmark = [
    pytest.mark.deep,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(bool(obstacle()), reason=obstacle()),
]


@pytest.fixture(scope="module")
def pico() -> Iterator[Board]:
    with chip() as plugged_in:
        yield plugged_in


@pytest.fixture(scope="module")
def computer(pico: Board) -> Iterator[Computer]:
    with Computer(pico.path, PATIENCE_SECONDS) as connected:
        yield connected


def compared(pico: Board, pin: int, since: int) -> list[int]:
    """What the pulse generator of a pin was told, in its own units: the pin's half of its register."""
    shift = 16 if pin & 1 else 0
    notes = pico.catch_up().history()[since:]
    return [note.value >> shift & 0xFFFF for note in notes if (note.pin, note.kind) == (generator_of(pin), "compare")]


def test_at_least_half_of_the_memory_is_left(computer: Computer) -> None:
    assert computer.ask(AskStatus(), Status).free_bytes >= HEAP_BYTES / 2


def test_a_servos_pulses_are_on_its_pin(pico: Board, computer: Computer) -> None:
    before = len(pico.history())
    computer.say(servo(SERVOS[0]), Pulse(SERVOS[0], 1_500_000))
    width = pico.wait_for(SERVOS[0], "pulse_us", since=before).value
    assert width == pytest.approx(1_500, abs=0.5)


def test_two_servos_are_eased_at_once_and_each_pulse_is_that_of_the_curve(pico: Board, computer: Computer) -> None:
    for error in move_two_servos(pico, computer):
        assert error.pulses > 15
        assert error.largest_us <= 5


def test_pixels_get_their_bytes(pico: Board, computer: Computer) -> None:
    before = len(pico.history())
    computer.say(OpenPixels(PIXEL_PIN, 3, 3, 0))
    pico.wait_for(PIXEL_PIN, "pixels", [[0, 0, 0]] * 3, since=before)
    # NeoPixels want green first.
    computer.say(Pixels(PIXEL_PIN, 0, 1, bytes((0x80, 0xFF, 0x01, 0, 0, 0, 0x55, 0xAA, 0x7E))))
    pico.wait_for(PIXEL_PIN, "pixels", [[0xFF, 0x80, 0x01], [0, 0, 0], [0xAA, 0x55, 0x7E]], since=before)


def test_a_button_tells_its_edges(pico: Board, computer: Computer) -> None:
    pico.press(BUTTON, 1)
    computer.reports.clear()
    computer.say(OpenInput(BUTTON, 1))
    assert computer.wait_for(Edge).value == 1
    pico.press(BUTTON, 0)
    assert computer.wait_for(Edge).value == 0
    computer.say(Close(BUTTON))


def test_noise_half_frames_and_frames_out_of_order_move_nothing(pico: Board, computer: Computer) -> None:
    computer.say(servo(SERVOS[0]), Pulse(SERVOS[0], 1_500_000))
    before = len(pico.history())
    noise = Noise(computer, SERVOS[0], random.Random(8))
    noise.send(NOISY_FRAMES)
    assert len(compared(pico, SERVOS[0], before)) == len(noise.good_widths)
    assert computer.ask(AskStatus(), Status).damaged > 0


def test_a_frame_that_comes_twice_is_obeyed_once(pico: Board, computer: Computer) -> None:
    before = len(pico.history())
    frame = computer.frame(Pulse(SERVOS[0], 1_234_000))
    computer.write(frame + frame)
    assert {computer.next_frame().sequence for _ in range(2)} == {(computer.sequence + 1) % SEQUENCES}
    computer.sequence = (computer.sequence + 1) % SEQUENCES
    assert len(compared(pico, SERVOS[0], before)) == 1


def test_a_flood_is_taken_in_order(pico: Board, computer: Computer) -> None:
    before = len(pico.history())
    widths = [1_000_000 + 10_000 * number for number in range(60)]
    for width in widths:
        computer.write(encode_frame(Frame(computer.sequence, encode_message(Pulse(SERVOS[0], width)))))
        computer.sequence = (computer.sequence + 1) % SEQUENCES
    for _ in widths:
        last = computer.next_frame()
    assert last.sequence == computer.sequence
    told = compared(pico, SERVOS[0], before)
    assert len(told) == len(widths)
    assert told == sorted(told)


def test_silence_in_the_middle_of_a_move_rests_the_arm_and_ends_its_pulses(pico: Board, computer: Computer) -> None:
    computer.say(RestAll(), Close(SERVOS[1]))
    computer.say(servo(SERVOS[0], 300), Pulse(SERVOS[0], 1_000_000))
    begin = computer.ask(AskClock(), Clock).ticks
    before = len(pico.history())
    computer.reports.clear()
    computer.say(Move(SERVOS[0], 2_000_000, 60_000, 0, 0, 0, begin))
    assert computer.wait_for(Rested).silence == 1
    pico.wait_for(generator_of(SERVOS[0]), "compare", 0, since=before)
    widths = [note.value for note in pico.history()[before:] if (note.pin, note.kind) == (SERVOS[0], "pulse_us")]
    assert widths[-1] == pytest.approx(2_300, abs=0.5)


def test_the_arm_rests_a_second_after_the_last_word(pico: Board, computer: Computer) -> None:
    assert seconds_until_rest(pico, computer) == pytest.approx(1, abs=0.1)


def test_from_a_command_to_its_pulse(pico: Board, computer: Computer) -> None:
    assert len(command_to_pulse_ms(pico, computer, 5)) == 5


def test_leave_gives_the_prompt_back_and_the_chips_watchdog_lets_it_be(pico: Board, computer: Computer) -> None:
    computer.say(Stay(), Leave())
    computer.write(b"\r\nimport gc; print(gc.mem_free() + gc.mem_alloc() > 200000, 6 * 7)\r\n")
    computer.read_until(b"True 42")
