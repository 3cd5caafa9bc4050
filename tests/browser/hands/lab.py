"""A page in which the real hand model looks at rendered pictures."""

import fcntl
import functools
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright

from build_page import run_npm
from tests.browser.chromium import CHROMIUM, QUIET
from tests.browser.hands.studio import HERE, NODE_MODULES
from tjbot.daemon.pages import SAFE_HEADERS

ROOT = HERE.parents[2]
LAB = ROOT / "build" / "lab"
PEER = NODE_MODULES / "handtrackjs" / "models" / "webmodel"


class _Lab(SimpleHTTPRequestHandler):
    """The built page, the pictures below /pictures/, and the models of handtrackjs below /handtrackjs/; all with the
    headers of the daemon, since they decide what of the model runs at all."""

    def __init__(self, *arguments: Any, pictures: Path, isolated: bool, **named: Any) -> None:
        self._folders = {"/pictures/": pictures, "/handtrackjs/": PEER}
        self._isolated = isolated
        super().__init__(*arguments, directory=str(LAB), **named)

    def translate_path(self, path: str) -> str:
        # A model's file is asked for with its hash.
        path = path.partition("?")[0]
        for prefix, folder in self._folders.items():
            if path.startswith(prefix):
                # handtrackjs ends the name of its model file with a space.
                return str(folder / path.removeprefix(prefix).removesuffix("%20"))
        return super().translate_path(path)

    def end_headers(self) -> None:
        for name, value in SAFE_HEADERS.items():
            if self._isolated or not name.startswith("Cross-Origin"):
                self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_arguments: Any) -> None:
        """Says nothing."""


@functools.cache
def build_lab() -> None:
    """Builds the page from the sources as they are now, once in a process; of processes that run tests together only
    the first builds it.

    Raises:
        PageError: they do not build.
    """
    config = str(HERE / "lab" / "vite.config.ts")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
    LAB.mkdir(parents=True, exist_ok=True)
    with (LAB.parent / "lab.built").open("a+") as built:
        fcntl.flock(built, fcntl.LOCK_EX)
        built.seek(0)
        if run and built.read() == run:
            return
        build = ("vite", "build", "--logLevel", "error", "--config", config)
        run_npm("exec", "--", *build, failure="The lab does not build.")
        built.truncate(0)
        built.write(run)


@contextmanager
def open_lab(
    playwright: Playwright,
    pictures: Path,
    *,
    isolated: bool = True,
    film: Path | None = None,
    asks: bool = False,
    query: str = "",
    evaluates: bool = False,
) -> Iterator[Page]:
    """The page; what it can do is in `lab`.

    Args:
        playwright: the driver.
        pictures: the folder that the page sees as /pictures/.
        isolated: whether the browser gives the page threads.
        film: what its camera shows; without one it has no camera.
        asks: whether the browser asks before it gives the camera.
        query: the end of its address, such as `?backend=wasm`.
        evaluates: whether a peer may make programs of texts, which the daemon's policy forbids.
    """
    handler = functools.partial(_Lab, pictures=pictures, isolated=isolated)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"] if film else []
    camera += ["--use-fake-ui-for-media-stream"] if film and not asks else []
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *camera])
    try:
        page = browser.new_page(bypass_csp=evaluates)
        page.goto(f"http://127.0.0.1:{server.server_port}/{query}")
        page.wait_for_function("() => window.lab !== undefined")
        yield page
    finally:
        browser.close()
        server.shutdown()
