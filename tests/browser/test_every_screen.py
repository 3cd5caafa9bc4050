"""Everyone can use it: on every screen axe finds nothing, nothing moves, and small windows and large text do."""

import json
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.looking_over import too_wide
from tests.browser.screens import PLACES, WALKS, text_is_in
from tests.browser.test_accessibility import findings
from tests.browser.test_robots import ROOM, tell
from tests.running import RunningDaemon, running

PARTS = {"button": {}, "distance": {}, "brightness": {}, "buzzer": {}, "voice": {"sound": "page"}}
"""A robot with everything that has a panel of its own."""


def looked_over(page: Page, screen: str) -> list[str]:
    """What is wrong with the screen that is shown."""
    moving = page.evaluate("document.getAnimations().map((each) => each.effect.target.outerHTML.slice(0, 80))")
    return [f"{screen}: {each}" for each in [*findings(page), *too_wide(page), *(f"moves: {one}" for one in moving)]]


def let_in(home: Path, name: str) -> None:
    """Somebody has come in before the robot starts."""
    now = time.time_ns() // 1_000_000
    one = {"id": "1", "kind": "pupil", "name": name, "address": "192.168.4.20", "since": now, "last_seen": now}
    (home / "secrets").mkdir(parents=True)
    (home / "secrets" / "sessions.json").write_text(json.dumps({"sessions": [{**one, "token_sha256": "0" * 64}]}))


def test_every_place_is_walked() -> None:
    assert sorted(WALKS) == sorted(PLACES)


@pytest.mark.timeout(400)
def test_axe_finds_nothing_on_any_screen_and_each_fits(playwright: Playwright, tmp_path: Path) -> None:
    let_in(tmp_path, "Ada")
    with (
        running(tmp_path, parts=PARTS, listen="0.0.0.0") as robot,
        visiting(playwright, "about:blank", camera="film", cameras=2) as visit,
    ):
        page = visit.page
        page.emulate_media(reduced_motion="reduce")
        tell(page, ROOM)
        page.goto(robot.url)
        text_is_in(page)
        wrong = []
        for place, walks in WALKS.items():
            page.evaluate("place => { location.hash = place }", place)
            for walk in walks:
                for screen in walk(page, robot):
                    wrong += looked_over(page, f"{place} {screen}")
        page.goto(f"{robot.url}/#play")
        robot.stop()
        expect(page.get_by_text("robot is away")).to_be_visible()
        wrong += looked_over(page, "the robot is away")
        assert wrong == []


@pytest.mark.timeout(120)
def test_axe_finds_nothing_at_the_robots_door_and_on_the_plain_page(
    playwright: Playwright, tmp_path: Path, robot: RunningDaemon
) -> None:
    wrong = []
    with running(tmp_path / "private", private=True) as private, visiting(playwright, private.url) as visit:
        page = visit.page
        page.emulate_media(reduced_motion="reduce")
        expect(page.get_by_label("The robot’s code")).to_be_focused()
        page.get_by_role("button", name="Come in").click()
        expect(page.get_by_role("alert")).to_be_visible()
        wrong += looked_over(page, "the door")
        page.set_viewport_size({"width": 390, "height": 844})
        # As over plain http from another computer.
        page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
        page.goto(robot.url)
        expect(page.get_by_text("Over plain http")).to_be_visible()
        for tab in ("See", "Do", "Recipe"):
            page.get_by_role("tab", name=tab).click()
            wrong += looked_over(page, f"a phone over plain http: {tab}")
    assert wrong == []
