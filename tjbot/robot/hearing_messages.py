"""What the daemon orders from the process that listens, and what that reports: JSON lines."""

import msgspec


class Open(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Opens the ears, and hears these words from now on (none: only claps and loudness). Answered by `Opened`."""

    id: int
    words: tuple[str, ...] = ()


class Listen(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Wants to know what is said next: one of the words, or without any whatever it is. Answered by `Listened`."""

    id: int
    words: tuple[str, ...] = ()
    seconds: float


class Deafen(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """While `deaf`, what the microphone brings is thrown away unheard."""

    deaf: bool


class Close(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Closes the ears: the recording program ends."""


class Opened(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The microphone brings sound, and the words of the order are known; with the `id` of an `Open`."""

    id: int | None


class Loudness(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """How loud it is, 0…1; at most ten times a second, when it has changed."""

    loudness: float


class Clapped(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Somebody clapped."""


class Heard(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """One of the words of `Open`."""

    word: str


class Listened(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What was said; empty where it was nothing."""

    id: int
    text: str


class Deafened(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """`Deafen` is in force."""

    deaf: bool


class Closed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The recording program has ended."""


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """An order cannot be carried out, or (without `id`) the microphone went away; `open`: it still brings sound."""

    id: int | None
    message: str
    hint: str
    open: bool


Order = Open | Listen | Deafen | Close
Report = Opened | Loudness | Clapped | Heard | Listened | Deafened | Closed | Failed
