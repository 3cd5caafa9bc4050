"""Sentences for people about a recipe, beside what the recipe itself prints."""

import sys
from typing import TextIO

from tjbot.languages import translated

_file: TextIO | None = None


def tell(text: str) -> None:
    """Says a sentence to whoever runs the recipe, in their language: on the channel for notices, else on stderr."""
    print(translated(text), file=_file or sys.stderr, flush=True)


def tell_through(file: TextIO) -> None:
    """Makes `file` the channel for notices in this process."""
    global _file
    _file = file
