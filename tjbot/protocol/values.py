"""Values with bounds and units, shared by every message and every action."""

from typing import Annotated, Literal

from msgspec import Meta


def _unit(name: str) -> dict[str, str]:
    """The JSON Schema extension that carries a value's unit to the page and the stubs."""
    return {"unit": name}


Degrees = Annotated[float, Meta(ge=0, le=180, extra_json_schema=_unit("degrees"))]
Seconds = Annotated[float, Meta(ge=0, le=3600, extra_json_schema=_unit("seconds"))]
Fraction = Annotated[float, Meta(ge=0, le=1, extra_json_schema=_unit("fraction"))]
Speed = Annotated[float, Meta(ge=0, le=100, description="picture widths a second")]
Color = Annotated[str, Meta(min_length=1, max_length=40, extra_json_schema=_unit("color"))]
Sentence = Annotated[str, Meta(min_length=1, max_length=500, extra_json_schema=_unit("text"))]

Timestamp = Annotated[float, Meta(ge=0, description="seconds on the daemon's monotonic clock")]
Label = Annotated[str, Meta(min_length=1, max_length=64)]
Name = Annotated[str, Meta(min_length=1, max_length=64)]
FileName = Annotated[str, Meta(min_length=4, max_length=64)]
Line = Annotated[str, Meta(max_length=1000, description="a line of text; line breaks in it become spaces")]
Prompt = Annotated[str, Meta(max_length=1000)]
Identifier = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Trace = Annotated[str, Meta(min_length=1, max_length=32)]
Stamps = Annotated[dict[Name, Timestamp], Meta(max_length=16)]

Scalar = bool | int | float | Annotated[str, Meta(max_length=2000)] | None
"""What an action's argument or answer may be."""

Role = Literal["page", "recipe", "tool"]
Phase = Literal["started", "now", "stopped"]
Sense = Literal["see", "hear", "touch"]
Side = Literal["left", "right"]
Subject = Literal["objects", "picture", "faces"]
"""What may be asked about a picture: which things are where, what it shows as a whole, where faces are."""

Topic = Literal["seen", "state", "output", "traced", "class", "why"]
"""What reports a client may want; `why` is all that a recipe does and what comes of it, and where a slow one is."""

Pace = Literal["normal", "slow", "step"]
PaceSeconds = Annotated[float, Meta(ge=0.1, le=10, description="seconds from one line to the next")]
LineNumber = Annotated[int, Meta(ge=1, le=2**31)]
Language = Annotated[str, Meta(pattern="^[a-zA-Z]{2,8}([-_][a-zA-Z0-9]{1,8})*$", max_length=40)]
"""A language in which people are told something, by its code; one that the robot does not know is told English."""

Stream = Literal["stdout", "stderr", "notice"]
