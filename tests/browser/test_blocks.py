"""A recipe as blocks beside its text: each side follows the other, and the robot does what they say."""

import re

from playwright.sync_api import Locator, Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.recipe_editor import choose_recipe, text_box, text_of, write
from tests.browser.test_accessibility import findings
from tests.running import RunningDaemon, wait_until

LONG = "from tjbot import robot\n" + 'robot.say("Hello!")\n' * 4900
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
    (robot.home / "recipes").mkdir(exist_ok=True)
    (robot.home / "recipes" / "long.py").write_text(LONG)
    with visiting(playwright, robot.url) as visit:
        page = visit.page
        before = text_of(choose_recipe(page, "Wave back"))
        show_as(page, "Both")
        expect(block(page, "when I see")).to_be_visible()
        choose(page, "green", "blue")
        expect(text_box(page)).to_contain_text('robot.shine("blue")')
        assert text_of(text_box(page)) == before.replace("green", "blue")
        expect(page.locator(".cm-line-pointed").first).to_be_visible()

        # Only what changed is drawn anew, so whoever works on a block keeps it.
        kept = page.locator(".tj_hat").get_attribute("data-id")
        page.keyboard.press("Control+z")
        expect(text_box(page)).to_contain_text('robot.shine("green")')
        expect(block(page, "green")).to_be_visible()
        assert page.locator(".tj_hat").get_attribute("data-id") == kept

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

        write(page, 'from tjbot import robot\n\nrobot.fly("high")  # so\n')
        expect(page.locator(".cardboard_unknown").get_by_text("fly", exact=True)).to_be_visible()
        page.evaluate("location.hash = '#recipe=long.py'")
        expect(page.get_by_text("too long for blocks")).to_be_visible()
        page.evaluate("location.hash = '#recipe=hello.py'")
        expect(block(page, "And who are you?")).to_be_visible()
        assert (robot.home / "recipes" / "long.py").read_text() == LONG
        assert not visit.complaints
