"""Ordinary things without lines of print: what is taught in a lesson, and what looks a little like paper."""

from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tjbot.learn.papers.fonts import Fonts
from tjbot.learn.papers.sheets import paper_colour
from tjbot.learn.papers.textures import Chance, as_image, as_pixels, colour, draw_texture, noise

Drawn = Image.Image
"""RGBA: see-through where the thing is not."""


def draw_thing(chance: Chance, fonts: Fonts, side: int) -> Drawn:
    """A thing as somebody holds it up to the camera, in a square."""
    return THINGS[chance.integers(len(THINGS))](chance, fonts, side)


def rounded(chance: Chance, side: int, wide: float, high: float) -> Image.Image:
    """A smooth closed shape, as a mask; `wide` and `high` are parts of the side."""
    steps = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    waves = sum(chance.normal(0, 0.25 / k**1.5) * np.cos(k * steps + chance.uniform(0, 7)) for k in range(2, 7))
    away = np.clip(1 + waves, 0.3, 1.6)
    turned = chance.uniform(0, 7)
    u, v = wide * side / 2 * away * np.cos(steps), high * side / 2 * away * np.sin(steps)
    x, y = side / 2 + u * np.cos(turned) - v * np.sin(turned), side / 2 + u * np.sin(turned) + v * np.cos(turned)
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).polygon([(float(a), float(b)) for a, b in zip(x, y, strict=True)], fill=255)
    return mask.filter(ImageFilter.GaussianBlur(1))


def shaded(chance: Chance, mask: Image.Image, surface: Any) -> Drawn:
    """A body with this outline: lighter towards one side."""
    side = mask.width
    y, x = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    angle = chance.uniform(0, 7)
    light = 1 + chance.uniform(0.1, 0.5) * (x * np.cos(angle) + y * np.sin(angle)) - 0.3 * (x * x + y * y)
    image = as_image(surface * light[..., None])
    image.putalpha(mask)
    return image


def _body(chance: Chance, _fonts: Fonts, side: int) -> Drawn:
    """A fruit, a ball, a stone, a toy."""
    wide, high = chance.uniform(0.25, 0.95, 2)
    plain = colour(chance) * (1 + chance.uniform(0, 0.12) * noise(chance, side, 12)[..., None])
    surface = plain if chance.random() < 0.6 else draw_texture(chance, side)
    return shaded(chance, rounded(chance, side, wide, high), surface)


def _several(chance: Chance, fonts: Fonts, side: int) -> Drawn:
    """A heap of small things."""
    heap = Image.new("RGBA", (side, side))
    for _ in range(chance.integers(3, 30)):
        one = _body(chance, fonts, 96).resize((int(side * chance.uniform(0.06, 0.4)),) * 2)
        heap.alpha_composite(one, tuple(int(value) for value in chance.uniform(0, side - one.width, 2)))
    return heap


def skin(chance: Chance) -> Any:
    """A colour of people's skin."""
    light = chance.uniform(0, 1)
    return np.array([0.35, 0.2, 0.13]) * (1 - light) + np.array([0.96, 0.78, 0.67]) * light


def draw_hand(chance: Chance, side: int) -> Drawn:
    """Fingers that reach into the picture from one edge, with a hint of nails and joints."""
    image = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(image)
    tone, thick = skin(chance), side * chance.uniform(0.08, 0.16)
    x, edge = chance.uniform(0, side), side * chance.uniform(0.55, 0.85)
    for finger in range(chance.integers(1, 5)):
        top = edge + chance.uniform(-0.1, 0.1) * side
        left = x + finger * thick * 1.1
        fill = tuple(int(part * 255) for part in np.clip(tone * chance.uniform(0.85, 1.05), 0, 1))
        draw.rounded_rectangle((left, top, left + thick, side * 1.3), thick / 2, fill=(*fill, 255))
        nail = tuple(int(part * 0.9) for part in fill)
        draw.ellipse((left + thick * 0.25, top + 4, left + thick * 0.75, top + thick * 0.6), fill=(*nail, 255))
    return image.filter(ImageFilter.GaussianBlur(1.5)).rotate(
        int(chance.choice((0, 90, 180, 270))) + chance.normal(0, 15)
    )


def _person(chance: Chance, fonts: Fonts, side: int) -> Drawn:
    """A head and a shirt, sometimes with one large letter or a sign on it."""
    image = Image.new("RGBA", (side, side))
    surface = draw_texture(chance, side) if chance.random() < 0.4 else np.ones((side, side, 3)) * colour(chance)
    shirt = Image.new("L", (side, side))
    middle = side * chance.uniform(0.4, 0.6)
    ImageDraw.Draw(shirt).ellipse((middle - side * 0.4, side * 0.5, middle + side * 0.4, side * 1.5), fill=255)
    image.alpha_composite(shaded(chance, shirt, surface))
    draw = ImageDraw.Draw(image)
    if chance.random() < 0.5:
        draw.text((middle - 30, side * 0.6), _sign(chance), _filled(chance), fonts.any(chance, chance.uniform(50, 130)))
    r = side * chance.uniform(0.13, 0.2)
    hair, tone = _filled(chance), tuple(int(part * 255) for part in skin(chance))
    draw.ellipse((middle - r * 1.1, side * 0.32 - r * 1.6, middle + r * 1.1, side * 0.32 + r), fill=hair)
    draw.ellipse((middle - r, side * 0.32 - r * 1.2, middle + r, side * 0.32 + r * 1.4), fill=tone)
    for eye in (-0.4, 0.4):
        draw.ellipse((middle + r * eye - 5, side * 0.32 - 4, middle + r * eye + 5, side * 0.32 + 4), fill=(30, 20, 20))
    draw.arc(
        (middle - r * 0.4, side * 0.33, middle + r * 0.4, side * 0.33 + r * 0.8), 20, 160, fill=(120, 40, 40), width=4
    )
    return image


def _sign(chance: Chance) -> str:
    """One letter or two, or a number, as on a shirt, a die or a door."""
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789!?&"
    return "".join(letters[chance.integers(len(letters))] for _ in range(chance.integers(1, 3)))


def _filled(chance: Chance) -> tuple[int, int, int]:
    red, green, blue = (int(part * 255) for part in colour(chance))
    return red, green, blue


def _box(chance: Chance, fonts: Fonts, side: int) -> Drawn:
    """A box, a cube, a screen, a cup: straight edges, seldom with one large sign."""
    wide, high = side * chance.uniform(0.3, 0.9, 2)
    left, top = (side - wide) / 2, (side - high) / 2
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).rounded_rectangle((left, top, left + wide, top + high), chance.uniform(0, 40), fill=255)
    surface = draw_texture(chance, side) if chance.random() < 0.5 else np.ones((side, side, 3)) * colour(chance)
    image = shaded(chance, mask, surface)
    if chance.random() < 0.3:
        ImageDraw.Draw(image).text(
            (left + wide * 0.2, top + high * 0.2), _sign(chance), _filled(chance), fonts.any(chance, 110)
        )
    return image.rotate(chance.normal(0, 20), Image.Resampling.BILINEAR)


def _keyboard(chance: Chance, fonts: Fonts, side: int) -> Drawn:
    """Keys in rows, most with one letter each; or a piano's, or a calculator's."""
    image = Image.new("RGBA", (side, side), (*_filled(chance), 255))
    draw = ImageDraw.Draw(image)
    pitch, key, ink = chance.uniform(24, 80), _filled(chance), _filled(chance)
    font, lettered = fonts.any(chance, pitch * chance.uniform(0.25, 0.5)), chance.random() < 0.7
    for row, y in enumerate(np.arange(4, side, pitch)):
        for x in np.arange(-pitch * (row % 2) / 2, side, pitch):
            draw.rounded_rectangle((x + 2, y + 2, x + pitch - 2, y + pitch - 2), pitch * 0.15, fill=key)
            if lettered:
                draw.text((x + pitch * 0.2, y + pitch * 0.15), _sign(chance)[0], ink, font)
    return image.rotate(chance.normal(0, 15), Image.Resampling.BILINEAR)


def _unwritten(chance: Chance, _fonts: Fonts, side: int) -> Drawn:
    """A paper without print: blank, ruled or squared."""
    image = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(image)
    wide, high = side * chance.uniform(0.4, 1.2, 2)
    left, top = (side - wide) / 2, (side - high) / 2
    paper = paper_colour(chance)
    draw.rectangle((left, top, left + wide, top + high), fill=(*paper, 255))
    rule = chance.uniform(10, 40)
    faint = tuple(int(part * chance.uniform(0.5, 0.95)) for part in paper)
    if chance.random() < 0.6:
        for y in np.arange(top + rule, top + high, rule):
            draw.line((left, y, left + wide, y), fill=faint, width=int(chance.integers(1, 3)))
        if chance.random() < 0.5:
            for x in np.arange(left + rule, left + wide, rule):
                draw.line((x, top, x, top + high), fill=faint)
    return image.rotate(chance.normal(0, 25), Image.Resampling.BILINEAR)


def _drawing(chance: Chance, fonts: Fonts, side: int) -> Drawn:
    """A child's drawing on a paper: lines, houses, suns, and patches of colour."""
    image = (
        _unwritten(chance, fonts, side)
        if chance.random() < 0.7
        else Image.new("RGBA", (side, side), (*_filled(chance), 255))
    )
    draw = ImageDraw.Draw(image)
    for _ in range(chance.integers(2, 14)):
        ink, thick = _filled(chance), int(chance.integers(2, 9))
        x, y = side / 2 + chance.normal(0, side * 0.15, 2)
        r = chance.uniform(10, 100)
        kind = chance.integers(4)
        if kind == 0:
            ways = np.cumsum(chance.normal(0, r / 3, (int(chance.integers(4, 25)), 2)), axis=0)
            draw.line([(x + float(a), y + float(b)) for a, b in ways], fill=ink, width=thick, joint="curve")
        elif kind == 1:
            draw.ellipse((x - r, y - r, x + r, y + r), outline=ink, width=thick)
        elif kind == 2:
            draw.polygon(((x - r, y), (x, y - r), (x + r, y)), outline=ink, width=thick)
            draw.rectangle((x - r, y, x + r, y + r), outline=ink, width=thick)
        else:
            for turned in np.linspace(0, 6.28, int(chance.integers(5, 14))):
                draw.line((x, y, x + r * np.cos(turned), y + r * np.sin(turned)), fill=ink, width=thick)
    return image


def _pattern(chance: Chance, _fonts: Fonts, side: int) -> Drawn:
    image = as_image(draw_texture(chance, side))
    image.putalpha(255)
    return image


def _dial(chance: Chance, fonts: Fonts, side: int) -> Drawn:
    """A clock, a dial, a die's face, a traffic sign."""
    image = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(image)
    r, middle, ink = side * chance.uniform(0.2, 0.45), side / 2, _filled(chance)
    draw.ellipse((middle - r, middle - r, middle + r, middle + r), fill=_filled(chance), outline=ink, width=8)
    font, numbered = fonts.any(chance, r * 0.25), chance.random() < 0.5
    for hour in range(12):
        x, y = np.cos(hour * np.pi / 6 - np.pi / 3), np.sin(hour * np.pi / 6 - np.pi / 3)
        if numbered:
            draw.text((middle + x * r * 0.8, middle + y * r * 0.8), str(hour + 1), ink, font, anchor="mm")
        else:
            draw.line(
                (*(middle + np.array([x, y]) * r * 0.8), *(middle + np.array([x, y]) * r * 0.95)), fill=ink, width=5
            )
    for far in (0.5, 0.75):
        turned = chance.uniform(0, 7)
        draw.line(
            (middle, middle, middle + r * far * np.cos(turned), middle + r * far * np.sin(turned)), fill=ink, width=7
        )
    return image


def _scattered(chance: Chance, _fonts: Fonts, side: int) -> Drawn:
    """What remains of a room behind: blurred patches."""
    pixels = as_pixels(as_image(np.ones((side, side, 3)) * colour(chance)))
    image = as_image(pixels)
    draw = ImageDraw.Draw(image)
    for _ in range(chance.integers(5, 30)):
        x, y, wide, high = *chance.uniform(0, side, 2), *chance.uniform(10, 200, 2)
        draw.rectangle((x, y, x + wide, y + high), fill=_filled(chance))
    image = image.filter(ImageFilter.GaussianBlur(chance.uniform(0, 10)))
    image.putalpha(255)
    return image


THINGS: tuple[Callable[[Chance, Fonts, int], Drawn], ...] = (
    _body,
    _body,
    _several,
    _person,
    _person,
    _box,
    _keyboard,
    _unwritten,
    _drawing,
    _pattern,
    _pattern,
    _dial,
    _scattered,
)
