"""Draws a hand as a camera sees it, with numpy alone: which triangle each pixel shows, and how light falls on it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tjbot.learn.hands.mesh import Whole
from tjbot.learn.hands.skeleton import Numbers

_BOXES = (4, 8, 16, 32, 64, 128, 256)
"""Triangles are looked at together whose pixels fit into boxes of the same size."""
_CREASE_METERS = 0.012
_AMBIENT = np.array([0.0, 1.0, 0.25])


@dataclass(frozen=True)
class Lights:
    """What a scene is lit by. Directions lead to the light: x to the right, y up, z to the camera."""

    sky: float
    key: float
    key_from: Numbers
    key_colour: Numbers
    fill: float
    fill_from: Numbers


@dataclass(frozen=True)
class Seen:
    """What each pixel of a picture shows of a hand; all by pixel, first those of the first row."""

    pixels: NDArray[np.int64]
    """Which pixels show it, as numbers in the picture."""
    depths: Numbers
    """How far away, in metres."""
    corners: Whole
    """(pixels, 3), the points of the triangle that is seen, …"""
    shares: Numbers
    """… and how near to each of them, (pixels, 3)."""


def rasterise(pixels: Numbers, depths: Numbers, triangles: Whole, width: int, height: int) -> Seen:
    """Which triangle each pixel shows.

    Args:
        pixels: where the points are in the picture, (points, 2), x to the right and y down.
        depths: how far away they are, in metres; positive.
        triangles: (triangles, 3), counterclockwise seen from outside; those seen from inside are not drawn.
        width: of the picture, in pixels.
        height: of the picture.
    """
    corners = pixels[triangles]
    one, two, three = corners[:, 0], corners[:, 1], corners[:, 2]
    # With y down, what goes round counterclockwise has a negative area.
    areas = _cross(two - one, three - one)
    least = np.floor(corners.min(axis=1)).astype(int)
    most = np.ceil(corners.max(axis=1)).astype(int)
    inside = (most > 0).all(axis=1) & (least < (width, height)).all(axis=1)
    kept = np.flatnonzero((areas < -1e-6) & inside & (depths[triangles].min(axis=1) > 0.01))
    sides = (most - least)[kept].max(axis=1) + 1
    found: list[tuple[Any, ...]] = []
    smaller = 0
    for box in _BOXES:
        which = kept[(sides > smaller) & (sides <= box)]
        smaller = box
        parts = np.array_split(which, max(1, len(which) * box * box // 500_000))
        found += [_within(corners, areas, least, part, box) for part in parts]
    triangle, x, y, shares = (np.concatenate(parts) for parts in zip(*found, strict=True))
    there = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    triangle, x, y, shares = triangle[there], x[there], y[there], shares[there]
    which_points = triangles[triangle]
    depth = (shares * depths[which_points]).sum(axis=1)
    # Of those that are assigned to the same pixel the last stays: the nearest.
    order = np.argsort(-depth)
    nearest = np.full(width * height, -1)
    nearest[(y * width + x)[order]] = order
    shown = np.flatnonzero(nearest >= 0)
    rows = nearest[shown]
    return Seen(shown, depth[rows], which_points[rows], shares[rows])


def _within(corners: Numbers, areas: Numbers, least: Whole, some: Whole, box: int) -> tuple[Any, ...]:
    """Of some triangles the pixels that lie in them: which triangle, x, y, and how near to each corner."""
    steps = np.arange(box)
    x = least[some, 0, None, None] + steps[None, None, :]
    y = least[some, 1, None, None] + steps[None, :, None]
    one, two, three = (corners[some, corner, :, None, None] for corner in range(3))
    area = areas[some, None, None]
    middle_x, middle_y = x + 0.5, y + 0.5
    second = (three[:, 0] - one[:, 0]) * (middle_y - one[:, 1]) - (three[:, 1] - one[:, 1]) * (middle_x - one[:, 0])
    second = -second / area
    third = ((two[:, 0] - one[:, 0]) * (middle_y - one[:, 1]) - (two[:, 1] - one[:, 1]) * (middle_x - one[:, 0])) / area
    first = 1 - second - third
    slack = -1e-3
    row, down, right = np.nonzero((first >= slack) & (second >= slack) & (third >= slack))
    shares = np.stack([first[row, down, right], second[row, down, right], third[row, down, right]], axis=1)
    return some[row], least[some[row], 0] + right, least[some[row], 1] + down, shares


def shaded(
    seen: Seen, normals: Numbers, colours: Numbers, lights: Lights, meters_per_pixel: float, width: int
) -> Numbers:
    """What colour each pixel of `seen` has: (pixels, 3), 0…1, as cameras store it.

    Args:
        seen: which triangles they show.
        normals: of the points.
        colours: of the points, as they reflect light.
        lights: that fall on them.
        meters_per_pixel: how large a pixel is where the hand is.
        width: of the picture, in pixels.
    """
    normal = (seen.shares[..., None] * normals[seen.corners]).sum(axis=1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    colour = (seen.shares[..., None] * colours[seen.corners]).sum(axis=1)
    sky = lights.sky * (0.55 + 0.45 * normal @ _AMBIENT)
    fill = lights.fill * np.clip(normal @ lights.fill_from, 0, None)
    open_to_light = 1 - creases(seen, meters_per_pixel, width)
    light = ((sky + fill) * open_to_light)[:, None] + (
        lights.key * np.clip(normal @ lights.key_from, 0, None) * (0.4 + 0.6 * open_to_light)
    )[:, None] * lights.key_colour
    halfway = lights.key_from + np.array([0, 0, 1.0])
    shine = 0.12 * lights.key * np.clip(normal @ (halfway / np.linalg.norm(halfway)), 0, None)[:, None] ** 20
    return np.asarray(np.clip(colour * light + shine, 0, 1) ** (1 / 2.2))


def creases(seen: Seen, meters_per_pixel: float, width: int) -> Numbers:
    """How much of the light of the room is kept away from each pixel by what stands before it, 0…0.7."""
    rows, columns = np.divmod(seen.pixels, width)
    top, left = rows.min(), columns.min()
    field = np.zeros((rows.max() - top + 1, columns.max() - left + 1))
    there = np.zeros_like(field)
    field[rows - top, columns - left] = seen.depths
    there[rows - top, columns - left] = 1
    hidden = np.zeros(len(seen.pixels))
    for size in (1.0, 0.4):
        radius = max(1, round(size * _CREASE_METERS / meters_per_pixel))
        mean = _box_sum(field, radius) / np.maximum(_box_sum(there, radius), 1)
        behind = seen.depths - mean[rows - top, columns - left]
        hidden += 0.35 * np.clip(behind / (0.5 * size * _CREASE_METERS), 0, 1)
    return hidden


def _box_sum(field: Numbers, radius: int) -> Numbers:
    """The sum of all within a square of that radius about each place."""
    for axis in (0, 1):
        padded = np.pad(field, [(radius + 1, radius) if place == axis else (0, 0) for place in (0, 1)])
        sums = padded.cumsum(axis=axis)
        length = field.shape[axis]
        far = 2 * radius + 1
        field = np.take(sums, range(far, far + length), axis) - np.take(sums, range(length), axis)
    return field


def _cross(one: Numbers, other: Numbers) -> Numbers:
    return np.asarray(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])
