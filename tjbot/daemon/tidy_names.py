"""What people call themselves and their computers, without what could be mistaken for something else. Pure."""

import unicodedata

LONGEST_NAME = 40


def tidy_name(name: str) -> str:
    """A name without line ends, nothing invisible, nothing that turns the writing round; at most 40 letters."""
    plain = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in name)
    return " ".join(plain.split())[:LONGEST_NAME].strip()
