"""Surfaces: what papers lie on, and what has fine structure without being print."""

from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

Chance = np.random.Generator
Pixels = np.ndarray[tuple[int, int, int], np.dtype[np.float32]]
"""Height, width and red, green, blue; 0…1."""
Field = np.ndarray[tuple[int, int], np.dtype[np.float32]]


def draw_texture(chance: Chance, side: int) -> Pixels:
    """A square that one surface fills."""
    return TEXTURES[chance.integers(len(TEXTURES))](chance, side)


def noise(chance: Chance, side: int, cells: float, stretched: float = 1.0) -> Field:
    """Smooth chance of mean 0 and deviation 1, with about `cells` hills from side to side, `stretched` times as many
    downwards.
    """
    shape = (max(2, round(cells * stretched)), max(2, round(cells)))
    rough = Image.fromarray(chance.normal(0, 1, shape).astype("float32"))
    smooth = np.asarray(rough.resize((side, side), Image.Resampling.BICUBIC))
    return np.asarray((smooth - smooth.mean()) / max(1e-6, float(smooth.std())), "float32")


def colour(chance: Chance) -> Any:
    """Any colour: greyish ones more often than gaudy ones."""
    return np.clip(chance.uniform(0.05, 1) + chance.normal(0, chance.choice((0.03, 0.12, 0.35)), 3), 0, 1)


def as_image(pixels: Any) -> Image.Image:
    """As a picture of Pillow."""
    return Image.fromarray((np.clip(pixels, 0, 1) * 255).astype("uint8"))


def as_pixels(image: Image.Image) -> Pixels:
    """From a picture of Pillow."""
    pixels: Any = np.asarray(image.convert("RGB"), "float32") / 255
    return np.asarray(pixels, "float32")


def _between(one: Any, other: Any, part: Any) -> Pixels:
    share: Any = np.asarray(part, "float32")[..., None]
    mixed: Pixels = np.asarray(one * (1 - share) + other * share, "float32")
    return mixed


def _turned(chance: Chance, side: int) -> tuple[Field, Field]:
    """How far each pixel is along two directions at right angles, in pixels; often upright."""
    angle = chance.uniform(0, np.pi) if chance.random() < 0.6 else chance.normal(0, 0.05)
    y, x = np.mgrid[0:side, 0:side].astype("float32") - chance.uniform(0, 300)
    along = np.asarray(x * np.cos(angle) + y * np.sin(angle), "float32")
    across = np.asarray(-x * np.sin(angle) + y * np.cos(angle), "float32")
    return along, across


def _plain(chance: Chance, side: int) -> Pixels:
    light = 1 + 0.08 * noise(chance, side, 2)
    lit: Pixels = np.asarray(colour(chance) * light[..., None], "float32")
    return lit


def _cloudy(chance: Chance, side: int) -> Pixels:
    """As wool, stone, gravel, fur or a tree from afar: hills of many sizes."""
    falls, cells, total = chance.uniform(0.5, 1.1), chance.uniform(2, 20), np.zeros((side, side), "float32")
    weight = 1.0
    while cells < side / 2:
        total += weight * noise(chance, side, cells, chance.choice((1, 1, 1, 3)))
        cells, weight = cells * 2, weight * falls
    return _between(colour(chance), colour(chance), 0.5 + total * 0.3 / max(1e-6, float(total.std())))


def _wood(chance: Chance, side: int) -> Pixels:
    along, across = _turned(chance, side)
    wave = across / chance.uniform(6, 30) + noise(chance, side, 3) + along / 400
    grain = 0.5 + 0.3 * np.sin(wave) + 0.15 * noise(chance, side, 8, 16)
    brown = chance.uniform([0.3, 0.15, 0.05], [0.9, 0.7, 0.5])
    return _between(brown, brown * chance.uniform(0.5, 0.9), grain)


def _stripes(chance: Chance, side: int) -> Pixels:
    along, _ = _turned(chance, side)
    period = chance.choice((chance.uniform(6, 20), chance.uniform(15, 120)))
    place = (along / period + 0.02 * noise(chance, side, 3)) % 1
    return _between(colour(chance), colour(chance), place < chance.uniform(0.1, 0.9))


def _plaid(chance: Chance, side: int) -> Pixels:
    along, across = _turned(chance, side)
    made: Pixels = np.asarray(np.ones((side, side, 3), "float32") * colour(chance), "float32")
    for _ in range(chance.integers(1, 4)):
        period, duty, other, start = chance.uniform(12, 120), chance.uniform(0.05, 0.5), colour(chance), chance.random()
        for way in (along, across):
            made = _between(made, other, 0.5 * ((way / period + start) % 1 < duty))
    return made


def _bricks(chance: Chance, side: int) -> Pixels:
    along, across = _turned(chance, side)
    high = chance.uniform(8, 60)
    wide, gap = high * chance.uniform(1, 4), chance.uniform(0.04, 0.2)
    row = np.floor(across / high)
    shifted = along / wide + 0.5 * (row % 2)
    shade = np.sin(row * 12.9898 + np.floor(shifted) * 78.233) * 43758.5453 % 1
    brick = _between(colour(chance), colour(chance), shade * chance.random())
    return _between(brick, colour(chance), (across / high % 1 < gap) | (shifted % 1 < gap * high / wide))


def _checks(chance: Chance, side: int) -> Pixels:
    along, across = _turned(chance, side)
    period = chance.uniform(6, 80)
    return _between(colour(chance), colour(chance), (np.floor(along / period) + np.floor(across / period)) % 2)


def _dots(chance: Chance, side: int) -> Pixels:
    along, across = _turned(chance, side)
    period = chance.uniform(7, 60)
    shifted = along / period + chance.choice((0, 0.5)) * (np.floor(across / period) % 2)
    far = np.hypot(shifted % 1 - 0.5, across / period % 1 - 0.5)
    return _between(colour(chance), colour(chance), far < chance.uniform(0.15, 0.45))


def _weave(chance: Chance, side: int) -> Pixels:
    """As knitwear, baskets and fine cloth."""
    along, across = _turned(chance, side)
    first, second = chance.uniform(4, 18, 2)
    bend = chance.uniform(0, 2) * noise(chance, side, 5)
    threads = np.sin(along / first * np.pi + bend) * np.sin(across / second * np.pi + bend + along / first)
    return _between(colour(chance), colour(chance), 0.5 + chance.uniform(0.1, 0.5) * threads)


def _strokes(chance: Chance, side: int) -> Pixels:
    """As grass, hair, needles and straw: many thin short lines without rows."""
    image = as_image(_plain(chance, side))
    draw = ImageDraw.Draw(image)
    angle, spread = chance.uniform(0, np.pi), chance.choice((0.2, 0.6, 3))
    longest = chance.uniform(8, 60)
    inks = [tuple(int(part * 255) for part in colour(chance)) for _ in range(3)]
    count = int(chance.integers(100, 1500))
    starts, angles = chance.uniform(0, side, (count, 2)), angle + chance.normal(0, spread, count)
    for (x, y), turned, far in zip(starts, angles, chance.uniform(4, longest, count), strict=True):
        end = (x + far * np.cos(turned), y + far * np.sin(turned))
        draw.line((x, y, *end), fill=inks[chance.integers(3)], width=int(chance.integers(1, 4)))
    return as_pixels(image)


def _leaves(chance: Chance, side: int) -> Pixels:
    image = as_image(_plain(chance, side))
    draw = ImageDraw.Draw(image)
    base, size = chance.uniform([0, 0.2, 0], [0.7, 0.8, 0.4]), chance.uniform(12, 90)
    for _ in range(int(min(700, 4 * (side / size) ** 2))):
        x, y, turned = *chance.uniform(-20, side + 20, 2), chance.uniform(0, 2 * np.pi)
        long, wide = size * chance.uniform(0.6, 1.4), size * chance.uniform(0.15, 0.4)
        steps = np.linspace(0, 2 * np.pi, 12)
        u, v = long / 2 * np.cos(steps), wide * np.sin(steps)
        points = zip(
            x + u * np.cos(turned) - v * np.sin(turned), y + u * np.sin(turned) + v * np.cos(turned), strict=True
        )
        shade = tuple(int(part) for part in np.clip(base * chance.uniform(0.5, 1.4) * 255, 0, 255))
        draw.polygon([(float(a), float(b)) for a, b in points], fill=shade)
        vein = (long / 2 * np.cos(turned), long / 2 * np.sin(turned))
        draw.line((x - vein[0], y - vein[1], x + vein[0], y + vein[1]), fill=tuple(part // 2 for part in shade))
    return as_pixels(image)


def _shelf(chance: Chance, side: int) -> Pixels:
    """Upright things beside each other in rows, as on a shelf, or windows of a house."""
    image = as_image(_plain(chance, side))
    draw = ImageDraw.Draw(image)
    y, high, thick = -chance.uniform(0, 60), chance.uniform(40, 200), chance.uniform(8, 60)
    gap = chance.uniform(0, 20)
    while y < side:
        x = 0.0
        while x < side:
            wide = thick * chance.uniform(0.5, 1.5)
            top = y + high * chance.uniform(0, 0.25)
            draw.rectangle((x, top, x + wide, y + high), fill=tuple(int(part * 255) for part in colour(chance)))
            x += wide + gap
        y += high + chance.uniform(4, 20)
    return as_pixels(image)


TEXTURES: tuple[Callable[[Chance, int], Pixels], ...] = (
    _plain,
    _plain,
    _cloudy,
    _cloudy,
    _wood,
    _stripes,
    _plaid,
    _bricks,
    _checks,
    _dots,
    _weave,
    _strokes,
    _leaves,
    _shelf,
)
