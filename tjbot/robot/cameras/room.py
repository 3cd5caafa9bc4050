"""What a simulated robot sees where it has no pictures: a drawn room with a paper plane, and at times a hand.

The hands are drawn from a rigged mesh (see NOTICE), so that a pupil without any camera can try what the models do.
"""

import math
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

PICTURES = Path(__file__).parent / "pictures"
SIZE = (640, 480)
DRAWN_LARGER = 2
"""Things are drawn so many times larger and made smaller, which smooths their edges."""

SECONDS_A_ROUND = 16.0
PLANE_SECONDS = 8.0
HANDS = (("open_hand", 3.0, 8.5), ("fist", 11.0, 14.5))
"""Which hand comes up, and from which second of the round to which."""

RISING_SECONDS = 0.7
TILT_DEGREES = 10.0
TILT_STEP_DEGREES = 2.0
"""Hands are turned in such steps, so that few turned ones have to be kept."""

HAND_X, HAND_Y = 320, 275
"""The middle of a hand that is up, in pixels."""

TABLE_Y = 395
"""Where the table begins, in front of the hands; in pixels."""


def room_view(size: tuple[int, int]) -> "Callable[[float], Image]":
    """A function from seconds to what is to be seen then, in a size in pixels."""
    return lambda seconds: draw(seconds) if size == SIZE else draw(seconds).resize(size)


def draw(seconds: float) -> "Image":
    """The room at a time, 640×480."""
    image = _background().copy()
    _fly(image, seconds % PLANE_SECONDS / PLANE_SECONDS)
    at = seconds % SECONDS_A_ROUND
    for name, begin, end in HANDS:
        if begin <= at <= end:
            _raise(image, name, min(1.0, (at - begin) / RISING_SECONDS, (end - at) / RISING_SECONDS), at - begin)
    image.paste(_table(), (0, TABLE_Y))
    return image


def _fly(image: "Image", part: float) -> None:
    """The paper plane on its way, `part` 0…1 of it, from left to right in a gentle curve."""
    plane = _plane()
    x = round(part * (SIZE[0] + 2 * plane.width)) - 2 * plane.width
    y = round(95 + 35 * math.sin(part * 3 * math.pi))
    image.paste(plane, (x, y), plane)


def _raise(image: "Image", name: str, height: float, seconds: float) -> None:
    """A hand that is up (`height` 1) or on its way from below (0), and sways."""
    tilt = TILT_DEGREES * math.sin(seconds * math.pi)
    hand = _turned(name, round(tilt / TILT_STEP_DEGREES))
    eased = height * height * (3 - 2 * height)
    y = HAND_Y + (1 - eased) * (SIZE[1] - HAND_Y + hand.height / 2)
    image.paste(hand, (HAND_X - hand.width // 2, round(y) - hand.height // 2), hand)


@lru_cache(maxsize=32)
def _turned(name: str, steps: int) -> "Image":
    from PIL import Image

    return _hand(name).rotate(steps * TILT_STEP_DEGREES, Image.Resampling.BICUBIC, expand=True)


@cache
def _hand(name: str) -> "Image":
    from PIL import Image

    with Image.open(PICTURES / f"{name}.png") as image:
        return image.convert("RGBA")


@cache
def _plane() -> "Image":
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (220, 120))
    draw = ImageDraw.Draw(image)
    draw.polygon([(4, 20), (216, 62), (70, 66)], fill="#fdfbf3")
    draw.polygon([(70, 66), (216, 62), (62, 112)], fill="#d8d2bf")
    draw.polygon([(70, 66), (216, 62), (96, 84)], fill="#b7b09a")
    return image.resize((110, 60), Image.Resampling.LANCZOS)


@cache
def _table() -> "Image":
    from PIL import Image

    image = Image.new("RGB", (SIZE[0], SIZE[1] - TABLE_Y), "#b98a52")
    image.paste("#d3a76d", (0, 0, SIZE[0], 8))
    return image


@cache
def _background() -> "Image":
    """A striped wall with a window, and a shelf with books and a plant."""
    from PIL import Image, ImageColor

    image = Image.new("RGB", SIZE, "#cfe0d8")
    for stripe in range(0, SIZE[0], 64):
        image.paste(ImageColor.getrgb("#c6dad1"), (stripe, 0, stripe + 32, SIZE[1]))
    image.paste(_window(), (40, 50))
    shelf = _shelf()
    image.paste(shelf, (410, 70), shelf)
    return image


def _window() -> "Image":
    """The sun, clouds and hills behind a cross of wood; 210×220."""
    with _Drawing((210, 220), "#8a5a34") as drawing:
        for left in (12, 110):
            drawing.box(left, 12, left + 88, 200, "#a9d9f4")
        drawing.disc(158, 54, 26, "#ffd75e")
        for x, y, radius in ((40, 62, 14), (60, 54, 18), (80, 62, 13)):
            drawing.disc(x, y, radius, "#ffffff")
        for x, y, radius, color in ((62, 268, 110, "#7fb56b"), (160, 286, 120, "#5f9c55")):
            drawing.disc(x, y, radius, color)
        for box in ((0, 0, 12, 220), (198, 0, 210, 220), (100, 0, 110, 220)):
            drawing.box(*box, "#8a5a34")
        drawing.box(0, 200, 210, 220, "#74492a")
    return drawing.image


def _shelf() -> "Image":
    """Books and a plant on a board, transparent around them; 200×134."""
    books = (("#c8553d", 24, 82), ("#3d6f9e", 20, 96), ("#e0a93b", 28, 74), ("#56824f", 18, 90), ("#7d5a8c", 24, 80))
    with _Drawing((200, 134), "#00000000") as drawing:
        left = 14
        for color, width, height in books:
            drawing.box(left, 120 - height, left + width, 120, color)
            left += width + 3
        drawing.box(150, 82, 188, 120, "#b4643c")
        for x, y, radius in ((169, 58, 20), (152, 70, 14), (186, 68, 14), (170, 38, 13)):
            drawing.disc(x, y, radius, "#4c8a4a")
        drawing.box(0, 120, 200, 134, "#8a5a34")
    return drawing.image


class _Drawing:
    """Draws boxes and discs, in pixels, with smooth edges; `image` is there when the block is over."""

    def __init__(self, size: tuple[int, int], color: str) -> None:
        from PIL import Image, ImageDraw

        self._size = size
        self.image = Image.new("RGBA", (size[0] * DRAWN_LARGER, size[1] * DRAWN_LARGER), color)
        self._draw = ImageDraw.Draw(self.image)

    def __enter__(self) -> "_Drawing":
        return self

    def __exit__(self, *_: object) -> None:
        from PIL import Image

        self.image = self.image.resize(self._size, Image.Resampling.LANCZOS)

    def box(self, left: float, top: float, right: float, bottom: float, color: str) -> None:
        """A box; `right` and `bottom` no longer belong to it."""
        scale = DRAWN_LARGER
        self._draw.rectangle((left * scale, top * scale, right * scale - 1, bottom * scale - 1), color)

    def disc(self, x: float, y: float, radius: float, color: str) -> None:
        """A disc around a point."""
        corners = (x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse([corner * DRAWN_LARGER for corner in corners], color)
