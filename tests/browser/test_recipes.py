"""The recipes' area: no line is lost, cards lead to recipes, and what can be done with them."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Playwright, Route, expect

from tests.browser.chromium import Visit, visiting
from tests.browser.recipe_editor import choose_recipe, text_box, text_of, write
from tests.browser.test_accessibility import findings
from tests.integration.sockets import HELLO, bare_socket
from tests.running import RunningDaemon, running, wait_until
from tjbot.cli import gallery

RED = 'from tjbot import robot\n\nrobot.shine("red")\n'

COUNT = len(list(gallery().glob("*.py")))
ALL = f"All {COUNT} recipes"


@pytest.fixture
def visit(playwright: Playwright, robot: RunningDaemon) -> Iterator[Visit]:
    """The robot's page in a browser without a camera."""
    with visiting(playwright, robot.url) as visit:
        yield visit


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def own(robot: RunningDaemon, file: str) -> str:
    """The robot's own copy of a recipe; empty where there is none."""
    path = robot.home / "recipes" / file
    return path.read_text() if path.exists() else ""


def test_control_and_enter_run_what_was_typed(visit: Visit, robot: RunningDaemon) -> None:
    choose_recipe(visit.page, "Wave back")
    write(visit.page, RED)
    visit.page.keyboard.press("Control+Enter")
    wait_until(lambda: robot.light() == (1, 0, 0), "the recipe shines")
    assert text_of(text_box(visit.page)) == RED
    assert not visit.complaints


def test_what_is_typed_saves_itself_and_undo_reaches_back_behind_a_closed_page(
    visit: Visit, robot: RunningDaemon
) -> None:
    page = visit.page
    before = text_of(choose_recipe(page, "Wave back"))
    write(page, RED)
    wait_until(lambda: own(robot, "wave_back.py") == RED, "it is saved")
    page.reload()
    expect(text_box(page)).to_contain_text('robot.shine("red")')
    text_box(page).click()
    page.keyboard.press("Control+z")
    expect(text_box(page)).to_contain_text("when_sees")
    assert text_of(text_box(page)) == before


def test_what_is_typed_while_the_robot_is_away_is_kept_and_saved_later(playwright: Playwright, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running(home) as first:
        port = int(first.url.rpartition(":")[2])
        with visiting(playwright, first.url) as visit:
            page = visit.page
            choose_recipe(page, "Wave back")
            first.stop()
            expect(page.get_by_text("robot is away")).to_be_visible()
            write(page, RED)
            expect(page.get_by_text("Your text is kept in this browser.")).to_be_visible()
            with running(home, port=port) as second:
                wait_until(lambda: own(second, "wave_back.py") == RED, "it is saved")
                expect(page.get_by_text("my copy, saved on the robot")).to_be_visible()


def save_elsewhere(robot: RunningDaemon, file: str, source: str) -> None:
    """What another page does that does not care what was there."""
    request = urllib.request.Request(
        f"{robot.url}/api/recipes/{file}",
        json.dumps({"source": source}).encode(),
        {"Content-Type": "application/json", "Origin": robot.url},
        method="PUT",
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("choice", ["Take my text", "Take the other text"])
def test_two_who_change_a_recipe_at_once_choose_and_keep_both_texts(
    visit: Visit, robot: RunningDaemon, choice: str
) -> None:
    page = visit.page
    choose_recipe(page, "Wave back")
    theirs = RED.replace("red", "blue")

    def be_late(route: Route) -> None:
        save_elsewhere(robot, "wave_back.py", theirs)
        route.continue_()

    page.route("**/api/recipes/wave_back.py", be_late, times=1)
    write(page, RED)
    expect(page.get_by_role("alert").filter(has_text="Somebody else has changed")).to_be_visible()
    button(page, choice).click()
    kept, other = (RED, theirs) if choice == "Take my text" else (theirs, RED)
    wait_until(lambda: own(robot, "wave_back.py") == kept, "the choice is saved")
    expect(text_box(page)).to_contain_text(kept.splitlines()[-1])
    button(page, "More").click()
    button(page, "Earlier versions").click()
    versions = page.get_by_role("region", name="Earlier versions")
    versions.get_by_role("listitem").get_by_role("button").first.click()
    expect(versions.get_by_label("The earlier text")).to_have_text(other)
    button(page, "Bring back").click()
    wait_until(lambda: own(robot, "wave_back.py") == other, "the earlier text is back")


def test_cards_tell_what_a_recipe_needs_and_are_found(visit: Visit) -> None:
    page = visit.page
    button(page, ALL).click()
    box = page.get_by_role("list", name="The robot’s recipes")
    expect(box.get_by_role("listitem")).to_have_count(COUNT)
    wave_back = box.get_by_role("listitem").filter(has_text="Wave back")
    expect(wave_back).to_contain_text("Level 1")
    expect(wave_back).to_contain_text("You need: an arm")
    page.get_by_role("searchbox", name="Search").fill("wave back")
    expect(box.get_by_role("listitem")).to_have_count(1)
    button(page, "Back to my recipe").click()
    expect(text_box(page)).to_be_visible()


def test_a_recipe_is_made_renamed_copied_thrown_away_and_brought_back(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    button(page, ALL).click()
    button(page, "New recipe").click()
    button(page, "One after the other").click()
    name = page.get_by_role("textbox", name="Name of the recipe")
    expect(name).to_have_value("My recipe")
    name.fill("Rainbow 🌈")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Text of the recipe Rainbow 🌈")).to_contain_text("for color in")
    assert '"""Rainbow 🌈.' in own(robot, "rainbow.py")
    button(page, "More").click()
    button(page, "Make a copy").click()
    expect(page.get_by_role("heading", name="Rainbow 🌈 2")).to_be_visible()
    button(page, "Throw my copy away").click()
    expect(page.get_by_role("heading", name="Rainbow 🌈 2")).to_have_count(0)
    button(page, "Bring back “Rainbow 🌈 2”").click()
    expect(page.get_by_role("heading", name="Rainbow 🌈 2")).to_be_visible()


def test_the_original_is_back_when_ones_copy_is_thrown_away(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    original = text_of(choose_recipe(page, "Wave back"))
    write(page, RED)
    expect(page.get_by_text("my copy, saved on the robot")).to_be_visible()
    button(page, "More").click()
    button(page, "Throw my copy away").click()
    expect(page.get_by_text("as it came with the robot")).to_be_visible()
    assert text_of(text_box(page)) == original
    assert own(robot, "wave_back.py") == ""


def test_a_recipe_goes_to_a_file_and_comes_from_one(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    choose_recipe(page, "Wave back")
    button(page, "More").click()
    with page.expect_download() as downloading:
        button(page, "Download").click()
    assert downloading.value.suggested_filename == "wave_back.py"
    assert "from tjbot import robot" in downloading.value.path().read_text()
    mine = tmp_path / "mine.py"
    mine.write_bytes(RED.replace("\n", "\r\n").encode())
    button(page, ALL).click()
    page.get_by_label("From a file …").set_input_files(mine)
    expect(page.get_by_role("textbox", name="Text of the recipe Mine")).to_contain_text('robot.shine("red")')
    button(page, f"All {COUNT + 1} recipes").click()
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG")
    page.get_by_label("From a file …").set_input_files(picture)
    expect(page.get_by_role("alert").filter(has_text="picture.png is no recipe.")).to_be_visible()


def test_an_address_opens_its_recipe(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, f"{robot.url}/#recipe=traffic_light.py") as visit:
        expect(visit.page.get_by_role("textbox", name="Text of the recipe Traffic light")).to_be_visible()


def test_words_of_the_robot_are_proposed_and_labels_that_nobody_knows_are_mended(
    playwright: Playwright, tmp_path: Path
) -> None:
    with running(tmp_path, parts={"button": {}}) as robot, visiting(playwright, robot.url) as visit:
        page = visit.page
        choose_recipe(page, "Wave back")
        write(page, "from tjbot import robot\n\n")
        page.keyboard.type("robot.wav")
        page.get_by_role("option", name="wave").click()
        expect(text_box(page)).to_contain_text("robot.wave()")
        write(page, 'from tjbot import robot\n@robot.when_pressed("buton")\ndef press():\n    robot.wave()\n')
        button(page, "Write “button”").click()
        expect(text_box(page)).to_contain_text('@robot.when_pressed("button")')
        expect(page.get_by_text("There is no button")).to_have_count(0)


def test_help_is_shown_over_a_word_and_what_models_know_now_is_proposed(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    with bare_socket(robot, {**HELLO, "role": "page"}) as other:
        other.send({"type": "offer", "model": "beasts", "labels": ["green dragon"]})
        assert other.works()
        choose_recipe(page, "Wave back")
        write(page, 'from tjbot import robot\n\nrobot.raise_arm()\n@robot.when_sees("')
        for word, summary in (("raise_arm", "Raises the arm"), ("when_sees", "Runs the function below it")):
            text_box(page).get_by_text(word, exact=True).hover()
            expect(page.locator(".cm-word-help")).to_contain_text(f"robot.{word}(")
            expect(page.locator(".cm-word-help")).to_contain_text(summary)
        page.keyboard.type("gre")
        page.get_by_role("option", name="green dragon").click()
        expect(text_box(page)).to_contain_text('@robot.when_sees("green dragon')


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (820, 1180), (390, 844)])
def test_it_fits_and_axe_finds_nothing(playwright: Playwright, robot: RunningDaemon, width: int, height: int) -> None:
    with visiting(playwright, robot.url, width=width, height=height) as visit:
        page = visit.page
        if width < 500:
            page.get_by_role("tab", name="Recipe").click()
        expect(text_box(page)).to_be_visible()
        write(page, RED.replace("red", "blue"))
        expect(page.get_by_text("my copy, saved on the robot")).to_be_visible()
        button(page, "More").click()
        button(page, "Share").click()
        button(page, "Earlier versions").click()
        expect(page.get_by_role("region", name="Earlier versions")).to_be_visible()
        assert findings(page) == []
        button(page, "Rename").click()
        assert findings(page) == []
        page.get_by_role("button", name=ALL).click()
        button(page, "New recipe").click()
        expect(page.get_by_role("list", name="My recipes").get_by_role("listitem")).to_have_count(1)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not visit.complaints
