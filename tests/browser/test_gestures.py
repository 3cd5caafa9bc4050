"""The model of gestures in the page: what a hand before the camera does becomes events."""

import math
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests.browser.hands import SKINS, Hand, Script, render_video
from tests.browser.hands.lab import build_lab, open_lab

SLOWLY = 180_000
"""Milliseconds that a test waits: models load, and a slow machine sees few frames a second."""

# A right hand with the palm to the camera has its thumb at the side; turned, the thumb points up or down.
THUMBS_UP = Hand("thumbs up", size=0.75, roll=75)
THUMBS_DOWN = Hand("thumbs up", size=0.75, roll=-105)


def one_after_another(*hands: Hand) -> Script:
    """Each is held up for a while, and goes away."""
    return [step for hand in hands for step in ((hand, 4), (None, 1))]


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    build_lab()


def labels_seen(lab: Page, until: set[str]) -> set[str]:
    """Watches until all of these have begun; gives all gestures that did."""
    lab.evaluate("() => lab.start(['hand', 'gesture'])")
    begun = (
        "lab.events.filter(({ phase, model }) => phase === 'started' && model === 'gesture').map((one) => one.label)"
    )
    lab.wait_for_function(f"(all) => all.every((label) => {begun}.includes(label))", arg=sorted(until), timeout=SLOWLY)
    lab.evaluate("() => lab.watch.stop()")
    return set(lab.evaluate(f"() => {begun}"))


@pytest.mark.timeout(300)
def test_held_gestures_are_told_and_no_others(playwright: Playwright, films: Path) -> None:
    film = render_video(
        one_after_another(
            THUMBS_UP,
            Hand("victory", size=0.55, roll=12),
            Hand("rock on", size=0.55, roll=8),
            THUMBS_DOWN,
        ),
        films,
    )
    with open_lab(playwright, films, film=film) as lab:
        seen = labels_seen(lab, {"thumbs up", "victory", "rock on", "thumbs down"})
    # Who counts fingers counts those of a victory sign too.
    assert seen == {"thumbs up", "victory", "two fingers", "rock on", "thumbs down"}


@pytest.mark.timeout(300)
def test_more_of_them_with_either_hand_and_other_skin(playwright: Playwright, films: Path) -> None:
    film = render_video(
        one_after_another(
            Hand("pinch, fingers out", side="left", size=0.6, skin=SKINS[4]),
            Hand("call me", side="left", size=0.55, skin=SKINS[3]),
            Hand("point", size=0.5, skin=SKINS[5]),
            Hand("open hand", size=0.45, skin=SKINS[0]),
        ),
        films,
    )
    with open_lab(playwright, films, film=film) as lab:
        assert labels_seen(lab, wanted := {"ok", "call me", "one finger", "five fingers"}) == wanted


@pytest.mark.timeout(300)
def test_a_fist_and_a_hand_that_relaxes_are_no_gesture(playwright: Playwright, films: Path) -> None:
    relaxed = Hand({"fist": 0.45, "open hand": 0.55}, size=0.5, roll=15)
    film = render_video([*one_after_another(Hand("fist", size=0.5), relaxed), (THUMBS_UP, 3), (None, 1)], films)
    with open_lab(playwright, films, film=film) as lab:
        assert labels_seen(lab, {"thumbs up"}) == {"thumbs up"}


@pytest.mark.timeout(300)
def test_an_open_hand_that_swings_waves(playwright: Playwright, films: Path) -> None:
    left, right = (Hand("open hand", size=0.5, x=x, roll=roll) for x, roll in ((0.4, -12), (0.6, 12)))
    swings: Script = [(None, 1), *[(hand, 0.3) for _ in range(4) for hand in (left, right)]]
    film = render_video(swings, films, drawn_per_second=30)
    with open_lab(playwright, films, film=film) as lab:
        assert "wave" in labels_seen(lab, {"wave"})


@pytest.mark.timeout(300)
def test_a_hand_that_goes_round_circles(playwright: Playwright, films: Path) -> None:
    steps = 24
    angles = [2 * math.pi * step / steps for step in range(2 * steps + 1)]
    rounds = [Hand("point", size=0.35, x=0.5 + 0.13 * math.sin(a), y=0.5 + 0.17 * math.cos(a)) for a in angles]
    film = render_video([(None, 0.5), (rounds[0], 0.4), *[(hand, 1 / 15) for hand in rounds]], films)
    with open_lab(playwright, films, film=film) as lab:
        assert "circle" in labels_seen(lab, {"circle"})


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("start", "end", "label"), [(0.2, 0.8, "swipe right"), (0.8, 0.2, "swipe left")])
def test_a_hand_that_goes_aside_swipes(
    start: float, end: float, label: str, playwright: Playwright, films: Path
) -> None:
    before, after = (Hand("open hand", size=0.35, x=x) for x in (start, end))
    film = render_video([(None, 0.6), (before, 1), (after, 1.2)], films, drawn_per_second=30)
    with open_lab(playwright, films, film=film) as lab:
        seen = labels_seen(lab, {label})
    assert not seen & ({"swipe left", "swipe right"} - {label})
