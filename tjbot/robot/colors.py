"""Colors by the words that people use, and how a light must be driven so that eyes see them. Pure."""

import re

from tjbot.errors import UnknownNameError, did_you_mean

Shade = tuple[float, float, float]
"""Red, green and blue as fractions, as they stand in a color's number."""

BLACK: Shade = (0.0, 0.0, 0.0)
GAMMA = 2.2
"""Eyes see half as bright what shines with a fifth of the power; numbers of colors are made for eyes."""

WORDS = {
    "green": "#00ff00",
    "amber": "#ffbf00",
    "apricot": "#fbceb1",
    "cream": "#fffdd0",
    "lemon": "#fff44f",
    "lilac": "#c8a2c8",
    "mint": "#3eb489",
    "peach": "#ffcba4",
    "rose": "#ff007f",
    "ruby": "#e0115f",
    "warmwhite": "#ffb46b",
    "rot": "#ff0000",
    "grün": "#00ff00",
    "blau": "#0000ff",
    "gelb": "#ffff00",
    "lila": "#8000ff",
    "violett": "#ee82ee",
    "rosa": "#ffc0cb",
    "türkis": "#40e0d0",
    "weiß": "#ffffff",
    "warmweiß": "#ffb46b",
    "schwarz": "#000000",
    "grau": "#808080",
    "braun": "#a52a2a",
    "silber": "#c0c0c0",
    "himmelblau": "#87ceeb",
    "feuerrot": "#ff2400",
}
"""What CSS does not know or means otherwise: its green is half as bright as a traffic light's."""

_MODIFIERS = {
    "light": 0.5,
    "pale": 0.7,
    "hell": 0.5,
    "zart": 0.7,
    "bright": 0.0,
    "neon": 0.0,
    "knall": 0.0,
    "dark": -0.5,
    "deep": -0.3,
    "dunkel": -0.5,
    "tief": -0.3,
}
"""How far a word in front moves a color towards white (to 1) or black (to -1)."""


def shade_of(color: str) -> Shade:
    """Red, green and blue as fractions.

    Args:
        color: a word, in any case and with or without spaces ("green", "Hot Pink", "light blue", "dunkelgrün";
            CSS's names, and those that it does not have), or #rgb, #rrggbb.

    Raises:
        UnknownNameError: nobody knows this color.
    """
    from colorzero.tables import NAMED_COLORS

    names = {**NAMED_COLORS, **WORDS}
    word = _folded(color, names)
    number = names.get(word, word)
    if re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", number):
        return _shade_of_number(number)
    for modifier, towards in _MODIFIERS.items():
        base = _folded(word.removeprefix(modifier), names)
        if word.startswith(modifier) and base in names:
            return _moved(_shade_of_number(names[base]), towards)
    raise UnknownNameError(
        f'There is no color "{color}".',
        did_you_mean(word, names) if len(word) < 20 else 'Try "red" or "#ff8800".',
    )


def _folded(color: str, names: dict[str, str]) -> str:
    """A word without what people write in different ways: case, spaces, and umlauts that their keyboard lacks."""
    word = re.sub(r"[\s_-]+", "", color.lower())
    if word in names:
        return word
    with_umlauts = word.replace("ue", "ü").replace("ss", "ß")
    return with_umlauts if with_umlauts in names else word


def number_of(shade: Shade) -> str:
    """A shade as #rrggbb."""
    return "#" + "".join(f"{round(value * 255):02x}" for value in shade)


def dimmed(shade: Shade, brightness: float) -> Shade:
    """A shade less bright, 0 (dark) to 1 (as it is)."""
    return (shade[0] * brightness, shade[1] * brightness, shade[2] * brightness)


def rainbow_at(place: float) -> Shade:
    """The color at a place of the rainbow: 0 is red, 1/3 green, 2/3 blue, 1 red again."""
    red, green, blue = (min(max(abs((place + offset) % 1 * 6 - 3) - 1, 0.0), 1.0) for offset in (0, 2 / 3, 1 / 3))
    return (red, green, blue)


def power_of(shade: Shade) -> Shade:
    """The share of a light's full power for each color, so that eyes see the shade; 0 and 1 stay exact."""
    red, green, blue = (value**GAMMA for value in shade)
    return (red, green, blue)


def _shade_of_number(number: str) -> Shade:
    digits = number[1:] if len(number) == 7 else "".join(digit * 2 for digit in number[1:])
    red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return (red, green, blue)


def _moved(shade: Shade, towards: float) -> Shade:
    end = 1.0 if towards > 0 else 0.0
    red, green, blue = (value + (end - value) * abs(towards) for value in shade)
    return (red, green, blue)
