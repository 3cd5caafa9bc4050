"""Films and pictures of hands for a fake webcam, drawn from a rigged mesh: no photos of people are needed.

film = render_video([("open hand", 2), ("fist", 2)], folder)      # → chromium --use-file-for-fake-video-capture=
film = render_video(sweep(Hand(y=0.25), Hand(y=0.75), seconds=6), folder)
pictures = render_pictures([Scene((Hand("point", side="left"),))], folder)
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from tests.browser.hands.scenes import FRAMES_PER_SECOND, SKINS, Hand, Scene, Script, as_plain, frames, sweep
from tests.browser.hands.studio import GENERIC_HAND, HERE, MESH_VARIABLE

__all__ = [
    "FRAMES_PER_SECOND",
    "SKINS",
    "Hand",
    "Scene",
    "Script",
    "render_pictures",
    "render_video",
    "sweep",
]

TIMEOUT_SECONDS = 300


def render_video(
    script: Script, folder: Path, width: int = 640, height: int = 480, drawn_per_second: float = 10
) -> Path:
    """A film (MJPEG; Chromium plays it at 30 frames a second, again and again) of what the script says.

    Args:
        script: what is to be seen, and for how many seconds each.
        folder: where films are kept; one that is there already is not made again.
        width: in pixels.
        height: in pixels.
        drawn_per_second: how often a moving hand is drawn anew, at most 30.
    """
    steps = [(as_plain(scene), count) for scene, count in frames(script, drawn_per_second)]
    path = folder / f"{_fingerprint([steps, width, height])}.mjpeg"
    if not path.is_file():
        items = [{"scene": scene, "output": str(path), "repeat": count} for scene, count in steps]
        _render(items, folder, width, height, "image/jpeg")
    return path


def render_pictures(
    scenes: Sequence[Scene],
    folder: Path,
    width: int = 640,
    height: int = 480,
    kind: Literal["png", "jpeg"] = "png",
    mesh: Path = GENERIC_HAND,
) -> list[Path]:
    """A picture of each scene; those that are in the folder already are not made again.

    Args:
        scenes: what to draw.
        folder: where pictures are kept.
        width: in pixels.
        height: in pixels.
        kind: of file.
        mesh: whose hand it is, a binary glTF file as `people.py` makes them.
    """
    plain = [as_plain(scene) for scene in scenes]
    paths = [folder / f"{_fingerprint([scene, width, height], mesh)}.{kind}" for scene in plain]
    items = [
        {"scene": scene, "output": str(path), "repeat": 1}
        for scene, path in zip(plain, paths, strict=True)
        if not path.is_file()
    ]
    if items:
        _render(items, folder, width, height, f"image/{kind}", mesh)
    return paths


def _render(
    items: list[dict[str, Any]], folder: Path, width: int, height: int, kind: str, mesh: Path = GENERIC_HAND
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    job = json.dumps({"width": width, "height": height, "kind": kind, "items": items})
    subprocess.run(
        [sys.executable, str(HERE / "studio.py")],
        input=job,
        text=True,
        check=True,
        env={**os.environ, MESH_VARIABLE: str(mesh.resolve())},
        stdout=subprocess.DEVNULL,
        timeout=TIMEOUT_SECONDS,
    )


def _fingerprint(job: Any, mesh: Path = GENERIC_HAND) -> str:
    """A name that changes with the job and with everything that draws it."""
    digest = hashlib.sha256(json.dumps(job, sort_keys=True).encode())
    for file in (HERE / "studio.mjs", HERE / "poses.mjs", mesh):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:24]
