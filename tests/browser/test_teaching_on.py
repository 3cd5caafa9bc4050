"""Learning on from a model that others left on the robot: sounds, and movements."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.recipe_editor import choose_recipe, write
from tests.browser.test_teaching import SLOWLY, begin, button, card, train
from tests.browser.test_teaching_further import right
from tests.browser.test_teaching_movements import (
    DIRECTED,
    Way,
    circle,
    hold_up,
    move_until,
    show,
    teach,
    zigzag,
)
from tests.browser.test_teaching_sounds import bring
from tests.running import RunningDaemon

pytestmark = pytest.mark.live

RECIPE = """from tjbot import robot


@robot.when_sees("swipe")
def green():
    robot.shine("green")


@robot.when_sees("circle")
def blue():
    robot.shine("blue")
"""


def swipe(size: float) -> Way:
    return [(0, 0), (2 * size, 0), (0, 0)]


def leave_on_robot(page: Page) -> None:
    button(page, "Give the model to the robot").click()
    expect(page.get_by_text("1 model saved")).to_be_visible(timeout=SLOWLY)


def take_from_robot(page: Page, url: str, name: str) -> None:
    """Opens the model that lies on the robot."""
    page.goto(f"{url}/#teach")
    page.get_by_role("heading", name="Models on the robot").wait_for()
    page.locator(".robots").get_by_role("button", name=name).first.click()
    expect(page.get_by_text(f"“{name}” came from elsewhere")).to_be_visible(timeout=SLOWLY)


def add_class(page: Page, name: str) -> None:
    button(page, "+ Add a class").click()
    box = page.get_by_label("What is it called?").last
    box.fill(name)
    box.press("Enter")


def had_right_before(page: Page) -> int:
    return int(page.locator(".before").inner_text().removeprefix("Before, it had ").split()[0])


@pytest.mark.timeout(300)
def test_a_model_of_sounds_from_the_robot_learns_a_further_sound(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, robot.url) as first:
        begin(first.page, robot.url, "bell", "horn", kind="Sounds")
        for kind in ("bell", "horn"):
            bring(first.page, kind, range(10))
        train(first.page)
        leave_on_robot(first.page)
        assert not first.complaints
    with visiting(playwright, robot.url) as other:
        page = other.page
        take_from_robot(page, robot.url, "Sounds")
        add_class(page, "drum")
        for kind in ("bell", "horn", "drum"):
            bring(page, kind, range(50, 70))
        button(page, "Train again").click()
        expect(page.get_by_text("Learned from 48 samples")).to_be_visible(timeout=SLOWLY)
        told, of = right(page)
        assert of == 12
        assert had_right_before(page) <= 8, "it knew no drums"
        assert told >= 11
        expect(page.get_by_role("list", name="I hear").get_by_text("drum")).to_be_visible()
        assert not other.complaints


@pytest.mark.deep
@pytest.mark.timeout(400)
def test_a_model_of_movements_from_the_robot_learns_a_further_movement(
    playwright: Playwright, robot: RunningDaemon, films: Path
) -> None:
    with visiting(playwright, robot.url, camera="film") as first:
        first.context.add_init_script(path=DIRECTED)
        first.page.reload()
        begin(first.page, robot.url, "zigzag", "circle", kind="Movements")
        teach(first, films)
        train(first.page)
        leave_on_robot(first.page)
        assert not first.complaints
    with visiting(playwright, robot.url, camera="film") as other:
        page = other.page
        other.context.add_init_script(path=DIRECTED)
        page.reload()
        take_from_robot(page, robot.url, "Movements")
        add_class(page, "swipe")
        hold_up(page, films)
        other.start_camera()
        for kind, way in {"zigzag": zigzag, "circle": circle, "swipe": swipe}.items():
            card(page, kind).get_by_role("button", name="Timer").click()
            show(page, kind, way, 5)
            expect(page.locator(".cue")).to_have_count(0)
        card(page, "nothing").get_by_role("button", name="Hold, and move").hover()
        page.mouse.down()
        expect(card(page, "nothing")).to_contain_text("5 samples", timeout=SLOWLY)
        page.mouse.up()
        button(page, "Train again").click()
        expect(page.get_by_text(re.compile(r"Learned from \d+ movements"))).to_be_visible(timeout=SLOWLY)
        told, of = right(page)
        # One of each was held back. A slow machine may have seen too little of one to tell it.
        assert had_right_before(page) < of, "it knew no swipes"
        assert told >= of - 1
        page.get_by_role("link", name="Back to the robot").click()
        choose_recipe(page, "Wave back")
        write(page, RECIPE)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("button", name="Stop", exact=True)).to_be_enabled()
        move_until(page, swipe(1.1), lambda: robot.light()[1] > 0.9, "the swipe is seen")
        move_until(page, circle(1.1), lambda: robot.light()[2] > 0.9 and robot.light()[1] < 0.1, "the circle is seen")
        assert not other.complaints
