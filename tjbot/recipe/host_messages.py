"""What the daemon and the recipe host say to each other: JSON, one message a line.

The daemon connects to the host's Unix socket; the host says that it is ready, takes orders and answers with tidings.
Runs are numbered by the daemon; a number is never used twice on one connection.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from tjbot.errors import WireError
from tjbot.protocol.values import Language, Pace, Stream

MAXIMUM_LINE_BYTES = 64 * 1024
"""The host sends no longer line."""

MAXIMUM_ORDER_BYTES = 1024 * 1024
"""The daemon sends no longer line; the host ends a connection that does."""

Reason = Literal["finished", "failed", "stopped", "killed"]
"""Why a run is over.

finished: the recipe came to its end. failed: it could not be started or understood, it raised, or a
signal that nobody asked for ended it. stopped: it was told to stop and did. killed: it was told to stop and
did not, so it was taken away.
"""


class Ready(msgspec.Struct, tag_field="type", tag="ready", frozen=True, forbid_unknown_fields=True):
    """Host to daemon: the first line, as soon as it can take orders."""


class HostMessage(msgspec.Struct, tag_field="type", frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all messages about a run have in common."""

    run: Annotated[int, Meta(ge=0)]


class Start(HostMessage, frozen=True, kw_only=True, tag="start"):
    """Daemon to host: run the recipe at `path`. Answered with `Started`, and last with `Ended`.

    `file` is the recipe's name for people, `url`, `token` and `body` are what it gets to reach the robot.
    Where `url` is a Unix socket (`unix:` and its path), the recipe runs without any other network.
    `files` is for a host that sees no file of the daemon's: by name what lies in the recipe's folder, the recipe itself
    among them. Such a host makes that folder itself, and of `path` only the name counts.
    What is wrong is explained in `language`; None is the host's own. Its `random` begins with `seed`, so that what it
    did can be done again; it runs at `pace` from its first line on.
    """

    file: str
    path: str
    url: str
    token: str
    body: str
    files: dict[str, bytes] = {}
    language: Language | None = None
    seed: int | None = None
    pace: Pace = "normal"


class Stop(HostMessage, frozen=True, kw_only=True, tag="stop"):
    """Daemon to host: end this run; `Ended` follows within 1.2 s. A run that is over already is ignored."""


class Started(HostMessage, frozen=True, kw_only=True, tag="started"):
    """Host to daemon: the recipe's process exists."""


class Output(HostMessage, frozen=True, kw_only=True, tag="output"):
    """Host to daemon: text that the recipe printed, or (`notice`) what there is to say about its run.

    A text holds whole lines where it can; a line that is not yet finished comes without its line feed.
    """

    stream: Stream
    text: str


class Ended(HostMessage, frozen=True, kw_only=True, tag="ended"):
    """Host to daemon: the recipe and all processes it began are gone. The last message of a run.

    `code` is the exit code, or minus the signal's number. `message` is a sentence for people; empty when
    there is nothing to say (the recipe came to its end).
    """

    code: int
    reason: Reason
    message: str = ""


Order = Start | Stop
Tidings = Ready | Started | Output | Ended

_ENCODER = msgspec.json.Encoder()
_ORDERS: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Order)
_TIDINGS: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Tidings)


def encode_line(message: Order | Tidings) -> bytes:
    """The message as one line, its line feed included."""
    return _ENCODER.encode(message) + b"\n"


def decode_order(line: bytes) -> Order:
    """Reads a line from the daemon.

    Raises:
        WireError: it is no order.
    """
    return _decode(_ORDERS, line)  # type: ignore[no-any-return]


def decode_tidings(line: bytes) -> Tidings:
    """Reads a line from the host.

    Raises:
        WireError: it is no tidings.
    """
    return _decode(_TIDINGS, line)  # type: ignore[no-any-return]


def _decode(decoder: msgspec.json.Decoder[Any], line: bytes) -> Any:
    try:
        return decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WireError(f"A line between the daemon and the recipe host is not right: {error}.") from None
