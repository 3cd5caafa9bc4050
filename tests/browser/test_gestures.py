"""The model of gestures in the page: what a hand before the camera does becomes events."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests.browser.hands import Hand, Script, render_video
from tests.browser.hands.lab import build_lab, open_lab

pytestmark = pytest.mark.live

SLOWLY = 180_000
"""Milliseconds that a test waits: models load, and a slow machine sees few frames a second."""

# A right hand with the palm to the camera has its thumb at the side; turned, the thumb points up or down.
THUMBS_UP = Hand("thumbs up", size=0.75, roll=75)
THUMBS_DOWN = Hand("thumbs up", size=0.75, roll=-105)
HELD: Script = [
    (THUMBS_UP, 4),
    (None, 1),
    (Hand("victory", size=0.55, roll=12), 4),
    (None, 1),
    (Hand("rock on", size=0.55, roll=8), 4),
    (None, 1),
    (THUMBS_DOWN, 4),
    (None, 1),
]


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    build_lab()


def labels_seen(lab: Page, until: tuple[str, ...]) -> set[str]:
    """Watches until all of these have begun; gives all gestures that did."""
    lab.evaluate("() => lab.start(['hand', 'gesture'])")
    begun = (
        "lab.events.filter(({ phase, model }) => phase === 'started' && model === 'gesture').map((one) => one.label)"
    )
    lab.wait_for_function(f"(all) => all.every((label) => {begun}.includes(label))", arg=until, timeout=SLOWLY)
    lab.evaluate("() => lab.watch.stop()")
    return set(lab.evaluate(f"() => {begun}"))


@pytest.mark.timeout(300)
def test_held_gestures_are_told_and_no_others(playwright: Playwright, films: Path) -> None:
    film = render_video(HELD, films)
    with open_lab(playwright, films, film=film) as lab:
        seen = labels_seen(lab, ("thumbs up", "victory", "rock on", "thumbs down"))
    # Who counts fingers counts those of a victory sign too.
    assert seen == {"thumbs up", "victory", "two fingers", "rock on", "thumbs down"}


@pytest.mark.timeout(300)
def test_an_open_hand_that_swings_waves(playwright: Playwright, films: Path) -> None:
    left, right = (Hand("open hand", size=0.5, x=x, roll=roll) for x, roll in ((0.4, -12), (0.6, 12)))
    swings: Script = [(None, 1), *[(hand, 0.3) for _ in range(4) for hand in (left, right)]]
    film = render_video(swings, films, drawn_per_second=30)
    with open_lab(playwright, films, film=film) as lab:
        assert "wave" in labels_seen(lab, ("wave",))
