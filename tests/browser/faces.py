"""Faces that are drawn for tests, over a head that can be turned: no photos of people are in the repository."""

import math
from dataclasses import dataclass

SKINS = ("#e8b48f", "#c98b66", "#7d4a2d")
MOUTHS = {
    # The upper edge of the lips from one corner to the other, then the lower; from the middle of the head, downwards.
    "smiling": (((-45, 58), (0, 105), (45, 58)), ((45, 58), (0, 75), (-45, 58))),
    "calm": (((-30, 70), (0, 62), (30, 70)), ((30, 70), (0, 80), (-30, 70))),
    "open": (((-28, 72), (0, 48), (28, 72)), ((28, 72), (0, 120), (-28, 72))),
    "frowning": (((-34, 84), (0, 48), (34, 84)), ((34, 84), (0, 68), (-34, 84))),
}

WIDTH, HEIGHT, DEPTH = 95, 125, 110
"""Half the head's."""

DARK, LIPS = "#2a1a10", "#a33"

Point = tuple[float, float]


@dataclass(frozen=True)
class Face:
    """A face in a picture of 640 × 480."""

    mouth: str = "calm"
    skin: str = SKINS[0]
    x: float = 320
    """The middle of the head, in pixels, as `y`."""
    y: float = 210
    size: float = 1
    """1 is 250 pixels high."""
    tilt: float = 0
    """Degrees clockwise."""
    turn: float = 0
    """Degrees to the right of the picture; 0 looks at the camera."""
    glasses: bool = False


def svg(face: Face) -> str:
    """The face as an SVG group."""
    radians = math.radians(face.turn)
    width = math.hypot(WIDTH * math.cos(radians), DEPTH * math.sin(radians))
    head = f'<ellipse rx="{width}" ry="{HEIGHT}"'
    parts = [
        f'{head} fill="{face.skin}"/>',
        f'<g clip-path="url(#head)">{_hair(face)}</g><clipPath id="head">{head}/></clipPath>',
        *(_eye(face, side) for side in (-1, 1)),
        *_nose(face),
        _shape(face, [point for curve in MOUTHS[face.mouth] for point in _curve(*curve)], LIPS),
        *(_glasses(face) if face.glasses else ()),
    ]
    return f'<g transform="translate({face.x} {face.y}) rotate({face.tilt}) scale({face.size})">{"".join(parts)}</g>'


def _eye(face: Face, side: int) -> str:
    x, y = 37 * side, -15
    brow = _curve((x - 20, y - 20), (x, y - 34), (x + 20, y - 20)) + _curve(
        (x + 20, y - 16), (x, y - 28), (x - 20, y - 16)
    )
    return (
        _shape(face, _ellipse(x, y, 18, 10), "#fff")
        + _shape(face, _ellipse(x, y, 8, 8), "#321")
        + _shape(face, brow, DARK)
    )


def _nose(face: Face) -> list[str]:
    bridge, tip = _placed(face, 0, -12), _placed(face, 0, 30, 30)
    left, right = (_placed(face, x, 36, 6) for x in (-15, 15))
    facets = (((bridge, tip, left), "#0002"), ((bridge, tip, right), "#0001"), ((left, tip, right), "#0006"))
    return [_polygon(points, color) for points, color in facets]


def _glasses(face: Face) -> list[str]:
    """Thick rims, slightly tinted, with a bridge; they stand out of the head."""
    rims = [[_placed(face, x, y, 8) for x, y in _ellipse(37 * side, -14, 29, 24)] for side in (-1, 1)]
    bridge = [_placed(face, x, -18, 8) for x in (-10, 10)]
    style = f'stroke="{DARK}" stroke-width="6"'
    return [_polygon(rim, "#0003", style) for rim in rims] + [_polygon(bridge, "none", style)]


def _hair(face: Face) -> str:
    """All above a line round the head that sinks from the forehead to the neck."""
    line = []
    for degrees in range(-95, 96, 5):
        around = (degrees - face.turn + 180) % 360 - 180
        y = min(-95 + 65 * (around / 90) ** 2, 60)
        reach = math.sqrt(1 - (y / HEIGHT) ** 2)
        angle = math.radians(around)
        line.append(_turned(face, WIDTH * reach * math.sin(angle), y, DEPTH * reach * math.cos(angle)))
    return _polygon([(-150, line[0][1]), *line, (150, line[-1][1]), (150, -150), (-150, -150)], DARK)


def _shape(face: Face, points: list[Point], color: str) -> str:
    return _polygon([_placed(face, x, y) for x, y in points], color)


def _placed(face: Face, x: float, y: float, above: float = 0) -> Point:
    """Where a point of the face is after the head was turned; `above` is how far it stands out of the head."""
    return _turned(face, x, y, DEPTH * math.sqrt(max(0, 1 - (x / WIDTH) ** 2 - (y / HEIGHT) ** 2)) + above)


def _turned(face: Face, x: float, y: float, z: float) -> Point:
    radians = math.radians(face.turn)
    return x * math.cos(radians) + z * math.sin(radians), y


def _polygon(points: list[Point] | tuple[Point, ...], color: str, style: str = "") -> str:
    return f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" fill="{color}" {style}/>'


def _ellipse(x: float, y: float, width: float, height: float) -> list[Point]:
    angles = [math.radians(degrees) for degrees in range(0, 360, 15)]
    return [(x + width * math.cos(angle), y + height * math.sin(angle)) for angle in angles]


def _curve(start: Point, pull: Point, end: Point) -> list[Point]:
    """Points of a quadratic Bézier curve."""
    ways = [step / 10 for step in range(11)]
    return [
        (
            (1 - way) ** 2 * start[0] + 2 * way * (1 - way) * pull[0] + way**2 * end[0],
            (1 - way) ** 2 * start[1] + 2 * way * (1 - way) * pull[1] + way**2 * end[1],
        )
        for way in ways
    ]
