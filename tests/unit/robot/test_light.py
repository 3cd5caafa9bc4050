"""The light: colors by name, and duty cycles for either kind of LED."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from tests.virtual_time import VirtualTimeLoop, run_in_virtual_time
from tjbot.config import Configuration
from tjbot.errors import ConfigurationError, PartError, UnknownNameError
from tjbot.pins.simulated import history, simulated_factory
from tjbot.robot.body import Body
from tjbot.robot.colors import shade_of
from tjbot.robot.parts.light import Light, LightSettings

PINS = (19, 13, 12)
ORANGE_GREEN = (0x88 / 255) ** 2.2
"""The power of the green in #ff8800, so that eyes see it."""


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
        ("light blue", shade_of("lightblue")),
        ("Light-Red", (1, 0.5, 0.5)),
        ("dark yellow", (0.5, 0.5, 0)),
        ("bright red", (1, 0, 0)),
        ("grün", (0, 1, 0)),
        ("Gruen", (0, 1, 0)),
        ("weiss", (1, 1, 1)),
        ("dunkelgrün", (0, 0.5, 0)),
        ("hellblau", (0.5, 0.5, 1)),
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
    [("anode", (1, 1, 1), (0, 1 - ORANGE_GREEN, 1)), ("cathode", (0, 0, 0), (1, ORANGE_GREEN, 0))],
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


@pytest.mark.parametrize(
    ("verb", "arguments", "seconds", "peaks"),
    [
        ("blink", {"color": "red", "times": 3, "seconds": 0.4}, 1.2, 3),
        ("breathe", {"color": "red", "times": 2, "seconds": 1}, 2.0, 2),
        ("pulse", {"color": "red", "seconds": 1}, 1.0, 1),
        ("rainbow", {"times": 2, "seconds": 3}, 6.0, 3),
    ],
)
def test_an_effect_takes_its_time_and_ends_dark(
    verb: str, arguments: dict[str, Any], seconds: float, peaks: int
) -> None:
    async def scene(loop: VirtualTimeLoop) -> None:
        body, pins = light_in(loop, common="cathode")
        assert (await body.begin(verb, arguments)).value == "#000000"
        assert loop.time() == pytest.approx(seconds, abs=0.06)
        bright = [change.duty > 0.5 for change in history(pins, 19)]
        assert sum(after and not before for before, after in pairwise(bright)) == peaks
        assert duties(pins) == (0, 0, 0)

    run_in_virtual_time(scene)


def test_a_rainbow_goes_through_every_color() -> None:
    async def scene(loop: VirtualTimeLoop) -> None:
        body, pins = light_in(loop, common="cathode")
        shown = body.begin("rainbow", {"seconds": 6})
        seen = []
        for _ in range(6):
            seen.append(duties(pins))
            await asyncio.sleep(1)
        await shown
        strongest = ["".join("rgb"[place] for place in range(3) if color[place] > 0.9) for color in seen[1:]]
        assert strongest == ["rg", "g", "gb", "b", "rb"]

    run_in_virtual_time(scene)


def test_the_limit_of_brightness_dims_the_pins_and_not_what_is_read() -> None:
    async def scene(loop: VirtualTimeLoop) -> None:
        body, pins = light_in(loop, common="cathode", brightness=0.5)
        assert (await body.begin("shine", {"color": "white"})).value == "#ffffff"
        assert duties(pins) == pytest.approx((0.5**2.2,) * 3, abs=0.001)

    run_in_virtual_time(scene)


@pytest.mark.parametrize(("order", "red"), [("GRB", 1), ("RGB", 0)])
def test_a_neopixel_gets_its_frames_over_spi(order: str, red: int) -> None:
    async def scene(loop: VirtualTimeLoop) -> None:
        body, pins = light_in(loop, kind="neopixel", order=order)
        (spi,) = pins.spi_ports
        assert spi.rate == 6_400_000
        await body.begin("shine", {"color": "red"})
        await body.begin("off", {})
        first, red_frame, last = (colors_of(data) for data in spi.sent)
        assert first == last == [0, 0, 0]
        assert red_frame == [255 if place == red else 0 for place in range(3)]
        body.close()
        assert spi.closed

    run_in_virtual_time(scene)


def colors_of(data: bytes) -> list[int]:
    """The three bytes that a pixel reads from what the SPI sends: a long pulse is a 1, a short one a 0."""
    assert set(data) <= {0, 0xF8, 0xC0}
    bits = "".join("1" if byte == 0xF8 else "0" for byte in data if byte)
    assert len(bits) == 24
    assert data.endswith(bytes(224))
    return [int(bits[place : place + 8], 2) for place in (0, 8, 16)]


def test_a_neopixel_on_5_volts_without_a_level_shifter_is_a_voltage_trap() -> None:
    async def scene(loop: VirtualTimeLoop) -> None:
        with pytest.raises(ConfigurationError, match=r"needs 3\.5 V to be understood"):
            light_in(loop, kind="neopixel", supply="5 V")
        light_in(loop, kind="neopixel", supply="5 V", level_shifter=True)

    run_in_virtual_time(scene)


def test_a_neopixel_where_spi_is_taken_is_a_fault_and_no_crash() -> None:
    from gpiozero import LED

    async def scene(_: VirtualTimeLoop) -> None:
        pins = simulated_factory()
        lamp = LED(10, pin_factory=pins)
        body = Body("real", pins, [Light], lambda _: None)
        body.start(Configuration(parts={"light": {"kind": "neopixel"}}))
        assert "The light on GPIO 10 cannot be opened" in body.readings()["light"]["fault"]
        lamp.close()

    run_in_virtual_time(scene)


def test_a_pi_without_spi_names_the_line_that_switches_it_on() -> None:
    class WithoutSPI(type(simulated_factory())):  # type: ignore[misc]
        def _get_spi_class(self, shared: bool, hardware: bool) -> Any:
            if hardware:
                raise OSError("no /dev/spidev0.0")
            return super()._get_spi_class(shared, hardware)

    light = Light(LightSettings(kind="neopixel"), WithoutSPI())
    with pytest.raises(PartError, match=r"SPI.*no /dev/spidev0\.0") as caught:
        light.start()
    assert "do_spi 0" in caught.value.hint
