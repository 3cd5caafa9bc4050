"""Takes the picture of the page for the README: a hand is up, the robot waves back.

    .venv/bin/tjbot start --simulate --no-browser &
    .venv/bin/python -m tools.screenshot http://localhost:8765

The daemon has to run with `wave_back.py` running; the hand is drawn from a mesh, there is nobody in the picture.
Needs Chromium and what `tests/run` installs.
"""

import argparse
import re
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import Visit, visiting
from tests.browser.hands import Hand, render_video

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "page.png"
FILMS = ROOT / "build" / "films"

# An open hand that leans a little, as held by someone who says hello; then a fist, so that it opens again.
FILM = [(Hand("open hand", x=0.55, size=0.62, roll=-8), 6), (Hand("fist", x=0.55, size=0.5), 1.5)]
PATIENCE_MILLISECONDS = 90_000
"""Models load, and a slow machine looks at few pictures a second."""


def main() -> None:
    """Reads the arguments and takes the picture."""
    parser = argparse.ArgumentParser(description="Takes the picture of the page for the README.")
    parser.add_argument("url", help="where the robot is, for example http://localhost:8765")
    parser.add_argument("--output", type=Path, default=PICTURE, help="the PNG to write (default: docs/page.png)")
    parser.add_argument("--width", type=int, default=1366, help="of the window, in pixels")
    parser.add_argument("--height", type=int, default=768, help="of the window, in pixels")
    arguments = parser.parse_args()
    FILMS.mkdir(parents=True, exist_ok=True)
    film = render_video(FILM, FILMS)
    size = {"width": arguments.width, "height": arguments.height}
    with (
        sync_playwright() as playwright,
        visiting(playwright, arguments.url, camera="film", film=film, **size) as visit,
    ):
        wait_for_the_wave(visit)
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        visit.page.screenshot(path=arguments.output)
    print(f"wrote {arguments.output}")


def wait_for_the_wave(visit: Visit) -> None:
    """Starts the camera and waits until the robot has its arm up, speaks, and the hand is still seen."""
    page = visit.page
    visit.start_camera()
    page.evaluate("document.fonts.ready")
    expect(page.locator("li.seen", has_text="open hand")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    robot = page.get_by_role("img", name=re.compile("arm is at 81 degrees.*It says"))
    expect(robot).to_be_visible(timeout=PATIENCE_MILLISECONDS)


if __name__ == "__main__":
    main()
