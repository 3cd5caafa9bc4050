"""The main job: a hand before the camera moves the servo, through the real model, socket, recipe and gpiozero."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.chromium import Visit, visiting
from tests.browser.hands import Hand, render_video, sweep
from tests.running import BLUE_PIN, GREEN_PIN, RED_PIN, RunningDaemon, running, wait_until

pytestmark = pytest.mark.live

FILM_MILLISECONDS = 60_000
"""How long a test waits for what the film shows: models load and a slow machine sees few frames a second."""

DOWN_US, UP_US = 2300, 1400


def turning_points(pulses_us: list[float]) -> list[int]:
    """Where the arm turned round or stood, in whole microseconds; what is no pulse is left out."""
    moving = [round(pulse) for pulse in pulses_us if pulse]
    points = moving[:1]
    for before, after in pairwise(moving):
        if len(points) > 1 and (after - before) * (points[-1] - points[-2]) > 0:
            points[-1] = after
        elif after != before:
            points.append(after)
    return points


def waved(daemon: RunningDaemon) -> bool:
    """Whether the pins of the arm show a whole wave: up, down, up."""
    points = turning_points(daemon.pulses_us())
    return any(points[start : start + 4] == [DOWN_US, UP_US, DOWN_US, UP_US] for start in range(len(points)))


def test_turning_points_are_those_of_the_movement() -> None:
    assert turning_points([0, 2300, 2000, 1400, 1400, 1900, 2300, 0, 1400]) == [2300, 1400, 2300, 1400]


@pytest.mark.parametrize("cut_off", [False, True], ids=["with network", "network cut off"])
@pytest.mark.timeout(240)
def test_an_open_hand_makes_the_robot_wave(playwright: Playwright, films: Path, tmp_path: Path, cut_off: bool) -> None:
    film = render_video([(None, 2), ("open hand", 4), ("fist", 3)], films)
    with (
        running(tmp_path, autostart="wave_back.py") as daemon,
        visiting(playwright, daemon.url, camera="film", film=film, cut_off=cut_off) as visit,
    ):
        expect(visit.page.get_by_role("button", name="Start camera", exact=True)).to_be_visible()
        visit.start_camera()
        expect(visit.page.locator("li.seen", has_text="open hand")).to_be_visible(timeout=FILM_MILLISECONDS)
        wait_for_film(lambda: waved(daemon), "the arm waves on the pins of gpiozero")
        shone = [1 - change.duty for change in daemon.changes(GREEN_PIN)]
        assert max(shone) == 1.0
        assert min(shone) == 0.0
        assert all(change.duty == 1.0 for pin in (RED_PIN, BLUE_PIN) for change in daemon.changes(pin)[1:])
        assert landmarks_are_drawn(visit)
        assert visit.hosts() == {urlsplit(daemon.url).netloc}
        assert not visit.complaints


@pytest.mark.timeout(240)
def test_the_traffic_light_follows_hand_and_fist(playwright: Playwright, films: Path, tmp_path: Path) -> None:
    film = render_video([("open hand", 3), ("fist", 3)], films)
    with (
        running(tmp_path, autostart="traffic_light.py") as daemon,
        visiting(playwright, daemon.url, camera="film", film=film) as visit,
    ):
        visit.start_camera()
        wait_for_film(lambda: daemon.light() == (0, 1, 0), "green for the open hand")
        wait_for_film(lambda: daemon.light() == (1, 0, 0), "red for the fist")
        wait_for_film(lambda: daemon.light() == (0, 1, 0), "green again")


@pytest.mark.timeout(240)
def test_the_arm_follows_the_height_of_the_hand(playwright: Playwright, films: Path, tmp_path: Path) -> None:
    film = render_video(sweep(Hand(y=0.3, size=0.4), Hand(y=0.7, size=0.4), seconds=8), films)
    with (
        running(tmp_path, autostart="follow_my_hand.py") as daemon,
        visiting(playwright, daemon.url, camera="film", film=film) as visit,
    ):
        visit.start_camera()

        def heights() -> list[float]:
            return [pulse for pulse in daemon.pulses_us() if pulse]

        wait_for_film(lambda: min(heights()) < 1400 and heights()[-1] > 1700, "up with the hand, and down again")
        assert len({round(pulse) for pulse in heights()}) > 20, "continuously, not in jumps"


def landmarks_are_drawn(visit: Visit) -> bool:
    """Whether something is painted on the overlay."""
    return bool(
        visit.page.wait_for_function(
            """() => [...document.querySelectorAll('canvas')].some((canvas) => {
                const context = canvas.width ? canvas.getContext('2d') : null;
                return context?.getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0);
            })""",
            timeout=FILM_MILLISECONDS,
        )
    )


def wait_for_film(condition: Callable[[], bool], why: str) -> None:
    """Waits as long as a film needs on a slow machine."""
    wait_until(condition, why, seconds=FILM_MILLISECONDS / 1000)
