"""Pictures as a camera takes them: a paper or a thing before something, under some light, through a lens."""

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tjbot.learn.papers.fonts import Fonts
from tjbot.learn.papers.sheets import Sheet, draw_sheet
from tjbot.learn.papers.textures import Chance, as_image, as_pixels, draw_texture, noise
from tjbot.learn.papers.things import draw_hand, draw_thing

SIDE = 224
"""Of the pictures, in pixels: what the page keeps of a sample (web_ui/src/learn/collect.ts)."""
CELLS = 14
"""Of the grid over a picture in which print is looked for, from side to side."""
_DRAWN = SIDE * 3 // 2
_MESH = 8
_LEAST_PRINT = 0.3
"""How much of a cell lines of print have to cover."""
_LEAST_CELLS = 8
"""Fewer cells with print are no paper: it is too far away or nearly out of the picture."""

Bytes = np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]
Cells = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Scene:
    """One picture."""

    picture: Bytes
    """(SIDE, SIDE, 3)."""
    printed: Cells
    """(CELLS, CELLS): where print is."""


def draw_paper(chance: Chance, fonts: Fonts) -> Scene:
    """A paper with print on it: held or lying, crumpled or flat, a part of it out of the picture or in the shade."""
    while True:
        behind = _behind(chance, fonts)
        printed = Image.new("L", behind.size)
        for _ in range(int(chance.choice((1, 1, 1, 2)))):
            _lay(chance, draw_sheet(chance, fonts), behind, printed)
        if chance.random() < 0.5:
            hand = draw_hand(chance, _DRAWN)
            behind.paste(hand, mask=hand)
            printed.paste(0, mask=hand.getchannel("A"))
        cells = np.asarray(printed.resize((CELLS, CELLS), Image.Resampling.BOX)) > 255 * _LEAST_PRINT
        if cells.sum() >= _LEAST_CELLS:
            return Scene(_taken(chance, behind), cells)


def draw_ordinary(chance: Chance, fonts: Fonts) -> Scene:
    """Things without lines of print."""
    image = _behind(chance, fonts)
    for _ in range(int(chance.choice((0, 1, 1, 1, 2)))):
        size = int(_DRAWN * chance.uniform(0.3, 1.3))
        thing = draw_thing(chance, fonts, _DRAWN).resize((size, size))
        image.paste(thing, _around(chance, (_DRAWN - size) / 2, _DRAWN * 0.12), thing)
    if chance.random() < 0.4:
        hand = draw_hand(chance, _DRAWN)
        image.paste(hand, mask=hand)
    return Scene(_taken(chance, image), np.zeros((CELLS, CELLS), bool))


def _behind(chance: Chance, fonts: Fonts) -> Image.Image:
    image = as_image(draw_texture(chance, _DRAWN))
    for _ in range(int(chance.choice((0, 0, 1, 3)))):
        thing = draw_thing(chance, fonts, _DRAWN)
        image.paste(thing, _around(chance, 0, _DRAWN / 3), thing)
    return image.filter(ImageFilter.BoxBlur(chance.uniform(1, 5))) if chance.random() < 0.4 else image


def _around(chance: Chance, middle: float, spread: float) -> tuple[int, int]:
    """A place near the diagonal's `middle`, in pixels."""
    x, y = middle + chance.normal(0, spread, 2)
    return int(x), int(y)


def _lay(chance: Chance, sheet: Sheet, onto: Image.Image, printed: Image.Image) -> None:
    """Puts a sheet into the picture: turned, tilted, crumpled and in its own light."""
    width, height = sheet.picture.size
    # Of a card the text is large, so it may be smaller than a letter.
    longer = _DRAWN * (chance.uniform(0.45, 1.1) if width > height else chance.uniform(0.65, 1.9))
    corners = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    corners *= longer / max(width, height)
    turned = chance.normal(0, 0.25) + chance.choice((0, 0, 0, 0, np.pi / 2, -np.pi / 2, np.pi))
    corners = corners @ np.array([[np.cos(turned), np.sin(turned)], [-np.sin(turned), np.cos(turned)]])
    tilt = chance.normal(0, 0.12, 2) / longer
    corners /= 1 + (corners @ tilt)[:, None]
    corners += _DRAWN / 2 + chance.normal(0, _DRAWN * 0.13, 2)
    creases = longer * float(chance.choice((0, chance.uniform(0.002, 0.012))))
    factor = min(1, longer / max(width, height))
    size = (round(width * factor), round(height * factor))
    small = (sheet.picture.resize(size), sheet.print.resize(size), Image.new("L", size, 255))
    mesh = _mesh(chance, corners, size, creases)
    laid, where, mask = (
        image.transform((_DRAWN, _DRAWN), Image.Transform.MESH, mesh, Image.Resampling.BICUBIC) for image in small
    )
    light = 1 - chance.uniform(0, 0.15) + chance.uniform(0, 0.1) * noise(chance, _DRAWN, 3)
    light += (0.05 if creases else 0) * noise(chance, _DRAWN, _MESH)
    shadow = Image.new("L", mask.size)
    shadow.paste(mask, _around(chance, 0, 8))
    onto.paste(0, mask=shadow.filter(ImageFilter.BoxBlur(9)).point(lambda value: value * 0.4))
    onto.paste(as_image(as_pixels(laid) * light[..., None]), mask=mask)
    printed.paste(0, mask=mask)
    printed.paste(where, mask=mask)


def _mesh(chance: Chance, corners: Any, size: tuple[int, int], creases: float) -> list[Any]:
    """For Pillow: which quadrilateral of the sheet goes into which box of the picture, in boxes of a grid."""
    from_picture = np.linalg.inv(_projection(size, corners))
    side = _DRAWN // (_MESH)
    steps = np.arange(0, _DRAWN + side, side)
    x, y = np.meshgrid(steps, steps)
    bent = np.stack([x, y], -1) + chance.normal(0, max(creases, 1e-9), (*x.shape, 2))
    homogeneous = np.concatenate([bent, np.ones((*x.shape, 1))], -1) @ from_picture.T
    source = homogeneous[..., :2] / homogeneous[..., 2:]
    return [
        (
            (int(steps[c]), int(steps[r]), int(steps[c + 1]), int(steps[r + 1])),
            tuple(float(v) for at in ((r, c), (r + 1, c), (r + 1, c + 1), (r, c + 1)) for v in source[at]),
        )
        for r in range(len(steps) - 1)
        for c in range(len(steps) - 1)
    ]


def _projection(size: tuple[int, int], corners: Any) -> Any:
    """The matrix that takes the corners of a sheet to where they are in the picture."""
    width, height = size
    rows, values = [], []
    for (u, v), (x, y) in zip(((0, 0), (width, 0), (width, height), (0, height)), corners, strict=True):
        rows += [[u, v, 1, 0, 0, 0, -u * x, -v * x], [0, 0, 0, u, v, 1, -u * y, -v * y]]
        values += [x, y]
    return np.append(np.linalg.solve(np.array(rows, float), np.array(values, float)), 1).reshape(3, 3)


def _taken(chance: Chance, image: Image.Image) -> Bytes:
    """What the camera makes of it, as small as it is kept."""
    pixels: Any = as_pixels(image)
    if chance.random() < 0.4:
        edge = Image.new("L", (_DRAWN, _DRAWN))
        ImageDraw.Draw(edge).polygon([tuple(p) for p in chance.uniform(-100, _DRAWN + 100, (4, 2))], fill=255)
        soft = as_pixels(edge.filter(ImageFilter.BoxBlur(chance.uniform(3, 40))))
        pixels = pixels * (1 - chance.uniform(0.1, 0.5) * soft)
    pixels = pixels * (1 + 0.1 * noise(chance, _DRAWN, 2))[..., None]
    pixels = pixels * chance.uniform(0.5, 1.25) * (1 + chance.normal(0, 0.06, 3)) + chance.uniform(-0.05, 0.1)
    image = as_image(pixels)
    if chance.random() < 0.5:
        image = image.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, 1.6)))
    small = image.resize((SIDE, SIDE), Image.Resampling.BILINEAR if chance.random() < 0.5 else Image.Resampling.LANCZOS)
    grain = chance.normal(0, chance.uniform(0, 0.04), (SIDE, SIDE, 1)) + chance.normal(0, 0.006, (SIDE, SIDE, 3))
    return as_kept(as_image(as_pixels(small) + grain))


def as_kept(image: Image.Image) -> Bytes:
    """A picture of SIDE × SIDE pixels after it was stored as the page stores it."""
    stored = io.BytesIO()
    image.convert("RGB").save(stored, "JPEG", quality=90)
    return np.asarray(Image.open(stored).convert("RGB"))
