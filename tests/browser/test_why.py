"""Why it did something, and step by step: from a pretended event to the line, the part, a saved run and its replay."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect
from typer.testing import CliRunner

from tests.browser.chromium import Visit, visiting
from tests.browser.recipe_editor import choose_recipe
from tests.browser.test_accessibility import findings
from tests.browser.test_page import recipe_listens
from tests.running import RunningDaemon, wait_until
from tjbot.cli import app, gallery


@pytest.fixture
def visit(playwright: Playwright, robot: RunningDaemon) -> Iterator[Visit]:
    """The robot's page in a browser without a camera."""
    with visiting(playwright, robot.url) as visit:
        yield visit


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def pretend(page: Page, label: str) -> None:
    word = button(page, f"Pretend to see {label}").first
    word.dispatch_event("pointerdown")
    word.dispatch_event("pointerup")


def test_an_event_leads_to_its_line_and_part_and_a_saved_run_is_a_test(
    visit: Visit, robot: RunningDaemon, tmp_path: Path
) -> None:
    page = visit.page
    choose_recipe(page, "Wave back")
    button(page, "Run").click()
    wait_until(lambda: recipe_listens(robot), "the recipe is connected")
    pretend(page, "fist")
    pretend(page, "open hand")
    page.get_by_role("link", name="Tell me more").click()
    moments = page.get_by_role("region", name="What happened, the newest first")
    expect(moments).to_contain_text("“open hand” was seen (1.00). Line 8 asked for shine(). Line 9 asked for wave().")
    expect(moments).to_contain_text("“fist” was seen (1.00). The recipe that runs does not ask for it.")
    expect(moments).to_contain_text("Line 10 asked for say().")
    page.get_by_role("button", name="Show line 9 in the recipe").click()
    expect(page.locator(".cm-line-shown")).to_contain_text("robot.wave()")
    page.get_by_role("button", name="Show the arm").click()
    expect(page.get_by_role("group", name="arm")).to_have_attribute("aria-current", "true")
    assert findings(page) == []
    with page.expect_download() as download:
        button(page, "Save this run").click()
    saved = tmp_path / "wave_back.tjreplay"
    download.value.save_as(saved)
    result = CliRunner().invoke(app, ["replay", str(saved), str(gallery() / "wave_back.py")])
    assert (result.exit_code, result.output[:27]) == (0, "wave_back.py does the same:"), result.output
    page.get_by_label("Open a saved run …").set_input_files(saved)
    expect(moments).to_contain_text("A saved run of wave_back.py")
    page.get_by_role("link", name="← Back").click()
    button(page, "Stop").click()
    assert not visit.complaints


def test_a_recipe_runs_line_by_line_with_the_keyboard(visit: Visit, robot: RunningDaemon) -> None:
    (robot.home / "recipes").mkdir(exist_ok=True)
    (robot.home / "recipes" / "count.py").write_text(
        '"""Count up."""\nfrom tjbot import robot\ntotal = 1\ntotal += 41\nprint(total)\n'
    )
    page = visit.page
    page.reload()
    choose_recipe(page, "Count up")
    page.keyboard.press("F10")
    pace = page.get_by_role("group", name="The recipe runs slowly")
    expect(pace).to_contain_text("Line 2 is next")
    page.keyboard.press("F10")
    expect(pace).to_contain_text("Line 3 is next")
    expect(page.locator(".cm-line-next")).to_contain_text("total = 1")
    page.keyboard.press("F10")
    expect(pace).to_contain_text("Line 4 is next")
    expect(pace.get_by_role("row", name="total 1")).to_be_visible()
    button(page, "Step").click()
    expect(pace.get_by_role("row", name="total 42")).to_be_visible()
    assert findings(page) == []
    button(page, "Go on").click()
    expect(page.get_by_role("log")).to_contain_text("42")
    expect(pace).not_to_be_visible()
    assert not visit.complaints
