"""gpiozero's devices on a Pico's pins: what the board is told for each of them, and what they learn from it."""

import threading
from pathlib import Path

import pytest
from gpiozero import (
    LED,
    MCP3008,
    MCP3208,
    PWMLED,
    RGBLED,
    Button,
    DistanceSensor,
    GPIOPinInUse,
    LightSensor,
    Motor,
    PinInvalidPin,
    PinSPIUnsupported,
    Servo,
    SPIBadChannel,
    TonalBuzzer,
)

from tests.running import wait_until
from tests.unit.pins.pico.paper_board import PaperBoard
from tjbot.errors import PartError
from tjbot.pins.neopixel import NeoPixel, PixelFactory
from tjbot.pins.pico.factory import PicoFactory
from tjbot.pins.pulses import Easing, MovingFactory, RestingFactory
from tjbot.pins.unpluggable import Unpluggable
from tjbot.protocol.pico.messages import (
    TICKS_PERIOD,
    Close,
    Move,
    OpenAnalog,
    OpenInput,
    OpenOutput,
    OpenPixels,
    OpenPulses,
    Pixels,
    Pulse,
    ReadPin,
    Write,
)


def test_the_factory_offers_what_our_parts_look_for(pins: PicoFactory) -> None:
    for offer in (MovingFactory, RestingFactory, PixelFactory, Unpluggable):
        assert isinstance(pins, offer)


@pytest.mark.parametrize("name", [15, "15", "GP15", "GPIO15", "PICO:20"])
def test_a_pin_has_many_names(pins: PicoFactory, name: int | str) -> None:
    assert pins.pin(name) is pins.pin(15)


@pytest.mark.parametrize("name", [23, 24, 29, "GND", "BOARD12", "PICO:41"])
def test_what_is_no_pin_for_wires_is_none(pins: PicoFactory, name: int | str) -> None:
    with pytest.raises(PinInvalidPin):
        LED(name, pin_factory=pins)


def test_the_board_can_be_drawn(pins: PicoFactory) -> None:
    drawn = f"{pins.board_info:mono full}"
    assert "Raspberry Pi Pico" in drawn
    assert "GPIO15 (20) (21) GPIO16" in drawn
    assert "GPIO0  (1) (40) 5V" in drawn


def test_an_led_rests_where_it_is_off(pins: PicoFactory, paper: PaperBoard) -> None:
    with LED("LED", pin_factory=pins) as led:
        led.on()
        assert led.is_lit
        paper.wait_for(OpenOutput(25, 0, 0, 1000), Write(25, 1))
    with LED(14, active_high=False, initial_value=True, pin_factory=pins) as led:
        led.off()
    paper.wait_for(Close(25), OpenOutput(14, 0, 1, 1000), Write(14, 1), Close(14))


def test_a_light_with_a_common_anode_rests_dark(pins: PicoFactory, paper: PaperBoard) -> None:
    with RGBLED(19, 13, 12, active_high=False, pin_factory=pins) as light:
        light.color = (1, 0.25, 0)
        assert light.color == (1, 0.25, 0)
        paper.wait_for(OpenPulses(19, 10_000, 10_000_000, 0, 0, 1000), Pulse(19, 0), Pulse(13, 7_500_000))


def test_pulses_of_any_frequency(pins: PicoFactory, paper: PaperBoard) -> None:
    with TonalBuzzer(20, pin_factory=pins) as buzzer:
        buzzer.play(440.0)
        paper.wait_for(OpenPulses(20, 2273, 0, 0, 1, 1000), Pulse(20, 1_136_500))
        buzzer.stop()
        paper.wait_for(Pulse(20, 0))
    with PWMLED(21, frequency=25_000, pin_factory=pins) as led:
        led.value = 0.5
        paper.wait_for(OpenPulses(21, 40, 0, 0, 1, 1000), Pulse(21, 20_000))
        led.frequency = 1000
        paper.wait_for(OpenPulses(21, 1000, 0, 0, 1, 1000), Pulse(21, 500_000))
        assert led.value == 0.5


def test_a_motor_runs_both_ways(pins: PicoFactory, paper: PaperBoard) -> None:
    with Motor(2, 3, pin_factory=pins) as motor:
        motor.backward(0.5)
        paper.wait_for(Pulse(3, 5_000_000))
        motor.forward()
        paper.wait_for(Pulse(3, 0), Pulse(2, 10_000_000))


def test_a_servo_of_any_script_is_let_go_at_rest(pins: PicoFactory, paper: PaperBoard) -> None:
    with Servo(18, initial_value=None, pin_factory=pins) as servo:
        servo.max()
        paper.wait_for(OpenPulses(18, 20_000, 0, 0, 1, 1000), Pulse(18, 2_000_000))
        servo.value = None
        paper.wait_for(Pulse(18, 0))


def test_a_servo_whose_rest_was_chosen_is_eased_there(pins: PicoFactory, paper: PaperBoard) -> None:
    pins.choose_rest(18, 2300.0, 0.75)
    with Servo(18, pin_factory=pins):
        paper.wait_for(OpenPulses(18, 20_000, 2_300_000, 750, 1, 1000), Pulse(18, 1_500_000))


def test_a_move_is_one_frame_and_begins_on_the_boards_clock(pins: PicoFactory, paper: PaperBoard) -> None:
    with Servo(18, pin_factory=pins):
        paper.clear()
        pins.move(18, 1400.0, 0.5, Easing(start_speed=-100.0, rising=0.25, falling=0.75))
        pins.board.settle()
        (move,) = (each for each in paper.heard if isinstance(each, Move))
        assert (move.target_ns, move.duration_ms, move.start_ns_per_s) == (1_400_000, 500, -100_000)
        assert (move.rising, move.falling) == (16384, 49151)
        late = (paper.ticks() - move.begin + TICKS_PERIOD // 2) % TICKS_PERIOD - TICKS_PERIOD // 2
        assert abs(late) < 5_000_000
        pins.move(18, 700.0, 0.0, Easing())
        paper.wait_for(Pulse(18, 700_000))


def test_a_button_is_pressed_when_the_board_says_so(pins: PicoFactory, paper: PaperBoard) -> None:
    told: list[str] = []
    released = threading.Event()
    with Button(5, pin_factory=pins) as button:
        button.when_pressed = lambda: told.append("pressed")
        button.when_released = released.set
        assert not button.is_pressed
        paper.edge(5, 0)
        paper.edge(5, 1)
        assert released.wait(10)
        assert told == ["pressed"]
        paper.wait_for(OpenInput(5, 1))


def test_the_level_of_an_input_is_known_even_where_its_report_is_lost(pins: PicoFactory, paper: PaperBoard) -> None:
    paper.tells_levels = False
    with Button(5, pin_factory=pins) as button:
        assert not button.is_pressed
        paper.wait_for(OpenInput(5, 1), ReadPin(5))


def test_who_is_told_may_ask_the_board(pins: PicoFactory, paper: PaperBoard) -> None:
    answers: list[float] = []
    done = threading.Event()
    paper.voltages[27] = 65_535

    def look() -> None:
        answers.append(MCP3008(1, pin_factory=pins).value)
        done.set()

    with Button(5, pin_factory=pins) as button:
        button.when_pressed = look
        paper.edge(5, 0)
        assert done.wait(10)
    assert answers == [1.0]


def test_what_bounces_is_told_once(pins: PicoFactory, paper: PaperBoard) -> None:
    told: list[str] = []
    over = threading.Event()
    with Button(5, bounce_time=0.02, pin_factory=pins) as button:
        button.when_pressed = lambda: told.append("pressed")
        button.when_released = lambda: (told.append("released"), over.set())
        begun = paper.ticks()
        for step, level in enumerate((0, 1, 0, 1, 0, 1)):
            paper.edge(5, level, begun + step * 500)
        # Its last word was said while it bounced: it counts all the same.
        assert over.wait(10)
    assert told == ["pressed", "released"]


def test_an_edge_that_was_lost_on_the_line_is_noticed(pins: PicoFactory, paper: PaperBoard) -> None:
    pressed = threading.Event()
    with Button(5, pin_factory=pins) as button:
        button.when_pressed = pressed.set
        paper.levels[5] = 0
        assert pressed.wait(10)


def test_distance_is_measured_by_the_boards_clock(pins: PicoFactory, paper: PaperBoard) -> None:
    class Echoing(threading.Thread):
        """Whatever the line's delays are, the echo is 2 ms long on the board."""

        def run(self) -> None:
            while not over.is_set():
                calls = sum(message == Write(3, 1) for message in paper.heard)
                if calls > self.answered:
                    self.answered = calls
                    begun = paper.ticks()
                    paper.edge(2, 1, begun)
                    paper.edge(2, 0, begun + 2000)
                over.wait(0.001)

        answered = 0

    over = threading.Event()
    echoing = Echoing(daemon=True)
    echoing.start()
    with pytest.warns(match="pigpio"), DistanceSensor(2, 3, queue_len=2, pin_factory=pins) as sensor:
        assert sensor.distance == pytest.approx(0.34326, abs=0.0001)
    over.set()
    echoing.join()


def test_light_is_measured_by_the_boards_clock(pins: PicoFactory, paper: PaperBoard) -> None:
    # The capacitor is full 4 ms after the board made its pin an input, whenever that was.
    paper.rises_after_us[4] = 4000
    with LightSensor(4, queue_len=1, charge_time_limit=0.5, pin_factory=pins) as sensor:
        assert sensor.value == pytest.approx(1 - 0.004 / 0.5, abs=0.001)


def test_the_boards_own_converter_answers_as_a_chip_would(pins: PicoFactory, paper: PaperBoard) -> None:
    paper.voltages.update({26: 65_535, 28: 32_768})
    with MCP3008(0, pin_factory=pins) as first, MCP3208(2, pin_factory=pins) as third:
        assert first.value == 1.0
        assert third.value == pytest.approx(0.5, abs=0.001)
        paper.wait_for(OpenAnalog(26, 0), ReadPin(26))
        with pytest.raises(GPIOPinInUse):
            LED(26, pin_factory=pins)
    LED(26, pin_factory=pins).close()


def test_what_the_converter_cannot_do_is_a_sentence(pins: PicoFactory) -> None:
    with pytest.raises(SPIBadChannel, match="channels 0 to 2"):
        _ = MCP3008(5, pin_factory=pins).value
    with pytest.raises(SPIBadChannel, match="against ground"):
        _ = MCP3008(0, differential=True, pin_factory=pins).value
    with pytest.raises(PinSPIUnsupported, match="MCP3008"):
        MCP3008(0, device=1, pin_factory=pins)
    with pytest.raises(PinSPIUnsupported, match="MCP3008"):
        pins.spi().transfer([1, 2, 3, 4])


def test_a_neopixel_shines_without_spi(pins: PicoFactory, paper: PaperBoard) -> None:
    pixel = NeoPixel(pins)
    pixel.value = (1.0, 0.5, 0.0)
    paper.wait_for(OpenPixels(10, 1, 3, 1000), Pixels(10, 0, 1, bytes((128, 255, 0))))
    with pytest.raises(GPIOPinInUse):
        LED(10, pin_factory=pins)
    pixel.close()
    paper.wait_for(Close(10))
    LED(10, pin_factory=pins).close()


def test_a_long_row_of_pixels_takes_several_frames_and_shows_at_the_end(pins: PicoFactory, paper: PaperBoard) -> None:
    row = pins.pixels(9, 20)
    row.show(bytes(range(60)))
    paper.wait_for(Pixels(9, 0, 0, bytes(range(51))), Pixels(9, 51, 1, bytes(range(51, 60))))
    row.close()


def test_after_the_board_was_away_all_is_open_again_and_at_rest(pins: PicoFactory, paper: PaperBoard) -> None:
    back, released = threading.Event(), threading.Event()
    paper.levels[5] = 0
    with (
        LED(15, pin_factory=pins) as led,
        Servo(18, pin_factory=pins) as servo,
        PWMLED(21, active_high=False, initial_value=1, pin_factory=pins) as dimmed,
        Button(5, pin_factory=pins) as button,
    ):
        row = pins.pixels(9, 1)
        button.when_released = released.set
        led.on()
        pins.watch(lambda fault: back.set() if fault is None else None)
        paper.unplug()
        paper.levels[5] = 1
        # A script goes on without its board, and nothing is told to nobody.
        led.on()
        servo.max()
        paper.clear()
        paper.plug_in()
        assert back.wait(10)
        assert (led.value, dimmed.value, servo.pulse_width) == (0, 0, 0)
        paper.wait_for(OpenOutput(15, 0, 0, 1000), OpenPulses(18, 20_000, 0, 0, 1, 1000), Pulse(18, 0))
        paper.wait_for(OpenPulses(21, 10_000, 10_000_000, 0, 0, 1000), Pulse(21, 10_000_000), OpenInput(5, 1))
        paper.wait_for(OpenPixels(9, 1, 3, 1000))
        # While nobody looked the button was let go.
        assert released.wait(10)
        led.on()
        paper.wait_for(Write(15, 1))
        row.close()


def test_what_measures_goes_on_when_the_board_is_back(pins: PicoFactory, paper: PaperBoard) -> None:
    paper.voltages[26] = 32_768
    paper.rises_after_us[4] = 4000
    lost, back = threading.Event(), threading.Event()
    with MCP3008(0, pin_factory=pins) as pot, LightSensor(4, queue_len=1, pin_factory=pins) as sensor:
        half = pot.value
        assert sensor.value > 0.5
        pins.watch(lambda fault: lost.set() if fault else back.set())
        paper.unplug()
        assert lost.wait(10)
        assert pot.value == half
        wait_until(lambda: sensor.value == 0, "nothing is measured")
        paper.voltages[26] = 0
        paper.plug_in()
        assert back.wait(10)
        assert pot.value < half
        wait_until(lambda: sensor.value > 0.5, "it measures again")


def test_a_move_without_the_board_is_an_error(pins: PicoFactory, paper: PaperBoard) -> None:
    lost = threading.Event()
    with Servo(18, pin_factory=pins):
        pins.watch(lambda fault: lost.set())
        paper.unplug()
        assert lost.wait(10)
        with pytest.raises(OSError, match="Pico"):
            pins.move(18, 1400.0, 0.5, Easing())
    with pytest.raises(PartError):
        LED(4, pin_factory=pins)


def test_nothing_stays_open_on_the_board_when_the_program_ends(paper: PaperBoard, tmp_path: Path) -> None:
    factory = PicoFactory(str(paper.port))
    LED(15, pin_factory=factory).on()
    factory.close()
    paper.wait_for(Write(15, 1), Close(15))
