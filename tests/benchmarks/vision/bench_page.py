"""The bench's page in a browser: our model and its peers, on the same pictures."""

import functools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from playwright.sync_api import Page, Playwright

from build_page import run_npm
from tests.browser.chromium import CHROMIUM, QUIET
from tools.models.sources import NODE_MODULES, Package

ROOT = Path(__file__).parents[3]
BUILT = ROOT / "build" / "bench"
WAITING_MILLISECONDS = 300_000

GRAPHICS = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""WebGL that the processor imitates, which is what a browser without a graphics card has."""


@functools.cache
def networks() -> dict[str, bytes]:
    """The two networks as MediaPipe publishes them, for LiteRT.js."""
    package = Package("@mediapipe/hands")
    return {
        "palm.tflite": package.read_packed("hands_solution_packed_assets", "palm_detection_lite.tflite"),
        "landmarks.tflite": package.read("hand_landmark_lite.tflite"),
    }


class _Files(SimpleHTTPRequestHandler):
    """The built page; below /frames/ the pictures by their paths, below /packages/ the npm packages, below
    /handtrackjs/ its models, and below /tflite/ the two networks."""

    isolated = True
    pictures: frozenset[str] = frozenset()

    def do_GET(self) -> None:
        name = self.path.removeprefix("/tflite/")
        if name == self.path:
            super().do_GET()
            return
        data = networks()[name]
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def translate_path(self, path: str) -> str:
        path = unquote(path)
        if path.startswith("/frames/"):
            file = path.removeprefix("/frames")
            return file if file in self.pictures else ""
        if path.startswith("/packages/"):
            return str(NODE_MODULES / path.removeprefix("/packages/"))
        if path.startswith("/handtrackjs/"):
            # It ends the name of its model file with a space.
            return str(NODE_MODULES / "handtrackjs/models/webmodel" / path.removeprefix("/handtrackjs/").rstrip())
        return str(BUILT / path.split("?")[0].lstrip("/"))

    def end_headers(self) -> None:
        if self.isolated:
            self.send_header("Cross-Origin-Opener-Policy", "same-origin")
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        # No content security policy: some of the peers need `eval`.
        super().end_headers()

    def log_message(self, *_arguments: Any) -> None:
        """Says nothing."""


@functools.cache
def build_bench() -> None:
    """Builds the page from the sources as they are now, once in a process.

    Raises:
        PageError: they do not build.
    """
    config = str(Path(__file__).parent / "page" / "vite.config.ts")
    run_npm(
        "exec", "--", "vite", "build", "--logLevel", "error", "--config", config, failure="The bench does not build."
    )


def address(picture: Path) -> str:
    """Where the page finds a picture."""
    return f"/frames{quote(str(picture.resolve()))}"


class Bench:
    """An open page. Its functions are those of `page/worker.ts` (`worker`) and of `page/main.ts` (`window`)."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def worker(self, name: str, *arguments: Any) -> Any:
        """Calls a function of the worker and waits for its answer."""
        return self._page.evaluate("([name, given]) => bench.worker[name](...given)", [name, list(arguments)])

    def window(self, name: str, *arguments: Any) -> Any:
        """Calls a function of the page itself."""
        return self._page.evaluate("([name, given]) => bench[name](...given)", [name, list(arguments)])


@contextmanager
def open_bench(
    playwright: Playwright, pictures: Sequence[Path], *, isolated: bool = True, graphics: bool = False
) -> Iterator[Bench]:
    """A browser of its own with the page.

    Args:
        playwright: the driver.
        pictures: what the page may look at.
        isolated: whether the browser gives the page threads.
        graphics: whether there is WebGL, imitated by the processor.
    """
    build_bench()
    files = frozenset(str(picture.resolve()) for picture in pictures)
    handler = type("Files", (_Files,), {"isolated": isolated, "pictures": files})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    arguments = [argument for argument in QUIET if not (graphics and argument == "--disable-gpu")]
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*arguments, *(GRAPHICS if graphics else ())])
    try:
        page = browser.new_page()
        page.set_default_timeout(WAITING_MILLISECONDS)
        page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
        page.wait_for_function("() => window.bench !== undefined")
        yield Bench(page)
    finally:
        browser.close()
        server.shutdown()
