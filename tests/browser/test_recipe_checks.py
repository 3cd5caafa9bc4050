"""What the page says about a recipe while it is written, and about the line at which it broke."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Playwright, Route, expect

from tests.browser.chromium import visiting
from tests.browser.recipe_editor import choose_recipe, text_box, write
from tests.browser.test_accessibility import findings
from tests.running import RunningDaemon, running, wait_until

WVAE = "from tjbot import robot\n\nrobot.wvae()\n"
CHECK = "**/api/recipes/check*"


@pytest.fixture
def page(playwright: Playwright, robot: RunningDaemon) -> Iterator[Page]:
    """The robot's page with a recipe to write in."""
    with visiting(playwright, robot.url) as visit:
        choose_recipe(visit.page, "Wave back")
        yield visit.page
        assert not visit.complaints


def odd(page: Page) -> Locator:
    """The list of what is odd."""
    return page.get_by_role("list", name="What is odd in the recipe").get_by_role("listitem")


def line_number(page: Page, number: int) -> Locator:
    """The number at the margin of a line."""
    return page.locator(".cm-lineNumbers .cm-gutterElement").get_by_text(str(number), exact=True)


def test_a_misspelt_action_is_marked_and_mended_with_one_click(page: Page, robot: RunningDaemon) -> None:
    write(page, WVAE)
    expect(odd(page)).to_have_text(['Line 3 This will not work: The robot has no "wvae". Write “wave”'])
    expect(text_box(page).locator(".cm-lintRange-error")).to_have_text("wvae")
    expect(line_number(page, 3)).to_have_class("cm-gutterElement cm-number-error")
    page.get_by_role("button", name="Write “wave”").click()
    expect(text_box(page)).to_contain_text("robot.wave()")
    expect(odd(page)).to_have_count(0)
    expect(text_box(page).locator(".cm-lintRange-error")).to_have_count(0)


def test_a_line_that_no_python_understands_is_told_in_words(page: Page) -> None:
    write(page, "from tjbot import robot\n\nif robot.sees('fist')\n    robot.wave()\n")
    expect(odd(page)).to_contain_text("Line 3")
    page.get_by_role("button", name="Write “:”").click()
    expect(text_box(page)).to_contain_text("if robot.sees('fist'):")
    expect(odd(page)).to_have_count(0)


def test_a_warning_does_not_hold_up_the_run(page: Page, robot: RunningDaemon) -> None:
    write(page, 'from tjbot import robot\n\nrobot.shine("red")\nrobot.wave\n')
    expect(odd(page)).to_contain_text("Perhaps not what you mean: robot.wave does nothing without brackets.")
    expect(line_number(page, 4)).to_have_class("cm-gutterElement cm-number-warning")
    page.get_by_role("button", name="Run", exact=True).click()
    wait_until(lambda: robot.light() == (1, 0, 0), "the recipe shines")


def test_the_line_at_which_a_recipe_broke_is_marked_with_the_words(page: Page) -> None:
    write(page, 'from tjbot import robot\n\nrobot.shine("red")\nprint(1 / int("0"))\n')
    page.keyboard.press("Control+Enter")
    expect(odd(page)).to_contain_text("Line 4")
    expect(odd(page)).to_contain_text("Nothing can be divided by zero.")
    expect(line_number(page, 4)).to_have_class("cm-gutterElement cm-number-error")
    text_box(page).press("Control+End")
    page.keyboard.type("# better")
    expect(odd(page)).to_have_count(0)
    expect(line_number(page, 4)).to_have_class("cm-gutterElement")


def test_an_answer_to_an_older_text_is_dropped(page: Page) -> None:
    late: list[Route] = []
    page.route(CHECK, lambda route: late.append(route), times=1)
    with page.expect_request(CHECK):
        write(page, WVAE)
    with page.expect_response(CHECK):
        write(page, "from tjbot import robot\n\n\n\nrobot.shnie('red')\n")
    expect(odd(page)).to_have_text(['Line 5 This will not work: The robot has no "shnie". Write “shine”'])
    late[0].abort()
    expect(odd(page)).to_have_count(1)
    expect(odd(page)).to_contain_text("shnie")


def test_f8_goes_from_mark_to_mark_and_reads_them_out(page: Page) -> None:
    write(page, 'from tjbot import robot\n\nrobot.wvae()\nrobot.shnie("red")\n')
    expect(odd(page)).to_have_count(2)
    text_box(page).press("Control+Home")
    page.keyboard.press("F8")
    expect(page.locator(".cm-announced")).to_have_text('Line 3: The robot has no "wvae".')
    page.keyboard.press("F8")
    expect(page.locator(".cm-announced")).to_have_text('Line 4: The robot has no "shnie".')
    page.keyboard.type("robot")
    expect(text_box(page)).to_contain_text('robot.robotshnie("red")')


def test_a_label_is_told_once_and_judged_by_what_is_recognised_now(playwright: Playwright, tmp_path: Path) -> None:
    with running(tmp_path, parts={"button": {}}) as robot, visiting(playwright, robot.url) as visit:
        page = visit.page
        choose_recipe(page, "Wave back")
        write(page, 'from tjbot import robot\n\n@robot.when_pressed("buton")\ndef press():\n    robot.wave()\n')
        expect(odd(page)).to_have_text(['Line 3 Perhaps not what you mean: There is no button "buton". Write “button”'])
        page.get_by_role("button", name="Write “button”").click()
        expect(text_box(page)).to_contain_text('@robot.when_pressed("button")')
        expect(odd(page)).to_have_count(0)
        write(page, 'from tjbot import robot\n\n@robot.when_hears("button")\ndef press():\n    robot.wave()\n')
        page.get_by_role("button", name="Write “when_pressed”").click()
        expect(text_box(page)).to_contain_text('@robot.when_pressed("button")')


def test_while_the_camera_is_off_labels_are_judged_and_the_model_that_knows_one_is_switched_on(page: Page) -> None:
    waits = 'from tjbot import robot\n\nrobot.wait_for("{}")\n'
    write(page, waits.format("bannana"))
    expect(odd(page)).to_contain_text('Nobody recognises "bannana" now.')
    page.get_by_role("button", name="Write “banana”").click()
    expect(odd(page)).to_contain_text('"banana" is not noticed: "Things" is switched off.')
    page.get_by_role("button", name="Switch on “Things”").click()
    expect(page.get_by_role("switch", name="Things", exact=True)).to_be_checked()
    expect(odd(page)).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (820, 1180), (390, 844)])
def test_many_findings_leave_room_for_the_text_and_axe_finds_nothing(
    playwright: Playwright, robot: RunningDaemon, width: int, height: int
) -> None:
    with visiting(playwright, robot.url, width=width, height=height) as visit:
        page = visit.page
        if width < 500:
            page.get_by_role("tab", name="Recipe").click()
        expect(text_box(page)).to_be_visible()
        write(page, "from tjbot import robot\n\n" + "".join(f"robot.jump{number}()\n" for number in range(6)))
        expect(odd(page)).to_have_count(4)
        expect(odd(page).last).to_have_text("and 3 more lines")
        assert findings(page) == []
        box = page.locator(".cm-scroller").bounding_box()
        assert box is not None
        assert box["height"] >= 100
        assert page.evaluate("document.documentElement.scrollWidth") <= width
