"""What a person does in the page, and what the page says when something is missing."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from tests.browser.chromium import Visit, visiting
from tests.browser.hands import render_video
from tests.browser.recipe_editor import choose_recipe, text_of, write
from tests.browser.test_accessibility import findings
from tests.running import RunningDaemon, running, wait_until
from tjbot.daemon import pages
from tjbot.protocol.messages import Seen

SLOWLY = 60_000
"""Milliseconds that the models may take to load on a slow machine."""


@pytest.fixture
def visit(playwright: Playwright, robot: RunningDaemon) -> Iterator[Visit]:
    """The robot's page in a browser without a camera."""
    with visiting(playwright, robot.url) as visit:
        yield visit


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def see(robot: RunningDaemon, label: str) -> None:
    """What `tjbot see` sends."""
    with robot.link() as link:
        link.send(Seen(label=label, phase="started"))
        link.send(Seen(label=label, phase="stopped"))
        link.measure_clock()


def recipe_listens(robot: RunningDaemon) -> bool:
    clients = robot.call(lambda: robot.daemon.robot.clients.all())
    return any(client.role == "recipe" for client in clients)


def test_a_changed_recipe_runs_from_a_copy_in_the_robots_home(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    box = choose_recipe(page, "Wave back")
    write(page, text_of(box).replace('"green"', '"hotpink"'))
    button(page, "Run").click()
    expect(page.get_by_text("Wave back is running.")).to_be_visible()
    wait_until(lambda: recipe_listens(robot), "the recipe is connected")
    see(robot, "open hand")
    body = robot.daemon.robot.bodies["real"]
    wait_until(lambda: robot.call(lambda: body.reading("light")["color"]) == "#ff69b4", "the light is hot pink")
    own = robot.home / "recipes" / "wave_back.py"
    assert "hotpink" in own.read_text()
    assert "hotpink" not in (robot.daemon.gallery / "wave_back.py").read_text()


def test_stop_ends_the_recipe_and_the_light(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    choose_recipe(page, "Wave back")
    write(page, 'from tjbot import robot\nrobot.shine("red")\nwhile True:\n    pass\n')
    button(page, "Run").click()
    wait_until(lambda: robot.light() == (1, 0, 0), "the recipe shines")
    button(page, "Stop").click()
    wait_until(lambda: robot.light() == (0, 0, 0), "the light is off")
    wait_until(lambda: robot.call(lambda: robot.daemon.robot.recipes.running("real")) is None, "the recipe is gone")


def test_what_a_recipe_prints_appears_and_so_does_its_mistake(visit: Visit) -> None:
    page = visit.page
    choose_recipe(page, "Wave back")
    write(page, 'print("I am here")\nprint(colour)\n')
    button(page, "Run").click()
    expect(page.get_by_role("log").get_by_text("I am here")).to_be_visible()
    expect(page.get_by_text(re.compile("line 2")).first).to_be_visible()
    expect(page.get_by_text(re.compile("Traceback"))).to_have_count(0)


def test_a_question_of_a_recipe_is_answered_below_its_output(playwright: Playwright, tmp_path: Path) -> None:
    source = 'from tjbot import robot\n\nrobot.shine(input("Which color? "))\nprint("There it is")\n'
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "colors.py").write_text(source)
    with running(tmp_path, autostart="colors.py") as robot, visiting(playwright, robot.url) as visit:
        field = visit.page.get_by_role("textbox", name="Which color?", exact=True)
        expect(field).to_be_focused()
        assert findings(visit.page) == []
        field.fill("blue")
        field.press("Enter")
        expect(visit.page.get_by_role("log", name="What the recipe says")).to_contain_text("There it is")
        expect(field).to_have_count(0)
        assert not visit.complaints


def test_the_arm_moves_from_the_page(visit: Visit, robot: RunningDaemon) -> None:
    button(visit.page, "raise arm").click()
    wait_until(lambda: round(robot.pulses_us()[-1]) == 1400, "the arm is up")
    expect(visit.page.get_by_role("img", name=re.compile("arm is at 81 degrees"))).to_be_visible()


def test_escape_halts_everything(visit: Visit, robot: RunningDaemon) -> None:
    button(visit.page, "wave").click()
    wait_until(lambda: robot.call(lambda: robot.daemon.robot.bodies["real"].reading("arm")["moving"]), "it waves")
    visit.page.keyboard.press("Escape")
    wait_until(lambda: not robot.call(lambda: robot.daemon.robot.bodies["real"].reading("arm")["moving"]), "it halts")
    assert [round(pulse) for pulse in robot.pulses_us()].count(1400) < 2, "the wave did not come to its end"


def test_a_page_that_closes_in_mid_wave_leaves_a_resting_arm(
    playwright: Playwright, robot: RunningDaemon, tmp_path: Path
) -> None:
    with visiting(playwright, robot.url) as visit:
        button(visit.page, "wave").click()
        wait_until(lambda: robot.call(lambda: robot.daemon.robot.bodies["real"].reading("arm")["moving"]), "it waves")
    wait_until(lambda: robot.pulses_us()[-1] == 0, "the pulse is cut")
    assert round([pulse for pulse in robot.pulses_us() if pulse][-1]) == 2300, "and the arm hangs down"
    with robot.link() as link:
        assert link.welcome.driver is None


def test_the_page_comes_back_when_the_daemon_does(playwright: Playwright, tmp_path: Path) -> None:
    with running(tmp_path / "home") as first:
        port = int(first.url.rpartition(":")[2])
        with visiting(playwright, first.url) as visit:
            expect(button(visit.page, "raise arm")).to_be_visible()
            first.stop()
            expect(visit.page.get_by_text("robot is away")).to_be_visible()
            with running(tmp_path / "home", port=port) as second:
                expect(visit.page.get_by_text("robot is away")).to_have_count(0)
                button(visit.page, "raise arm").click()
                wait_until(lambda: round(second.pulses_us()[-1]) == 1400, "the arm is up")


def test_a_refused_camera_is_explained(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, robot.url, camera="refused") as visit:
        visit.start_camera()
        expect(visit.page.get_by_text("may not use the camera")).to_be_visible(timeout=SLOWLY)
        expect(button(visit.page, "raise arm")).to_be_enabled()


def test_a_missing_camera_is_explained(visit: Visit) -> None:
    visit.start_camera()
    expect(visit.page.get_by_text("There is no camera.")).to_be_visible(timeout=SLOWLY)
    expect(button(visit.page, "raise arm")).to_be_enabled()


@pytest.mark.live
def test_a_missing_model_file_is_explained(
    playwright: Playwright, films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page"
    shutil.copytree(pages.PAGE, page)
    shutil.rmtree(page / "models")
    monkeypatch.setattr(pages, "PAGE", page)
    film = render_video([(None, 2), ("open hand", 4), ("fist", 3)], films)
    with running(tmp_path / "home") as robot, visiting(playwright, robot.url, camera="film", film=film) as visit:
        visit.start_camera()
        expect(visit.page.get_by_role("alert").filter(has_text="model")).to_be_visible(timeout=SLOWLY)
        button(visit.page, "raise arm").click()
        wait_until(lambda: round(robot.pulses_us()[-1]) == 1400, "the robot still moves")


def test_the_first_visit_shows_one_sentence_and_one_button(visit: Visit) -> None:
    expect(button(visit.page, "Start camera")).to_have_count(1)
    expect(visit.page.get_by_text("Hold up an open hand")).to_be_visible()
    for name in ("Run", "Stop", "STOP everything"):
        expect(button(visit.page, name)).to_have_count(1)
    assert not visit.complaints


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (820, 1180), (390, 844)])
def test_nothing_is_wider_than_the_window(
    playwright: Playwright, robot: RunningDaemon, width: int, height: int
) -> None:
    with visiting(playwright, robot.url, width=width, height=height) as visit:
        expect(visit.page.get_by_text("connected").first).to_be_visible()
        # Until its own letters are there, others may take more room.
        visit.page.evaluate("document.fonts.ready.then(() => undefined)")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
