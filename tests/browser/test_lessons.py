"""A lesson in the page, walked to its end with pretended events: goals tick, hints open, nothing is lost."""

import re

from playwright.sync_api import Locator, Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.recipe_editor import text_box, text_of, write
from tests.browser.test_accessibility import findings
from tests.running import RunningDaemon, wait_until


def button(where: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return where.get_by_role("button", name=name, exact=True)


def goals(page: Page) -> list[str]:
    return page.get_by_role("list", name="Goals").get_by_role("listitem").all_inner_texts()


def reaches(page: Page, *told: str) -> None:
    """Waits until exactly these goals of the step are reached."""
    wanted = [re.compile(f"reached:.*{re.escape(goal)}") for goal in told]
    expect(page.get_by_role("list", name="Goals").get_by_role("listitem")).to_have_text(wanted)


def run(page: Page, robot: RunningDaemon, source: str) -> None:
    """Writes and runs a recipe; returns when it listens."""
    daemon = robot.daemon.robot
    before = robot.call(lambda: daemon.recipes._next_number)

    def listens() -> bool:
        run = daemon.recipes.running("real")
        clients = daemon.clients.on("real")
        return run is not None and run.number >= before and any(client.run == run.number for client in clients)

    write(page, source)
    page.keyboard.press("Control+Enter")
    wait_until(lambda: robot.call(listens), "the recipe listens")


def pretend(page: Page, label: str) -> None:
    """Presses the word, as soon as it is over that it was pressed before: it lasts a second at least."""
    word = button(page, f"Pretend to see {label}")
    expect(word).to_have_attribute("aria-pressed", "false")
    word.click()


def test_a_lesson_is_walked_to_its_end(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, robot.url) as visit:
        page = visit.page
        page.get_by_role("link", name="Lessons").click()
        expect(button(page, "Begin: Wave back")).to_be_visible()
        assert findings(page) == []
        button(page, "Begin: Wave back").click()
        sheet = page.get_by_role("region", name="Wave back", exact=True)
        expect(sheet.get_by_role("heading", name="Meet your robot")).to_be_visible()
        expect(text_box(page)).to_contain_text("A line is missing here")
        starter = text_of(text_box(page))
        assert "not yet:" in goals(page)[0]
        assert findings(page) == []
        run(page, robot, starter)
        pretend(page, "open hand")
        reaches(page, "and the light went green.")
        expect(sheet.get_by_text("Goal reached: You opened your hand, and the light went green.")).to_be_attached()
        expect(button(page, "Step 1: Meet your robot, all goals reached")).to_be_visible()

        button(sheet, "Next").click()
        expect(sheet.get_by_role("heading", name="Let it wave")).to_be_focused()
        for number in (1, 2, 3):
            button(sheet, f"Give me a hint ({number} of 3)").click()
        expect(sheet.get_by_role("complementary", name="Hint 3")).to_contain_text("robot.wave()")
        expect(button(sheet, "Begin the recipe anew")).to_be_visible()
        wave = starter.replace("    # A line is missing here: the robot shall wave.", "    robot.wave()")
        mine = wave.replace("Hello!", "Hi Mia!")
        gone = mine + '\n\n@robot.when_stops_seeing("open hand")\ndef bye():\n    robot.off()\n'
        run(page, robot, gone + '\n\n@robot.when_sees("fist")\ndef angry():\n    robot.shine("red")\n')
        pretend(page, "open hand")
        reaches(page, "and the arm waved.")
        button(sheet, "Next").click()
        reaches(page, "said something of your own.")
        button(sheet, "Next").click()
        reaches(page, "and the light went out.")
        button(sheet, "Next").click()
        pretend(page, "fist")
        reaches(page, "It answers a second hand sign.")
        expect(sheet.get_by_text("You have reached all goals.")).to_be_visible()
        assert findings(page) == []

        # Nothing is lost, neither by a page that is loaded again nor by leaving.
        page.reload()
        expect(sheet.get_by_role("heading", name="Make it yours")).to_be_visible()
        expect(text_box(page)).to_contain_text("Hi Mia!")
        button(sheet, "Leave the lesson").click()
        expect(page.get_by_text("5 of 5 goals").last).to_be_visible()
        page.get_by_role("link", name="Back to playing").click()
        expect(page.get_by_role("heading", name="I do")).to_be_visible()
        expect(text_box(page)).to_contain_text("Hi Mia!")
        assert not visit.complaints


def test_a_lesson_fits_on_a_phone_and_follows_who_opens_it_elsewhere(
    playwright: Playwright, robot: RunningDaemon
) -> None:
    with visiting(playwright, robot.url, width=390, height=844) as visit:
        page = visit.page
        expect(page.get_by_role("tab", name="Do")).to_be_visible()
        courses, library = robot.daemon.robot.courses, robot.daemon.robot.library

        def begin() -> None:
            robot.loop.create_task(courses.begin("real", "03_simon_says", library, "en"))

        robot.call(begin)
        expect(page.get_by_role("tab", name="Lesson", selected=True)).to_be_visible()
        expect(page.get_by_role("heading", name="Do what Simon says")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert findings(page) == []
        page.get_by_role("tab", name="Recipe").click()
        wait_until(lambda: "Simon says" in text_of(text_box(page)), "the recipe is open")
        page.goto(f"{robot.url}/#play")
        expect(page.get_by_role("tab", name="Do")).to_be_visible()
        assert not visit.complaints
