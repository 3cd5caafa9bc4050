"""What a computer and a Pico tell each other, each message a class: its number, and its fields with their widths.

A message is its number (a byte) and its fields, low byte first, without gaps; text and bytes are last, with a byte for
their length. The firmware's constants (`firmware/constants.py`) are made from here by `python -m tjbot.generate`, and
among them the dictionary that a board gives to whoever asks: name, number and fields of each message, as JSON packed
with zlib. A computer that finds another firmware than it expects goes by that dictionary.

Whatever moves or shines has a *rest* and a longest *silence*: after so long without a good frame the board itself goes
there, whatever became of the computer.
"""

import struct
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, get_type_hints

import msgspec

PROTOCOL = 1
"""Raised when a message changes its meaning; a message may be added."""


class Width(msgspec.Struct, frozen=True):
    """How a field lies in the frame: a letter of `struct`, or `*` for bytes with their length before them."""

    code: str


U8 = Annotated[int, Width("B")]
U16 = Annotated[int, Width("H")]
U32 = Annotated[int, Width("I")]
I32 = Annotated[int, Width("i")]
Bytes = Annotated[bytes, Width("*")]

Ticks = U32
"""The board's clock: microseconds, 30 bits, so that it begins anew every 1,073.741824 s."""

TICKS_PERIOD = 1 << 30
NO_SILENCE = 0
"""As a longest silence: never."""


def _snake_case(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


class Message(msgspec.Struct, frozen=True):
    """Something that is told. `NUMBER` tells which."""

    NUMBER: ClassVar[int]
    NAME: ClassVar[str]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.NAME = _snake_case(cls.__name__)


class Command(Message, frozen=True):
    """From the computer to the board."""


class Report(Message, frozen=True):
    """From the board to the computer."""


class Identify(Command, frozen=True):
    """Asks for up to `count` bytes of the dictionary, from `offset`; `Identified` answers."""

    NUMBER = 1

    offset: U16
    count: U8


class AskClock(Command, frozen=True):
    """Asks what the board's clock says; `Clock` answers."""

    NUMBER = 2


class AskStatus(Command, frozen=True):
    """Asks how the board is; `Status` answers."""

    NUMBER = 3


class Stay(Command, frozen=True):
    """Nothing but a sign of life."""

    NUMBER = 4


class RestAll(Command, frozen=True):
    """Sends every output to its rest now."""

    NUMBER = 5


class Leave(Command, frozen=True):
    """Rests everything and ends the program, so that MicroPython's prompt answers (for an update)."""

    NUMBER = 6


class OpenOutput(Command, frozen=True):
    """Makes a pin a digital output, now at `value`; at rest it is at `rest`."""

    NUMBER = 10

    pin: U8
    value: U8
    rest: U8
    silence_ms: U16


class Write(Command, frozen=True):
    """Sets a digital output to 0 or 1."""

    NUMBER = 11

    pin: U8
    value: U8


class OpenPulses(Command, frozen=True):
    """Makes a pin an output of pulses (PWM), now without any.

    `rest_ns` is the pulse at rest. `rest_ms` says how long the way there takes at least: 0 for at once, else eased.
    Then, where `cut` is 1, the pulses end.
    """

    NUMBER = 12

    pin: U8
    period_us: U32
    rest_ns: U32
    rest_ms: U16
    cut: U8
    silence_ms: U16


class Pulse(Command, frozen=True):
    """Sets the width of the pulses at once, and ends a move; 0 for none."""

    NUMBER = 13

    pin: U8
    width_ns: U32


class Move(Command, frozen=True):
    """Moves the width of the pulses from where it is now, eased by the board every 20 ms.

    The curve is that of `tjbot.pins.pulses.Easing`: `start_ns_per_s` its `start_speed`, `rising` and `falling`
    its shares in 65,535ths. It begins at `begin` on the board's clock, which lies at most a second ahead, or
    has just gone by.
    """

    NUMBER = 14

    pin: U8
    target_ns: U32
    duration_ms: U32
    start_ns_per_s: I32
    rising: U16
    falling: U16
    begin: Ticks


class OpenInput(Command, frozen=True):
    """Makes a pin a digital input; `pull` is 0 floating, 1 up, 2 down. Its edges are told from now on, its level as the
    first `Edge`.
    """

    NUMBER = 15

    pin: U8
    pull: U8


class OpenAnalog(Command, frozen=True):
    """Makes one of GPIO 26…29 an analogue input, measured every `every_ms` (0: when asked) and told as `Analog`."""

    NUMBER = 16

    pin: U8
    every_ms: U16


class ReadPin(Command, frozen=True):
    """Asks for the level of a pin, or the voltage of an analogue one; `Level` or `Analog` answers."""

    NUMBER = 17

    pin: U8


class OpenPixels(Command, frozen=True):
    """Makes a pin drive `count` NeoPixels, now dark; dark is their rest. `bytes_each` is 3, or 4 with white."""

    NUMBER = 18

    pin: U8
    count: U8
    bytes_each: U8
    silence_ms: U16


class Pixels(Command, frozen=True):
    """Sets bytes of the pixels, in the order that they want them, from `offset` on; `show` sends them all."""

    NUMBER = 19

    pin: U8
    offset: U16
    show: U8
    data: Bytes


class Close(Command, frozen=True):
    """Gives a pin up: rest value at once, then floating. One that is not open is no error."""

    NUMBER = 20

    pin: U8


class Identified(Report, frozen=True):
    """A stretch of the dictionary; empty behind its end."""

    NUMBER = 128

    offset: U16
    data: Bytes


class Clock(Report, frozen=True):
    """The board's clock."""

    NUMBER = 129

    ticks: Ticks


class Status(Report, frozen=True):
    """How the board is: bytes of memory free, frames thrown away (damaged, out of order), events that found no room,
    how often the outputs went to rest because nobody was heard.
    """

    NUMBER = 130

    free_bytes: U32
    damaged: U16
    out_of_order: U16
    lost_events: U16
    rests: U16


class Refused(Report, frozen=True):
    """A command that cannot be; `reason` is one of `REASONS`."""

    NUMBER = 131

    command: U8
    pin: U8
    reason: U8


class Rested(Report, frozen=True):
    """The outputs went to rest, because nobody was heard (1) or because it was said (0)."""

    NUMBER = 132

    silence: U8
    ticks: Ticks


class Level(Report, frozen=True):
    """The level of a pin now."""

    NUMBER = 133

    pin: U8
    value: U8
    ticks: Ticks


class Edge(Report, frozen=True):
    """A digital input has changed (or begins), at `ticks`."""

    NUMBER = 134

    pin: U8
    value: U8
    ticks: Ticks


class Analog(Report, frozen=True):
    """The voltage at an analogue input: 0 is ground, 65,535 is 3.3 V."""

    NUMBER = 135

    pin: U8
    value: U16
    ticks: Ticks


class Moved(Report, frozen=True):
    """A move is over (1) or another command took its place (0)."""

    NUMBER = 136

    pin: U8
    over: U8


class Crashed(Report, frozen=True):
    """The board's program came upon a fault of its own: every output is at rest, every pin is closed, and it goes on
    from the beginning. `text` (ASCII) says which fault.
    """

    NUMBER = 137

    text: Bytes


UNKNOWN_COMMAND = 1
NO_PIN = 2
OPEN_AS_OTHER = 3
NOT_OPEN = 4
OUT_OF_BOUNDS = 5
NO_ROOM = 6
PULSES_SHARED = 7

REASONS = {
    UNKNOWN_COMMAND: "the board does not know this command",
    NO_PIN: "the board has no such pin",
    OPEN_AS_OTHER: "the pin is open as something else",
    NOT_OPEN: "the pin is not open for this",
    OUT_OF_BOUNDS: "a value lies outside its bounds",
    NO_ROOM: "the board has no memory or no state machine left for it",
    PULSES_SHARED: "another pin uses the same pulse generator",
}


def _family(base: type[Message]) -> dict[int, type[Message]]:
    return {kind.NUMBER: kind for kind in base.__subclasses__()}


COMMANDS = _family(Command)
REPORTS = _family(Report)


def codes_of(kind: type[Message]) -> str:
    """The fields of a message as letters of `struct`; a `*` last stands for bytes with their length before them."""
    hints = get_type_hints(kind, include_extras=True)
    return "".join(hints[name].__metadata__[0].code for name in kind.__struct_fields__)


def encode_message(message: Message) -> bytes:
    """The bytes of a message within a frame.

    Raises:
        ValueError: a field lies outside its width.
    """
    values = [getattr(message, name) for name in message.__struct_fields__]
    codes = codes_of(type(message))
    tail = b""
    if codes.endswith("*"):
        data = values.pop()
        codes, tail = codes[:-1], bytes((len(data),)) + data
    try:
        return bytes((message.NUMBER,)) + struct.pack(f"<{codes}", *values) + tail
    except struct.error as error:
        raise ValueError(f"{message} does not fit: {error}") from None


def decode_messages(content: bytes, kinds: dict[int, type[Message]]) -> Iterator[Message]:
    """The messages in a frame's content.

    Raises:
        ValueError: a number is unknown, or a message is cut off.
    """
    place = 0
    while place < len(content):
        kind = kinds.get(content[place])
        if kind is None:
            raise ValueError(f"there is no message {content[place]}")
        codes = codes_of(kind)
        layout = struct.Struct("<" + codes.rstrip("*"))
        if place + 1 + layout.size > len(content):
            raise ValueError(f"{kind.NAME} is cut off")
        values = list(layout.unpack_from(content, place + 1))
        place += 1 + layout.size
        if codes.endswith("*"):
            if place >= len(content) or place + 1 + content[place] > len(content):
                raise ValueError(f"{kind.NAME} is cut off")
            values.append(content[place + 1 : place + 1 + content[place]])
            place += 1 + content[place]
        yield kind(*values)
