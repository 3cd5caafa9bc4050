"""Who is not let in stands at the robot's door; a teacher lets in, and sends out again."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import Visit, visiting
from tests.browser.recipe_editor import choose_recipe
from tests.browser.test_accessibility import findings
from tests.running import RunningDaemon, running


@pytest.fixture
def private(tmp_path: Path) -> Iterator[RunningDaemon]:
    """A robot that knows nobody, not even who sits at its computer."""
    with running(tmp_path / "home", private=True) as daemon:
        yield daemon


def code_of(robot: RunningDaemon, kind: str) -> str:
    shown: str = robot.call(lambda: robot.daemon.access.codes.show(kind)).code
    return shown


def come_in(page: Page, code: str, name: str) -> None:
    page.get_by_label("The robot’s code").fill(code)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Come in").click()


def expect_only_refusals(visit: Visit) -> None:
    """A browser notes each refusal that the page asks for and explains; nothing else may stand in its console."""
    assert [
        each for each in visit.complaints if not re.search(r"status of 40[139]|Unexpected response code: 40[13]", each)
    ] == []


def test_a_code_lets_in(playwright: Playwright, private: RunningDaemon) -> None:
    with visiting(playwright, private.url) as visit:
        page = visit.page
        expect(page.get_by_role("dialog", name="Knock, knock!")).to_contain_text("Pip lets in whoever knows its code")
        assert findings(page) == []
        assert not any("/models/" in url for url in visit.requests), "what is behind the door is not fetched before"

        come_in(page, "12345", "Ada")
        expect(page.get_by_role("alert")).to_contain_text("Type the 6 digits")
        wrong = f"{(int(code_of(private, 'pupil')) + 1) % 1_000_000:06}"
        come_in(page, wrong, "Ada")
        expect(page.get_by_role("alert")).to_contain_text("not, or no longer, the right one")

        code = code_of(private, "pupil")
        come_in(page, f"{code[:3]} {code[3:]}", "Ada")
        expect(page.get_by_role("button", name="wave", exact=True)).to_be_enabled()
        expect(page.get_by_role("link", name="Class")).to_have_count(0)
        page.reload()
        expect(page.get_by_role("button", name="wave", exact=True)).to_be_enabled()
        expect_only_refusals(visit)


def test_a_teacher_invites_and_sends_out(playwright: Playwright, private: RunningDaemon) -> None:
    with visiting(playwright, private.url) as teacher, visiting(playwright, private.url) as pupil:
        come_in(teacher.page, code_of(private, "teacher"), "Ms Lovelace")
        come_in(pupil.page, code_of(private, "pupil"), "Ada")
        box = pupil.page.get_by_role("textbox", name="Text of the recipe")
        box.click()
        pupil.page.keyboard.type("# mine ")

        teacher.page.get_by_role("link", name="Class").click()
        row = teacher.page.get_by_role("listitem").filter(has_text="Ada")
        expect(row).to_contain_text("here now")
        assert findings(teacher.page) == []
        teacher.page.get_by_role("button", name="Send Ada out").click()
        teacher.page.get_by_role("button", name="Send out", exact=True).click()
        expect(row).to_have_count(0)

        door = pupil.page.get_by_role("dialog", name="Knock, knock!")
        expect(door).to_contain_text("What you made is still here")
        come_in(pupil.page, code_of(private, "pupil"), "Ada")
        expect(door).to_have_count(0)
        expect(box).to_contain_text("# mine")
        expect(pupil.page.get_by_role("button", name="wave", exact=True)).to_be_enabled()
        expect_only_refusals(pupil)
        expect_only_refusals(teacher)


def test_an_invitation_lets_one_in_and_leaves_no_trace(playwright: Playwright, private: RunningDaemon) -> None:
    invitation = private.call(lambda: private.daemon.access.codes.link("pupil"))
    with visiting(playwright, f"{private.url}/#join={invitation}") as visit:
        expect(visit.page.get_by_role("dialog")).to_contain_text("You are invited to Pip")
        assert invitation not in visit.page.url
        visit.page.get_by_label("Your name").fill("Grace")
        visit.page.get_by_role("button", name="Come in").click()
        expect(visit.page.get_by_role("button", name="wave", exact=True)).to_be_enabled()
        assert not any(invitation in url for url in visit.requests)
    with visiting(playwright, f"{private.url}/#join={invitation}") as late:
        late.page.get_by_label("Your name").fill("Mallory")
        late.page.get_by_role("button", name="Come in").click()
        expect(late.page.get_by_role("alert")).to_be_visible()
        expect(late.page.get_by_label("The robot’s code")).to_be_visible()


def test_whoever_sits_at_the_robot_needs_no_code_and_is_told_that_nobody_else_reaches_it(
    playwright: Playwright, robot: RunningDaemon
) -> None:
    with visiting(playwright, robot.url) as visit:
        visit.page.get_by_role("link", name="Class").click()
        expect(visit.page.get_by_text("Only this computer can reach the robot.")).to_be_visible()
        expect(visit.page.get_by_text("Nobody yet.")).to_be_visible()
        assert visit.complaints == []


def test_a_link_that_is_shared_names_the_robot_as_others_find_it(playwright: Playwright, tmp_path: Path) -> None:
    with running(tmp_path / "home", listen="0.0.0.0") as robot, visiting(playwright, robot.url) as visit:
        choose_recipe(visit.page, "Traffic light")
        visit.page.get_by_role("button", name="More", exact=True).click()
        visit.page.get_by_role("button", name="Share", exact=True).click()
        link = visit.page.get_by_label("This link opens the recipe").input_value()
        address = robot.daemon.access.urls()[0]
        assert link == f"{address}#recipe=traffic_light.py"
        expect(visit.page.get_by_text("Only this computer can open it")).to_have_count(0)


def test_whoever_follows_a_link_to_a_recipe_finds_it_behind_the_door(
    playwright: Playwright, private: RunningDaemon
) -> None:
    with visiting(playwright, f"{private.url}/#recipe=traffic_light.py") as visit:
        come_in(visit.page, code_of(private, "pupil"), "Ada")
        expect(visit.page.get_by_role("textbox", name="Text of the recipe Traffic light")).to_be_visible()


def test_when_somebody_was_last_here_is_told(playwright: Playwright, tmp_path: Path) -> None:
    before = time.time_ns() // 1_000_000 - 2 * 3600 * 1000
    grace = {"id": "1", "kind": "pupil", "name": "Grace", "address": "192.168.4.20", "since": before}
    kept = {"sessions": [{**grace, "last_seen": before, "token_sha256": "0" * 64}]}
    (tmp_path / "home" / "secrets").mkdir(parents=True)
    (tmp_path / "home" / "secrets" / "sessions.json").write_text(json.dumps(kept))
    with running(tmp_path / "home") as robot, visiting(playwright, f"{robot.url}/#class") as visit:
        expect(visit.page.get_by_role("listitem").filter(has_text="Grace")).to_contain_text("last here 2 hours ago")
