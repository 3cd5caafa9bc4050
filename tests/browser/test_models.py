"""The models' switches: each is loaded and let go of by itself, while the camera and the others go on."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, Route, expect

from tests.browser.chromium import visiting
from tests.browser.hands import render_video
from tests.browser.test_accessibility import findings
from tests.running import RunningDaemon, running, wait_until

SLOWLY = 60_000
"""Milliseconds that a test waits: models load, and a slow machine sees few frames a second."""


def offered(robot: RunningDaemon) -> set[str]:
    labels: set[str] = set(robot.call(lambda: robot.daemon.robot.labels("real")))
    return labels


def switch(page: Page, title: str) -> Any:
    return page.get_by_role("switch", name=title)


def test_all_switches_are_in_sight_at_once_and_nothing_scrolls_within_what_scrolls(
    playwright: Playwright, tmp_path: Path
) -> None:
    with running(tmp_path) as robot, visiting(playwright, robot.url) as visit:
        page = visit.page
        expect(page.get_by_role("button", name="Pretend to see fist")).to_be_enabled()
        assert switch(page, "Listen").count() == 1
        for one in page.get_by_role("switch").all():
            expect(one).to_be_in_viewport(ratio=1)
        nested = """() => [...document.querySelectorAll('[aria-labelledby="see-heading"] .on-sheet *')]
            .filter((element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowY))
            .map((element) => element.outerHTML)"""
        assert page.evaluate(nested) == []


def test_the_picture_stays_in_sight_while_its_words_scroll(playwright: Playwright, tmp_path: Path) -> None:
    with running(tmp_path) as robot, visiting(playwright, robot.url) as visit:
        page = visit.page
        last = page.get_by_role("button", name="Pretend to hear quiet")
        last.scroll_into_view_if_needed()
        expect(last).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name="Start camera", exact=True)).to_be_in_viewport(ratio=1)
        first = page.get_by_role("button", name="Pretend to see open hand")
        first.focus()
        button, window = first.bounding_box(), page.locator(".window").bounding_box()
        assert button is not None
        assert window is not None
        assert button["y"] >= window["y"] + window["height"], "it is not under the picture"


def test_of_many_words_those_that_nobody_sees_are_folded(playwright: Playwright, tmp_path: Path) -> None:
    with running(tmp_path) as robot, visiting(playwright, robot.url) as visit:
        page = visit.page
        switch(page, "Things").first.click()
        every = page.get_by_role("button", name="All 1")
        expect(every).to_have_attribute("aria-expanded", "false")
        banana = page.get_by_role("button", name="Pretend to see banana")
        expect(banana).to_have_count(0)
        every.click()
        expect(banana).to_have_count(1)
        banana.press("Enter")
        page.get_by_role("button", name="Only what I see now").click()
        expect(banana).to_have_attribute("aria-pressed", "true")
        expect(banana).to_have_count(0)


@pytest.mark.live
@pytest.mark.timeout(240)
def test_a_model_is_switched_off_and_on_while_the_camera_goes_on(
    playwright: Playwright, films: Path, tmp_path: Path
) -> None:
    film = render_video([("open hand", 2), ("fist", 2)], films)
    with running(tmp_path) as robot, visiting(playwright, robot.url, camera="film", film=film) as visit:
        page = visit.page
        expect(switch(page, "Hands")).to_be_checked()
        visit.start_camera()
        expect(page.locator("li.seen", has_text="open hand")).to_be_visible(timeout=SLOWLY)
        assert "open hand" in offered(robot)
        switch(page, "Hands").click()
        expect(switch(page, "Hands")).not_to_be_checked()
        wait_until(lambda: "open hand" not in offered(robot), "the robot knows that nobody looks for hands")
        expect(page.locator("li.seen")).to_have_count(0)
        expect(page.get_by_role("button", name="Pretend to see fist")).to_have_count(0)
        assert page.evaluate("document.querySelector('video').srcObject.getVideoTracks()[0].readyState") == "live"
        assert findings(page) == []
        page.reload()
        expect(switch(page, "Hands")).not_to_be_checked()
        visit.start_camera()
        switch(page, "Hands").click()
        expect(page.locator("li.seen", has_text="fist")).to_be_visible(timeout=SLOWLY)
        wait_until(lambda: "open hand" in offered(robot), "and that somebody looks again")
        assert not visit.complaints


@pytest.mark.live
@pytest.mark.timeout(240)
def test_a_model_that_fails_says_so_and_heals(playwright: Playwright, films: Path, tmp_path: Path) -> None:
    film = render_video([("open hand", 2), ("fist", 2)], films)

    def refuse(route: Route) -> None:
        route.fulfill(status=404)

    with running(tmp_path) as robot, visiting(playwright, robot.url, camera="film", film=film) as visit:
        visit.context.route("**/palm.bin*", refuse)
        visit.start_camera()
        alert = visit.page.get_by_role("alert").filter(has_text="palm.bin is not there")
        expect(alert).to_have_count(1, timeout=SLOWLY)
        visit.context.unroute("**/palm.bin*")
        expect(alert).to_have_count(0, timeout=SLOWLY)
        expect(visit.page.locator("li.seen", has_text="fist")).to_be_visible(timeout=SLOWLY)
