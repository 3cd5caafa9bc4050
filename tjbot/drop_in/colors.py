"""The names of colors that old recipes choose from, and what else they write for a color. Pure."""

import re

NAMES = (
    *("red", "orange", "yellow", "green", "blue", "purple", "pink", "white", "crimson", "coral", "gold", "khaki"),
    *("lime", "olive", "teal", "sea green", "cyan", "turquoise", "navy", "royal blue", "sky blue", "indigo"),
    *("violet", "magenta", "orchid", "lavender", "salmon", "tomato", "maroon", "brown", "peach", "mint"),
)
"""Each is a color that the light knows, and none is dark."""


def color_for_the_light(color: str) -> str:
    """What the light is told: a name stays, numbers become #rrggbb, and "on" and "off" are white and black.

    Args:
        color: a name, "on", "off", or a number such as "0xF12AC4", "11FF22", "#AABB24" or "#abc".
    """
    text = color.strip()
    number = re.fullmatch(r"(?:0x|#)?([0-9a-f]{6}|[0-9a-f]{3})", text, re.IGNORECASE)
    if number:
        return f"#{number[1].lower()}"
    return {"on": "#ffffff", "off": "#000000"}.get(text.lower(), text)
