"""How many bytes a visit costs: the daemon's answers are counted where they leave it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from playwright.sync_api import Page, expect
from starlette.types import Message, Receive, Scope, Send

from tests.running import RunningDaemon, running
from tjbot.daemon import pages

SLOWLY = 90_000
"""Milliseconds that the models may take to load on a slow machine."""


class Traffic:
    """The bytes of the answers so far, by their path."""

    def __init__(self) -> None:
        self.bytes: dict[str, int] = {}

    def total(self) -> int:
        """All of them, in bytes."""
        return sum(self.bytes.values())


@contextmanager
def counted(home: Path) -> Iterator[tuple[RunningDaemon, Traffic]]:
    """A daemon, and what its HTTP answers measure, headers included."""
    traffic = Traffic()

    class Counting(pages.Guard):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            async def count(message: Message) -> None:
                if message["type"] == "http.response.start":
                    add(sum(len(name) + len(value) + 4 for name, value in message["headers"]))
                elif message["type"] == "http.response.body":
                    add(len(message.get("body", b"")))
                await send(message)

            def add(size: int) -> None:
                traffic.bytes[scope["path"]] = traffic.bytes.get(scope["path"], 0) + size

            await super().__call__(scope, receive, count if scope["type"] == "http" else send)

    with patch.object(pages, "Guard", Counting), running(home) as daemon:
        yield daemon, traffic


def watch_hands(page: Page, url: str) -> None:
    """Visits the page with the hand model alone, and waits until it looks at pictures."""
    page.goto(url)
    for switch in page.get_by_role("list", name="What I look for").get_by_role("switch").all():
        if switch.is_checked() and "Hands" not in switch.inner_text():
            switch.click()
    page.get_by_role("button", name="Start camera", exact=True).click()
    expect(page.get_by_text("ms a picture")).to_be_visible(timeout=SLOWLY)


def describe(traffic: Traffic) -> str:
    """The largest answers, for people."""
    largest = sorted(traffic.bytes.items(), key=lambda item: -item[1])[:12]
    return "\n".join(f"{size / 1e3:8.1f} kB  {path}" for path, size in largest)
