"""Draws scenes in Chromium: reads a job from standard input, writes the pictures or the film. A process of its own,
because Playwright's plain interface can be opened only once in a process, and the tests have it open already."""

import base64
import functools
import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
NODE_MODULES = HERE.parents[2] / "web_ui" / "node_modules"
GENERIC_HAND = NODE_MODULES / "@webxr-input-profiles" / "assets" / "dist" / "profiles" / "generic-hand" / "right.glb"
MESH_VARIABLE = "TJBOT_HAND_MESH"
"""Names the file of another right hand, whose bones have the names of WebXR, to be drawn instead."""
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


class _Files(SimpleHTTPRequestHandler):
    """A studio's folder, the page's node_modules below /node_modules/, and the hand as /hand.glb."""

    def translate_path(self, path: str) -> str:
        if path.startswith("/node_modules/"):
            return str(NODE_MODULES / path.removeprefix("/node_modules/").split("?")[0])
        if path == "/hand.glb":
            return os.environ.get(MESH_VARIABLE, str(GENERIC_HAND))
        return super().translate_path(path)

    def log_message(self, *_arguments: Any) -> None:
        """Says nothing."""


@contextmanager
def open_studio(width: int, height: int, folder: Path = HERE) -> Iterator[Page]:
    """A page with the function `draw`.

    Args:
        width: of what it draws, in pixels.
        height: likewise.
        folder: where its `studio.html` is.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Files, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/studio.html")
            page.wait_for_function("() => window.openStudio !== undefined")
            page.evaluate(f"openStudio({width}, {height}, '/hand.glb')")
            yield page
            browser.close()
    finally:
        server.shutdown()


def draw(page: Page, scene: dict[str, Any], kind: str) -> tuple[bytes, Any]:
    """A picture of the scene (`kind`: image/jpeg or image/png), and the 21 landmarks of each hand: `x` and `y` as
    fractions of the picture (not mirrored, y downwards), and `metres`."""
    drawn = page.evaluate("([scene, kind]) => draw(scene, kind)", [scene, kind])
    return base64.b64decode(drawn["picture"].split(",")[1]), drawn["landmarks"]


def main() -> None:
    """Does the job on standard input: `{width, height, kind, items: [{scene, output, repeat}]}`; items with the same
    output follow each other in it."""
    job = json.load(sys.stdin)
    with open_studio(job["width"], job["height"]) as page:
        files: dict[str, list[bytes]] = {}
        for item in job["items"]:
            picture, _ = draw(page, item["scene"], job["kind"])
            files.setdefault(item["output"], []).append(picture * item["repeat"])
    for output, parts in files.items():
        # Written beside and renamed, so that a film that was cut short is not taken for a whole one; another process
        # may draw the same.
        unfinished = Path(f"{output}.{os.getpid()}")
        unfinished.write_bytes(b"".join(parts))
        unfinished.rename(output)


if __name__ == "__main__":
    main()
