"""The page is for everyone: axe finds nothing serious on any of its screens, and a keyboard is enough."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.running import RunningDaemon, wait_until

AXE = Path(__file__).parents[2] / "web_ui" / "node_modules" / "axe-core" / "axe.min.js"
FORGIVEN = {
    # Textures lie behind the text, so axe cannot tell; the colours are chosen against the darkest of them.
    "color-contrast",
    # A live picture of oneself has nothing to caption.
    "video-caption",
}


def findings(page: Page) -> list[str]:
    """What axe holds against the page as it is now, and what it could not decide."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = json.loads(page.evaluate("axe.run(document).then((result) => JSON.stringify(result))"))
    undecided = [rule for rule in result["incomplete"] if rule["id"] not in FORGIVEN]
    return [f"{rule['id']}: {node['target']}" for rule in result["violations"] + undecided for node in rule["nodes"]]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (820, 1180)])
def test_axe_finds_nothing(playwright: Playwright, robot: RunningDaemon, width: int, height: int) -> None:
    with visiting(playwright, robot.url, width=width, height=height) as visit:
        page = visit.page
        expect(page.get_by_role("button", name="wave", exact=True)).to_be_enabled()
        assert findings(page) == []
        page.get_by_role("button", name="say", exact=True).click()
        expect(page.get_by_role("img", name=re.compile("It says"))).to_be_visible()
        assert findings(page) == []
        page.get_by_role("button", name="Start camera").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert findings(page) == []


def test_axe_finds_nothing_on_a_phone(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, robot.url, width=390, height=844) as visit:
        for tab in ("See", "Do", "Recipe"):
            visit.page.get_by_role("tab", name=tab).click()
            assert findings(visit.page) == [], tab


def test_a_keyboard_is_enough(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, robot.url) as visit:
        page = visit.page
        box = page.get_by_role("textbox", name="Text of the recipe")
        expect(box).to_be_visible()
        press_tab_until(page, "say")
        press_tab_until(page, "Run")
        page.keyboard.press("Enter")
        expect(page.get_by_text("is running")).to_be_visible()
        press_tab_until(page, "Text of the recipe")
        page.keyboard.press("Control+End")
        page.keyboard.type("# mine")
        page.keyboard.press("Tab")
        expect(box).to_contain_text(re.compile(r"# mine +$"))
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        expect(box).not_to_be_focused()


def test_whoever_wants_calm_gets_it(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, robot.url) as visit:
        visit.page.emulate_media(reduced_motion="reduce")
        visit.page.get_by_role("button", name="raise arm").click()
        body = robot.daemon.robot.bodies["real"]
        wait_until(lambda: robot.call(lambda: body.reading("arm")["angle"]) > 80, "it is up")
        expect(visit.page.get_by_role("img", name=re.compile("81 degrees"))).to_be_visible()
        assert visit.page.evaluate("document.getAnimations().length") == 0


def press_tab_until(page: Page, name: str) -> None:
    """Walks on with Tab until something with this name has the focus; a trap on the way fails the test."""
    # Where nothing has the focus, the whole page is said to have it; its text names everything.
    focused_text = """() => {
        const focused = document.activeElement;
        return focused === document.body ? '' : (focused.ariaLabel ?? focused.textContent).trim();
    }"""
    # More than there are in a whole round of the page, so that only a trap uses them up.
    for _ in range(120):
        page.keyboard.press("Tab")
        focused = page.evaluate(focused_text)
        if name in str(focused):
            return
    raise AssertionError(f'Tab does not lead to "{name}"')
