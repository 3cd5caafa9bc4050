"""No line is lost, whatever a class does: two tabs, closed laptops, links, earlier versions; a keyboard is enough."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, WebSocketRoute, expect

from tests.browser.chromium import CHROMIUM, QUIET, Visit, visiting
from tests.browser.recipe_editor import choose_recipe, text_box, text_of, write
from tests.browser.test_accessibility import press_tab_until
from tests.browser.test_recipes import button, own
from tests.running import RunningDaemon, wait_until

RED = 'from tjbot import robot\n\nrobot.shine("red")\n'
BLUE = RED.replace("red", "blue")
SAVED = "my copy, saved on the robot"


@pytest.fixture
def visit(playwright: Playwright, robot: RunningDaemon) -> Iterator[Visit]:
    """The robot's page in a browser without a camera."""
    with visiting(playwright, robot.url) as visit:
        yield visit


@contextmanager
def laptop(playwright: Playwright, profile: Path, url: str) -> Iterator[Page]:
    """A browser that keeps on its disk what pages keep, like that of a person."""
    context = playwright.chromium.launch_persistent_context(profile, executable_path=CHROMIUM, args=list(QUIET))
    try:
        page = context.pages[0]
        page.goto(url)
        yield page
    finally:
        context.close()


def test_an_earlier_version_is_looked_at_and_brought_back_and_undo_takes_that_back(
    visit: Visit, robot: RunningDaemon
) -> None:
    page = visit.page
    before = text_of(choose_recipe(page, "Wave back"))
    write(page, RED)
    wait_until(lambda: own(robot, "wave_back.py") == RED, "it is saved")
    button(page, "More").click()
    button(page, "Earlier versions").click()
    versions = page.get_by_role("region", name="Earlier versions")
    versions.get_by_role("listitem").get_by_role("button").first.click()
    expect(versions.get_by_label("The earlier text")).to_contain_text("when_sees")
    button(page, "Bring back").click()
    expect(versions).to_have_count(0)
    assert text_of(text_box(page)) == before
    wait_until(lambda: "when_sees" in own(robot, "wave_back.py"), "it is saved")
    text_box(page).click()
    page.keyboard.press("Control+z")
    wait_until(lambda: own(robot, "wave_back.py") == RED, "undo is saved")
    assert text_of(text_box(page)) == RED


def test_from_nothing_to_a_robot_that_moves_a_keyboard_is_enough(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    expect(text_box(page)).to_be_visible()
    press_tab_until(page, "recipes")
    page.keyboard.press("Enter")
    press_tab_until(page, "New recipe")
    page.keyboard.press("Enter")
    press_tab_until(page, "One line")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Name of the recipe")).to_be_focused()
    page.keyboard.type("Arm up")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Text of the recipe Arm up")).to_be_visible()
    press_tab_until(page, "Text of the recipe")
    page.keyboard.press("Control+a")
    page.keyboard.type("from tjbot import robot\nrobot.raise_arm()")
    expect(text_box(page)).to_contain_text("robot.raise_arm()")
    page.keyboard.press("Control+Enter")
    body = robot.daemon.robot.bodies["real"]
    wait_until(lambda: robot.call(lambda: body.reading("arm")["angle"]) > 80, "the arm is up")
    assert not visit.complaints


def test_undo_reaches_back_behind_a_laptop_that_was_closed(
    playwright: Playwright, robot: RunningDaemon, tmp_path: Path
) -> None:
    with laptop(playwright, tmp_path / "profile", robot.url) as page:
        before = text_of(choose_recipe(page, "Wave back"))
        write(page, RED)
        expect(page.get_by_text(SAVED)).to_be_visible()
    with laptop(playwright, tmp_path / "profile", robot.url) as page:
        expect(text_box(page)).to_contain_text('robot.shine("red")')
        text_box(page).click()
        page.keyboard.press("Control+z")
        expect(text_box(page)).to_contain_text("when_sees")
        assert text_of(text_box(page)) == before
        wait_until(lambda: "when_sees" in own(robot, "wave_back.py"), "undo is saved")


def test_a_link_that_is_shared_opens_the_recipe_with_its_newest_text(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    choose_recipe(page, "Count fingers")
    write(page, RED)
    expect(page.get_by_text(SAVED)).to_be_visible()
    button(page, "More").click()
    button(page, "Share").click()
    link = page.get_by_label("This link opens the recipe").input_value()
    assert link.startswith(robot.url)
    expect(page.get_by_text("Only this computer can open it")).to_be_visible()
    friend = visit.context.browser
    assert friend is not None
    other = friend.new_context().new_page()
    other.goto(link)
    expect(other.get_by_role("textbox", name="Text of the recipe Count fingers")).to_contain_text('robot.shine("red")')


def test_of_two_tabs_each_shows_what_the_other_saved_and_neither_loses_a_line(
    visit: Visit, robot: RunningDaemon
) -> None:
    one, other = visit.page, visit.context.new_page()
    other.goto(robot.url)
    for page in (one, other):
        choose_recipe(page, "Wave back")
    write(one, RED)
    expect(text_box(other)).to_contain_text('robot.shine("red")')
    write(other, BLUE)
    expect(text_box(one)).to_contain_text('robot.shine("blue")')
    wait_until(lambda: own(robot, "wave_back.py") == BLUE, "the second is saved")
    one.reload()
    expect(text_box(one)).to_contain_text('robot.shine("blue")')
    expect(one.get_by_role("alert")).to_have_count(0)
    text_box(other).click()
    other.keyboard.press("Control+z")
    expect(text_box(one)).to_contain_text('robot.shine("red")')


def test_who_chooses_a_recipe_before_one_has_opened_by_itself_gets_it(
    playwright: Playwright, robot: RunningDaemon
) -> None:
    """The robot answers only when the box of cards is open, so that nothing has opened by itself yet."""
    with visiting(playwright, "about:blank") as visit:
        page = visit.page
        held: list[tuple[WebSocketRoute, str | bytes]] = []

        def hold(socket: WebSocketRoute) -> None:
            socket.connect_to_server().on_message(lambda message: held.append((socket, message)))

        page.route_web_socket(re.compile("."), hold)
        page.goto(robot.url)
        page.get_by_role("button", name="All recipes").click()
        # Only a page that is asked something also hears its sockets.
        wait_until(lambda: page.evaluate("true") and bool(held), "the robot has answered")
        for socket, message in held:
            socket.send(message)
        cards = page.get_by_role("listitem")
        cards.filter(has=page.get_by_text("Count fingers", exact=True)).get_by_role("button").click()
        expect(page.get_by_role("textbox", name="Text of the recipe Count fingers")).to_be_visible()
