"""Hands are drawn where they are, and what is nearer hides what is behind it."""

from pathlib import Path

import numpy as np
import pytest

from tjbot.learn.gestures.poses import draw_hands
from tjbot.learn.hands.drawing import rasterise
from tjbot.learn.hands.mesh import Mesh, read_glb, skinned
from tjbot.learn.hands.people import _GENERIC
from tjbot.learn.hands.rooms import SIZE
from tjbot.learn.hands.scenes import draw_scene, picture_of
from tjbot.learn.hands.skeleton import placed_bones

NODE_MODULES = Path(__file__).parents[3] / "web_ui" / "node_modules"
SQUARE = np.array([[2.0, 2], [2, 12], [12, 12], [12, 2]])


def square(depth: float, first: int) -> tuple[np.ndarray, np.ndarray]:
    """The depths of its corners, and two triangles that are seen from outside."""
    return np.full(4, depth), np.array([[0, 1, 2], [0, 2, 3]]) + first


def test_a_square_covers_its_pixels_once() -> None:
    depths, triangles = square(1, 0)
    seen = rasterise(SQUARE, depths, triangles, 16, 16)
    rows, columns = np.divmod(seen.pixels, 16)
    assert len(seen.pixels) == 100
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (2, 11, 2, 11)
    assert seen.shares.sum(axis=1) == pytest.approx(1)


def test_the_nearer_hides_the_farther_and_the_inside_is_not_drawn() -> None:
    (far, behind), (near, before) = square(2, 0), square(1, 4)
    points = np.concatenate([SQUARE, SQUARE + np.array([5, 0])])
    seen = rasterise(points, np.concatenate([far, near]), np.concatenate([before, behind]), 32, 16)
    assert (seen.depths < 1.5).sum() == 100
    assert (seen.depths > 1.5).sum() == 50
    assert len(rasterise(points, np.concatenate([far, near]), before[:, ::-1], 32, 16).pixels) == 0


@pytest.fixture(scope="module")
def mesh() -> Mesh:
    glb = NODE_MODULES / _GENERIC
    if not glb.is_file():
        pytest.skip("the page's packages are not installed")
    return read_glb(glb.read_bytes())


def test_at_rest_the_skin_is_where_it_was_bound(mesh: Mesh) -> None:
    bound = np.linalg.inv(mesh.unbind)
    points, normals = skinned(mesh, bound, np.zeros(3))
    assert points == pytest.approx(mesh.points, abs=1e-6)
    assert np.linalg.norm(normals, axis=1) == pytest.approx(1)


def test_the_skin_goes_with_the_bones(mesh: Mesh) -> None:
    hands = draw_hands(np.random.default_rng(1), 40)
    for turns, lengths in zip(hands.turns[:5], hands.lengths[:5], strict=True):
        bones = placed_bones(turns[None], lengths[None], mesh.skeleton)[0, :, :3, 3]
        points, _ = skinned(mesh, placed_bones(turns[None], lengths[None], mesh.skeleton)[0], np.zeros(3))
        gaps = np.linalg.norm(points[:, None] - bones[None], axis=2).min(axis=0)
        assert gaps.max() < 0.03


def test_a_hand_is_seen_where_its_bones_are(mesh: Mesh) -> None:
    chance = np.random.default_rng(2)
    hands = draw_hands(chance, 60)
    empty = np.zeros((SIZE[1], SIZE[0], 3), np.float32)
    for index in range(6):
        scene = draw_scene(chance)
        hand = hands[index]
        picture, bones = picture_of(chance, mesh, hand.turns, hand.lengths, hand.rotations, scene, empty)
        assert picture.shape == empty.shape
        x, y = bones[10].round().astype(int)
        inside = picture[y - 2 : y + 3, x - 2 : x + 3].mean()
        assert inside > picture[:20, :20].mean() + 0.02
