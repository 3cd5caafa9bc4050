"""A recipe as blocks beside its text: each side follows the other, and the robot does what they say."""

import re

from playwright.sync_api import Locator, Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.recipe_editor import choose_recipe, text_box, text_of, write
from tests.browser.test_accessibility import findings
from tests.running import RunningDaemon, wait_until

RED = 'from tjbot import robot\n\nrobot.shine("red")\n'


def show_as(page: Page, way: str) -> None:
    page.get_by_role("radio", name=way, exact=True).check()


def block(page: Page, said: str) -> Locator:
    """A field or label on a block."""
    return page.locator(".blocklyBlockCanvas").get_by_text(said, exact=True).first


def choose(page: Page, field: str, option: str) -> None:
    block(page, field).click()
    page.locator(".blocklyDropDownDiv").get_by_role("option", name=re.compile(f"^{option}$")).click()


def test_blocks_and_text_follow_each_other_and_the_robot_follows_both(
    playwright: Playwright, robot: RunningDaemon
) -> None:
    with visiting(playwright, robot.url) as visit:
        page = visit.page
        before = text_of(choose_recipe(page, "Wave back"))
        show_as(page, "Both")
        expect(block(page, "when I see")).to_be_visible()
        choose(page, "green", "blue")
        expect(text_box(page)).to_contain_text('robot.shine("blue")')
        assert text_of(text_box(page)) == before.replace("green", "blue")
        expect(page.locator(".cm-line-pointed").first).to_be_visible()

        page.keyboard.press("Control+z")
        expect(text_box(page)).to_contain_text('robot.shine("green")')
        expect(block(page, "green")).to_be_visible()

        write(page, RED)
        expect(block(page, "red")).to_be_visible()
        page.keyboard.insert_text("robot.wave(")
        expect(page.get_by_text("The blocks wait until it does.")).to_be_visible()
        expect(block(page, "red")).to_be_visible()
        write(page, RED)
        choose(page, "red", "blue")
        expect(text_box(page)).to_contain_text('robot.shine("blue")')
        page.get_by_role("button", name="Run").click()
        wait_until(lambda: robot.light() == (0, 0, 1), "the light is blue")
        # Of signs such as ⋯ axe cannot tell whether their name says them.
        assert [each for each in findings(page) if not each.startswith("label-content-name-mismatch")] == []
        assert not visit.complaints
