"""Codes by which a page or a program becomes known to the robot. Pure: clock and chance are given.

A code of six digits is short enough to be said aloud, so it may not be tried often: it lives for ten minutes, is there
only once somebody wanted to see it, and wrong ones are slowed, for who sends them and for all together. With 30 at once
and one more every ten seconds, nobody can try more than 90 of a million in a code's life.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tjbot.errors import RefusedError

CodeKind = Literal["pupil", "teacher"]
LinkKind = Literal["pupil", "teacher", "owner"]

CODE_SECONDS = 600.0
DIGITS = 6

FREE_MISTAKES = 3
"""So many wrong codes of one address cost nothing; each further one doubles how long it has to wait."""
LONGEST_WAIT_SECONDS = 60.0
MISTAKES_ARE_FORGOTTEN_SECONDS = 600.0

MISTAKES_OF_ALL = 30
SECONDS_FOR_ONE_OF_ALL = 10.0
MOST_ADDRESSES = 1000
MOST_LINKS = 100


class WrongCodeError(RefusedError):
    """A code that is not, or no longer, good."""


class TooManyTriesError(RefusedError):
    """Too many wrong codes came; `seconds` is how long to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            "Too many wrong codes came.",
            f"Wait {max(1, round(seconds))} seconds, look at the code again, and try then.",
        )
        self.seconds = seconds


@dataclass(frozen=True)
class Chance:
    """What nobody can guess."""

    number: Callable[[int], int] = secrets.randbelow
    """A number from 0 up to, and without, the one given."""
    text: Callable[[int], str] = secrets.token_urlsafe
    """A text of so many bytes."""


@dataclass(frozen=True)
class Code:
    """A code, and until when it is good."""

    code: str
    ends: float


@dataclass
class _Mistakes:
    count: int
    at: float


class Brake:
    """Slows who sends wrong codes.

    Args:
        clock: the time in seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._mistakes: OrderedDict[str, _Mistakes] = OrderedDict()
        self._left = float(MISTAKES_OF_ALL)
        self._filled = clock()

    def wait_seconds(self, address: str) -> float:
        """How long an address has to wait before its next try; 0 for not at all."""
        now = self._clock()
        self._fill(now)
        of_all = 0.0 if self._left >= 1 else (1 - self._left) * SECONDS_FOR_ONE_OF_ALL
        made = self._mistakes.get(address)
        if made is None or now - made.at > MISTAKES_ARE_FORGOTTEN_SECONDS:
            return of_all
        own = min(2.0 ** (made.count - FREE_MISTAKES), LONGEST_WAIT_SECONDS) if made.count >= FREE_MISTAKES else 0.0
        return max(of_all, made.at + own - now, 0.0)

    def note_mistake(self, address: str) -> None:
        """A wrong code came from an address."""
        now = self._clock()
        self._fill(now)
        self._left -= 1
        made = self._mistakes.pop(address, None)
        count = made.count if made is not None and now - made.at <= MISTAKES_ARE_FORGOTTEN_SECONDS else 0
        self._mistakes[address] = _Mistakes(count + 1, now)
        while len(self._mistakes) > MOST_ADDRESSES:
            self._mistakes.popitem(last=False)

    def _fill(self, now: float) -> None:
        self._left = min(MISTAKES_OF_ALL, self._left + (now - self._filled) / SECONDS_FOR_ONE_OF_ALL)
        self._filled = now


class Codes:
    """The codes that are good now.

    Args:
        clock: the time in seconds; it must not jump.
        chance: what nobody can guess.
    """

    def __init__(self, clock: Callable[[], float], chance: Chance | None = None) -> None:
        self._clock = clock
        self._chance = chance or Chance()
        self._codes: dict[CodeKind, Code] = {}
        self._links: OrderedDict[str, tuple[LinkKind, float]] = OrderedDict()
        self._brake = Brake(clock)

    def show(self, kind: CodeKind) -> Code:
        """The code that is good now; a new one where there was none or it is over."""
        found = self._codes.get(kind)
        return found if found is not None and found.ends > self._clock() else self.renew(kind)

    def renew(self, kind: CodeKind) -> Code:
        """A new code in place of the one that was good."""
        others = {each.code for each in self._codes.values()}
        code = ""
        while not code or code in others:
            code = f"{self._chance.number(10**DIGITS):0{DIGITS}}"
        self._codes[kind] = Code(code, self._clock() + CODE_SECONDS)
        return self._codes[kind]

    def seconds_left(self, code: Code) -> float:
        """How much longer a code is good."""
        return max(0.0, code.ends - self._clock())

    def link(self, kind: LinkKind) -> str:
        """A long code for the fragment of an address; it is good for one page and as long as the short ones."""
        while len(self._links) >= MOST_LINKS:
            self._links.popitem(last=False)
        code = self._chance.text(24)
        self._links[code] = (kind, self._clock() + CODE_SECONDS)
        return code

    def redeem(self, given: str, address: str) -> LinkKind:
        """Takes a code that somebody entered.

        Args:
            given: as it was typed; spaces and dashes do not matter.
            address: who sent it.

        Returns:
            What it makes of who knows it. A code from a link, and a teacher's, is good only once.

        Raises:
            TooManyTriesError: too many wrong ones came; nothing was looked at. A code from a link is never slowed,
                because nobody guesses it.
            WrongCodeError: it is not, or no longer, good.
        """
        now = self._clock()
        kind, ends = self._links.pop(given.strip(), (None, 0.0))
        if kind is not None and ends > now:
            return kind
        if (seconds := self._brake.wait_seconds(address)) > 0:
            raise TooManyTriesError(seconds)
        typed = "".join(given.split()).replace("-", "").encode("utf-8", "replace")
        for short, code in self._codes.items():
            if secrets.compare_digest(code.code.encode(), typed) and code.ends > now:
                if short == "teacher":
                    del self._codes[short]
                return short
        self._brake.note_mistake(address)
        raise WrongCodeError(
            "That code is not, or no longer, the right one.",
            "Look at the code that the robot shows now, or ask for it.",
        )

    def forget(self) -> None:
        """No code is good any more."""
        self._codes.clear()
        self._links.clear()
