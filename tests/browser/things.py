"""Everyday things that are drawn for tests, on a table in a room of 640 × 480 pixels."""

from dataclasses import dataclass

ROOM = """<defs><linearGradient id="china"><stop stop-color="#777"/><stop offset=".25" stop-color="#fff"/>
<stop offset=".7" stop-color="#ddd"/><stop offset="1" stop-color="#666"/></linearGradient>
<linearGradient id="glass"><stop stop-color="#0a3d1c"/><stop offset=".3" stop-color="#5fae6d"/>
<stop offset=".6" stop-color="#1d6b35"/><stop offset="1" stop-color="#062a12"/></linearGradient></defs>
<rect width="640" height="480" fill="#cfc6b8"/><rect y="330" width="640" height="150" fill="#8a6844"/>"""

SHAPES = {
    "cup": """<path d="M70 -50C150 -60 150 70 62 60" fill="none" stroke="#bbb" stroke-width="22"/>
<path d="M-80 -100L-70 90Q0 120 70 90L80 -100Z" fill="url(#china)"/>
<ellipse cy="-100" rx="80" ry="20" fill="#eee" stroke="#999" stroke-width="3"/>
<ellipse cy="-97" rx="70" ry="14" fill="#4a2c17"/>""",
    "bottle": """<path d="M-16 -190V-110Q-50 -80 -50 -30V130Q0 145 50 130V-30Q50 -80 16 -110V-190Z" fill="url(#glass)"/>
<rect x="-19" y="-200" width="38" height="24" rx="4" fill="#c9b458"/>
<rect x="-50" y="-10" width="100" height="90" fill="#f3ead2"/>
<text y="42" font-size="26" text-anchor="middle" font-family="serif" fill="#622">JUICE</text>""",
    "screen": """<path d="M-25 100H25L35 150H-35Z" fill="#222"/><ellipse cy="152" rx="90" ry="12" fill="#222"/>
<rect x="-180" y="-120" width="360" height="225" rx="8" fill="#111"/>
<rect x="-168" y="-108" width="336" height="198" fill="#2a6fb5"/>
<rect x="-140" y="-80" width="150" height="100" fill="#eee"/>
<rect x="-140" y="-80" width="150" height="14" fill="#999"/>""",
}
"""Around the thing's own middle, in pixels."""

EDGES = {"cup": (-80, -120, 128, 110), "bottle": (-50, -200, 50, 140), "screen": (-180, -120, 180, 164)}
"""Left, top, right and bottom of what is drawn, around its middle."""


@dataclass(frozen=True)
class Thing:
    """One of `SHAPES` in the picture."""

    word: str
    x: float = 320
    """The middle, in pixels, as `y`."""
    y: float = 240
    size: float = 1

    def svg(self) -> str:
        """Its shapes."""
        return f'<g transform="translate({self.x} {self.y}) scale({self.size})">{SHAPES[self.word]}</g>'

    def box(self) -> dict[str, float]:
        """Where it is, as fractions of the picture from its left upper corner."""
        left, top, right, bottom = (self.size * edge for edge in EDGES[self.word])
        return {
            "x": (self.x + left) / 640,
            "y": (self.y + top) / 480,
            "width": (right - left) / 640,
            "height": (bottom - top) / 480,
        }


def svg(*things: Thing) -> str:
    """The room with these things, as the inner part of an SVG of 640 × 480."""
    return ROOM + "".join(thing.svg() for thing in things)


def overlap(one: dict[str, float], other: dict[str, float]) -> float:
    """How much two boxes are the same: what both cover as a part of what either covers, 0…1."""
    width = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
    height = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
    both = max(0.0, width) * max(0.0, height)
    return both / (one["width"] * one["height"] + other["width"] * other["height"] - both)
