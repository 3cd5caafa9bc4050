"""Teaching movements: a hand moves, rests, and the robot knows what it did."""

import base64
import contextlib
import math
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import Visit, visiting
from tests.browser.hands import Hand, Scene, render_pictures
from tests.browser.recipe_editor import choose_recipe, write
from tests.browser.test_accessibility import findings
from tests.browser.test_teaching import SLOWLY, begin, button, card
from tests.browser.test_teaching_elsewhere import elsewhere, is_sure
from tests.running import RunningDaemon, wait_until

pytestmark = pytest.mark.live

DIRECTED = Path(__file__).parent / "moving_hand.js"

RECIPE = """from tjbot import robot


@robot.when_sees("zigzag")
def yellow():
    robot.shine("yellow")


@robot.when_sees("circle")
def blue():
    robot.shine("blue")
"""

Way = list[tuple[float, float]]
"""Places that the hand goes to one after the other, in palm lengths from where it rests; y downwards."""


def zigzag(size: float) -> Way:
    return [(0, 0), (0.5 * size, 1.4 * size), (size, 0), (1.5 * size, 1.4 * size), (2 * size, 0), (0, 0)]


def circle(size: float) -> Way:
    turns = [2 * math.pi * step / 24 for step in range(25)]
    return [(size * math.sin(turn), size * (1 - math.cos(turn))) for turn in turns]


def up_and_down(size: float) -> Way:
    return [(0, 0), (0, -size), (0, 0)]


def move(page: Page, way: Way, seconds: float) -> None:
    page.evaluate("([way, seconds]) => direct(way, seconds)", [way, seconds])


def show(page: Page, name: str, way: Callable[[float], Way], count: int) -> None:
    """Makes movements, of which no two are the same, each once the hand may move, until so many are samples; one of
    which a slow machine saw too little is made again."""
    counter = card(page, name).locator(".count")
    for _ in range(3 * count):
        told = counter.inner_text()
        had = int(told.split()[0])
        if had >= count:
            return
        late = counter.filter(has_not_text=told)
        expect(page.locator(".cue", has_text="Move!").or_(late).first).to_be_visible(timeout=SLOWLY)
        # The one before was looked at slowly.
        if late.count() > 0:
            continue
        move(page, way(0.9 + 0.08 * had), 1.3 + 0.12 * had)
        with contextlib.suppress(AssertionError):
            expect(counter).not_to_have_text(told, timeout=9000)
    raise AssertionError(f"{count} movements were not seen")


def move_until(page: Page, way: Way, condition: Callable[[], bool], why: str) -> None:
    """Makes the movement, again where a slow machine saw too little of it."""
    for _ in range(5):
        move(page, way, 1.4)
        with contextlib.suppress(AssertionError):
            wait_until(condition, why, 8)
            return
    raise AssertionError(why)


def teach(visit: Visit, films: Path) -> None:
    """Shows zigzags, circles and nothing of both to the open project, by timer and by hand."""
    page = visit.page
    hold_up(page, films)
    visit.start_camera()
    card(page, "zigzag").get_by_role("button", name="Timer").click()
    show(page, "zigzag", zigzag, 5)
    expect(page.locator(".cue")).to_have_count(0)

    card(page, "circle").get_by_role("button", name="Hold, and move").hover()
    page.mouse.down()
    show(page, "circle", circle, 5)
    page.mouse.up()
    expect(page.locator(".cue")).to_have_count(0)
    assert findings(page) == []

    # Resting is a sample of nothing, and so is whatever else it does.
    card(page, "nothing").get_by_role("button", name="Hold, and move").hover()
    page.mouse.down()
    expect(card(page, "nothing")).to_contain_text("2 samples", timeout=SLOWLY)
    for size in (1.2, 1.6, 2):
        had = count_of(page, "nothing")
        move(page, up_and_down(size), 0.8)
        expect(card(page, "nothing")).not_to_contain_text(f"{had} samples", timeout=SLOWLY)
    expect(card(page, "nothing")).to_contain_text(re.compile(r"([6-9]|\d\d) samples"), timeout=SLOWLY)
    page.mouse.up()


def hold_up(page: Page, films: Path) -> None:
    """The directed camera shows a hand at rest."""
    (hand,) = render_pictures([Scene((Hand("open hand", size=0.36),))], films)
    page.evaluate("(picture) => showHand(picture)", base64.b64encode(hand.read_bytes()).decode())


@pytest.mark.timeout(300)
def test_a_pupil_teaches_two_movements_and_the_robot_and_any_web_page_tell_them_apart(
    playwright: Playwright, robot: RunningDaemon, films: Path, tmp_path: Path
) -> None:
    with visiting(playwright, robot.url, camera="film") as visit:
        page = visit.page
        visit.context.add_init_script(path=DIRECTED)
        begin(page, robot.url, "zigzag", "circle", kind="Movements")
        # Movements are seen also by those who look for no hands otherwise.
        page.evaluate("() => localStorage.setItem('tjbot.models', JSON.stringify({hand: false}))")
        page.reload()
        page.get_by_role("button", name="Movements zigzag").click()
        teach(visit, films)
        button(page, "Train").click()
        expect(page.get_by_text(re.compile(r"Learned from \d+ movements"))).to_be_visible(timeout=SLOWLY)
        expect(page.locator(".accuracy")).to_be_visible()
        expect(page.get_by_text('@robot.when_sees("zigzag")')).to_be_visible()
        expect(page.get_by_text("0 pictures left this page")).to_be_visible()

        there = visit.context.new_page()
        with elsewhere(page, tmp_path, quick=True) as address:
            there.goto(address)
            hold_up(there, films)
            # It can be pressed once it does something.
            there.get_by_role("button", name="Camera").click()
            for way, name, other in ((zigzag, "zigzag", "circle"), (circle, "circle", "zigzag")):
                move_until(there, way(1.1), lambda name=name, other=other: is_sure(there, name, other), f"a {name}")
        there.close()

        page.get_by_role("link", name="Back to the robot").click()
        choose_recipe(page, "Wave back")
        write(page, RECIPE)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("button", name="Stop", exact=True)).to_be_enabled()
        move_until(page, zigzag(1.1), lambda: robot.light()[0] > 0.9 and robot.light()[1] > 0.5, "the zigzag is seen")
        move_until(page, circle(1.1), lambda: robot.light()[2] > 0.9 and robot.light()[0] < 0.1, "the circle is seen")
        assert not visit.complaints


def count_of(page: Page, name: str) -> int:
    """How many samples a class has."""
    return int(card(page, name).locator(".count").inner_text().split()[0])
