"""Words, names and numbers that nobody wrote: only how they look matters."""

import numpy as np

_BEGINNINGS = (*"bcdfghklmnprstvwz", "sch", "st", "br", "tr", "gr", "th", "sh", "pl", "qu", "", "", "")
_MIDDLES = (*"aeiouaeioe", "ei", "ie", "au", "ou", "ea", "ä", "ü", "ö")
_ENDS = ("", "", "", "n", "r", "s", "t", "ng", "nd", "ll", "ch", "ck", "m", "ß")
_MARKS = ("", "", "", "", "", "", "", ",", ",", ".", ".", "?", ":")


def word(chance: np.random.Generator, capital: bool = False) -> str:
    """One word of one to four syllables."""
    syllables = (
        chance.choice(_BEGINNINGS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)
        for _ in range(chance.choice((1, 1, 2, 2, 3, 4)))
    )
    made = "".join(syllables)
    return made.capitalize() if capital or chance.random() < 0.2 else made


def words(chance: np.random.Generator, count: int) -> str:
    """So many words in a row, with marks between them."""
    return " ".join(word(chance) + str(chance.choice(_MARKS)) for _ in range(count))


def name(chance: np.random.Generator) -> str:
    """A first name and a last one."""
    return f"{word(chance, capital=True)} {word(chance, capital=True)}"


def number(chance: np.random.Generator, digits: int) -> str:
    """A number with so many digits."""
    return "".join(str(digit) for digit in chance.integers(0, 10, digits))


def date(chance: np.random.Generator) -> str:
    """A day, as it is written in letters and on cards."""
    day, month, year = chance.integers(1, 29), chance.integers(1, 13), chance.integers(1950, 2031)
    return f"{day:02}.{month:02}.{year}" if chance.random() < 0.6 else f"{year}-{month:02}-{day:02}"
