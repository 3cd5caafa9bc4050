"""A recipe asks what is in a picture, and the page's models answer: with words and places, never with a picture."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import Visit, visiting
from tests.browser.recipe_editor import choose_recipe, write
from tests.browser.test_image_model import CLOCK
from tests.browser.test_page import recipe_listens
from tests.browser.things import Thing, overlap, svg
from tests.integration.commands import COMMAND_SECONDS, environment
from tests.running import RunningDaemon, running, wait_until

OLD_RECIPE = """
from tjbot import TJBot

tj = TJBot({"hardware": {"camera": True}})
"""


CUP = Thing("cup", 200, 260, 0.8)


@pytest.fixture(scope="module")
def robot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDaemon]:
    with running(tmp_path_factory.mktemp("robot")) as daemon:
        yield daemon


@pytest.fixture(scope="module")
def visit(playwright: Playwright, robot: RunningDaemon) -> Iterator[Visit]:
    """The robot's page, without a camera."""
    with visiting(playwright, robot.url, cut_off=True) as visit:
        expect(visit.page.get_by_text("connected", exact=False).first).to_be_visible()
        yield visit


@pytest.fixture(scope="module")
def clock(visit: Visit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drawn clock as a picture file."""
    return drawn(visit, tmp_path_factory.mktemp("pictures") / "clock.png", CLOCK, 400, 400)


@pytest.fixture(scope="module")
def cup(visit: Visit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cup on a table as a picture file."""
    return drawn(visit, tmp_path_factory.mktemp("pictures") / "cup.png", svg(CUP), 640, 480)


def drawn(visit: Visit, file: Path, shapes: str, width: int, height: int) -> Path:
    """Shapes of an SVG, so many pixels large, as a picture file."""
    page = visit.context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(f'<body style="margin:0"><svg width="{width}" height="{height}" display="block">{shapes}</svg>')
    page.screenshot(path=file)
    page.close()
    return file


def run(robot: RunningDaemon, folder: Path, lines: str) -> subprocess.CompletedProcess[str]:
    """Runs a script for tjbot-ce as plain Python, in a folder that is also its person's home."""
    script = folder / "what_is_it.py"
    script.write_text(OLD_RECIPE + lines)
    return subprocess.run(
        [sys.executable, script],
        cwd=folder,
        env={**environment(robot.url), "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=2 * COMMAND_SECONDS,
        check=False,
    )


def tellers_of(robot: RunningDaemon, label: str) -> list[str]:
    """The models that tell the robot of a label."""
    offers = [offer for client in robot.daemon.robot.clients.on("real") for offer in client.offers.values()]
    return [offer.model for offer in offers if label in offer.labels]


def pictures_left(page: Page) -> str:
    """What the privacy meter says."""
    return page.get_by_text("pictures left this page").inner_text()


def test_an_old_recipe_is_told_what_a_picture_shows(visit: Visit, robot: RunningDaemon, clock: Path) -> None:
    ended = run(
        robot, clock.parent, 'for found in tj.classify_image("clock.png"):\n    print(sorted(found), found["label"])\n'
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == ["['confidence', 'label'] clock"]
    expect(visit.page.get_by_text("what_is_it.py asked what a picture shows: clock")).to_be_visible()
    assert pictures_left(visit.page).startswith("0 ")


def test_an_old_recipe_is_told_where_things_are(visit: Visit, robot: RunningDaemon, cup: Path) -> None:
    ended = run(robot, cup.parent, 'import json\nprint(json.dumps(tj.detect_objects("cup.png")))\n')
    assert (ended.returncode, ended.stderr) == (0, "")
    (found, *_) = json.loads(ended.stdout)
    assert (sorted(found), found["label"]) == (["bbox", "confidence", "label"], "cup")
    assert overlap(dict(zip(("x", "y", "width", "height"), found["bbox"], strict=True)), CUP.box()) >= 0.7
    expect(visit.page.get_by_text("what_is_it.py asked which things are in a picture: cup")).to_be_visible()
    assert pictures_left(visit.page).startswith("0 ")


@pytest.mark.timeout(120)
def test_a_thing_that_two_models_know_is_told_once_with_its_place(
    visit: Visit, robot: RunningDaemon, cup: Path
) -> None:
    page = visit.page
    for title in ("Things", "Find things"):
        page.get_by_role("switch", name=title, exact=True).click()
    choose_recipe(page, "Wave back")
    write(page, 'from tjbot import robot\n\n@robot.when_sees("cup")\ndef tea():\n    print("tea time")\n')
    page.get_by_role("button", name="Run", exact=True).click()
    said = page.get_by_role("log", name="What the recipe says")
    wait_until(lambda: recipe_listens(robot), "the recipe is connected")
    with robot.link() as link:
        page.locator("input[accept^=image]").set_input_files(cup)
        expect(said).to_contain_text("tea time", timeout=60_000)
        assert [(found.label, found.left is None) for found in link.ask("objects")[:1]] == [("cup", False)]
    assert robot.call(lambda: tellers_of(robot, "cup")) == ["objects"]
    page.get_by_role("button", name="Stop looking").click()
    assert said.inner_text().count("tea time") == 1
    for title in ("Things", "Find things"):
        page.get_by_role("switch", name=title, exact=True).click()


def test_it_may_give_the_bytes_and_is_told_of_faces(visit: Visit, robot: RunningDaemon, clock: Path) -> None:
    ended = run(robot, clock.parent, 'print(tj.detect_faces(open("clock.png", "rb").read()))\n')
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "{'isFaceDetected': False, 'metadata': []}\n"
    expect(visit.page.get_by_text("asked for faces in a picture: nothing that I know.")).to_be_visible()


def test_a_recipe_in_the_page_asks_what_the_page_sees(visit: Visit, robot: RunningDaemon, clock: Path) -> None:
    page = visit.page
    choose_recipe(page, "Wave back")
    write(page, 'from tjbot import robot\nprint("I see a", robot.ask("picture")[0].label)\n')
    page.locator("input[accept^=image]").set_input_files(clock)
    expect(page.get_by_role("button", name="Stop looking")).to_be_visible()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("log", name="What the recipe says")).to_contain_text("I see a clock", timeout=30_000)
    page.get_by_role("button", name="Stop looking").click()
    assert pictures_left(page).startswith("0 ")


def test_what_is_no_picture_is_told_in_a_sentence(visit: Visit, robot: RunningDaemon, tmp_path: Path) -> None:
    ended = run(robot, tmp_path, 'tj.classify_image(b"no picture")\n')
    assert "The page cannot read the picture." in ended.stderr
    ended = run(robot, tmp_path, 'tj.classify_image("nowhere.jpg")\n')
    assert "The picture nowhere.jpg cannot be read" in ended.stderr


def test_without_a_page_there_is_a_sentence(tmp_path: Path) -> None:
    with running(tmp_path / "robot") as robot:
        ended = run(robot, tmp_path, "tj.classify_image(tj.look())\n")
        assert "No page is open that could say what a picture shows." in ended.stderr
        assert "Open the robot's page in a browser." in ended.stderr


def test_the_page_is_asked_what_it_sees_itself(visit: Visit, robot: RunningDaemon, clock: Path) -> None:
    page = visit.page
    with robot.link() as link:
        with pytest.raises(Exception, match="sees nothing now"):
            link.ask("picture")
        page.locator("input[accept^=image]").set_input_files(clock)
        expect(page.get_by_role("button", name="Stop looking")).to_be_visible()
        found = link.ask("picture")
        assert found[0].label == "clock"
        page.get_by_role("button", name="Stop looking").click()
    assert pictures_left(page).startswith("0 ")
    assert not visit.complaints
