"""What a robot can see, hear and feel, what it reads, and what to say to a recipe that expects something else. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tjbot.errors import UnknownNameError, did_you_mean
from tjbot.protocol.messages import PartOffer
from tjbot.protocol.page_model import PageModel
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


def has_ears(parts: list[PartOffer]) -> bool:
    """Whether the robot has ears of its own that work, which hear words."""
    return any(part.sense == "hear" and not part.fault for part in parts)


class Known(Protocol):
    """What a robot knows now: a `Welcome`, or what a check has of one."""

    @property
    def parts(self) -> list[PartOffer]:
        """Its parts."""

    @property
    def offers(self) -> Mapping[Sense, list[str]]:
        """What models of clients recognise, by sense."""

    @property
    def models(self) -> list[PageModel]:
        """All models that clients have."""


@dataclass(frozen=True)
class Doubt:
    """What is odd about waiting for a label.

    `model` is the one that is switched off and should not be. `too_early` is true where nobody looks or listens at all
    yet, which is no fault of the recipe's.
    """

    message: str
    hint: str = ""
    model: str | None = None
    too_early: bool = False

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


def doubt(known_now: Known, label: str, sense: Sense | None) -> Doubt | None:
    """What is odd about waiting for a label.

    Args:
        known_now: what the robot said of itself.
        label: what is waited for.
        sense: by which sense; None for any.

    Returns:
        The doubt; None where all is well. A page may be opened later: so it is no error.
    """
    now = {each: labels_of_parts(known_now.parts, each) + list(known_now.offers.get(each, ())) for each in _HATS}
    known = {each: now[each] + _labels_of_models(known_now.models, each) for each in _HATS}
    if any(label in now[each] for each in ([sense] if sense else _HATS)):
        return None
    if sense == "hear" and has_ears(known_now.parts):
        # Ears hear any word that they are opened for, and say themselves which they do not know.
        return _only_as_a_word(known_now, label)
    for other in _HATS:
        if sense and label in known[other] and label not in known[sense]:
            return Doubt(f'"{label}" is for another sense:', f'write @robot.{_HATS[other]}("{label}")')
    if knowing := [each for each in known_now.models if label in each.labels and sense in (None, each.sense)]:
        return _asleep(known_now, label, knowing)
    return _unknown(known_now, label, sense, known)


def _labels_of_models(models: list[PageModel], sense: Sense) -> list[str]:
    return [label for model in models if model.sense == sense for label in model.labels]


def _asleep(known_now: Known, label: str, knowing: list[PageModel]) -> Doubt | None:
    """A label that models know of which none tells it now."""
    if not any(model.on for model in knowing):
        model = knowing[0]
        return Doubt(
            f'"{label}" is not noticed: "{model.title}" is switched off.', "Switch it on in the page.", model.model
        )
    sense = knowing[0].sense
    # Where others are told by this sense, the model will be ready in a moment.
    return None if known_now.offers.get(sense) else Doubt(_MISSING[sense], too_early=True)


def _only_as_a_word(known_now: Known, label: str) -> Doubt | None:
    """A sound that a page's model would know, which the robot's own ears take for a spoken word."""
    knowing = [each for each in known_now.models if label in each.labels and each.sense == "hear"]
    if not knowing or any(model.on for model in knowing):
        return None
    model = knowing[0]
    message = f'"{label}" is noticed only as a spoken word: "{model.title}" is switched off.'
    return Doubt(message, "Switch it on in the page.", model.model)


def _unknown(known_now: Known, label: str, sense: Sense | None, known: Mapping[Sense, list[str]]) -> Doubt:
    """A label that nobody knows."""
    all_known = known[sense] if sense else [each for labels in known.values() for each in labels]
    # That something near is noticed by a part says nothing of a camera.
    pages = [*known_now.offers.get("see", ()), *_labels_of_models(known_now.models, "see")]
    if not (all_known if sense in ("hear", "touch") else pages):
        lacking: Sense = sense or "see"
        faults = [part.fault for part in known_now.parts if part.sense == lacking and part.fault]
        return Doubt(faults[0] if faults else _MISSING[lacking], too_early=lacking != "touch")
    if sense == "touch":
        return Doubt(f'There is no button "{label}".', did_you_mean(label, all_known))
    near = did_you_mean(label, all_known)
    if sense == "hear" and not near.startswith("Did"):
        message = f'Nobody hears "{label}": for spoken words the robot needs ears of its own.'
        return Doubt(message, "Give it a microphone ([ears] in tjbot.toml).")
    return Doubt(f'Nobody recognises "{label}" now.', near)


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
