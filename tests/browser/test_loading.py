"""What a visit costs: little the first time, nothing the second."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser.chromium import visiting
from tests.browser.loading import counted, describe, watch_hands

MOST_BYTES = 3_000_000


@pytest.mark.timeout(300)
def test_the_first_visit_is_small_and_the_second_downloads_nothing(playwright: Playwright, tmp_path: Path) -> None:
    with counted(tmp_path) as (robot, traffic), visiting(playwright, "about:blank", camera="film") as visit:
        watch_hands(visit.page, robot.url)
        print(f"first visit with the hand model: {traffic.total() / 1e6:.2f} MB\n{describe(traffic)}")
        assert traffic.total() <= MOST_BYTES
        builds = [path for path in traffic.bytes if path.endswith(".wasm")]
        assert 1 <= len(builds) <= 2, "of the three builds of wasm those that were tried"
        traffic.bytes.clear()
        visit.page.close()
        again = visit.context.new_page()
        watch_hands(again, robot.url)
        print(f"second visit: {traffic.total() / 1e3:.1f} kB\n{describe(traffic)}")
        assert not [path for path in traffic.bytes if path.startswith("/assets/") or path.endswith((".bin", ".wasm"))]
        assert traffic.total() < 20_000, "only questions whether something is new"
