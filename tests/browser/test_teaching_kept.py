"""A project with its pictures on the robot: only on request, opened elsewhere, removed; and a robot that is off."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import Visit, visiting
from tests.browser.test_accessibility import findings
from tests.browser.test_teaching import SLOWLY, begin, button, card, files, show
from tests.integration.test_http import request
from tests.running import RunningDaemon


@pytest.fixture
def visit(playwright: Playwright, robot: RunningDaemon) -> Iterator[Visit]:
    """The robot's page in a browser without a camera."""
    with visiting(playwright, robot.url) as visit:
        yield visit


def kept(home: Path) -> list[Path]:
    """The projects on the robot."""
    return list((home / "projects").glob("[!.]*"))


def asked(page: Page) -> None:
    """Presses the button, and waits until the page asks; it looks for faces first."""
    button(page, "Keep the samples on the robot").click()
    expect(page.get_by_role("alertdialog")).to_be_visible(timeout=SLOWLY)


@pytest.mark.timeout(300)
def test_a_project_lies_on_the_robot_only_when_somebody_says_so(
    visit: Visit, robot: RunningDaemon, playwright: Playwright
) -> None:
    page = visit.page
    begin(page, robot.url, "banana", "apple")
    name = page.get_by_label("Name of the project")
    name.fill("Obst 🍌 ../x")
    name.press("Enter")
    show(page, "banana", 3)

    asked(page)
    expect(page.get_by_role("alertdialog")).to_contain_text("3 pictures then lie on the robot.")
    assert findings(page) == []
    button(page, "Save nothing").click()
    expect(button(page, "Keep the samples on the robot")).to_be_enabled()
    assert kept(robot.home) == []
    expect(page.get_by_text("0 pictures left this page")).to_be_visible()

    asked(page)
    button(page, "Save it there").click()
    expect(page.get_by_text("lies on the robot now, with 3 samples")).to_be_visible(timeout=SLOWLY)
    # What the page says has left it is what the robot finds in the file.
    [entry] = json.loads(request(robot, "GET", "/api/projects")[2])["projects"]
    assert (entry["name"], entry["pictures"]) == ("Obst 🍌 ../x", 3)
    expect(page.get_by_text("3 pictures left this page")).to_be_visible()
    expect(page.get_by_text("1 project saved")).to_be_visible()

    with visiting(playwright, f"{robot.url}/#teach") as other:
        there = other.page
        there.get_by_role("button", name="Obst 🍌 ../x banana, apple").click()
        expect(card(there, "banana")).to_contain_text("3 samples", timeout=SLOWLY)
        expect(there.locator(".show img")).to_have_count(3)
        show_more(there)
        asked(there)
        expect(there.get_by_role("alertdialog")).to_contain_text("is there already, with 3 samples")
        button(there, "Replace what is there").click()
        expect(there.get_by_text("lies on the robot now, with 5 samples")).to_be_visible(timeout=SLOWLY)
        assert len(kept(robot.home)) == 1
        asked(there)
        button(there, "Save beside it").click()
        expect(there.get_by_text("10 pictures left this page")).to_be_visible(timeout=SLOWLY)
        expect(button(there, "Keep the samples on the robot")).to_be_enabled(timeout=SLOWLY)
        assert len(kept(robot.home)) == 2
        button(there, "Another project").click()
        expect(there.get_by_role("heading", name="Projects on the robot")).to_be_visible()
        assert findings(there) == []
        away = there.get_by_role("button", name="Remove the project “Obst 🍌 ../x” from the robot")
        for left in (1, 0):
            away.first.click()
            button(there, "Yes, remove").click()
            expect(away).to_have_count(left)
        expect(there.get_by_role("heading", name="Projects on the robot")).to_have_count(0)
        assert not other.complaints
    assert kept(robot.home) == []
    assert not visit.complaints


def show_more(page: Page) -> None:
    """Two pictures more."""
    card(page, "apple").locator("input[type=file]").set_input_files(files("apple", range(2)))
    expect(card(page, "apple")).to_contain_text("2 samples", timeout=SLOWLY)


@pytest.mark.timeout(300)
def test_nothing_is_lost_when_the_robot_goes_away_while_it_saves(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    page.goto(f"{robot.url}/#teach")
    page.get_by_role("button", name="Numbers").click()
    button(page, "The irises").click()
    button(page, "Train").click()
    expect(page.get_by_text("Learned from")).to_be_visible(timeout=SLOWLY)

    # As when its plug is pulled in the middle of it.
    for path in ("models", "projects"):
        page.route(f"**/api/{path}/*", lambda route: route.abort("connectionreset"))
    button(page, "Give the model to the robot").click()
    expect(page.get_by_role("alert")).to_contain_text("The robot does not answer.")
    asked(page)
    button(page, "Save it there").click()
    expect(page.get_by_role("alert")).to_contain_text("The robot does not answer.")
    expect(page.get_by_text("50 samples", exact=True)).to_have_count(3)
    assert kept(robot.home) == []

    for path in ("models", "projects"):
        page.unroute(f"**/api/{path}/*")
    button(page, "Give the model to the robot").click()
    expect(page.get_by_text("lives on the robot now")).to_be_visible(timeout=SLOWLY)
    asked(page)
    button(page, "Save it there").click()
    expect(page.get_by_text("lies on the robot now, with 150 samples")).to_be_visible(timeout=SLOWLY)
    expect(page.get_by_text("0 pictures left this page")).to_be_visible()
    assert len(kept(robot.home)) == 1
