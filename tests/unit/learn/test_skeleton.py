"""The made-up hands are those that the studio of the browser tests draws."""

import json
from pathlib import Path

import numpy as np
import pytest

from tjbot.learn.hands.bends import JOINTS
from tjbot.learn.hands.skeleton import INDEX_OF, SKELETON, THUMB, landmarks_of, turn_about

WEB_UI = Path(__file__).parents[3] / "web_ui"
DRAWN = json.loads((WEB_UI / "src" / "models" / "hand" / "gestures.fixture.json").read_text())

# As tests/browser/hands/poses.mjs has them.
FULL_CURL = (-82, -100, -55)
SPREAD = (1, 0.2, -0.5, -1.2)
THUMBS = {"out": ((0, 0, 0), (0, 0, 0), (5, 0, 0)), "across": ((-28, 30, -38), (-42, 0, 0), (-40, 0, 0))}
POSES = {
    "open hand": ((0, 0, 0, 0), "out", 8),
    "fist": ((1, 1, 1, 1), "across", 0),
    "victory": ((0, 0, 1, 1), "across", 12),
}


def turns_of(pose: str) -> np.ndarray:
    """The turns of one of the studio's poses."""
    curls, thumb, spread = POSES[pose]
    turns = np.zeros((1, 25, 3))
    for curl, way, joints in zip(curls, SPREAD, JOINTS.values(), strict=True):
        turns[0, joints, 0] = np.multiply(FULL_CURL, curl)
        turns[0, joints[0], 1] = way * spread * (1 - curl)
    turns[0, [INDEX_OF[bone] for bone in THUMB[:3]]] = THUMBS[thumb]
    return turns


@pytest.mark.parametrize("pose", POSES)
def test_landmarks_are_where_the_studio_draws_them(pose: str) -> None:
    (drawn,) = (hand["points"] for hand in DRAWN if (hand["pose"], hand["side"]) == (pose, "right"))
    (ours,) = landmarks_of(turns_of(pose))
    drawn, ours = (points - points.mean(axis=0) for points in (np.array(drawn), ours))
    scale = np.linalg.norm(drawn) / np.linalg.norm(ours)
    assert np.abs(ours * scale - drawn).max() < 2e-4


def test_a_longer_bone_moves_what_hangs_on_it_and_nothing_else() -> None:
    turns, lengths = turns_of("open hand"), np.ones((1, 25))
    lengths[0, INDEX_OF["ring-finger-phalanx-intermediate"]] = 1.2
    moved = np.linalg.norm(landmarks_of(turns, lengths) - landmarks_of(turns), axis=2)[0]
    assert set(np.flatnonzero(moved > 1e-9)) == {14, 15, 16}


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_turn_is_a_turn(axis: int) -> None:
    (quarter,) = turn_about(axis, np.array([90.0]))
    one, other = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
    assert quarter @ one == pytest.approx(other)
    assert quarter @ np.eye(3)[axis] == pytest.approx(np.eye(3)[axis])


def test_the_skeleton_is_that_of_the_npm_package() -> None:
    from tools import read_skeleton

    glb = read_skeleton.NODE_MODULES / read_skeleton.PACKAGE / read_skeleton.FILE
    if not glb.is_file():
        pytest.skip("the page's packages are not installed")
    kept = json.loads(SKELETON.read_text())["bones"]
    for bone, ours in zip(read_skeleton.read_bones(glb.read_bytes()), kept, strict=True):
        assert bone["bone"] == ours["bone"]
        assert bone["place"] == pytest.approx(ours["place"], abs=1e-6)
        assert bone["turn"] == pytest.approx(ours["turn"], abs=1e-6)
