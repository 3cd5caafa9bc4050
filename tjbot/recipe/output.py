"""How much of what a recipe prints is passed on. Pure; the clock is handed in."""

import codecs
from dataclasses import dataclass, field
from enum import Enum

from tjbot.protocol.values import Stream

BURST_LINES = 200
LINES_PER_SECOND = 50
LONGEST_LINE_BYTES = 2000
_LONGEST_TEXT = 8000
_UNFINISHED_SECONDS = 0.05
_QUIET_SECONDS = 0.5
_LONGEST_FLOOD_SECONDS = 10.0

Piece = tuple[Stream, str]


class _Rest(Enum):
    """What happens to the rest of the line that a stream is in the middle of."""

    SHOWN = "shown"
    CUT = "too long: only its end is shown"
    LEFT_OUT = "came too fast: counted when it ends"
    COUNTED = "came too fast, and is counted already"


@dataclass
class _Line:
    """The line that a stream is in the middle of."""

    decoder: codecs.IncrementalDecoder = field(
        default_factory=lambda: codecs.getincrementaldecoder("utf-8")(errors="replace")
    )
    rest: _Rest = _Rest.SHOWN
    waiting: bytes = b""
    since: float = 0.0
    bytes_shown: int = 0

    def begin(self, rest: _Rest = _Rest.SHOWN) -> None:
        self.rest, self.waiting, self.bytes_shown = rest, b"", 0
        self.decoder.reset()


class OutputLimit:
    """Passes on 200 lines at once and 50 a second in the long run; what is too much is counted and told.

    A line that is too much begins a flood: nothing is passed on until it has been quiet for half a second,
    or ten seconds have passed; so the count is told once, not again and again between the lines.
    Lines longer than 2000 bytes are cut. A line that is not finished is passed on after 50 ms.
    """

    def __init__(self, now: float) -> None:
        self._lines: dict[Stream, _Line] = {}
        self._allowance = float(BURST_LINES)
        self._since = now
        self._flooded = False
        self._left_out = 0
        self._last_left_out = 0.0

    def take(self, stream: Stream, data: bytes, now: float) -> list[Piece]:
        """Takes what was printed, and returns what to pass on now."""
        pieces = self.tick(now)
        line = self._lines.setdefault(stream, _Line())
        text: list[str] = []
        start = 0
        while start < len(data) and not self._flooded:
            end = data.find(b"\n", start) + 1
            part = data[start : end or len(data)]
            if self._allowance < 1 and line.rest is _Rest.SHOWN:
                self._flooded, self._since = True, now
            else:
                text.append(self._pass_on(line, part, now))
                start += len(part)
        if start < len(data):
            self._leave_out(line, data, start, now)
        return pieces + _joined(stream, text)

    def tick(self, now: float) -> list[Piece]:
        """What to pass on because time has passed."""
        pieces: list[Piece] = []
        if not self._flooded:
            self._refill(now)
        elif now >= self._flood_ends():
            self._refill(now)
            pieces.append(self._end_flood())
        for stream, line in self._lines.items():
            if line.waiting and now >= line.since + _UNFINISHED_SECONDS and self._allowance >= 1:
                pieces += _joined(stream, [self._show(line, line.waiting)])
        return pieces

    def end(self) -> list[Piece]:
        """What is left to pass on when nothing more will come."""
        pieces: list[Piece] = []
        for stream, line in self._lines.items():
            text = self._show(line, line.waiting) + line.decoder.decode(b"", final=True)
            pieces += _joined(stream, [text])
        if self._flooded:
            pieces.append(self._end_flood())
        return pieces

    def due(self) -> float | None:
        """When to call `tick`; None where nothing waits."""
        moments = [line.since + _UNFINISHED_SECONDS for line in self._lines.values() if line.waiting]
        if self._flooded:
            moments.append(self._flood_ends())
        return min(moments, default=None)

    def _refill(self, now: float) -> None:
        self._allowance = min(float(BURST_LINES), self._allowance + (now - self._since) * LINES_PER_SECOND)
        self._since = now

    def _flood_ends(self) -> float:
        return min(self._last_left_out + _QUIET_SECONDS, self._since + _LONGEST_FLOOD_SECONDS)

    def _end_flood(self) -> Piece:
        for line in self._lines.values():
            if line.rest is _Rest.LEFT_OUT:
                line.rest = _Rest.COUNTED
                self._left_out += 1
        count, self._left_out, self._flooded = self._left_out, 0, False
        lines = "1 more line was" if count == 1 else f"{count:,} more lines were"
        return "notice", f"… {lines} left out: that was too much at once.\n"

    def _pass_on(self, line: _Line, part: bytes, now: float) -> str:
        """The text of a line's end, or nothing while the line is unfinished."""
        if not part.endswith(b"\n"):
            self._keep_waiting(line, part, now)
            return ""
        if line.rest is _Rest.SHOWN:
            text = self._show(line, line.waiting + part)
        else:
            text = "\n" if line.rest is _Rest.CUT else ""
        line.begin()
        return text

    def _keep_waiting(self, line: _Line, part: bytes, now: float) -> None:
        if line.rest is _Rest.SHOWN:
            if not line.waiting:
                line.since = now
            line.waiting = (line.waiting + part)[: LONGEST_LINE_BYTES + 1]

    def _show(self, line: _Line, data: bytes) -> str:
        """The text of a part of a line, cut where the line gets too long."""
        if not data:
            return ""
        self._allowance -= 1
        line.waiting = b""
        room = LONGEST_LINE_BYTES - line.bytes_shown
        end = "\n" if data.endswith(b"\n") else ""
        line.bytes_shown += len(data)
        if len(data) - len(end) <= room:
            return line.decoder.decode(data)
        line.rest = _Rest.CUT
        return line.decoder.decode(data[:room]) + "…" + end

    def _leave_out(self, line: _Line, data: bytes, start: int, now: float) -> None:
        """Counts the lines that end in the rest of the data."""
        ended = data.count(b"\n", start)
        counted = line.rest is _Rest.COUNTED
        self._left_out += ended - (1 if counted and ended else 0)
        self._last_left_out = now
        if ended or not counted:
            line.begin(_Rest.SHOWN if data.endswith(b"\n") else _Rest.LEFT_OUT)


def _joined(stream: Stream, text: list[str]) -> list[Piece]:
    """The texts as few pieces, none too long for a message."""
    pieces: list[Piece] = []
    gathered = ""
    for part in text:
        if gathered and len(gathered) + len(part) > _LONGEST_TEXT:
            pieces.append((stream, gathered))
            gathered = ""
        gathered += part
    if gathered:
        pieces.append((stream, gathered))
    return pieces
