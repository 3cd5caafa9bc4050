"""Scripts that were written for a Pi, such as gpiozero's documentation teaches them, run on a laptop with a Pico."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.firmware.board import Board
from tests.running import WAITING_SECONDS, wait_until


@contextmanager
def script(text: str) -> Iterator[subprocess.Popen[str]]:
    """A script in a process of its own, which knows of the Pico by gpiozero's variable alone."""
    environment = {**os.environ, "GPIOZERO_PIN_FACTORY": "pico", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", text]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=WAITING_SECONDS)


def test_an_led_blinks(pico: Board) -> None:
    with script(
        """
from gpiozero import LED
from time import sleep

red = LED(17)

while True:
    red.on()
    sleep(0.1)
    red.off()
    sleep(0.1)
"""
    ):
        wait_until(lambda: [note.value for note in pico.history(17, "level")].count(1) >= 3, "it blinked three times")


def test_an_led_follows_a_button(pico: Board) -> None:
    with script(
        """
from gpiozero import LED, Button
from signal import pause

led = LED(17)
button = Button(2)

button.when_pressed = led.on
button.when_released = led.off

print("ready")
pause()
"""
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        pico.press(2, 0)
        on = pico.wait_for(17, "level", 1)
        pico.press(2, 1)
        pico.wait_for(17, "level", 0, after=on.time)


def test_a_potentiometer_dims_an_led(pico: Board) -> None:
    pico.analog(26, 32_768)
    with script(
        """
from gpiozero import MCP3008, PWMLED
from signal import pause

pot = MCP3008(channel=0)
led = PWMLED(17)

led.source = pot

pause()
"""
    ):
        # Ten bits, as gpiozero counts them.
        half = pico.wait_for(17, "pulse_ns", 5_007_328)
        pico.analog(26, 0)
        pico.wait_for(17, "pulse_ns", 4_885, after=half.time)


def test_a_servo_swings_between_its_ends(pico: Board) -> None:
    with script(
        """
from gpiozero import AngularServo
from time import sleep

servo = AngularServo(17, min_angle=-42, max_angle=44)

while True:
    servo.angle = -42
    sleep(0.1)
    servo.angle = 44
    sleep(0.1)
"""
    ):
        first = pico.wait_for(17, "pulse_ns", 2_000_000)
        pico.wait_for(17, "pulse_ns", 1_000_000, after=first.time)


def test_a_robot_drives(pico: Board) -> None:
    with script(
        """
from gpiozero import Robot, Motor
from time import sleep

robot = Robot(left=Motor(4, 5), right=Motor(6, 7))

robot.forward()
sleep(0.2)
robot.right()
"""
    ) as process:
        pico.wait_for(4, "pulse_ns", 10_000_000)
        pico.wait_for(7, "pulse_ns", 10_000_000)
        assert process.wait(WAITING_SECONDS) == 0
        # Where the script has ended nothing runs on: its pins float.
        assert [pico.pins()[pin]["mode"] for pin in (4, 5, 6, 7)] == ["in"] * 4


def test_a_tune_is_played(pico: Board) -> None:
    with script(
        """
from gpiozero import TonalBuzzer
from gpiozero.tones import Tone
from time import sleep

b = TonalBuzzer(17)
b.play(Tone("A4"))
sleep(0.2)
b.stop()
"""
    ) as process:
        pico.wait_for(17, "frequency", 440)
        assert process.wait(WAITING_SECONDS) == 0


def test_a_light_with_every_color_fades(pico: Board) -> None:
    with script(
        """
from gpiozero import RGBLED
from signal import pause

led = RGBLED(red=9, green=10, blue=12)
led.pulse(fade_in_time=0.2, fade_out_time=0.2, on_color=(1, 0, 1))
pause()
"""
    ):
        wait_until(lambda: len({note.value for note in pico.history(9, "pulse_ns")}) > 5, "it fades")
        assert all(note.value == 0 for note in pico.history(10, "pulse_ns"))


def test_a_script_that_is_killed_leaves_nothing_on(pico: Board) -> None:
    with script(
        """
from gpiozero import LED, Motor
from signal import pause

led = LED(17)
motor = Motor(4, 5)
led.on()
motor.forward()
pause()
"""
    ) as process:
        on = pico.wait_for(4, "pulse_ns", 10_000_000)
        process.kill()
        pico.wait_for(4, "pulse_ns", 0, after=on.time)
        pico.wait_for(17, "level", 0, after=on.time)


def test_a_script_goes_on_when_its_pico_is_back(pico: Board) -> None:
    with script(
        """
from gpiozero import LED
from signal import pause

LED(17).blink(0.05, 0.05)
pause()
"""
    ) as process:
        pico.wait_for(17, "level", 1)
        pico.unplug()
        assert process.stderr
        assert process.stderr.readline().startswith("The Pico was unplugged.")
        pico.plug_in()
        while "is there again" not in process.stderr.readline():
            pass
        back = pico.history()[-1].time
        pico.wait_for(17, "level", 1, after=back)


def test_without_a_pico_the_last_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TJBOT_PICO", "/dev/no-such-pico")
    with script("from gpiozero import LED; LED(17)") as process:
        assert process.stderr
        assert "No Pico is plugged in at /dev/no-such-pico. Plug it in." in process.stderr.read().splitlines()[-1]
