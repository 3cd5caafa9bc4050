"""The page of all robots in the network: each drawn small, this one marked, the others a link away."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.test_accessibility import findings
from tests.running import RunningDaemon, running

ADA, PIP = "tjbot-3c4d", "tjbot-1a2b"
HOSTILE = '<img src=x onerror="document.title=1">'


def robot(label: str, name: str, number: int, *, this: bool = False) -> dict[str, Any]:
    urls = {"url": f"https://{label}.local:8443/", "address_urls": [f"https://192.168.1.{number}:8443/"]}
    return {"label": label, "name": name, "version": "1.0", "this": this, **urls}


ROOM = {
    "listening": True,
    "label": PIP,
    "robots": [
        robot("tjbot-3c4d", "Ada", 3),
        robot("tjbot-5e6f", HOSTILE, 5),
        robot("tjbot-1a2b", "Pip", 1, this=True),
    ],
    "more": False,
    "trouble": "",
    "hint": "",
}


def tell(page: Page, room: dict[str, Any]) -> None:
    """The network, as the robot would find it."""
    page.route("**/api/robots", lambda route: route.fulfill(json=room))


def test_whoever_looks_for_their_robot_picks_it_from_a_shelf(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, "about:blank") as visit:
        page = visit.page
        tell(page, ROOM)
        page.goto(f"{robot.url}/#robots")
        ada = page.get_by_role("link", name="Visit Ada")
        expect(ada).to_have_attribute("href", "https://tjbot-3c4d.local:8443/")
        expect(page.get_by_role("link", name="192.168.1.3")).to_have_attribute("href", "https://192.168.1.3:8443/")
        expect(page.get_by_role("listitem").filter(has_text="this one")).to_contain_text("Pip")
        expect(page.get_by_role("link", name=f"Visit {HOSTILE}")).to_be_visible()
        expect(page.get_by_role("button", name="STOP")).to_be_visible()
        assert findings(page) == []
        page.get_by_role("link", name="Pip this one").click()
        expect(page.get_by_role("button", name="wave", exact=True)).to_be_visible()
        assert visit.complaints == []


def test_a_robot_that_keeps_to_its_computer_says_so(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, f"{robot.url}/#robots") as visit:
        expect(visit.page.get_by_role("status").filter(has_text="keeps to its own computer")).to_be_visible()
        visit.page.get_by_role("link", name="Back to the robot").click()
        # The way there is shown only where there is anybody to find.
        expect(visit.page.get_by_role("button", name="wave", exact=True)).to_be_visible()
        expect(visit.page.get_by_role("link", name="Robots", exact=True)).to_have_count(0)


def test_whoever_stands_before_the_wrong_robot_finds_the_right_one(playwright: Playwright, tmp_path: Path) -> None:
    with running(tmp_path / "home", private=True) as daemon, visiting(playwright, "about:blank") as visit:
        tell(visit.page, ROOM)
        visit.page.goto(daemon.url)
        visit.page.get_by_role("link", name="Not your robot?").click()
        expect(visit.page.get_by_role("link", name="Visit Ada")).to_be_visible()
        visit.page.get_by_role("link", name="Back to the robot").click()
        expect(visit.page.get_by_role("dialog", name="Knock, knock!")).to_be_visible()
