"""A keyboard is enough, what has the focus is seen, and a screen reader is not talked to death."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import Visit, visiting
from tests.browser.hands import render_video
from tests.browser.looking_over import focused
from tests.browser.recipe_editor import text_box
from tests.browser.screens import SLOWLY
from tests.browser.test_accessibility import press_tab_until
from tests.running import RunningDaemon, running, wait_until

pytestmark = pytest.mark.live

MOST_STOPS = 200
"""More than any place has places for the focus; whoever needs more is in a trap."""

LISTEN = """() => {
    window.said = [];
    window.numbers = 0;
    window.listener?.disconnect();
    window.listener = new MutationObserver((records) => {
        for (const { target } of records) {
            const element = target instanceof Element ? target : target.parentElement;
            if (element?.closest('.number')) window.numbers++;
            const live = element?.closest('[aria-live], [role="status"], [role="alert"], [role="log"]');
            if (live && live.getAttribute('aria-live') !== 'off') window.said.push(live.innerText.slice(-60));
        }
    });
    window.listener.observe(document, { subtree: true, childList: true, characterData: true });
}"""
"""Notes in `said` whatever a screen reader would say unasked, and counts how often a confidence changed."""

CHATTERS = """import time

while True:
    print("again")
    time.sleep(0.05)
"""


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[RunningDaemon]:
    """One with a recipe that never stops printing."""
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "again.py").write_text(f'"""Again and again."""\n\n{CHATTERS}')
    with running(tmp_path, parts={"button": {}}) as daemon:
        yield daemon


@pytest.fixture
def visit(playwright: Playwright, robot: RunningDaemon, films: Path) -> Iterator[Visit]:
    """A page with a hand before its camera."""
    film = render_video([(None, 2), ("open hand", 4), ("fist", 3)], films)
    with visiting(playwright, f"{robot.url}/#recipe=again.py", camera="film", film=film) as visit:
        expect(text_box(visit.page)).to_be_visible()
        yield visit
        assert not visit.complaints


def round_of(page: Page) -> tuple[list[str], list[str]]:
    """Goes all the way round with Tab; the names of what came, and what is wrong with any of it."""
    names: list[str] = []
    wrong: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        found = focused(page)
        if found is None or (names and found["name"] == names[0]):
            return names, wrong
        names.append(found["name"])
        if not found["ringed"]:
            wrong.append(f"{found['name']}: the focus is not seen")
        if not found["inSight"]:
            wrong.append(f"{found['name']}: something lies over it")
        if not found["name"] or found["name"].startswith("<"):
            wrong.append(f"{found['name']}: it has no name")
    raise AssertionError(f"Tab came to {MOST_STOPS} places, at last {names[-9:]}")


def press(page: Page, name: str) -> None:
    """Walks to it with Tab, and presses Enter."""
    press_tab_until(page, name)
    page.keyboard.press("Enter")


@pytest.mark.timeout(240)
def test_a_keyboard_is_enough(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    body = robot.daemon.robot.bodies["real"]

    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Go to “I see”")).to_be_focused()
    press(page, "Go to “I do”")
    expect(page.get_by_role("heading", name="I do")).to_be_focused()
    press_tab_until(page, "raise arm")
    press_tab_until(page, "angle")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    wait_until(lambda: round(robot.call(lambda: body.reading("arm")["angle"])) == 9, "each press is a degree")

    press(page, "Start camera")
    page.evaluate(LISTEN)
    expect(page.locator("li.seen", has_text="open hand")).to_be_visible(timeout=SLOWLY)
    page.wait_for_function("() => window.numbers > 30", timeout=SLOWLY)
    assert len(page.evaluate("window.said")) < 12, page.evaluate("window.said")

    switch = page.get_by_role("switch", name="Gestures")
    press_tab_until(page, "Gestures")
    page.keyboard.press("Space")
    expect(switch).to_be_checked()
    press(page, "Stop camera")
    press_tab_until(page, "Pretend to see fist")
    page.keyboard.down("Space")
    expect(page.get_by_role("button", name="Pretend to see fist")).to_have_attribute("aria-pressed", "true")
    # The robot itself says so.
    expect(page.locator("li.seen", has_text="fist")).to_be_visible()
    page.keyboard.up("Space")

    page.evaluate(LISTEN)
    press(page, "▶ Run")
    log = page.get_by_role("log", name="What the recipe says")
    expect(log).to_have_attribute("aria-live", "off")
    expect(log).to_contain_text("again\n" * 20)
    press(page, "■ Stop")
    expect(log).to_contain_text("stopped")
    assert len(page.evaluate("window.said")) < 12, page.evaluate("window.said")


@pytest.mark.timeout(240)
def test_the_focus_is_seen_wherever_it_goes_and_each_place_is_left_again(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    names, wrong = round_of(page)
    assert {"Start camera", "wave", "▶ Run", "What the recipe says"} <= set(names)
    doors = (
        ("Build & calibrate", "Back to playing"),
        ("Teach", "Back to the robot"),
        ("Class", "Back to the robot"),
    )
    for door, back in doors:
        press(page, door)
        expect(page.get_by_role("main")).to_be_focused()
        expect(page.get_by_role("link", name=back)).to_be_visible()
        wrong += round_of(page)[1]
        if door == "Teach":
            press(page, "What is under the bonnet?")
            expect(page.get_by_role("main", name="What is under the bonnet")).to_be_focused()
            wrong += round_of(page)[1]
            press(page, "Back to teaching")
            press(page, "Numbers")
            press(page, "Throw it away")
            expect(page.get_by_role("alertdialog")).to_be_focused()
            press(page, "Keep it")
            expect(page.get_by_role("button", name="Throw it away")).to_be_focused()
        press(page, back)
        expect(page.get_by_role("button", name="Start camera")).to_be_visible()
    assert wrong == []


def test_tab_leaves_the_text_without_stopping_the_robot(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    box = text_box(page)
    press_tab_until(page, "Text of the recipe")
    page.keyboard.press("Control+End")
    page.keyboard.type("# mine")
    page.keyboard.press("Tab")
    expect(box).to_contain_text("# mine  ")
    expect(page.get_by_text("Ctrl + M, then Tab: out of the text")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("is running")).to_be_visible()
    page.keyboard.press("Control+m")
    page.keyboard.press("Tab")
    expect(box).not_to_be_focused()
    assert robot.call(lambda: robot.daemon.robot.recipes.running("real")) is not None
    page.keyboard.press("Shift+Tab")
    expect(box).to_be_focused()
    # Esc is STOP, wherever one is, and whatever is selected there.
    page.keyboard.press("Control+a")
    page.keyboard.press("Escape")
    wait_until(lambda: robot.call(lambda: robot.daemon.robot.recipes.running("real")) is None, "all stands still")
