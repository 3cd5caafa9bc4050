"""What a robot can see, hear and feel, what it reads, and what to say to a recipe that expects something else. Pure."""

from collections.abc import Mapping
from typing import Any, Protocol

from tjbot.errors import UnknownNameError, did_you_mean
from tjbot.protocol.messages import PartOffer
from tjbot.protocol.values import Sense

_HATS: dict[Sense, str] = {"see": "when_sees", "hear": "when_hears", "touch": "when_pressed"}
_MISSING: dict[Sense, str] = {
    "see": "Nobody looks yet: open the robot's page and start the camera there.",
    "hear": "Nobody listens yet: open the robot's page and let it listen, or give the robot a microphone ([ears] in "
    "tjbot.toml).",
    "touch": "This robot has no button: connect one and write [button] into tjbot.toml.",
}


def labels_of_parts(parts: list[PartOffer], sense: Sense) -> list[str]:
    """What the robot's own parts notice with a sense."""
    return [label for part in parts if part.sense == sense for label in part.labels]


class Known(Protocol):
    """What a robot knows now: a `Welcome`, or what a check has of one."""

    @property
    def parts(self) -> list[PartOffer]:
        """Its parts."""

    @property
    def offers(self) -> Mapping[Sense, list[str]]:
        """What models of clients recognise, by sense."""


def doubt(known_now: Known, label: str, sense: Sense | None) -> str:
    """What is odd about waiting for a label.

    Args:
        known_now: what the robot said of itself.
        label: what is waited for.
        sense: by which sense; None for any.

    Returns:
        A sentence, or an empty text where all is well. A page may be opened later: so it is no error.
    """
    pages = {each: known_now.offers.get(each, []) for each in _HATS}
    known = {each: labels_of_parts(known_now.parts, each) + pages[each] for each in _HATS}
    if sense is None:
        known["see"], sense = [item for items in known.values() for item in items], "see"
    if label in known[sense]:
        return ""
    for other, items in known.items():
        if label in items:
            return f'"{label}" is for another sense: write @robot.{_HATS[other]}("{label}")'
    if sense == "hear" and any(part.sense == "hear" and not part.fault for part in known_now.parts):
        # Ears hear any word that they are opened for, and say themselves which they do not know.
        return ""
    if not (pages["see"] if sense == "see" else known[sense]):
        faults = [part.fault for part in known_now.parts if part.sense == sense and part.fault]
        return faults[0] if faults else _MISSING[sense]
    if sense == "touch":
        return f'There is no button "{label}". {did_you_mean(label, known[sense])}'
    return f'Nobody recognises "{label}" now. {did_you_mean(label, known[sense])}'


def value_of(readings: Mapping[str, Mapping[str, Any]], name: str) -> Any:
    """One reading of the robot.

    Args:
        readings: the readings of all parts by the names of the parts.
        name: "distance", "angle" …, or with its part "ears.on".

    Raises:
        UnknownNameError: no part has such a reading, or several have.
    """
    found = {
        f"{part}.{key}": value
        for part, reading in readings.items()
        for key, value in reading.items()
        if name in (key, f"{part}.{key}")
    }
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise UnknownNameError(
            f'Several parts have a reading "{name}".',
            "Write one of: " + ", ".join(f'robot.read("{each}")' for each in found),
        )
    known = [key for reading in readings.values() for key in reading]
    raise UnknownNameError(f'The robot has no reading "{name:.64}".', did_you_mean(str(name)[:64], known))
