"""The hand's 8-bit weights beside the half floats they were made from, on drawn hands, in Chromium."""

import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, Playwright

from tests.browser.hands import SKINS, Hand, Scene, render_pictures
from tests.browser.hands.lab import build_lab, open_lab
from tjbot.learn.weights import Array
from tools.models.card import write
from tools.models.convert_hand import hand_files
from tools.models.quantise import HALF

EIGHT_BITS, HALF_FLOATS = "/models/", "/pictures/half/"
PICTURES = 40
SEED = 11
POSES = ("open hand", "fist", "pinch", "point", "victory")

WRIST, KNUCKLE = 0, 9
PALM_LOGIT = math.log(0.35 / 0.65)


def scenes(size: tuple[float, float]) -> list[Scene]:
    """Hands in the middle of a square picture; `size` is the range of their sizes."""
    chance = random.Random(SEED)
    return [
        Scene(
            (
                Hand(
                    POSES[count % len(POSES)],
                    side=chance.choice(("left", "right")),
                    size=chance.uniform(*size),
                    pitch=chance.uniform(-20, 20),
                    yaw=chance.uniform(-40, 40),
                    roll=chance.uniform(-20, 20),
                    skin=SKINS[count % len(SKINS)],
                ),
            ),
            background=chance.randrange(1, 20),
        )
        for count in range(PICTURES)
    ]


@pytest.fixture(scope="module")
def lab(playwright: Playwright, films: Path) -> Iterator[Page]:
    """A page that can run any network, and finds the half floats in its pictures."""
    write(hand_files(precision=HALF), films / "half" / "hand")
    build_lab()
    with open_lab(playwright, films, query="models.html") as page:
        yield page


def run(lab: Page, base: str, network: str, picture: Path, outputs: Sequence[str]) -> list[Array]:
    """What a network gives for a picture."""
    arguments = [base, f"hand/{network}", f"/pictures/{picture.name}", list(outputs)]
    return [np.array(values) for values in lab.evaluate("(all) => lab.outputs(...all)", arguments)]


@pytest.mark.deep
@pytest.mark.timeout(300)
def test_landmarks_are_within_a_hundredth_of_a_palm(lab: Page, films: Path) -> None:
    errors: dict[str, list[float]] = {"points": [], "metric_points": [], "side": []}
    for picture in render_pictures(scenes((0.55, 0.75)), films, 224, 224):
        outputs = ("points", "metric_points", "side", "presence")
        half, eight = (run(lab, base, "landmarks", picture, outputs) for base in (HALF_FLOATS, EIGHT_BITS))
        if half[3][0] >= 0.5:
            assert eight[3][0] >= 0.5
            for index, dimensions in enumerate((2, 3)):
                before, after = (numbers[index].reshape(21, 3)[:, :dimensions] for numbers in (half, eight))
                palm = np.linalg.norm(before[WRIST] - before[KNUCKLE])
                errors[outputs[index]] += list(np.linalg.norm(before - after, axis=1) / palm)
            errors["side"].append(abs(half[2][0] - eight[2][0]))
    for name in ("points", "metric_points"):
        print(f"{name}: {np.mean(errors[name]):.2%} of a palm, 9 of 10 within {np.percentile(errors[name], 90):.2%}")
    assert len(errors["side"]) >= 30
    assert np.mean(errors["points"]) <= 0.005
    assert np.percentile(errors["points"], 90) <= 0.01
    assert np.mean(errors["metric_points"]) <= 0.01
    assert max(errors["side"]) < 0.1


@pytest.mark.timeout(300)
@pytest.mark.deep
def test_the_same_palms_are_found(lab: Page, films: Path) -> None:
    moved: list[float] = []
    for picture in render_pictures(scenes((0.3, 0.6)), films, 192, 192):
        outputs = ("boxes", "scores")
        half, eight = (run(lab, base, "palm", picture, outputs) for base in (HALF_FLOATS, EIGHT_BITS))
        found, still = (scores.max() > PALM_LOGIT for _, scores in (half, eight))
        assert found == still
        if found:
            best = half[1].argmax()
            before, after = (boxes.reshape(-1, 18)[best] for boxes, _ in (half, eight))
            moved.append(math.dist(before[:2], after[:2]) / before[2])
    print(f"{len(moved)} palms: their middles differ by {np.mean(moved):.2%} of their box, at most {max(moved):.2%}")
    assert len(moved) >= 30
    assert np.mean(moved) <= 0.02
