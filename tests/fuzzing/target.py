"""What is fuzzed: something that takes bytes, whatever they are, and may refuse them with a sentence only."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from tjbot.errors import TJBotError

FINDS = Path(__file__).parent / "finds"
"""What once broke something, by target; each stays here as a test."""


def told(error: TJBotError) -> None:
    """A refusal is a sentence."""
    if not error.message.strip():
        raise AssertionError(f"{type(error).__name__} without a sentence")


Try = Callable[[bytes], None]


@dataclass(frozen=True)
class Target:
    """Something that is given any bytes.

    `open` prepares it while its block lasts, and gives what takes one input and raises where something is wrong. It is
    given an empty folder. `seeds` are good inputs to begin with.
    """

    name: str
    meaning: str
    open: Callable[[Path], AbstractContextManager[Try]]
    seeds: Callable[[], list[bytes]]
    most_bytes: int = 4096

    def finds(self) -> Iterator[Path]:
        """The inputs that once broke it."""
        yield from sorted((FINDS / self.name).glob("*"))
