"""The page looks through the robot's own eyes, without a camera of its own; and shows the pictures that it took."""

import json
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import Visit, visiting
from tests.browser.test_accessibility import findings
from tests.browser.test_wave import FILM_MILLISECONDS, wait_for_film, waved
from tests.integration.test_eyes import ask, looking
from tests.running import RunningDaemon, running, wait_until

NO_CAMERA_HERE = "Object.defineProperty(Navigator.prototype, 'mediaDevices', { get: () => undefined })"
"""What a page on plain http finds: a browser that gives it no camera."""

LIGHT_PIN = 25


def whose(page: Page, eyes: str) -> None:
    page.get_by_role("radio", name=eyes).check()


def robot_looks(daemon: RunningDaemon) -> bool:
    return bool(daemon.call(lambda: daemon.daemon.robot.bodies["real"].reading("eyes"))["on"])


def painted(visit: Visit) -> bool:
    """Whether the robot's picture is in the window."""
    return bool(
        visit.page.wait_for_function(
            """() => {
                const canvas = document.querySelector('.window canvas:not([hidden])');
                const data = canvas?.width && canvas.getContext('2d').getImageData(0, 0, canvas.width, 1).data;
                return canvas?.width === 640 && data.some((value) => value > 0);
            }""",
            timeout=FILM_MILLISECONDS,
        )
    )


@pytest.mark.timeout(240)
def test_the_models_look_through_the_robots_eyes_over_plain_http(playwright: Playwright, tmp_path: Path) -> None:
    """The drawn room of a simulated robot: its hand makes the arm wave, and no camera of this computer is needed."""
    with (
        running(tmp_path, autostart="wave_back.py", parts={"eyes": {"light_pin": LIGHT_PIN}}) as daemon,
        visiting(playwright, "about:blank") as visit,
    ):
        visit.context.add_init_script(NO_CAMERA_HERE)
        visit.page.goto(daemon.url)
        expect(visit.page.get_by_role("radio", name="the robot’s eyes")).to_be_checked()
        expect(visit.page.get_by_text("a drawn room")).to_be_visible()
        assert not robot_looks(daemon)
        visit.start_camera()
        assert painted(visit)
        assert robot_looks(daemon)
        assert daemon.changes(LIGHT_PIN)[-1].duty == 1
        expect(visit.page.locator("li.seen", has_text="open hand")).to_be_visible(timeout=FILM_MILLISECONDS)
        wait_for_film(lambda: waved(daemon), "the arm waves on the pins of gpiozero")
        visit.page.get_by_role("button", name="Stop camera").click()
        wait_until(lambda: not robot_looks(daemon), "the robot closes its eyes")
        assert daemon.changes(LIGHT_PIN)[-1].duty == 0
        assert not visit.complaints


@pytest.mark.live
@pytest.mark.timeout(120)
def test_the_eyes_can_be_changed_while_the_models_look(playwright: Playwright, tmp_path: Path) -> None:
    with running(tmp_path) as daemon, visiting(playwright, daemon.url, camera="film") as visit:
        expect(visit.page.get_by_role("radio", name="my camera")).to_be_checked()
        visit.start_camera()
        expect(visit.page.locator("video")).to_be_visible()
        whose(visit.page, "the robot’s eyes")
        assert painted(visit)
        wait_until(lambda: robot_looks(daemon), "the robot opens its eyes")
        whose(visit.page, "my camera")
        wait_until(lambda: not robot_looks(daemon), "the robot closes its eyes")
        visit.page.wait_for_function("() => document.querySelector('video').videoWidth > 0")


@pytest.mark.timeout(120)
def test_the_robots_drawn_eyes_open_while_its_camera_is_on(playwright: Playwright, tmp_path: Path) -> None:
    """Whoever looks: here it is not this page."""
    with running(tmp_path) as daemon, visiting(playwright, daemon.url) as visit:
        open_lids = visit.page.locator(".lid.open")
        expect(visit.page.locator(".lid")).to_have_count(2)
        expect(open_lids).to_have_count(0)
        with looking(daemon) as client:
            ask(client)
            expect(open_lids).to_have_count(2)
        expect(open_lids).to_have_count(0)


@pytest.mark.timeout(120)
def test_a_picture_that_the_robot_took_is_shown_and_thrown_away(playwright: Playwright, tmp_path: Path) -> None:
    with running(tmp_path) as daemon, visiting(playwright, daemon.url) as visit:
        page = visit.page
        pictures = page.get_by_role("list", name="Pictures that the robot took").get_by_role("listitem")
        expect(pictures).to_have_count(0)
        for count in (1, 2):
            page.get_by_role("button", name="look", exact=True).click()
            expect(pictures).to_have_count(count, timeout=20_000)
        newest = listed(daemon)[0]
        image = pictures.first.get_by_role("img")
        expect(image).to_have_attribute("src", f"/api/pictures/{newest}")
        page.wait_for_function("() => document.querySelector('li img').naturalWidth === 640")
        whose(page, "the robot’s eyes")
        assert findings(page) == []
        pictures.first.get_by_role("button", name="Throw away").click()
        expect(pictures).to_have_count(1)
        assert newest not in listed(daemon)
        assert not visit.complaints


def listed(daemon: RunningDaemon) -> list[str]:
    with urllib.request.urlopen(f"{daemon.url}/api/pictures") as answer:
        found: list[str] = json.load(answer)["pictures"]
        return found
