"""What `tjbot train` made on a laptop: brought to the robot, used by its page, and taught further there."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.recipe_editor import choose_recipe, write
from tests.browser.test_teaching import RECIPE, SLOWLY, button, film, show
from tests.browser.test_teaching_further import right
from tests.running import RunningDaemon, wait_until

pytestmark = pytest.mark.live

ROOT = Path(__file__).parents[2]
MADE = ROOT / "tests" / "fixtures" / "models" / "fruit"
"""Made as docs/offline.md tells, of 20 pictures each of `tests.browser.fruit`, seeds 700 to 719:
`tjbot train images fruit --author "Class 6b" --licence CC-BY-4.0`."""


@pytest.mark.timeout(300)
def test_what_a_laptop_taught_is_used_by_the_page_and_learns_on_there(
    playwright: Playwright, robot: RunningDaemon, tmp_path: Path
) -> None:
    brought = [sys.executable, "-m", "tjbot.cli", "models", "add", MADE, "--url", robot.url]
    shown = film(tmp_path, ["banana", "nothing", "apple", "nothing"])
    with visiting(playwright, f"{robot.url}/#teach", camera="film", film=shown) as visit:
        page = visit.page
        # The page that is open shows it at once.
        subprocess.run(brought, cwd=ROOT, check=True)
        page.get_by_role("button", name="fruit apple, banana, nothing Class 6b · CC-BY-4.0").click()
        expect(page.get_by_text("“fruit” came from elsewhere")).to_be_visible(timeout=SLOWLY)
        expect(page.get_by_label("Who made it?")).to_have_value("Class 6b")
        expect(page.get_by_text("I use it already.")).to_be_visible()
        expect(page.get_by_text("Learned from")).to_have_count(0)

        for kind in ("banana", "apple", "nothing"):
            show(page, kind, 5)
        button(page, "Train again").click()
        expect(page.get_by_text("Learned from 12 samples")).to_be_visible(timeout=SLOWLY)
        # It was good already; that it has not become worse is what the comparison is for.
        expect(page.locator(".before")).to_have_text("Before, it had 3 of 3 right.")
        assert right(page) == (3, 3)

        visit.start_camera()
        page.get_by_role("link", name="Back to the robot").click()
        choose_recipe(page, "Wave back")
        write(page, RECIPE)
        page.keyboard.press("Control+Enter")
        wait_until(lambda: robot.light()[0] > 0.9 and robot.light()[1] > 0.5, "the banana is seen", 60)
        wait_until(lambda: robot.light()[0] > 0.9 and robot.light()[1] < 0.1, "the apple is seen", 60)
        expect(page.get_by_text("0 pictures left this page")).to_be_visible()
        assert not visit.complaints
