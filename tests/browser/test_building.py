"""Building a robot with the page: the arm is calibrated by a slider, and the wires are drawn as they are configured."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.test_accessibility import findings, press_tab_until
from tests.browser.test_page import button
from tests.firmware.board import board
from tests.running import ARM_PIN, RunningDaemon, running, wait_until
from tjbot.config import PinsSettings, load
from tjbot.pins.choose import PICO_VARIABLE

ON_A_PICO = PinsSettings(board="pico")
TABLES = {"button": {}, "distance": {}, "brightness": {}, "buzzer": {}, "arm": {"pin": 7}}


@pytest.fixture
def page(playwright: Playwright, robot: RunningDaemon) -> Iterator[Page]:
    """The building sheets of a robot that has what is in the kit."""
    with visiting(playwright, f"{robot.url}/#build") as visit:
        yield visit.page
        # A refused setting is an answer of 400, which the browser notes by itself.
        assert not [complaint for complaint in visit.complaints if "400" not in complaint]


def slide(page: Page, robot: RunningDaemon, pulse_us: int) -> None:
    page.get_by_role("slider").fill(str(pulse_us))
    wait_until(lambda: round(robot.pulses_us()[-1]) == pulse_us, "the arm follows the slider")


def test_the_arm_is_calibrated_with_the_slider_and_kept(page: Page, robot: RunningDaemon) -> None:
    (robot.home / "tjbot.toml").write_text('# Mine.\nname = "Pip"\n')
    button(page, "Begin").click()
    for place, pulse in (("down", 2400), ("up", 1500), ("back", 500)):
        slide(page, robot, pulse)
        button(page, f"This is {place}").click()
    button(page, "A little longer pulse").click()
    wait_until(lambda: round(robot.pulses_us()[-1]) == 510, "one step on")
    button(page, "This is back").click()
    button(page, "Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert (robot.home / "tjbot.toml").read_text().startswith("# Mine.")
    assert load(robot.home).parts["arm"] == {
        "side": "right",
        "down_pulse_us": 2400,
        "up_pulse_us": 1500,
        "back_pulse_us": 510,
    }
    page.get_by_role("link", name="Back to playing").click()
    button(page, "arm back").click()
    wait_until(lambda: round(robot.pulses_us()[-1]) == 510, "the arm is back")


def test_what_is_out_of_order_is_refused_and_cancel_puts_all_back(page: Page, robot: RunningDaemon) -> None:
    button(page, "Begin").click()
    slide(page, robot, 500)
    button(page, "This is up").click()
    button(page, "Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Up must lie between down and back")
    button(page, "Cancel").click()
    wait_until(lambda: robot.pulses_us()[-1] == 0, "the arm rests")
    assert round([pulse for pulse in robot.pulses_us() if pulse][-1]) == 2300
    assert not (robot.home / "tjbot.toml").exists()
    button(page, "Begin").click()
    expect(page.get_by_text("1400 µs")).to_be_visible()


def stopped_in_mid_wave(page: Page, robot: RunningDaemon) -> bool:
    """Begins a wave and presses Esc; false where the wave was over before, as happens on a busy machine."""
    robot.forget_history()
    button(page, "Try a wave").click()
    wait_until(lambda: 1600 in map(round, robot.pulses_us()), "it is up on the other side")
    page.keyboard.press("Escape")
    halted = page.get_by_role("alert").filter(has_text="halted")
    wait_until(lambda: halted.count() or 700 in map(round, robot.pulses_us()), "it is halted, or down again")
    return halted.count() > 0


def test_the_other_hand_and_a_wave_before_saving(page: Page, robot: RunningDaemon) -> None:
    button(page, "Begin").click()
    button(page, "Other hand").click()
    expect(page.get_by_text("left-handed")).to_be_visible()
    assert any(stopped_in_mid_wave(page, robot) for _ in range(5))
    button(page, "Try a wave").click()
    wait_until(lambda: 700 in map(round, robot.pulses_us()), "it is down on the other side")


def test_who_leaves_in_the_middle_leaves_a_resting_arm(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, f"{robot.url}/#build") as visit:
        button(visit.page, "Begin").click()
        slide(visit.page, robot, 700)
        visit.page.get_by_role("link", name="Back to playing").click()
        wait_until(lambda: robot.pulses_us()[-1] == 0, "the arm rests")
        visit.page.get_by_role("link", name="Build & calibrate").click()
        button(visit.page, "Begin").click()
        slide(visit.page, robot, 700)
    wait_until(lambda: robot.pulses_us()[-1] == 0, "the arm rests")


def test_the_wiring_is_that_of_the_settings_whatever_parts_there_are(playwright: Playwright, tmp_path: Path) -> None:
    with running(tmp_path, parts=TABLES) as robot, visiting(playwright, f"{robot.url}/#build") as visit:
        page = visit.page
        rows = page.get_by_role("row")
        expect(rows.filter(has_text="orange, signal")).to_have_text(re.compile(r"arm.*26\s*GPIO 7"))
        picture = page.get_by_role("img", name=re.compile("The pins of the Raspberry Pi"))
        for part in (*TABLES, "light"):
            expect(picture.get_by_text(part, exact=True).first).to_be_visible()
        wire = page.get_by_role("button", name="green, echo")
        wire.click()
        expect(wire).to_have_attribute("aria-pressed", "true")
        expect(page.locator("svg .wire.chosen")).to_have_count(1)


def test_a_robot_on_a_pico_has_a_pico_drawn(playwright: Playwright, tmp_path: Path) -> None:
    parts = {**TABLES, "arm": {}}
    with running(tmp_path, parts=parts, pins=ON_A_PICO) as robot, visiting(playwright, f"{robot.url}/#build") as visit:
        rows = visit.page.get_by_role("row")
        expect(rows.filter(has_text="orange, signal")).to_have_text(re.compile(r"arm.*24\s*GP18"))
        expect(rows.filter(has_text="red, 5 V").first).to_have_text(re.compile(r"arm.*40 \(shared\)\s*VBUS"))
        picture = visit.page.get_by_role("img", name=re.compile("The pins of the Pico"))
        for name in (*parts, "light", "VBUS", "GP18", "GP28", "USB"):
            expect(picture.get_by_text(name, exact=True).first).to_be_visible()
        expect(visit.page.get_by_text("Unplug the Pico before you move one.")).to_be_visible()


def test_the_arm_on_a_pico_is_calibrated_as_on_a_pi(
    playwright: Playwright, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with board() as pico:
        monkeypatch.setenv(PICO_VARIABLE, pico.path)
        with (
            running(tmp_path, pins=ON_A_PICO, simulate=False) as robot,
            visiting(playwright, f"{robot.url}/#build") as visit,
        ):
            button(visit.page, "Begin").click()
            visit.page.get_by_role("slider").fill("2400")
            pico.wait_for(ARM_PIN, "pulse_ns", 2_400_000)
            button(visit.page, "This is down").click()
            button(visit.page, "Save").click()
            expect(visit.page.get_by_text("Saved.")).to_be_visible()
            assert load(robot.home).parts["arm"]["down_pulse_us"] == 2400


@pytest.mark.parametrize(("pins", "arm"), [(PinsSettings(), {"pin": 7}), (ON_A_PICO, {})], ids=["on a Pi", "on a Pico"])
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (820, 1180), (390, 844)])
def test_it_fits_and_axe_finds_nothing(
    playwright: Playwright, tmp_path: Path, width: int, height: int, pins: PinsSettings, arm: dict[str, int]
) -> None:
    with (
        running(tmp_path, parts={**TABLES, "arm": arm}, pins=pins) as robot,
        visiting(playwright, f"{robot.url}/#build", width=width, height=height) as visit,
    ):
        button(visit.page, "Begin").click()
        expect(visit.page.get_by_role("slider")).to_be_visible()
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        assert findings(visit.page) == []


def test_a_keyboard_calibrates(page: Page, robot: RunningDaemon) -> None:
    expect(button(page, "Begin")).to_be_enabled()
    press_tab_until(page, "Begin")
    page.keyboard.press("Enter")
    expect(page.get_by_role("slider")).to_be_visible()
    press_tab_until(page, "Pulse")
    page.keyboard.press("ArrowLeft")
    wait_until(lambda: round(robot.pulses_us()[-1]) == 2290, "one step")


def test_on_paper_there_is_the_wiring_alone(page: Page) -> None:
    expect(page.get_by_role("table", name="Every wire")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("table", name="Every wire")).to_be_visible()
    expect(page.get_by_role("heading", name="Calibrate the arm")).to_be_hidden()
    expect(button(page, "STOP everything")).to_be_hidden()


def test_a_press_lights_its_button_and_a_button_is_pressed_in_the_page(playwright: Playwright, tmp_path: Path) -> None:
    recipe = 'from tjbot import robot\n\n@robot.when_pressed("button")\ndef press():\n    robot.shine("red")\n'
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "press.py").write_text(recipe)
    with running(tmp_path, parts=TABLES, autostart="press.py") as robot, visiting(playwright, robot.url) as visit:
        pretend = visit.page.get_by_role("button", name="Pretend to press button", exact=True)
        expect(pretend).to_have_attribute("aria-pressed", "false")
        robot.call(lambda: robot.daemon.pins.pin(5).drive_low())
        expect(pretend).to_have_attribute("aria-pressed", "true")
        robot.call(lambda: robot.daemon.pins.pin(5).drive_high())
        wait_until(lambda: robot.light() == (1.0, 0.0, 0.0), "the recipe shines")
        robot.forget_history()
        button(visit.page, "off").click()
        wait_until(lambda: robot.light() == (0.0, 0.0, 0.0), "it is off")
        pretend.click()
        wait_until(lambda: robot.light() == (1.0, 0.0, 0.0), "the recipe shines again")
