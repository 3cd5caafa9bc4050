"""The page's microphone, from a WAV file to a recipe that acts; what leaves the page; and what happens when it goes."""

import asyncio
import itertools
import json
from array import array
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.recipe_editor import choose_recipe
from tests.browser.test_accessibility import findings
from tests.browser.test_smoothing import line_is_drawn
from tests.hearing import SAMPLES_PER_SECOND, clap, silence, spoken, tone
from tests.running import RunningDaemon, running, wait_until
from tests.sounds import write_wave
from tjbot.protocol.messages import Message, Seen
from tjbot.robot.speech_synthesiser import Limits, Synthesiser

pytestmark = pytest.mark.live

SLOWLY = 60_000
"""Milliseconds that a test waits for what the microphone plays on a slow machine."""

RECIPE = '''"""Claps. You need: ears. You learn: to count."""

from tjbot import robot

colors = ["red", "blue"]


@robot.when_hears("clap")
def next_color():
    robot.shine(colors.pop(0))


@robot.when_hears("whistle")
def come():
    robot.raise_arm()
'''


def played(path: Path, *sounds: "array[int]") -> Path:
    """Sounds for the fake microphone, one after the other in a quiet room."""
    whole = silence(1.5)
    for sound in sounds:
        whole += sound + silence(0.6)
    return write_wave(path, whole.tobytes(), rate=SAMPLES_PER_SECOND)


def listen(page: Page) -> None:
    page.get_by_role("switch", name="Listen", exact=True).click()


def sign(page: Page) -> Locator:
    """What tells that the microphone is on."""
    return page.get_by_text("No sound leaves this page.")


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[RunningDaemon]:
    recipes = tmp_path / "home" / "recipes"
    recipes.mkdir(parents=True)
    (recipes / "claps.py").write_text(RECIPE)
    with running(tmp_path / "home") as daemon:
        yield daemon


def until(reports: Iterator[Message], wanted: Callable[[Seen], bool]) -> list[Seen]:
    """What was noticed until something wanted came, which is the last of it."""
    noticed: list[Seen] = []
    for report in reports:
        if isinstance(report, Seen):
            noticed.append(report)
            if wanted(report):
                break
    return noticed


def begins(label: str) -> Callable[[Seen], bool]:
    return lambda seen: (seen.label, seen.phase) == (label, "started")


@pytest.mark.timeout(120)
def test_two_claps_and_a_whistle_make_a_recipe_act_and_no_sound_leaves_the_page(
    playwright: Playwright, robot: RunningDaemon, tmp_path: Path
) -> None:
    sound = played(tmp_path / "sound.wav", clap(1), clap(2), tone(1500, 0.5), silence(30))
    with visiting(playwright, robot.url, camera="film", sound=sound) as visit, robot.link() as link:
        sent: list[str | bytes] = []
        visit.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
        visit.page.reload()
        choose_recipe(visit.page, "Claps")
        visit.page.get_by_role("button", name="Run", exact=True).click()
        expect(visit.page.get_by_text("Claps is running.")).to_be_visible()
        listen(visit.page)
        wait_until(lambda: robot.light() == (1, 0, 0), "the first clap is red", 60)
        wait_until(lambda: robot.light() == (0, 0, 1), "the second is blue", 60)
        wait_until(lambda: 1400 in map(round, robot.pulses_us()), "and whistled for, it raises its arm", 60)
        expect(sign(visit.page)).to_be_visible()
        assert robot.call(lambda: robot.daemon.robot.clients.offers("real"))["hear"] == [
            "clap",
            "loud",
            "quiet",
            "whistle",
        ]
        assert all(isinstance(frame, str) for frame in sent)
        kinds = {json.loads(frame)["type"] for frame in sent}
        assert kinds <= {"hello", "ping", "have", "offer", "willing", "seen", "run"}
        # What models the page has is a list of words, told anew when a model comes or goes.
        assert {json.loads(frame)["type"] for frame in sent if len(frame) >= 600} == {"have"}
        assert visit.hosts() == {urlsplit(robot.url).netloc}
        assert not visit.complaints
        assert link.welcome.body == "real"


@pytest.mark.timeout(120)
def test_who_talks_neither_claps_nor_whistles(playwright: Playwright, robot: RunningDaemon, tmp_path: Path) -> None:
    async def talk() -> "array[int]":
        synthesiser = Synthesiser(Limits(60, 60))
        return await spoken(synthesiser, "Hello! Look at the moon, it is so cool. Stop that, tick tock, cut the cake.")

    # Playwright has an event loop on this thread.
    with ThreadPoolExecutor() as other_thread:
        speech = other_thread.submit(asyncio.run, talk()).result()
    sound = played(tmp_path / "sound.wav", speech, tone(1200, 0.6))
    with visiting(playwright, robot.url, camera="film", sound=sound) as visit, robot.link(wants=("seen",)) as link:
        listen(visit.page)
        noticed = until(link.reports(), begins("whistle"))
        assert "clap" not in {seen.label for seen in noticed}
        assert [seen.label for seen in noticed].count("whistle") == 1
        assert {seen.sense for seen in noticed} == {"hear"}
        steps = list(noticed[-1].stamps)
        assert steps == ["sound", "recognised", "sent", "received"]
        assert all(before <= after for before, after in itertools.pairwise(noticed[-1].stamps.values()))


def test_a_word_that_is_held_down_is_heard(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, robot.url) as visit, robot.link(wants=("seen",)) as link:
        ears = visit.page.get_by_role("list", name="I hear")
        ears.get_by_role("button", name="Pretend to hear whistle", exact=True).click()
        noticed = until(link.reports(), lambda seen: seen.phase == "stopped")
        assert [(seen.label, seen.sense, seen.phase, seen.x) for seen in noticed] == [
            ("whistle", "hear", "started", None),
            ("whistle", "hear", "stopped", None),
        ]


@pytest.mark.timeout(120)
def test_a_pupil_sees_why_a_sound_is_not_heard_and_changes_it(
    playwright: Playwright, robot: RunningDaemon, tmp_path: Path
) -> None:
    sound = played(tmp_path / "sound.wav", tone(1500, 2.0))
    with visiting(playwright, robot.url, camera="film", sound=sound) as visit, robot.link(wants=("seen",)) as link:
        ears = visit.page.get_by_role("list", name="I hear")
        listen(visit.page)
        ears.get_by_role("button", name="whistle:").click()
        line_is_drawn(visit.page)
        expect(ears.get_by_text("Not heard: nothing sounds like it.")).to_be_visible(timeout=SLOWLY)
        expect(ears.get_by_text("Heard now: the robot was told.")).to_be_visible(timeout=SLOWLY)
        assert findings(visit.page) == []
        ears.get_by_role("slider", name="How long without it to end").fill("20")
        kept = robot.home / "smoothing.json"
        wait_until(lambda: kept.exists() and "20" in kept.read_text(), "the robot keeps it")
        assert json.loads(kept.read_text())["sound"]["whistle"]["frames_to_leave"] == 20
        ears.get_by_role("button", name="As usual").click()
        wait_until(lambda: json.loads(kept.read_text()) == {}, "and forgets it")
        until(link.reports(), begins("whistle"))
        assert not visit.complaints


def test_a_refused_microphone_is_told_and_heals(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, robot.url, camera="refused") as visit:
        listen(visit.page)
        expect(visit.page.get_by_text("The page may not use the microphone.")).to_be_visible(timeout=SLOWLY)
        visit.context.grant_permissions(["microphone"])
        expect(sign(visit.page)).to_be_visible(timeout=SLOWLY)
        expect(visit.page.get_by_text("The page may not use the microphone.")).to_have_count(0)


def test_a_microphone_that_is_pulled_out_heals_and_stop_switches_it_off(
    playwright: Playwright, robot: RunningDaemon
) -> None:
    with visiting(playwright, robot.url, camera="film") as visit:
        visit.page.evaluate(
            """() => {
                const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
                navigator.mediaDevices.getUserMedia = async (wanted) => {
                    const stream = await ask(wanted);
                    window.track = stream.getAudioTracks()[0];
                    return stream;
                };
            }"""
        )
        listen(visit.page)
        expect(sign(visit.page)).to_be_visible(timeout=SLOWLY)
        wanted = ("echoCancellation", "noiseSuppression", "autoGainControl")
        settings = visit.page.evaluate("() => window.track.getSettings()")
        assert [settings[name] for name in wanted] == [False] * 3
        visit.page.evaluate("() => window.track.dispatchEvent(new Event('ended'))")
        expect(visit.page.get_by_text("The microphone is gone.")).to_be_visible()
        expect(sign(visit.page)).to_be_visible(timeout=SLOWLY)
        visit.page.get_by_role("switch", name="Listen", exact=True).click()
        assert visit.page.evaluate("() => window.track.readyState") == "ended"
        wait_until(lambda: not robot.call(lambda: robot.daemon.robot.clients.offers("real")), "nothing is heard")


def test_sound_that_the_browser_holds_back_comes_with_a_click(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, robot.url, camera="film") as visit:
        visit.page.evaluate(
            """() => {
                window.AudioContext = class extends AudioContext {
                    constructor(...options) {
                        super(...options);
                        window.context = this;
                    }
                };
            }"""
        )
        listen(visit.page)
        expect(sign(visit.page)).to_be_visible(timeout=SLOWLY)
        visit.page.evaluate("() => window.context.suspend()")
        held_back = visit.page.get_by_text("The browser holds the sound back.")
        expect(held_back).to_be_visible()
        visit.page.get_by_role("heading", name="I see").click()
        expect(sign(visit.page)).to_be_visible(timeout=SLOWLY)
        expect(held_back).to_have_count(0)


def test_a_page_that_may_have_no_microphone_says_where_it_may(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, robot.url) as visit:
        # As on http://name.local.
        visit.page.evaluate("() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
        listen(visit.page)
        expect(visit.page.get_by_text("The browser gives this page no microphone.")).to_be_visible()
        visit.page.get_by_role("switch", name="Listen", exact=True).click()
        expect(visit.page.get_by_text("The browser gives this page no microphone.")).to_have_count(0)


def test_without_a_microphone_the_page_says_so(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, robot.url) as visit:
        visit.context.grant_permissions(["microphone"])
        listen(visit.page)
        expect(visit.page.get_by_text("There is no microphone.")).to_be_visible(timeout=SLOWLY)
