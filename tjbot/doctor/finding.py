"""What a check finds, and how all of them are asked without one that hangs holding up the others."""

import threading
from collections.abc import Callable, Iterator, Sequence

import msgspec

from tjbot.doctor.system import System

CHECK_SECONDS = 8.0
"""How long a check may take; longer than any program that it asks may."""


class Finding(msgspec.Struct, frozen=True):
    """What a check found, in words, and where that is a fault, its exact cure."""

    found: str
    cure: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing needs to be done."""
        return not self.cure


Check = Callable[[System], Finding]


class Verdict(msgspec.Struct, frozen=True):
    """The name of a check with its finding, as `tjbot doctor --json` prints it."""

    check: str
    ok: bool
    found: str
    cure: str


def examine(system: System, checks: Sequence[Check], *, seconds: float = CHECK_SECONDS) -> Iterator[Verdict]:
    """Asks every check, all at once, and yields their verdicts in their order.

    Args:
        system: the computer to look at.
        checks: functions; the name of each is the name of its check.
        seconds: how long each may take.
    """
    running = [_Running(check, system) for check in checks]
    for item in running:
        finding = item.finding(seconds)
        yield Verdict(item.name, finding.ok, finding.found, finding.cure)


class _Running:
    """A check on a thread of its own, which is left behind if it hangs."""

    def __init__(self, check: Check, system: System) -> None:
        self.name = check.__name__
        self._found: Finding | None = None
        self._thread = threading.Thread(target=self._run, args=(check, system), daemon=True)
        self._thread.start()

    def finding(self, seconds: float) -> Finding:
        """What it found."""
        self._thread.join(seconds)
        return self._found or Finding(f"no answer within {seconds:g} s", "Restart the computer and ask again.")

    def _run(self, check: Check, system: System) -> None:
        try:
            self._found = check(system)
        except Exception as error:
            # The others still have something to say.
            self._found = Finding(
                f"the check itself broke: {type(error).__name__}: {error}", "Tell the makers of TJBot this line."
            )
