"""The page is for everyone: axe finds nothing serious on any of its screens, and a keyboard is enough."""

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.running import RunningDaemon, wait_until

AXE = Path(__file__).parents[2] / "web_ui" / "node_modules" / "axe-core" / "axe.min.js"
FORGIVEN = {
    # What lies over something else, or is cut out of paper, it cannot decide; what it can decide counts.
    "color-contrast",
    # A live picture of oneself has nothing to caption.
    "video-caption",
}
FLAT = """
:root { --grain: none !important; --flutes: none !important; }
:root { --kraft: #d6b98e !important; --kraft-dark: #bf9a6c !important; }
*:not([style*="--paint"]), *::before, *::after { background-image: none !important; }
"""
"""Behind a texture axe cannot tell a contrast. So the textures go, and cardboard is as dark as a dark spot of it."""
LOOK = """async (flat) => {
    const before = [...document.adoptedStyleSheets];
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(flat);
    document.adoptedStyleSheets = [...before, sheet];
    const { violations, incomplete } = await axe.run(document, { resultTypes: ['violations', 'incomplete'] });
    document.adoptedStyleSheets = before;
    return JSON.stringify({ violations, incomplete });
}"""


def findings(page: Page) -> list[str]:
    """What axe holds against the page as it is now, and what it could not decide."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = json.loads(page.evaluate(LOOK, FLAT))
    undecided = [rule for rule in result["incomplete"] if rule["id"] not in FORGIVEN]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['any'][0]['message'] if node['any'] else ''}"
        for rule in result["violations"] + undecided
        for node in rule["nodes"]
    ]


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
        if (focused === document.body) return '';
        return (focused.ariaLabel ?? (focused.labels?.[0] ?? focused).textContent).trim();
    }"""
    # More than there are in a whole round of the page, so that only a trap uses them up.
    for _ in range(120):
        page.keyboard.press("Tab")
        focused = page.evaluate(focused_text)
        if name in str(focused):
            return
    raise AssertionError(f'Tab does not lead to "{name}"')
