"""Makes the landmarks that the page's gesture rules are tested on: `python -m tests.browser.hands.landmarks`."""

import json
from pathlib import Path

from tests.browser.hands.scenes import Hand, Scene, as_plain
from tests.browser.hands.studio import draw, open_studio

FIXTURE = Path(__file__).parents[3] / "web_ui" / "src" / "models" / "hand" / "gestures.fixture.json"

EXPECTED = {
    "open hand": "open hand",
    "fist": "fist",
    "pinch": "pinch",
    "pinch, fingers out": "pinch",
    "point": "point",
    "victory": None,
    "rock on": None,
    "call me": None,
}


def main() -> None:
    """Writes 21 points in metres for each pose and side."""
    hands = []
    with open_studio(64, 64) as page:
        for pose, label in EXPECTED.items():
            for side in ("left", "right"):
                _, landmarks = draw(page, as_plain(Scene((Hand(pose, side=side),))), "image/png")
                points = [[round(value, 4) for value in point["metres"]] for point in landmarks[0]]
                hands.append({"pose": pose, "side": side, "label": label, "points": points})
    lines = ",\n".join(json.dumps(hand) for hand in hands)
    FIXTURE.write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
