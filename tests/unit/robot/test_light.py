"""The light: colors by name, and duty cycles for either kind of LED."""

import asyncio
from typing import Any

import pytest

from tests.virtual_time import VirtualTimeLoop, run_in_virtual_time
from tjbot.config import Configuration
from tjbot.errors import ConfigurationError, UnknownNameError
from tjbot.pins.simulated import history, simulated_factory
from tjbot.robot.body import Body
from tjbot.robot.parts.light import Light, shade_of

PINS = (19, 13, 12)


def light_in(loop: VirtualTimeLoop, **table: Any) -> tuple[Body, Any]:
    class LightInVirtualTime(Light):
        def __init__(self, settings: Any, pins: Any) -> None:
            super().__init__(settings, pins, loop.time)

    pins = simulated_factory()
    body = Body("real", pins, [LightInVirtualTime], lambda _: None)
    body.start(Configuration(parts={"light": table}))
    return body, pins


def duties(pins: Any) -> tuple[float, ...]:
    return tuple(round(pins.pin(pin).state, 3) for pin in PINS)


@pytest.mark.parametrize(
    ("word", "shade"),
    [
        ("red", (1, 0, 0)),
        ("green", (0, 1, 0)),
        ("GREEN", (0, 1, 0)),
        ("Hot Pink", (1, 0x69 / 255, 0xB4 / 255)),
        ("#0f0", (0, 1, 0)),
        ("#FF8800", (1, 0x88 / 255, 0)),
        ("black", (0, 0, 0)),
    ],
)
def test_a_color_is_a_name_or_a_number(word: str, shade: tuple[float, ...]) -> None:
    assert shade_of(word) == pytest.approx(shade)


@pytest.mark.parametrize("word", ["grene", "#12", "#gggggg", "red;", "", "0", "röd", "x" * 40])
def test_an_unknown_color_is_refused_with_a_hint(word: str) -> None:
    with pytest.raises(UnknownNameError, match="There is no color") as caught:
        shade_of(word)
    assert caught.value.hint


def test_a_misspelt_color_gets_the_nearest_one() -> None:
    with pytest.raises(UnknownNameError) as caught:
        shade_of("grren")
    assert caught.value.hint == 'Did you mean "green"?'


@pytest.mark.parametrize(
    ("common", "dark", "orange"),
    [("anode", (1, 1, 1), (0, 1 - 0x88 / 255, 1)), ("cathode", (0, 0, 0), (1, 0x88 / 255, 0))],
)
def test_the_duty_cycles_fit_the_kind_of_led(common: str, dark: tuple[float, ...], orange: tuple[float, ...]) -> None:
    async def scene(loop: VirtualTimeLoop) -> None:
        body, pins = light_in(loop, common=common)
        assert duties(pins) == dark
        assert (await body.begin("shine", {"color": "#ff8800"})).value == "#ff8800"
        assert duties(pins) == pytest.approx(orange, abs=0.001)
        assert body.readings() == {"light": {"color": "#ff8800"}}
        assert (await body.begin("off", {})).value == "#000000"
        assert duties(pins) == dark
        await body.begin("shine", {"color": "white"})
        await body.rest()
        assert duties(pins) == dark

    run_in_virtual_time(scene)


def test_a_pulse_glows_up_and_fades_to_dark_in_its_time() -> None:
    async def scene(loop: VirtualTimeLoop) -> None:
        body, pins = light_in(loop, common="cathode")
        answer = await body.begin("pulse", {"color": "red", "seconds": 0.5})
        assert answer.value == "#000000"
        assert loop.time() == pytest.approx(0.5, abs=0.03)
        brightness = [change.duty for change in history(pins, 19)]
        highest = brightness.index(max(brightness))
        assert max(brightness) > 0.9
        assert brightness[:highest] == sorted(brightness[:highest])
        assert brightness[highest:] == sorted(brightness[highest:], reverse=True)
        assert brightness[-1] == 0

    run_in_virtual_time(scene)


def test_a_color_takes_over_from_a_pulse() -> None:
    async def scene(loop: VirtualTimeLoop) -> None:
        body, pins = light_in(loop, common="cathode")
        pulse = body.begin("pulse", {"color": "red", "seconds": 5})
        await asyncio.sleep(1)
        await body.begin("shine", {"color": "blue"})
        assert (await pulse).note
        await asyncio.sleep(5)
        assert duties(pins) == (0, 0, 1)

    run_in_virtual_time(scene)


def test_an_unknown_color_leaves_the_light_as_it_was() -> None:
    async def scene(loop: VirtualTimeLoop) -> None:
        body, pins = light_in(loop, common="cathode")
        await body.begin("shine", {"color": "red"})
        with pytest.raises(UnknownNameError):
            await body.begin("shine", {"color": "rde"})
        assert duties(pins) == (1, 0, 0)

    run_in_virtual_time(scene)


def test_one_pin_for_two_colors_is_named_before_anything_is_driven() -> None:
    async def scene(loop: VirtualTimeLoop) -> None:
        with pytest.raises(ConfigurationError, match=r"wire red and the light's wire green are both on GPIO 13"):
            light_in(loop, red_pin=13)

    run_in_virtual_time(scene)


def test_a_pin_that_is_taken_is_a_fault_and_no_crash() -> None:
    from gpiozero import LED

    async def scene(_: VirtualTimeLoop) -> None:
        pins = simulated_factory()
        lamp = LED(13, pin_factory=pins)
        body = Body("real", pins, [Light], lambda _: None)
        body.start(Configuration())
        assert "Check [light] in tjbot.toml" in body.readings()["light"]["fault"]
        lamp.close()

    run_in_virtual_time(scene)
