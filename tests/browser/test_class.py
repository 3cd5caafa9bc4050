"""A class at work: a teacher, pupils with robots of their own, and one real robot that goes round."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import Visit, visiting
from tests.browser.test_accessibility import findings
from tests.browser.test_door import code_of, come_in, expect_only_refusals
from tests.running import RunningDaemon, running, wait_until

RAISED = 70
PUPILS = 30


@pytest.fixture
def private(tmp_path: Path) -> Iterator[RunningDaemon]:
    """A robot that knows nobody, not even who sits at its computer."""
    with running(tmp_path / "home", private=True) as daemon:
        yield daemon


def angle(robot: RunningDaemon, body: str) -> float:
    found: float = robot.call(lambda: robot.daemon.robot.bodies[body].reading("arm")["angle"])
    return found


def ask_class(teacher: Visit, url: str) -> dict[str, Any]:
    told: dict[str, Any] = teacher.context.request.get(f"{url}/api/class").json()
    return told


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_lesson(playwright: Playwright, private: RunningDaemon) -> None:
    robot, url = private, private.url
    with (
        visiting(playwright, url) as teacher,
        visiting(playwright, url) as ada,
        visiting(playwright, url, width=390, height=844) as ben,
    ):
        come_in(teacher.page, code_of(robot, "teacher"), "Ms Lovelace")
        teacher.page.get_by_role("link", name="Class").click()
        come_in(ada.page, code_of(robot, "pupil"), "Ada")
        expect(ada.page.get_by_role("button", name="wave", exact=True)).to_be_enabled()
        bodies = everybody_comes_in(robot, teacher, ada, ben)
        each_drives_only_the_own_robot(robot, ada, ben, bodies)
        the_teacher_looks_over_a_shoulder(robot, teacher, bodies)
        the_real_robot_goes_round(robot, teacher, ada, ben, bodies)
        the_teacher_speaks_to_all(teacher, ada, ben)
        recipes_go_out_and_come_back(url, teacher, ada)
        everything_stops(robot, teacher, ada)
        everything_is_wiped(robot, teacher, ada, ben)
        for visit in (teacher, ada, ben):
            expect_only_refusals(visit)


def everybody_comes_in(robot: RunningDaemon, teacher: Visit, ada: Visit, ben: Visit) -> dict[str, str]:
    """One was there before the class was opened; one comes later, under a name that is taken."""
    press(teacher.page, "Open the class")
    question = ada.page.get_by_role("dialog", name="Who are you?")
    expect(question.get_by_label("Your name in the class")).to_have_value("Ada")
    assert findings(ada.page) == []
    press(ada.page, "Get my robot")
    expect(ada.page.get_by_text("Ada’s robot")).to_be_visible()

    come_in(ben.page, code_of(robot, "pupil"), "Ada")
    question = ben.page.get_by_role("dialog", name="Who are you?")
    expect(question.get_by_role("alert")).to_contain_text('There is a "Ada" in this class already')
    question.get_by_label("Your name in the class").fill("Ben")
    press(ben.page, "Get my robot")
    expect(ben.page.get_by_text("Ben’s robot")).to_be_visible()

    expect(teacher.page.get_by_text("2 of 2 pupils here.")).to_be_visible()
    for visit in (teacher, ada, ben):
        assert findings(visit.page) == []
    return {pupil["name"]: pupil["body"] for pupil in ask_class(teacher, robot.url)["pupils"]}


def each_drives_only_the_own_robot(robot: RunningDaemon, ada: Visit, ben: Visit, bodies: dict[str, str]) -> None:
    press(ada.page, "raise arm")
    wait_until(lambda: angle(robot, bodies["Ada"]) > RAISED, "Ada's robot raises its arm")
    assert angle(robot, bodies["Ben"]) == angle(robot, "real") == 0
    ben.page.get_by_role("tab", name="Do").click()
    press(ben.page, "raise arm")
    wait_until(lambda: angle(robot, bodies["Ben"]) > RAISED, "Ben's robot raises its arm")
    assert angle(robot, "real") == 0


def the_teacher_looks_over_a_shoulder(robot: RunningDaemon, teacher: Visit, bodies: dict[str, str]) -> None:
    teacher.page.get_by_role("button", name="Ada", exact=True).click()
    with teacher.context.expect_page() as opening:
        teacher.page.get_by_role("link", name="Open this robot").click()
    helped = opening.value
    expect(helped.get_by_text("You look over Ada’s shoulder")).to_be_visible()
    press(helped, "lower arm")
    wait_until(lambda: angle(robot, bodies["Ada"]) == 0, "Ada's robot lowers its arm")
    assert angle(robot, bodies["Ben"]) > RAISED
    helped.close()
    teacher.page.get_by_role("button", name="Ada", exact=True).click()


def the_real_robot_goes_round(
    robot: RunningDaemon, teacher: Visit, ada: Visit, ben: Visit, bodies: dict[str, str]
) -> None:
    """Who asks first has it until the slice is over; then it is the next one's, and only theirs moves it."""
    press(ada.page, "Ask for it")
    expect(ada.page.get_by_text("It is yours")).to_be_visible()
    press(ben.page, "Ask for it")
    expect(ben.page.get_by_text("You are next.")).to_be_visible()
    expect(ben.page.get_by_text("Ada has it.")).to_be_visible()
    expect(teacher.page.get_by_role("button", name="Hand the real robot over to Ben")).to_be_visible()
    press(ada.page, "raise arm")
    wait_until(lambda: angle(robot, "real") > RAISED, "the real robot raises its arm for Ada")

    robot.call(lambda: robot.daemon.robot.school.change(0.2, None, None))
    expect(ben.page.get_by_text("It is yours")).to_be_visible()
    expect(ada.page.get_by_role("button", name="Ask for it")).to_be_visible()
    wait_until(lambda: angle(robot, "real") == 0, "it goes to rest between two turns")
    assert angle(robot, bodies["Ada"]) > RAISED, "her own robot goes on as it was"
    press(ben.page, "Give it back")
    expect(teacher.page.get_by_text("Nobody has it.")).to_be_visible()
    teacher.page.get_by_role("button", name="Ada", exact=True).click()
    press(teacher.page, "Hand over the real robot")
    expect(ada.page.get_by_text("It is yours")).to_be_visible()
    press(teacher.page, "Take it back")
    expect(ada.page.get_by_role("button", name="Ask for it")).to_be_visible()


def the_teacher_speaks_to_all(teacher: Visit, ada: Visit, ben: Visit) -> None:
    press(teacher.page, "Look up!")
    for visit in (ada, ben):
        expect(visit.page.get_by_text("Look up! Your teacher has paused all robots.")).to_be_visible()
    press(ada.page, "raise arm")
    expect(ada.page.get_by_text("Your teacher has paused all robots.").last).to_be_visible()
    press(teacher.page, "Go on")
    expect(ada.page.get_by_text("Look up!")).to_have_count(0)
    press(teacher.page, "Message")
    teacher.page.get_by_label("Message to all").fill("Save what you have.")
    press(teacher.page, "Show it")
    for visit in (ada, ben):
        expect(visit.page.get_by_text("Save what you have.")).to_be_visible()


def recipes_go_out_and_come_back(url: str, teacher: Visit, ada: Visit) -> None:
    press(teacher.page, "Hand out")
    teacher.page.get_by_label("Recipe for all").select_option(label="Traffic light")
    press(teacher.page, "Hand it out")
    expect(teacher.page.get_by_text("2 pupils have “Traffic light” now.")).to_be_visible()
    press(teacher.page, "Lesson")
    teacher.page.get_by_label("Lesson for all").select_option(index=1)
    with teacher.page.expect_download() as saving:
        teacher.page.get_by_role("link", name="Save it as a zip").click()
    bring = teacher.page.get_by_label("Bring a lesson (zip) …")
    packed = Path(saving.value.path()).read_bytes()
    bring.set_input_files({"name": "04_Mine (2).zip", "mimeType": "application/zip", "buffer": packed})
    expect(teacher.page.get_by_text("is on the robot now")).to_be_visible()
    expect(teacher.page.get_by_label("Lesson for all")).to_have_value("04_mine")
    expect(teacher.page.get_by_text("0 pictures left this page")).to_be_visible()
    press(teacher.page, "Begin it")
    expect(teacher.page.get_by_text("2 pupils have the lesson")).to_be_visible()
    expect(teacher.page.get_by_role("region", name="All robots").get_by_text(re.compile(r"✓ 0/\d"))).to_have_count(2)
    press(teacher.page, "Lesson")
    press(teacher.page, "End it for all")
    expect(teacher.page.get_by_text("The lesson is over for all.")).to_be_visible()
    press(teacher.page, "Lesson")
    teacher.page.get_by_label("Lesson for all").select_option("04_mine")
    press(teacher.page, "Remove it from the robot")
    expect(teacher.page.get_by_text("is no longer on the robot")).to_be_visible()
    cards = ada.context.request.get(f"{url}/api/recipes/traffic_light.py").json()
    assert cards["mine"], "it is a copy of her own"
    with teacher.page.expect_download() as downloading:
        teacher.page.get_by_role("link", name="Collect all").click()
    names = zipfile.ZipFile(io.BytesIO(Path(downloading.value.path()).read_bytes())).namelist()
    assert {"Ada/traffic_light.py", "Ben/traffic_light.py"} <= set(names)


def everything_stops(robot: RunningDaemon, teacher: Visit, ada: Visit) -> None:
    press(ada.page, "Run")
    card = teacher.page.get_by_role("region", name="All robots").get_by_role("listitem").filter(has_text="Ada")
    expect(card.get_by_text("▶")).to_be_visible()
    teacher.page.get_by_role("button", name="STOP all").click()
    expect(card.get_by_text("▶")).to_have_count(0)
    expect(ada.page.get_by_role("button", name="Run", exact=True)).to_be_enabled()


def everything_is_wiped(robot: RunningDaemon, teacher: Visit, ada: Visit, ben: Visit) -> None:
    press(teacher.page, "Wipe class")
    expect(teacher.page.get_by_role("alertdialog")).to_contain_text("The names of all 2 pupils go")
    press(teacher.page, "Wipe everything")
    expect(teacher.page.get_by_role("button", name="Open the class")).to_be_visible()
    for visit in (ada, ben):
        expect(visit.page.get_by_role("dialog", name="Knock, knock!")).to_be_visible()
    assert ask_class(teacher, robot.url)["pupils"] == []


COUNT_LONG_TASKS = """() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) window.longTasks.push(duration);
    }).observe({ type: 'longtask' });
}"""


def test_thirty_robots_are_drawn_as_they_move(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, f"{robot.url}/#class") as visit:
        page, ask = visit.page, visit.context.request
        press(page, "Open the class")
        made = [
            ask.post(f"{robot.url}/api/class/pupils", data={"name": f"Pupil {number:02}"}) for number in range(PUPILS)
        ]
        bodies = [answer.json()["body"] for answer in made]
        assert not ask.post(f"{robot.url}/api/class/pupils", data={"name": "one more"}).ok
        expect(page.get_by_role("img", name="The robot of Pupil")).to_have_count(PUPILS)
        page.evaluate(COUNT_LONG_TASKS)
        picture = page.get_by_role("img", name="The robot of Pupil 29")
        still = picture.screenshot()

        def swing() -> None:
            for body in bodies:
                swinging = robot.daemon.robot.bodies[body].begin("swing", {})
                swinging.add_done_callback(lambda done: done.cancelled() or done.exception())

        robot.call(swing)
        wait_until(lambda: picture.screenshot() != still, "the last robot is drawn moving")
        wait_until(lambda: angle(robot, bodies[-1]) == 0 or angle(robot, bodies[-1]) > RAISED, "they go on")
        tasks: list[float] = page.evaluate("window.longTasks")
        assert [duration for duration in tasks if duration > 200] == []
        assert findings(page) == []
