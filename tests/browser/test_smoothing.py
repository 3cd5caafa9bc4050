"""How eager a word is: moved in the page, seen in its chart, kept on the robot, and the same in every page."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.hands import render_video
from tests.browser.test_accessibility import findings
from tests.running import running, wait_until

SLOWLY = 60_000
"""Milliseconds that a test waits: models load, and a slow machine sees few frames a second."""


def open_drawer(page: Page, label: str) -> None:
    page.get_by_role("button", name=f"{label}:").click()
    expect(page.get_by_role("slider", name="How sure it must be")).to_be_visible()


def line_is_drawn(page: Page) -> None:
    """Waits until the chart holds a line in the colour of seeing."""
    page.wait_for_function(
        """() => {
            const canvas = document.querySelector('.drawer canvas');
            const data = canvas.width && canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            for (let at = 0; data && at < data.length; at += 4) {
                if (data[at] === 0x0c && data[at + 1] === 0x4f && data[at + 2] === 0x9c) return true;
            }
            return false;
        }""",
        timeout=SLOWLY,
    )


@pytest.mark.live
@pytest.mark.timeout(240)
def test_a_pupil_sees_why_nothing_happens_and_changes_it(playwright: Playwright, films: Path, tmp_path: Path) -> None:
    film = render_video([("open hand", 6)], films)
    with running(tmp_path) as robot, visiting(playwright, robot.url, camera="film", film=film) as visit:
        page = visit.page
        open_drawer(page, "fist")
        expect(page.get_by_text("The camera is off.")).to_be_visible()
        visit.start_camera()
        expect(page.locator("li.seen", has_text="open hand")).to_be_visible(timeout=SLOWLY)
        expect(page.get_by_text("there is nothing like it")).to_be_visible()
        open_drawer(page, "open hand")
        line_is_drawn(page)
        expect(page.get_by_text("the robot was told")).to_be_visible()
        assert findings(page) == []
        page.get_by_role("slider", name="Pictures in a row to begin").fill("15")
        kept = robot.home / "smoothing.json"
        wait_until(lambda: kept.exists() and "15" in kept.read_text(), "the robot keeps it")
        assert json.loads(kept.read_text())["hand"]["open hand"]["frames_to_enter"] == 15
        with visiting(playwright, robot.url) as other:
            open_drawer(other.page, "open hand")
            slider = other.page.get_by_role("slider", name="Pictures in a row to begin")
            expect(slider).to_have_value("15")
            page.get_by_role("button", name="As usual").click()
            expect(slider).to_have_value("3")
        wait_until(lambda: json.loads(kept.read_text()) == {}, "and forgets it")
        assert not visit.complaints


def test_a_drawer_fits_into_every_window(playwright: Playwright, tmp_path: Path) -> None:
    with running(tmp_path) as robot:
        for width, height in ((1366, 768), (820, 1180), (390, 844)):
            with visiting(playwright, robot.url, width=width, height=height) as visit:
                before = visit.page.evaluate("document.documentElement.scrollHeight")
                open_drawer(visit.page, "fist")
                assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
                if width == 1366:
                    assert visit.page.evaluate("document.documentElement.scrollHeight") == before
                assert findings(visit.page) == []
