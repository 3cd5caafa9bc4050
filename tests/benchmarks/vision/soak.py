"""The real page, left alone with a hand before its camera: what it holds in memory, and whether it stays as smooth as
an empty page that shows the same film in the same browser."""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Page, Playwright

from tests.benchmarks.figure import Figure
from tests.benchmarks.vision.noise import Noise, noise
from tests.browser.chromium import CHROMIUM, QUIET
from tests.browser.conftest import FILMS
from tests.browser.hands import Hand, render_video, sweep
from tests.browser.isolates import Isolates
from tests.integration.commands import robot_process

GOAL_GROWTH = 1.1
GOAL_FRAMES_SHARE = 58 / 60
LOOKING_MILLISECONDS = 90_000
FIRST_MINUTES = 1.0
SETTLING_SECONDS = 5
IDLE_SECONDS = 5

EMPTY = """<!doctype html><title>Empty</title><video muted playsinline autoplay></video><script>
navigator.mediaDevices.getUserMedia({ video: true }).then((film) => {
    document.querySelector('video').srcObject = film;
});
</script>"""
"""What a page with a camera costs a browser that does nothing else: the control."""

WATCHING = """
const nothing = { frames: 0, slowest: 0, long: 0, longest: 0, script: 0, blame: '', layout: 0 };
const count = { ...nothing, since: performance.now() };
let last = performance.now();
function frame(now) {
    count.frames += 1;
    count.slowest = Math.max(count.slowest, now - last);
    last = now;
    requestAnimationFrame(frame);
}
requestAnimationFrame(frame);
new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
        count.long += 1;
        count.longest = Math.max(count.longest, duration);
    }
}).observe({ type: 'longtask' });
new PerformanceObserver((list) => {
    for (const { startTime, duration, styleAndLayoutStart, scripts } of list.getEntries()) {
        if (styleAndLayoutStart) count.layout = Math.max(count.layout, startTime + duration - styleAndLayoutStart);
        for (const script of scripts) {
            if (script.duration <= count.script) continue;
            Object.assign(count, { script: script.duration, blame: script.sourceFunctionName || script.invoker });
        }
    }
}).observe({ type: 'long-animation-frame' });
globalThis.smoothness = () => {
    const now = performance.now();
    const told = { ...count, seconds: (now - count.since) / 1000 };
    Object.assign(count, nothing, { since: now });
    return told;
};
"""
"""Counts the page's frames, and tasks of its main thread over 50 ms (what the browser calls long); of slow frames it
tells the slowest script and the slowest layout and paint."""


@dataclass
class Memory:
    """In bytes, after the garbage of the page and of each of its workers was collected."""

    page: int
    """What the browser says that the page and its workers hold, WebAssembly included."""
    heaps: int
    """What lives in the heaps of their JavaScript."""
    process: int
    """What the system says that the page's process holds: its proportional set size."""


def measure(playwright: Playwright, minutes: float) -> Iterator[Figure]:
    """Leaves the page alone for so many minutes, more than one.

    Args:
        playwright: the driver.
        minutes: how long; the first mark is after one.
    """
    up, down = Hand(y=0.35, x=0.35), Hand({"fist": 1}, y=0.6, x=0.65)
    film = render_video([*sweep(up, down, seconds=6), (None, 1.0)], FILMS)
    camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    camera += [f"--use-file-for-fake-video-capture={film}"]
    # The browser then measures at once instead of when it next collects garbage.
    eager = "--enable-blink-features=ForceEagerMeasureMemory"
    with tempfile.TemporaryDirectory() as home, noise() as heard, robot_process(Path(home)) as (_, url):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *camera, eager])
        try:
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.add_init_script(WATCHING)
            empty = _smoothness_of_empty(page, f"{url.rstrip('/')}/empty-page")
            page.goto(url)
            page.get_by_role("button", name="Start camera", exact=True).wait_for()
            idle = _smoothness(page, IDLE_SECONDS)
            page.get_by_role("button", name="Start camera", exact=True).click()
            page.locator("li.seen").first.wait_for(timeout=LOOKING_MILLISECONDS)
            begun = time.monotonic()
            busy = _smoothness(page, FIRST_MINUTES * 60 - SETTLING_SECONDS)
            isolates = Isolates(page)
            before = _memory(page, isolates)
            page.evaluate("() => smoothness()")
            _wait_until(page, begun + minutes * 60)
            later = page.evaluate("() => smoothness()")
            after = _memory(page, isolates)
        finally:
            browser.close()
        # Told before the robot ends: what half an hour has shown is not lost where that goes wrong.
        yield from _smooth_figures(busy, idle, empty, heard)
        yield from _memory_figures(before, after, minutes)
        yield Figure(
            name=f"long tasks (> 50 ms) a minute, minutes {FIRST_MINUTES:g} to {minutes:g}",
            value=later["long"] * 60 / later["seconds"],
            unit="/min",
            against=f"longest {later['longest']:.0f} ms{_blame(later)}{heard}",
        )


def _smoothness_of_empty(page: Page, address: str) -> dict[str, Any]:
    """What an empty page counts with the same camera; it comes from the robot's address, else it would get none."""
    page.route(address, lambda route: route.fulfill(body=EMPTY, content_type="text/html"))
    page.goto(address)
    page.wait_for_function("() => document.querySelector('video').videoWidth > 0")
    return _smoothness(page, IDLE_SECONDS)


def _smoothness(page: Page, seconds: float) -> dict[str, Any]:
    """What the page counts in so many seconds, after some that do not count."""
    page.wait_for_timeout(SETTLING_SECONDS * 1000)
    page.evaluate("() => smoothness()")
    page.wait_for_timeout(seconds * 1000)
    told: dict[str, Any] = page.evaluate("() => smoothness()")
    return told


def _memory_figures(before: Memory, after: Memory, minutes: float) -> Iterator[Figure]:
    name = f"after {minutes:g} minutes, of that after {FIRST_MINUTES:g}"
    for what, one, other in (
        ("page's memory", before.page, after.page),
        ("JavaScript heaps of page and workers", before.heaps, after.heaps),
        ("page's process", before.process, after.process),
    ):
        yield Figure(
            name=f"{what} {name}",
            value=other / one,
            unit="times",
            goal=GOAL_GROWTH,
            against=f"{one / 1e6:.1f} MB, then {other / 1e6:.1f}{_shorter_than_wanted(minutes)}",
        )


def _smooth_figures(
    smooth: dict[str, Any], idle: dict[str, Any], empty: dict[str, Any], heard: Noise
) -> Iterator[Figure]:
    busy_rate, idle_rate, empty_rate = (told["frames"] / told["seconds"] for told in (smooth, idle, empty))
    yield Figure(
        name="page while the models run: frames drawn, of those of an empty page with the same camera",
        value=busy_rate / empty_rate,
        unit="share",
        goal=GOAL_FRAMES_SHARE,
        at_least=True,
        against=f"{busy_rate:.1f} a second, empty page {empty_rate:.1f}, ours before the camera is on {idle_rate:.1f}; "
        f"slowest {smooth['slowest']:.0f} ms{heard}",
    )
    yield Figure(
        name="page while the models run: long tasks (> 50 ms)",
        value=smooth["long"],
        unit="tasks",
        goal=0,
        against=f"in {smooth['seconds']:.0f} s, longest {smooth['longest']:.0f} ms; before the camera is on "
        f"{idle['long']} in {idle['seconds']:.0f} s, empty page {empty['long']}{_blame(smooth)}{heard}",
    )


def _blame(smooth: dict[str, Any]) -> str:
    if not smooth["layout"] and not smooth["blame"]:
        return ""
    script = f"{smooth['blame'] or 'none'} {smooth['script']:.0f} ms"
    return f"; slowest script {script}, slowest layout and paint {smooth['layout']:.0f} ms"


def _shorter_than_wanted(minutes: float) -> str:
    return "" if minutes >= 30 else "; the goal is meant for --minutes 30"


def _wait_until(page: Page, when: float) -> None:
    """Waits with the driver awake, so that what the browser tells it does not pile up."""
    page.wait_for_timeout(max(0.0, when - time.monotonic()) * 1000)


def _memory(page: Page, isolates: Isolates) -> Memory:
    isolates.collect_garbage()
    heaps = sum(isolates.heap_bytes().values())
    told = page.evaluate("async () => (await performance.measureUserAgentSpecificMemory()).bytes")
    children = psutil.Process().children(recursive=True)
    pages = [child for child in children if "--type=renderer" in child.cmdline()]
    return Memory(page=int(told), heaps=heaps, process=max(child.memory_full_info().pss for child in pages))
