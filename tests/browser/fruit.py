"""Fruit that is drawn for tests of teaching: each picture in another place, size, turn, light and room."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter

SIDE = 320
"""Of a picture, in pixels."""


def picture(kind: str, seed: int) -> bytes:
    """A PNG of a "banana", an "apple", or an empty table ("nothing"); the same for the same seed."""
    chance = random.Random(f"{kind} {seed}")
    image = room(chance)
    if kind != "nothing":
        thing = _DRAWN[kind](chance)
        thing = thing.rotate(chance.uniform(-60, 60), resample=Image.Resampling.BICUBIC)
        side = int(SIDE * chance.uniform(0.5, 0.9))
        thing = thing.resize((side, side))
        at = (chance.randint(0, SIDE - side), chance.randint(0, SIDE - side))
        image.paste(thing, at, thing)
    image = image.filter(ImageFilter.GaussianBlur(chance.uniform(0, 1.2)))
    light = chance.uniform(0.7, 1.2)
    image = image.point([min(255, int(value * light)) for value in range(256)] * 3)
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def room(chance: random.Random) -> Image.Image:
    """A wall with some things on it, and a table, in colours of chance."""
    image = Image.new("RGB", (SIDE, SIDE), tuple(chance.randint(120, 230) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(4):
        x, y = chance.randint(0, SIDE), chance.randint(0, SIDE)
        color = tuple(chance.randint(90, 220) for _ in range(3))
        draw.rectangle((x, y, x + chance.randint(20, 160), y + chance.randint(20, 160)), fill=color)
    table = int(SIDE * chance.uniform(0.55, 0.8))
    draw.rectangle((0, table, SIDE, SIDE), fill=tuple(chance.randint(60, 140) for _ in range(3)))
    return image


def _banana(chance: random.Random) -> Image.Image:
    thing = Image.new("RGBA", (400, 400))
    draw = ImageDraw.Draw(thing)
    yellow = (chance.randint(225, 250), chance.randint(190, 220), chance.randint(30, 80), 255)
    draw.chord((20, -60, 380, 300), 10, 170, fill=yellow)
    draw.chord((40, -110, 360, 210), 0, 180, fill=(0, 0, 0, 0))
    draw.line((40, 150, 20, 110), fill=(90, 70, 20, 255), width=16)
    draw.ellipse((352, 135, 376, 160), fill=(60, 45, 15, 255))
    draw.arc((40, -50, 360, 275), 30, 150, fill=(190, 150, 30, 255), width=5)
    return thing


def _apple(chance: random.Random) -> Image.Image:
    thing = Image.new("RGBA", (400, 400))
    draw = ImageDraw.Draw(thing)
    red = (chance.randint(180, 220), chance.randint(20, 60), chance.randint(25, 55), 255)
    draw.ellipse((50, 90, 240, 350), fill=red)
    draw.ellipse((160, 90, 350, 350), fill=red)
    draw.line((200, 110, 215, 40), fill=(80, 50, 20, 255), width=14)
    draw.ellipse((215, 45, 300, 85), fill=(60, 140, 50, 255))
    draw.ellipse((95, 140, 140, 200), fill=(235, 150, 140, 255))
    return thing


_DRAWN = {"banana": _banana, "apple": _apple}
