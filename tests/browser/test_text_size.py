"""Letters for the last row of a class, and colours that the computer chooses."""

import re

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.recipe_editor import text_box
from tests.browser.test_accessibility import press_tab_until
from tests.running import RunningDaemon

LETTERS = "(element) => parseFloat(getComputedStyle(element).fontSize)"
FORGETFUL = """Object.defineProperty(window, 'localStorage', {
    get() { throw new DOMException('', 'SecurityError'); },
})"""


def letters(where: Locator) -> float:
    """How large they are, in pixels."""
    return float(where.evaluate(LETTERS))


def bottom(where: Locator) -> float:
    """Where something ends, in pixels from the window's upper edge."""
    box = where.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_letters_are_read_from_the_last_row(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, robot.url) as visit:
        page = visit.page
        usual = letters(text_box(page))
        press_tab_until(page, "Size of the text")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.reload()
        expect(page.get_by_role("combobox", name="Size of the text")).to_have_value("beamer")
        assert letters(text_box(page)) == pytest.approx(1.6 * usual)
        for width, height in ((1366, 768), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            stage = page.get_by_role("img", name=re.compile("^The robot"))
            assert bottom(stage) <= height
            assert bottom(text_box(page).locator("xpath=ancestor::*[contains(@class, 'card')]")) <= height
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        # So large that a narrow window is a phone's.
        page.set_viewport_size({"width": 1000, "height": 1000})
        expect(page.get_by_role("tab", name="Recipe")).to_be_visible()
        assert not visit.complaints


def test_a_browser_that_keeps_nothing_has_large_letters_too(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, "about:blank") as visit:
        visit.page.add_init_script(FORGETFUL)
        visit.page.goto(robot.url)
        usual = letters(text_box(visit.page))
        visit.page.get_by_role("combobox", name="Size of the text").select_option("large")
        assert letters(text_box(visit.page)) == pytest.approx(1.2 * usual)
        assert not visit.complaints


def test_what_is_on_is_seen_in_the_computers_own_colors(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, robot.url) as visit:
        page = visit.page
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        fist = page.get_by_role("button", name="Pretend to see fist")
        before = look(page, fist)
        fist.hover()
        page.mouse.down()
        expect(page.locator("li.seen", has_text="fist")).to_be_visible()
        assert look(page, fist) != before
        bar = page.locator("li.seen .bar")
        assert look(page, bar)["background"] != look(page, bar.locator("span"))["background"]
        page.mouse.up()
        for name in ("wave", "Run", "Start camera"):
            assert float(look(page, page.get_by_role("button", name=name, exact=True))["border"]) >= 1, name
        on = page.get_by_role("switch", name="Hands")
        off = page.get_by_role("switch", name="Faces")
        assert look(page, on.locator(".slot"))["background"] != look(page, off.locator(".slot"))["background"]


def look(page: Page, where: Locator) -> dict[str, str]:
    """How something is drawn."""
    found: dict[str, str] = where.evaluate(
        """(element) => {
            const style = getComputedStyle(element);
            return { background: style.backgroundColor, border: parseFloat(style.borderTopWidth).toString() };
        }"""
    )
    return found
