"""A page in which the real hand model looks at rendered pictures."""

import functools
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

ROOT = HERE.parents[2]
LAB = ROOT / "build" / "lab"
PEER = NODE_MODULES / "handtrackjs" / "models" / "webmodel"


class _Lab(SimpleHTTPRequestHandler):
    """The built page, the pictures below /pictures/, and the models of handtrackjs below /handtrackjs/."""

    def __init__(self, *arguments: Any, pictures: Path, isolated: bool, **named: Any) -> None:
        self._folders = {"/pictures/": pictures, "/handtrackjs/": PEER}
        self._isolated = isolated
        super().__init__(*arguments, directory=str(LAB), **named)

    def translate_path(self, path: str) -> str:
        for prefix, folder in self._folders.items():
            if path.startswith(prefix):
                # handtrackjs ends the name of its model file with a space.
                return str(folder / path.removeprefix(prefix).removesuffix("%20"))
        return super().translate_path(path)

    def end_headers(self) -> None:
        if self._isolated:
            self.send_header("Cross-Origin-Opener-Policy", "same-origin")
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()

    def log_message(self, *_arguments: Any) -> None:
        """Says nothing."""


def build_lab() -> None:
    """Builds the page from the sources as they are now.

    Raises:
        PageError: they do not build.
    """
    config = str(HERE / "lab" / "vite.config.ts")
    run_npm("exec", "--", "vite", "build", "--logLevel", "error", "--config", config, failure="The lab does not build.")


@contextmanager
def open_lab(playwright: Playwright, pictures: Path, *, isolated: bool) -> Iterator[Page]:
    """The page, with the function `lab`; the hand model is loaded on wasm.

    Args:
        playwright: the driver.
        pictures: the folder that the page sees as /pictures/.
        isolated: whether the browser gives the page threads.
    """
    handler = functools.partial(_Lab, pictures=pictures, isolated=isolated)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    try:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_function("() => window.lab !== undefined")
        yield page
    finally:
        browser.close()
        server.shutdown()
