"""Buttons and sensors on simulated pins: edges are noticed, readings change, and what is wrong is a sentence."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

import pytest
import uvloop
from gpiozero.pins.mock import MockChargingPin, MockFactory, MockTriggerPin

from tjbot.config import Configuration, read_table
from tjbot.errors import ConfigurationError
from tjbot.pins.simulated import simulated_factory
from tjbot.protocol.messages import Seen
from tjbot.robot.body import Body
from tjbot.robot.part import Part
from tjbot.robot.parts.brightness import Brightness
from tjbot.robot.parts.button import Button, ButtonSettings
from tjbot.robot.parts.distance import Distance
from tjbot.robot.sensing import Below


class Robot:
    """A body with one part, and all that it noticed."""

    def __init__(self, kind: type[Part], pins: Any, table: dict[str, Any]) -> None:
        self.noticed: list[tuple[str, str, str]] = []
        self.news = asyncio.Event()
        self.body = Body("real", pins, [kind], lambda part: self.news.set(), noticed=self._note)
        self.body.start(Configuration(parts={kind.name: table}))
        self.kind = kind

    @property
    def reading(self) -> dict[str, Any]:
        return self.body.reading(self.kind.name)

    async def until(self, condition: Any) -> None:
        async with asyncio.timeout(30):
            while not condition():
                self.news.clear()
                await self.news.wait()

    def _note(self, seen: Seen) -> None:
        self.noticed.append((seen.sense, seen.label, seen.phase))
        self.news.set()


def run(test: Coroutine[Any, Any, None]) -> None:
    uvloop.run(asyncio.wait_for(test, 60))


def test_a_press_comes_from_another_thread_and_is_noticed_with_both_edges() -> None:
    async def test() -> None:
        pins = simulated_factory()
        robot = Robot(Button, pins, {"more": {"doorbell": 6}})
        assert robot.body.labels() == ["button", "doorbell"]
        assert robot.reading == {"button": False, "doorbell": False}
        threading.Thread(target=pins.pin(6).drive_low).start()
        await robot.until(lambda: robot.reading["doorbell"])
        assert robot.reading == {"button": False, "doorbell": True}
        threading.Thread(target=pins.pin(6).drive_high).start()
        await robot.until(lambda: len(robot.noticed) == 2)
        assert robot.noticed == [("touch", "doorbell", "started"), ("touch", "doorbell", "stopped")]
        robot.body.close()

    run(test())


def test_two_buttons_of_one_name_are_refused() -> None:
    async def test() -> None:
        robot = Robot(Button, simulated_factory(), {"more": {"button": 6}})
        assert "Two buttons are called" in robot.reading["fault"]

    run(test())


@pytest.mark.parametrize("more", [{"": 6}, {"Doorbell!": 6}, {"doorbell": 29}, {"doorbell": "6"}])
def test_wrong_buttons_are_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        read_table({"more": more}, ButtonSettings, "[button] in tjbot.toml")


def test_the_distance_is_read_in_meters_and_what_is_near_is_noticed() -> None:
    async def test() -> None:
        pins = MockFactory()
        echo = pins.pin(24)
        # The echo's time for 1 m and back; a busy computer only makes it longer.
        trigger = pins.pin(23, pin_class=MockTriggerPin, echo_pin=echo, echo_time=0.0058)
        robot = Robot(Distance, pins, {"near_meters": 0.5, "farthest_meters": 4.0})
        assert robot.reading == {"distance": None}
        await robot.until(lambda: robot.reading["distance"] is not None)
        assert 0.9 < robot.reading["distance"] <= 4
        assert robot.noticed == []
        trigger.echo_time = 0.0001
        await robot.until(lambda: robot.noticed)
        assert robot.noticed == [("see", "something near", "started")]
        assert robot.reading["distance"] < 0.5
        trigger.echo_time = 0.02
        await robot.until(lambda: len(robot.noticed) == 2)
        assert robot.noticed[1] == ("see", "something near", "stopped")
        robot.body.close()

    run(test())


def test_nothing_within_reach_is_no_reading_and_no_noise(capfd: pytest.CaptureFixture[str]) -> None:
    async def test() -> None:
        robot = Robot(Distance, simulated_factory(), {})
        sensor = robot.body.part("distance")
        assert isinstance(sensor, Distance)
        assert sensor.measure(sensor.device) is None
        assert robot.body.labels() == ["something near"]
        robot.body.close()

    run(test())
    assert capfd.readouterr().err == ""


def test_darkness_is_noticed() -> None:
    async def test() -> None:
        pins = MockFactory()
        pin = pins.pin(27, pin_class=MockChargingPin, charge_time=0.001)
        robot = Robot(Brightness, pins, {"charging_seconds": 0.1})
        await robot.until(lambda: robot.reading["brightness"] is not None)
        assert 0.5 < robot.reading["brightness"] <= 1
        assert robot.noticed == []
        pin.charge_time = 10.0
        await robot.until(lambda: robot.noticed)
        assert robot.noticed == [("see", "darkness", "started")]
        robot.body.close()

    run(test())


def test_at_the_limit_nothing_flickers() -> None:
    below = Below(0.3, 0.36)
    changes = [below.feed(value) for value in (0.5, 0.31, 0.29, 0.31, 0.3, 0.35, 0.37, 0.31)]
    assert changes == [False, False, True, False, False, False, True, False]
