"""The robot speaks on the page: its mouth and bubble, and the browser's voice where there is no loudspeaker."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import Visit, visiting
from tests.running import RunningDaemon, running
from tjbot.protocol.messages import Do

# At the very edge: what the browser would speak is written down instead, because a browser in a test has no voice.
EARS = """
window.heard = [];
Object.defineProperty(window, 'speechSynthesis', { value: {
    pending: false,
    speak: (utterance) => window.heard.push(`${utterance.text} (${utterance.lang})`),
    cancel: () => window.heard.push('cancel'),
} });
window.played = [];
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
    this.addEventListener('ended', () => window.played.push(decodeURIComponent(new URL(this.src).pathname)));
    return play.call(this);
};
"""

# Writes down every shape of the mouth, and when the bubble came and went.
EYES = """() => {
    const mouth = document.querySelector('path[fill="#1c0d03"]');
    const stage = document.querySelector('.stage');
    window.shapes = [mouth.getAttribute('d')];
    window.bubbles = [];
    new MutationObserver(() => window.shapes.push(mouth.getAttribute('d'))).observe(mouth, { attributes: true });
    let before = '';
    new MutationObserver(() => {
        const bubble = stage.querySelector('.beside p')?.textContent ?? '';
        if (bubble !== before) window.bubbles.push([bubble, performance.now()]);
        before = bubble;
    }).observe(stage, { childList: true, subtree: true, characterData: true });
}"""

SPEAKS = "This browser speaks for the robot"
MAY_SPEAK = "Let this browser speak"


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[RunningDaemon]:
    """A robot that leaves speaking to its page, as one without a loudspeaker does."""
    with running(tmp_path / "home", parts={"voice": {"sound": "page"}}) as daemon:
        yield daemon


@pytest.fixture
def visit(playwright: Playwright, robot: RunningDaemon) -> Iterator[Visit]:
    """Its page."""
    with visiting(playwright, robot.url) as visit:
        visit.context.add_init_script(EARS)
        visit.page.reload()
        yield visit


def say(robot: RunningDaemon, text: str, **arguments: Any) -> None:
    """Says it to the end."""
    with robot.link() as link:
        link.call(Do, action="say", arguments={"text": text, **arguments})


def heard(page: Page) -> list[str]:
    """What the browser was asked to speak."""
    sentences: list[str] = page.evaluate("window.heard")
    return sentences


def test_the_browser_speaks_for_a_robot_without_a_loudspeaker_and_says_so(visit: Visit, robot: RunningDaemon) -> None:
    expect(visit.page.get_by_role("button", name=SPEAKS)).to_have_attribute("aria-pressed", "true")
    say(robot, "Hello!")
    say(robot, "Guten Tag!", language="de")
    visit.page.wait_for_function("() => window.heard.length >= 2")
    assert heard(visit.page) == ["Hello! (en)", "Guten Tag! (de)"]
    assert visit.complaints == []


def test_the_browser_plays_the_sounds_of_a_robot_without_a_loudspeaker(visit: Visit, robot: RunningDaemon) -> None:
    expect(visit.page.get_by_role("button", name=SPEAKS)).to_have_attribute("aria-pressed", "true")
    # Before somebody has touched the page most browsers play nothing.
    visit.page.get_by_role("heading", name="I do").click()
    with robot.link() as link:
        for sound in ("chime", "high do"):
            assert link.call(Do, action="play", arguments={"file": sound}).note is None
    visit.page.wait_for_function("() => window.played.length >= 2")
    assert visit.page.evaluate("window.played") == ["/api/sounds/chime", "/api/sounds/high do"]
    assert visit.complaints == []


def test_what_is_interrupted_is_quiet_in_the_browser_too(visit: Visit, robot: RunningDaemon) -> None:
    expect(visit.page.get_by_role("button", name=SPEAKS)).to_be_visible()
    with robot.link() as link:
        link.call(Do, action="say", arguments={"text": "word " * 100}, wait=False)
        visit.page.wait_for_function("() => window.heard.length >= 1")
        link.call(Do, action="be_quiet")
    visit.page.wait_for_function("() => window.heard.length >= 2")
    assert heard(visit.page)[1:] == ["cancel"]


def test_of_two_pages_one_speaks_and_a_person_may_choose_the_other(visit: Visit, robot: RunningDaemon) -> None:
    first, second = visit.page, visit.context.new_page()
    expect(first.get_by_role("button", name=SPEAKS)).to_be_visible()
    second.goto(robot.url)
    expect(second.get_by_role("button", name=MAY_SPEAK)).to_have_attribute("aria-pressed", "false")
    say(robot, "One.")
    first.wait_for_function("() => window.heard.length >= 1")
    first.get_by_role("button", name=SPEAKS).click()
    second.get_by_role("button", name=MAY_SPEAK).click()
    say(robot, "Two.")
    second.wait_for_function("() => window.heard.length >= 1")
    assert [text for text in heard(first) if text != "cancel"] == ["One. (en)"]
    assert heard(second) == ["Two. (en)"]


def test_the_mouth_moves_as_the_voice_does_and_a_short_bubble_stays(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    expect(page.get_by_role("button", name=SPEAKS)).to_be_visible()
    page.evaluate(EYES)
    say(robot, "Hi", speed=1)
    page.wait_for_function("() => window.bubbles.length >= 2")
    (text, came), (nothing, went) = page.evaluate("window.bubbles")
    assert (text, nothing) == ("Hi", "")
    assert went - came >= 1500
    shapes: list[str] = page.evaluate("window.shapes")
    assert len(set(shapes)) > 3
    assert shapes[-1] == shapes[0]


def test_a_robot_with_a_voice_of_its_own_needs_no_browser(playwright: Playwright, tmp_path: Path) -> None:
    with (
        running(tmp_path / "home", parts={"voice": {"sound": "off"}}) as robot,
        visiting(playwright, robot.url) as visit,
    ):
        visit.context.add_init_script(EARS)
        visit.page.reload()
        expect(visit.page.get_by_role("button", name="say", exact=True)).to_be_enabled()
        with robot.link() as link:
            link.call(Do, action="say", arguments={"text": "word " * 100}, wait=False)
            expect(visit.page.locator(".below p")).to_contain_text("word word")
            assert heard(visit.page) == []
        assert visit.page.get_by_role("button", name=SPEAKS).count() == 0
