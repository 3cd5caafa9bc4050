"""Rooms out of focus, to stand behind hands: coloured shapes, and at times somebody's head and body."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from tjbot.learn.hands.skeleton import Numbers

Picture = NDArray[np.float32]
"""(height, width, 3 or 4), 0…1."""

SIZE = (480, 360)
"""Width and height of all pictures, in pixels."""


def skin_colour(chance: np.random.Generator) -> Numbers:
    """A colour of skin as it reflects light, from very light to very dark."""
    darkness = chance.beta(1.1, 1.3)
    light, middle, dark = np.array([[0.86, 0.62, 0.5], [0.5, 0.27, 0.16], [0.1, 0.05, 0.032]])
    near = light + (middle - light) * 2 * darkness if darkness < 0.5 else middle + (dark - middle) * (2 * darkness - 1)
    return np.asarray(np.clip(near * chance.uniform(0.85, 1.15) * chance.normal(1, 0.05, 3), 0.02, 0.95))


def any_colour(chance: np.random.Generator) -> tuple[int, int, int]:
    """Mostly a dull one."""
    grey, colour = chance.uniform(15, 240), chance.uniform(0, 255, 3)
    red, green, blue = grey + (colour - grey) * chance.uniform(0, 0.6) ** 1.5
    return int(red), int(green), int(blue)


def room(chance: np.random.Generator) -> Picture:
    """A picture of a room."""
    width, height = SIZE
    small = Image.new("RGB", (2, 2))
    for place in range(4):
        small.putpixel((place % 2, place // 2), any_colour(chance))
    picture = small.resize(SIZE, Image.Resampling.BILINEAR)
    pen = ImageDraw.Draw(picture)
    for _ in range(int(chance.integers(3, 22))):
        x, y = chance.uniform(-60, width), chance.uniform(-60, height)
        box = (x, y, x + chance.uniform(10, 240), y + chance.uniform(10, 240))
        (pen.rectangle if chance.random() < 0.65 else pen.ellipse)(box, fill=any_colour(chance))
    picture = picture.filter(ImageFilter.GaussianBlur(chance.uniform(0.5, 5)))
    if chance.random() < 0.5:
        _somebody(chance, picture)
    return np.asarray(picture, np.float32) / np.float32(255)


def _somebody(chance: np.random.Generator, picture: Image.Image) -> None:
    """Head and body before the room; the skin is about as light as it would be in daylight."""
    pen = ImageDraw.Draw(picture)
    width, height = SIZE
    skin = tuple(
        int(value) for value in 255 * np.clip(skin_colour(chance) * chance.uniform(0.8, 1.3), 0, 1) ** (1 / 2.2)
    )
    hair = tuple(int(value) for value in np.array(any_colour(chance)) * 0.45)
    x, y = chance.uniform(0.15, 0.85) * width, chance.uniform(0.15, 0.55) * height
    size = chance.uniform(0.1, 0.24) * height
    pen.rounded_rectangle((x - 2.2 * size, y + 1.3 * size, x + 2.2 * size, y + 9 * size), size, fill=any_colour(chance))
    pen.rectangle((x - 0.4 * size, y + 0.6 * size, x + 0.4 * size, y + 1.6 * size), fill=skin)
    pen.ellipse((x - 0.9 * size, y - 1.3 * size, x + 0.9 * size, y + 0.8 * size), fill=hair)
    pen.ellipse((x - 0.75 * size, y - size, x + 0.75 * size, y + 1.1 * size), fill=skin)
    for side in (-1, 1):
        eye = x + 0.3 * side * size
        pen.ellipse((eye - 0.1 * size, y - 0.08 * size, eye + 0.1 * size, y + 0.06 * size), fill=hair)
    pen.ellipse((x - 0.25 * size, y + 0.55 * size, x + 0.25 * size, y + 0.68 * size), fill=(140, 60, 60))
    picture.paste(picture.filter(ImageFilter.GaussianBlur(1.2)))
