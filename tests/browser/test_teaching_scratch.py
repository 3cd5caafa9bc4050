"""Learning pictures from scratch, beside what builds upon the page's own network."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.test_accessibility import findings
from tests.browser.test_teaching import SLOWLY, begin, button, film, show, train
from tests.running import RunningDaemon

pytestmark = pytest.mark.live

SAMPLES = 10
"""Of each class; a fifth of them is held back."""


@pytest.mark.timeout(300)
def test_a_pupil_sees_both_ways_of_learning_side_by_side(
    playwright: Playwright, robot: RunningDaemon, tmp_path: Path
) -> None:
    with visiting(playwright, robot.url, camera="film", film=film(tmp_path, ["banana", "apple"])) as visit:
        page = visit.page
        begin(page, robot.url, "banana", "apple")
        for kind in ("banana", "apple"):
            show(page, kind, SAMPLES)
        train(page)
        expect(page.get_by_text("The two ways")).to_be_hidden()
        page.get_by_role("radio", name="From scratch").check()
        button(page, "Train again").click()
        ways = page.locator(".check li")
        expect(ways.filter(has_text="Build upon what I know")).to_contain_text("4 of 4 right", timeout=SLOWLY)
        expect(ways.filter(has_text="From scratch")).to_contain_text(re.compile("[0-4] of 4 right"))
        assert findings(page) == []

        # What was learned from scratch looks at the camera's pictures as any other model does.
        visit.start_camera()
        expect(page.locator("#panel-see")).to_contain_text(re.compile(r"0\.[1-9]\d|1\.00"), timeout=SLOWLY)
        page.reload()
        page.get_by_role("button", name="Pictures banana, apple").click()
        expect(page.get_by_role("radio", name="From scratch")).to_be_checked()
        expect(page.get_by_text("The two ways")).to_be_visible()
        assert not visit.complaints
