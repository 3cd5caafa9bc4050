"""What leaves the page: counted where it leaves, and tapped on the wire beside it; other hosts are out of reach."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.hands import render_video
from tests.running import running, wait_until

pytestmark = pytest.mark.live

SLOWLY = 60_000
"""Milliseconds that a test waits: models load, and a slow machine sees few frames a second."""

SMALLEST_PICTURE_BYTES = 5_000
"""A JPEG of 640 × 480 pixels in the worst quality is larger."""


class Tap:
    """Everything that a page and its workers send, as Chromium's own network layer sees it."""

    def __init__(self, page: Page) -> None:
        self.frames: list[str] = []
        self.bodies: list[str] = []
        self.urls: list[str] = []
        session = page.context.new_cdp_session(page)
        session.on("Network.webSocketFrameSent", self._sent)
        session.send("Network.enable")
        page.context.on("request", lambda request: self._asked(request.url, request.post_data))

    def count(self) -> int:
        """How many messages were sent."""
        return len(self.frames) + len(self.bodies)

    def _sent(self, event: dict[str, Any]) -> None:
        self.frames.append(event["response"]["payloadData"])
        assert event["response"]["opcode"] == 1, "text, no bytes"

    def _asked(self, url: str, body: str | None) -> None:
        self.urls.append(url)
        if body is not None:
            self.bodies.append(body)


def shown(page: Page) -> tuple[int, int]:
    """What the meter says: pictures and messages."""
    pictures, messages = re.findall(r"\d+", page.locator("header p", has_text="left this page").inner_text())
    return int(pictures), int(messages)


@pytest.mark.timeout(240)
def test_while_it_watches_the_page_sends_small_messages_to_the_robot_and_counts_them(
    playwright: Playwright, films: Path, tmp_path: Path
) -> None:
    film = render_video([("open hand", 1), ("fist", 1)], films)
    with running(tmp_path) as robot, visiting(playwright, "about:blank", camera="film", film=film) as visit:
        tap = Tap(visit.page)
        visit.page.goto(robot.url)
        visit.start_camera()
        expect(visit.page.locator("li.seen", has_text="fist")).to_be_visible(timeout=SLOWLY)
        expect(visit.page.locator("li.seen", has_text="open hand")).to_be_visible(timeout=SLOWLY)
        visit.page.get_by_role("button", name="fist:").click()
        visit.page.get_by_role("slider", name="How sure it must be").fill("0.5")
        visit.page.get_by_role("button", name="Stop camera").click()
        wait_until(lambda: shown(visit.page) == (0, tap.count()), "the meter shows what the tap saw")
        assert tap.bodies, "the slider's request is among them"
        assert all(len(sent) < SMALLEST_PICTURE_BYTES for sent in tap.frames + tap.bodies)
        assert sum(len(sent) for sent in tap.frames + tap.bodies) < tap.count() * 700
        here = urlsplit(robot.url).netloc
        assert {urlsplit(url).netloc for url in tap.urls if not url.startswith(("blob:", "data:"))} == {here}


TRIES = {
    "fetch": "fetch('http://127.0.0.2:9/').then(() => 'reached', String)",
    "image": "new Promise((end) => { const image = new Image(); image.onload = () => end('reached');"
    " image.onerror = () => end('blocked'); image.src = 'http://127.0.0.2:9/a.png?secret'; })",
    "socket": "new Promise((end) => { try { const socket = new WebSocket('ws://127.0.0.2:9/');"
    " socket.onopen = () => end('reached'); socket.onerror = () => end('blocked'); } catch { end('blocked'); } })",
    "beacon": "Promise.resolve(navigator.sendBeacon('http://127.0.0.2:9/', 'secret') ? 'queued' : 'blocked')",
    "script": "new Promise((end) => { const script = document.createElement('script'); script.onerror = () =>"
    " end('blocked'); script.onload = () => end('reached'); script.src = 'http://127.0.0.2:9/a.js';"
    " document.head.append(script); })",
}


def test_the_policy_blocks_every_way_to_another_host(playwright: Playwright, tmp_path: Path) -> None:
    """Each is really tried from within the page, and the browser says that its policy forbade it."""
    with running(tmp_path) as robot, visiting(playwright, robot.url) as visit:
        page = visit.page
        page.evaluate(
            "() => { window.violations = []; document.addEventListener('securitypolicyviolation',"
            " ({ blockedURI, effectiveDirective }) => window.violations.push(effectiveDirective + ' ' + blockedURI)); }"
        )
        for way, script in TRIES.items():
            assert page.evaluate(script) != "reached", way
        page.wait_for_function(f"() => window.violations.length >= {len(TRIES)}")
        told = page.evaluate("() => window.violations")
        assert all("127.0.0.2:9" in violation for violation in told)
        assert {violation.split()[0] for violation in told} >= {"connect-src", "img-src", "script-src-elem"}
