"""Papers with print on them, as a scanner would see them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from tjbot.learn.papers import words
from tjbot.learn.papers.fonts import Font, Fonts

_A4 = (620, 877)
_CARD = (540, 340)

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Sheet:
    """A paper from above."""

    picture: Image.Image
    """RGB."""
    print: Image.Image
    """L: 255 where lines of print or of writing are."""


class Pen:
    """Draws on a sheet, and keeps where there is print.

    Args:
        chance: what all is drawn from.
        fonts: what print is set in.
        size: width and height of the sheet in pixels.
    """

    def __init__(self, chance: np.random.Generator, fonts: Fonts, size: tuple[int, int]) -> None:
        self.chance, self.fonts, self.size = chance, fonts, size
        self.paper = paper_colour(chance)
        self.ink: Colour = _ink(chance)
        self._picture = Image.new("RGB", size, self.paper)
        self._print = Image.new("L", size, 0)
        self.draw = ImageDraw.Draw(self._picture)
        self._where = ImageDraw.Draw(self._print)

    def font(self, size: float) -> Font:
        """Any font of so many pixels."""
        return self.fonts.any(self.chance, size)

    def write(self, at: tuple[float, float], text: str, font: Font, ink: Colour | None = None) -> float:
        """Writes a line; `at` is its left upper corner.

        Returns:
            Where it ends, from the left.
        """
        self.draw.text(at, text, ink or self.ink, font)
        box = self.draw.textbbox(at, text, font)
        self._where.rectangle(box, fill=255)
        return float(box[2])

    def lines(self, at: tuple[float, float], width: float, count: int, font: Font, pitch: float) -> float:
        """Fills lines with words, the last one partly.

        Returns:
            Where the next line would be, from the top.
        """
        x, y = at
        shortest = 0.5 if self.chance.random() < 0.5 else 0.93
        for line in range(count):
            room = width * (self.chance.uniform(0.2, 1) if line == count - 1 else self.chance.uniform(shortest, 1))
            self.write((x, y), self._fitting(room, font), font)
            y += pitch
        return y

    def _fitting(self, width: float, font: Font) -> str:
        text = words.words(self.chance, max(2, int(width / max(2.0, font.size * 2.2)) + 3))
        while len(text) > 3 and font.getlength(text) > width:
            text = text[: int(len(text) * 0.93)]
        return text.rstrip()

    def sheet(self) -> Sheet:
        """What was drawn."""
        return Sheet(self._picture, self._print)


def draw_sheet(chance: np.random.Generator, fonts: Fonts) -> Sheet:
    """A letter, a school report, a form, a card, a page of an exercise book or of a book; or part of one."""
    kind = SHEETS[chance.integers(len(SHEETS))]
    return kind(chance, fonts)


def paper_colour(chance: np.random.Generator) -> Colour:
    """Mostly near white; sometimes tinted, seldom dark."""
    light = chance.uniform(200, 255)
    tint = chance.uniform(-18, 6, 3) if chance.random() < 0.8 else chance.uniform(-110, 0, 3)
    return _colour(light + tint)


def _ink(chance: np.random.Generator) -> Colour:
    if chance.random() < 0.75:
        return _colour(chance.uniform(0, 70) + chance.uniform(-10, 10, 3))
    return _colour(chance.uniform([0, 0, 60], [110, 90, 190]))


def _colour(values: Any) -> Colour:
    red, green, blue = (int(value) for value in np.clip(values, 0, 255))
    return red, green, blue


def _text_size(chance: np.random.Generator) -> float:
    """Of what is read, in pixels of a sheet."""
    return float(chance.choice((chance.uniform(12, 17), chance.uniform(16, 30))))


def _letter(chance: np.random.Generator, fonts: Fonts) -> Sheet:
    pen = Pen(chance, fonts, _A4)
    size = _text_size(chance)
    font, pitch = pen.font(size), size * chance.uniform(1.15, 1.6)
    margin = chance.uniform(35, 80)
    width = _A4[0] - 2 * margin
    if chance.random() < 0.5:
        _emblem(pen, (_A4[0] - margin - 90, margin * 0.5))
        pen.write((margin, margin * 0.5), words.name(chance), pen.font(size * chance.uniform(1.3, 2.2)))
    y = margin + 60.0
    for line in (words.name(chance), f"{words.word(chance, True)} {words.number(chance, 2)}", words.name(chance)):
        pen.write((margin, y), line, font)
        y += pitch
    pen.write((margin + width * 0.75, y), words.date(chance), font)
    y += 2 * pitch
    while y < _A4[1] - margin - 3 * pitch:
        y = pen.lines((margin, y), width, int(chance.integers(2, 8)), font, pitch) + pitch * chance.uniform(0.3, 1)
    _signature(pen, (margin, min(y, _A4[1] - 60)))
    return pen.sheet()


def _report(chance: np.random.Generator, fonts: Fonts) -> Sheet:
    pen = Pen(chance, fonts, _A4)
    size = chance.uniform(13, 24)
    font, pitch = pen.font(size), size * chance.uniform(1.5, 2.3)
    margin = chance.uniform(35, 80)
    pen.write((margin + chance.uniform(0, 150), margin), words.words(chance, 2), pen.font(size * 2))
    y = margin + size * 4
    for _ in range(chance.integers(1, 4)):
        pen.write((margin, y), f"{words.word(chance, True)}: {words.name(chance)}", font)
        y += pitch
    columns = int(chance.integers(1, 3))
    wide = (_A4[0] - 2 * margin) / columns
    ruled = chance.random() < 0.7
    while y < _A4[1] - margin - 3 * pitch:
        for column in range(columns):
            x = margin + column * wide
            if ruled:
                pen.draw.rectangle((x, y - pitch * 0.2, x + wide, y + pitch * 0.8), outline=pen.ink)
            pen.write((x + 6, y), words.word(chance, True), font)
            pen.write((x + wide * 0.75, y), words.number(chance, int(chance.integers(1, 3))), font)
        y += pitch
    pen.lines((margin, y), _A4[0] - 2 * margin, 2, font, pitch)
    return pen.sheet()


def _form(chance: np.random.Generator, fonts: Fonts) -> Sheet:
    pen = Pen(chance, fonts, _A4)
    small, written = pen.font(chance.uniform(11, 17)), pen.font(chance.uniform(17, 28))
    margin = chance.uniform(30, 60)
    pen.write((margin, margin), words.words(chance, 3), pen.font(chance.uniform(22, 36)))
    y, high = margin + 60.0, chance.uniform(40, 62)
    while y < _A4[1] - margin - high:
        x = margin
        while x < _A4[0] - margin - 80:
            wide = min(chance.uniform(110, 420), _A4[0] - margin - x)
            pen.draw.rectangle((x, y, x + wide, y + high), outline=pen.ink)
            pen.write((x + 4, y + 2), words.word(chance, True), small)
            if chance.random() < 0.7 and wide > 150:
                pen.write((x + 8, y + high * 0.4), words.word(chance, True), written)
            x += wide + 4
        y += high + chance.uniform(3, 10)
    return pen.sheet()


def _card(chance: np.random.Generator, fonts: Fonts) -> Sheet:
    pen = Pen(chance, fonts, _CARD)
    band = _colour(chance.uniform(60, 240, 3))
    pen.draw.rectangle((0, 0, _CARD[0], chance.uniform(30, 70)), fill=band)
    for _ in range(chance.integers(0, 25)):
        x, y, r = chance.uniform(0, _CARD[0]), chance.uniform(0, _CARD[1]), chance.uniform(20, 200)
        pen.draw.ellipse((x - r, y - r, x + r, y + r), outline=_colour(np.array(pen.paper) - chance.uniform(8, 50)))
    right = chance.random() < 0.3
    photo = chance.random() < 0.8
    if photo:
        _portrait(pen, (370, 90, 520, 280) if right else (20, 90, 170, 280))
    size = chance.uniform(15, 27)
    bold, font = pen.font(size * 1.2), pen.font(size)
    pen.write((20, 12), words.words(chance, 2).upper(), bold, _colour(np.array(band) - 150))
    x, y = (20.0 if right or not photo else 190.0), 85.0
    while y < _CARD[1] - size * 1.5:
        made = (words.name(chance), words.date(chance), words.number(chance, 9), words.word(chance, True).upper())
        pen.write((x, y), f"{words.number(chance, 1)}. {made[chance.integers(4)]}", font)
        y += size * chance.uniform(1.2, 1.7)
    return pen.sheet()


def _exercise(chance: np.random.Generator, fonts: Fonts) -> Sheet:
    pen = Pen(chance, fonts, _A4)
    rule = chance.uniform(20, 42)
    faint = _colour(np.array(pen.paper) - chance.uniform(25, 90, 3))
    for y in np.arange(60, _A4[1], rule):
        pen.draw.line((0, y, _A4[0], y), fill=faint)
    if chance.random() < 0.4:
        for x in np.arange(20, _A4[0], rule):
            pen.draw.line((x, 0, x, _A4[1]), fill=faint)
    if chance.random() < 0.6:
        pen.draw.line((80, 0, 80, _A4[1]), fill=(210, 90, 90), width=2)
    pen.ink = _colour(chance.uniform([0, 0, 60], [60, 60, 180]))
    font, left = pen.font(rule * chance.uniform(0.6, 0.95)), chance.uniform(25, 95)
    for line in range(int(chance.integers(5, 22))):
        y = 60 + rule * (line + 0.1) + chance.uniform(-2, 2)
        if chance.random() < 0.3:
            first, second = words.number(chance, 2), words.number(chance, 2)
            pen.write(
                (left, y), f"{first} {chance.choice(('+', '-', '·', ':'))} {second} = {words.number(chance, 3)}", font
            )
        else:
            pen.lines((left, y), _A4[0] - left - 20, 1, font, rule)
    return pen.sheet()


def _page(chance: np.random.Generator, fonts: Fonts) -> Sheet:
    pen = Pen(chance, fonts, _A4)
    size = _text_size(chance)
    font, pitch = pen.font(size), size * chance.uniform(1.1, 1.5)
    columns = int(chance.choice((1, 1, 2, 3)))
    margin = chance.uniform(25, 70)
    wide = (_A4[0] - 2 * margin) / columns
    for column in range(columns):
        y = margin
        while y < _A4[1] - margin - pitch:
            if chance.random() < 0.15:
                high = min(chance.uniform(60, 250), _A4[1] - margin - y)
                _portrait(pen, (margin + column * wide, y, margin + (column + 0.92) * wide, y + high))
                y += high + pitch
                continue
            count = min(int(chance.integers(3, 12)), int((_A4[1] - margin - y) / pitch))
            y = pen.lines((margin + column * wide, y), wide * 0.93, max(1, count), font, pitch)
            y += pitch * chance.choice((0.0, 0.6, 1.0))
    return pen.sheet()


def _portrait(pen: Pen, box: tuple[float, float, float, float]) -> None:
    """A patch as a photo on a card or in a book."""
    left, top, right, bottom = box
    pen.draw.rectangle(box, fill=_colour(pen.chance.uniform(90, 230, 3)))
    middle, wide, high = (left + right) / 2, right - left, bottom - top
    skin = _colour(pen.chance.uniform([110, 70, 50], [245, 200, 175]))
    cloth = _colour(pen.chance.uniform(20, 200, 3))
    pen.draw.ellipse((left + wide * 0.1, bottom - high * 0.3, right - wide * 0.1, bottom + high * 0.1), fill=cloth)
    pen.draw.ellipse((middle - wide * 0.24, top + high * 0.15, middle + wide * 0.24, bottom - high * 0.2), fill=skin)
    pen.draw.rectangle((left, bottom, right, bottom + high * 0.12), fill=pen.paper)


def _emblem(pen: Pen, at: tuple[float, float]) -> None:
    x, y = at
    colour = _colour(pen.chance.uniform(20, 200, 3))
    shape = pen.draw.ellipse if pen.chance.random() < 0.5 else pen.draw.rectangle
    shape((x, y, x + 60, y + 60), fill=colour)


def _signature(pen: Pen, at: tuple[float, float]) -> None:
    steps = pen.chance.uniform([2, -14], [16, 14], (14, 2))
    ways = np.cumsum(steps * [1, 0.6], axis=0)
    pen.draw.line([(at[0] + float(x), at[1] + 20 + float(y)) for x, y in ways], fill=pen.ink, width=2, joint="curve")


SHEETS: tuple[Callable[[np.random.Generator, Fonts], Sheet], ...] = (_letter, _report, _form, _card, _exercise, _page)
