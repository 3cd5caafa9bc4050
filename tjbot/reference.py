"""The reference of `tjbot.toml`, written from the structs that check it."""

import inspect
from collections.abc import Iterator

from tjbot.config import FILE_NAME, Configuration, PinsSettings
from tjbot.keys import as_toml, keys_of
from tjbot.pins.header import PI_HEADER
from tjbot.robot.part import Part
from tjbot.robot.wiring import Wire, connections

_INTRODUCTION = f"""# `{FILE_NAME}`, key by key

<!-- Made by `python -m tjbot.generate` from the parts themselves; what is written here by hand is lost. -->

One file in the robot's home holds all its settings; `tjbot setup` writes it by asking. Every key may be left out.
A key that nobody knows, a value that cannot be, and wires in conflict are refused when the robot starts, with a
sentence that says what to do. A robot that runs reads the file when it starts again; what its page changes (see
*Build & calibrate* there) is written into the file and holds at once.

```toml
name = "Pip"

[arm]
side = "left"
```

Pins are counted as GPIO numbers, as everywhere on a Raspberry Pi; *pin* is the number on the header. On a Pico some
parts are usually on other pins than on a Pi, which stand below their keys.

## The robot

These keys stand at the top of the file, before the first table.

"""

_HEAD = "| key | may be | without it | what it means |\n|---|---|---|---|\n"


def reference(parts: list[type[Part]]) -> str:
    """The text of `docs/tjbot.toml.md`.

    Args:
        parts: every part there is.
    """
    pins = f"\n## `[pins]`: the board\n\n{_about(PinsSettings)}\n\n{_table(PinsSettings)}"
    return _INTRODUCTION + _table(Configuration) + pins + "".join(_part(part) for part in parts)


def _part(part: type[Part]) -> str:
    added = "" if part.in_every_kit else f" The robot has it where `{FILE_NAME}` has this table, even an empty one."
    title = f"## `[{part.name}]`: {part.summary[0].lower()}{part.summary[1:]}"
    text = f"\n{title}\n\n{_about(part.Settings)}{added}\n\n{_table(part.Settings)}"
    wires = part.wires(part.Settings())
    text += "\nWithout any of these keys it is wired so:\n\n" + _wires(part.name, wires) if wires else ""
    usual = ", ".join(f"`{key} = {as_toml(value)}`" for key, value in part.on_a_pico.items())
    return text + (f"\nOn a Pico, without any of these keys: {usual}.\n" if usual else "")


def _about(settings: type) -> str:
    return " ".join((inspect.getdoc(settings) or "").split("\n\n", 1)[0].split())


def _table(settings: type) -> str:
    rows = (f"| `{key.name}` | {key.may_be} | {_code(key.default)} | {key.meaning} |\n" for key in keys_of(settings))
    return _HEAD + "".join(rows)


def _code(default: object) -> str:
    return as_toml(default) if default is None else f"`{as_toml(default)}`"


def _wires(part: str, wires: list[Wire]) -> str:
    def rows() -> Iterator[str]:
        for item in connections({part: wires}):
            end = f"pin {item.pin}" if item.wire.gpio is None else PI_HEADER.place(item.wire.gpio)
            yield f"| {item.wire.name} | {item.wire.color} | {end} |\n"

    return "| wire | color | where |\n|---|---|---|\n" + "".join(rows())
