"""Chromium with a fake camera and microphone, and a note of every address that a page asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    # No sandbox: it does not work for root, as which CI runs; the only pages shown are our own.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CUT_OFF = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    # Whatever is not loopback goes to a proxy that is not there.
    "--proxy-server=http://127.0.0.1:9",
)

Camera = Literal["film", "refused", "none"]


class Visit:
    """A page of the robot: `requests` holds every address that it, its workers and its sockets asked for."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.context = context
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        context.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.on("pageerror", lambda error: self.complaints.append(error.message))
        context.on("console", lambda message: self._note(message.type, message.text))

    def hosts(self) -> set[str]:
        """The hosts that were asked; addresses of the page's own (blob:, data:) have none."""
        hosts = {urlsplit(url).netloc for url in self.requests if not url.startswith(("blob:", "data:"))}
        return {host for host in hosts if host}

    def start_camera(self) -> None:
        """Presses the button of the first visit."""
        self.page.get_by_role("button", name="Start camera", exact=True).click()

    def _note(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)


@contextmanager
def visiting(
    playwright: Playwright,
    url: str,
    *,
    camera: Camera = "none",
    film: Path | None = None,
    sound: Path | None = None,
    cameras: int = 1,
    cut_off: bool = False,
    program: Path | str = CHROMIUM,
    width: int = 1366,
    height: int = 768,
    locale: str = "en-US",
) -> Iterator[Visit]:
    """The robot's page in a browser of its own.

    Args:
        playwright: the driver.
        url: where the robot is; a query may follow.
        camera: `film` plays one to the page, `refused` answers no to the browser's question, `none` has no camera.
        film: an MJPEG file for the fake camera.
        sound: a WAV file for the fake microphone, which plays it again and again; without one it beeps.
        cameras: how many there are, where no film is played.
        cut_off: no network but loopback.
        program: what starts Chromium, for one on another computer.
        width: of the window, in pixels.
        height: of the window, in pixels.
        locale: the language that the browser wants.
    """
    arguments = list(QUIET)
    if camera == "film":
        arguments += ["--use-fake-ui-for-media-stream", f"--use-fake-device-for-media-stream=device-count={cameras}"]
        arguments += [f"--use-file-for-fake-video-capture={film}"] if film else []
        arguments += [f"--use-file-for-fake-audio-capture={sound}"] if sound else []
    elif camera == "refused":
        arguments += ["--use-fake-device-for-media-stream", "--deny-permission-prompts"]
    if cut_off:
        arguments += CUT_OFF
    browser = playwright.chromium.launch(executable_path=program, args=arguments)
    try:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=locale)
        visit = Visit(context, context.new_page())
        visit.page.goto(url)
        yield visit
    finally:
        browser.close()
