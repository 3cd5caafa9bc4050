"""Draws the hands of the room that a simulated robot sees: `python -m tools.draw_hands`.

For maintainers; the result is in the repository. Needs Chromium, Pillow, numpy and web_ui/node_modules. The studio of
the tests draws a hand before two rooms and the rooms without it; where it hides the difference, there is the hand.
"""

import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from tests.browser.hands import Hand, Scene, render_pictures

PICTURES = Path(__file__).parents[1] / "tjbot" / "robot" / "cameras" / "pictures"
POSES = {"open_hand": "open hand", "fist": "fist"}
SIZE = (480, 480)
KEPT_HEIGHT = 300
ROOMS = (3, 4, 7)


def cut_out(pose: str, folder: Path) -> Image.Image:
    """The hand alone, with transparency around it."""
    scenes = [Scene((Hand(pose, size=0.8),), background=room) for room in ROOMS]
    scenes += [Scene((), background=room) for room in ROOMS]
    drawn = [np.asarray(Image.open(path).convert("RGB"), float) for path in render_pictures(scenes, folder, *SIZE)]
    with_hand, rooms = np.array(drawn[: len(ROOMS)]), np.array(drawn[len(ROOMS) :])
    # How much of the rooms' spread is left where the hand may be: all of it beside the hand, nothing behind it.
    left = with_hand.std(axis=0).sum(axis=2) / np.maximum(rooms.std(axis=0).sum(axis=2), 1)
    alpha = np.clip(1 - left, 0, 1)
    alpha[alpha < 0.1] = 0
    hand = with_hand - (1 - alpha[..., None]) * rooms
    color = np.where(alpha[..., None] > 0, hand.mean(axis=0) / np.maximum(alpha[..., None], 0.1), 0)
    picture = Image.fromarray(np.dstack([np.clip(color, 0, 255), alpha * 255]).astype("uint8"), "RGBA")
    picture = picture.crop(picture.getchannel("A").getbbox())
    return picture.resize((round(picture.width * KEPT_HEIGHT / picture.height), KEPT_HEIGHT), Image.Resampling.LANCZOS)


def main() -> None:
    """Writes a picture for each pose."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, pose in POSES.items():
            cut_out(pose, Path(folder)).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
