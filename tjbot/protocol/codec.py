"""Bytes to message and back; pure, no input or output."""

import re
from functools import reduce
from operator import or_
from typing import Any

import msgspec

from tjbot.errors import WireError, did_you_mean
from tjbot.protocol.all_messages import COMMANDS, REPORTS
from tjbot.protocol.messages import MAXIMUM_MESSAGE_BYTES, Command, Message, State

_ENCODER = msgspec.json.Encoder()
_COMMANDS: msgspec.json.Decoder[Any] = msgspec.json.Decoder(reduce(or_, COMMANDS))
_REPORTS: msgspec.json.Decoder[Any] = msgspec.json.Decoder(reduce(or_, REPORTS))
_TAGS = {str(message.__struct_config__.tag): message for message in COMMANDS}
_STATE_FIELDS = {"type", "time", "about"}
_PATH = re.compile(r" - at `([^`]*)`$")
_NO_JSON = (msgspec.DecodeError, UnicodeError, RecursionError)
"""What msgspec raises for bytes that it cannot read, whatever they hold."""


def encode(message: Message) -> bytes:
    """The JSON text of a message, as UTF-8."""
    if isinstance(message, State):
        return _ENCODER.encode(_flatten(message))
    return _ENCODER.encode(message)


def decode_command(data: bytes | str) -> Command:
    """Reads a message to the daemon.

    Raises:
        WireError: it is too long, no JSON, of an unknown type, or a field is unknown or out of bounds;
            the error's `path` says where.
    """
    if len(data) > MAXIMUM_MESSAGE_BYTES:
        raise WireError(
            f"The message is {len(data)} bytes long; at most {MAXIMUM_MESSAGE_BYTES} are read.",
            "Send less in one message.",
        )
    try:
        return _COMMANDS.decode(data)  # type: ignore[no-any-return]
    except msgspec.ValidationError as error:
        raise _explain(data, error) from None
    except _NO_JSON as error:
        raise _no_json(error) from None


def decode_report(data: bytes | str) -> Message:
    """Reads a message from the daemon.

    Raises:
        WireError: it is not a report of this protocol.
    """
    try:
        message = _REPORTS.decode(data)
        if isinstance(message, State):
            raw = msgspec.json.decode(data)
            parts = {name: value for name, value in raw.items() if name not in _STATE_FIELDS}
            return msgspec.structs.replace(message, parts=parts)
        return message  # type: ignore[no-any-return]
    except _NO_JSON as error:
        raise WireError(f"The robot sent something that is not understood here: {error}.") from None


def identifier_of(data: bytes | str) -> int | None:
    """The `id` of a message that could not be decoded, where it has a usable one.

    A message that is too long is not read at all: taking 10 MB apart would hold up the arm.
    """
    if len(data) > MAXIMUM_MESSAGE_BYTES:
        return None
    try:
        raw = msgspec.json.decode(data)
    except _NO_JSON:
        return None
    value = raw.get("id") if isinstance(raw, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else None


def as_dictionary(message: Message) -> dict[str, Any]:
    """The message as plain values in the shape it has on the wire."""
    flat: dict[str, Any] = msgspec.json.decode(encode(message))
    return flat


def _flatten(state: State) -> dict[str, Any]:
    flat: dict[str, Any] = {"type": "state", "time": state.time, **state.parts}
    if state.about is not None:
        flat["about"] = state.about
    return flat


def _no_json(error: Exception) -> WireError:
    return WireError(
        f"The message is no JSON: {_PATH.sub('', str(error))}.", 'Send for example {"type": "ping", "id": 1}.'
    )


def _explain(data: bytes | str, error: msgspec.ValidationError) -> WireError:
    """Turns the library's sentence into ours: the path apart, and a hint where one is known."""
    text = str(error)
    match = _PATH.search(text)
    path = match.group(1) if match else ""
    message = _PATH.sub("", text).rstrip(".")
    try:
        raw = msgspec.json.decode(data)
    except _NO_JSON as broken:
        # A wrong value is noticed before the end of the text, which may be missing or broken as well.
        return _no_json(broken)
    tag = raw.get("type") if isinstance(raw, dict) else None
    if not isinstance(tag, str):
        return WireError('The message has no text in its field "type".', 'Send for example {"type": "ping", "id": 1}.')
    if tag not in _TAGS:
        return WireError(f'There is no message "{tag[:64]}".', did_you_mean(tag[:64], _TAGS), "$.type")
    if "unknown field" in message:
        field = message.split("`")[1] if "`" in message else ""
        known = msgspec.structs.fields(_TAGS[tag])
        hint = did_you_mean(field[:64], [item.encode_name for item in known])
        return WireError(f'A "{tag}" message has no field "{field[:64]}".', hint, path or "$")
    return WireError(f'A "{tag}" message is not right: {message}.', "Compare with `tjbot schema`.", path or "$")
