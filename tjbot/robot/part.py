"""What a part must be: a name, actions, readings; everything else follows from its one file."""

import inspect
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar, get_args, get_origin

import msgspec
from msgspec import Meta

from tjbot.config import PartSettings
from tjbot.errors import RefusedError, did_you_mean
from tjbot.protocol.messages import ActionOffer, ArgumentOffer, PartOffer, Seen
from tjbot.protocol.values import Scalar, Sense
from tjbot.robot.wiring import Wire

Method = TypeVar("Method", bound=Callable[..., Awaitable[Any]])

_UNITS: dict[Any, str] = {float: "number", int: "number", str: "text", bool: "switch"}


@dataclass(frozen=True)
class Answer:
    """What an action answers: a value, and a sentence worth reading (both may be missing)."""

    value: Scalar = None
    note: str | None = None


def action(*, queued: bool = False, for_builders: bool = False, answers: bool = False) -> Callable[[Method], Method]:
    """Marks an asynchronous method of a part as a verb of the robot.

    Its name becomes the verb in recipes, on the command line and in the page; the first line of its
    docstring becomes the summary; annotations from `tjbot.protocol.values` give units and bounds.

    Args:
        queued: wait for the action of this part that runs (as speech does), unless it has an argument `now`
            that is true. Otherwise it takes over.
        for_builders: for the page's building sheet and tools only; it is not offered, and recipes may not use it.
        answers: it is asked for the value of its `Answer`, as a question is.
    """

    def mark(method: Method) -> Method:
        method.__dict__["action"] = ActionMark(queued, for_builders, answers)
        return method

    return mark


@dataclass(frozen=True)
class ActionMark:
    """What `action` notes on a method."""

    queued: bool
    for_builders: bool
    answers: bool


class Part:
    """A part of the body. A new part is one new file in `tjbot/robot/parts/` with one subclass.

    Everything is called on the daemon's event loop. A part is built with `start` (at rest, raising
    `PartError` if it cannot), announces a change of its `reading` by `self.changed()`, what it hears,
    feels or sees on the edge by `self.noticed(Seen(…))`, and never blocks. `self.home` is the robot's home directory.
    Parts do not know each other; what one tells by `self.tell(what, level)`, all others are `told`.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    Settings: ClassVar[type[PartSettings]] = PartSettings
    in_every_kit: ClassVar[bool] = True
    """Whether every robot has it; else it is built only where `tjbot.toml` has its table."""
    on_a_pico: ClassVar[dict[str, Any]] = {}
    """What holds for its keys on a Pico where `tjbot.toml` says nothing: other pins lie side by side there."""
    sense: ClassVar[Sense | None] = None
    """The sense of what it notices."""

    def __init__(self, settings: Any, pins: Any, clock: Callable[[], float] = time.monotonic) -> None:
        """
        Args:
            settings: an instance of the class's `Settings`.
            pins: the gpiozero pin factory to give to every device.
            clock: the time in seconds.
        """
        self.settings = settings
        self.pins = pins
        self.clock = clock
        self.home = Path()
        self.changed: Callable[[], None] = lambda: None
        self.noticed: Callable[[Seen], None] = lambda seen: None
        self.tell: Callable[[str, float | None], None] = lambda what, level: None

    @classmethod
    def wires(cls, settings: Any) -> list[Wire]:
        """Every wire between the part and the board's header, as the settings (of the class's `Settings`) have it.

        They are compared with those of all other parts before any part is started, and the page draws them.
        """
        return []

    @classmethod
    def effective(cls, settings: Any) -> Any:
        """The settings with every value as the part takes it, also where the file leaves it out.

        Raises:
            PartError: the settings contradict each other.
        """
        return settings

    @classmethod
    def questions(cls, settings: Any) -> list[str]:
        """The keys that `tjbot setup` asks for, besides those of pins, when the settings are already as given."""
        return []

    def start(self) -> None:
        """Opens the hardware, at rest. Raises `PartError` with the cure if that cannot be."""

    def reading(self) -> dict[str, Any]:
        """The part's state as plain values, with the same keys at all times."""
        return {}

    def labels(self) -> list[str]:
        """What the part can notice with its `sense`, as recipes call it."""
        return []

    def foresee(self, action: str, arguments: dict[str, Any]) -> None:
        """Raises at once what an action would raise later for a word that it does not know; does nothing else.

        For the checks of recipes, so it is called on any thread, and with some of the arguments only.

        Args:
            action: one of the part's own.
            arguments: those that are texts, by name.

        Raises:
            UnknownNameError: there is no such color, sound …
        """

    def told(self, what: str, level: float | None) -> None:
        """Another part of the same body tells how strong something is now.

        Args:
            what: "mouth" (how far the voice opens the mouth), "speaking" (1.0 while the voice speaks).
            level: 0 to 1, or None when it is over.
        """

    def halt(self) -> None:
        """Stops where it is, at once. The action that runs has been cancelled already."""

    async def rest(self) -> None:
        """Goes gently to where it draws no power."""

    async def make_way(self, settings: Any) -> None:
        """Goes gently to where the part will begin when it is built anew with other settings."""
        await self.rest()

    def close(self) -> None:
        """Lets go of the hardware; called once, at the end."""


def actions_of(part: type[Part]) -> dict[str, ActionMark]:
    """The names of a part's actions with their marks, in the order of the file."""
    members = {name: value for base in reversed(part.__mro__) for name, value in vars(base).items()}
    return {
        name: value.action for name, value in members.items() if isinstance(getattr(value, "action", None), ActionMark)
    }


def offer_of(
    part: type[Part], readings: list[str], fault: str | None = None, labels: list[str] | None = None
) -> PartOffer:
    """What clients are told about a part."""
    actions = [
        ActionOffer(
            name=name,
            summary=_first_line(getattr(part, name)),
            arguments=[_argument_offer(parameter) for parameter in _parameters(getattr(part, name))],
            answers=mark.answers,
        )
        for name, mark in actions_of(part).items()
        if not mark.for_builders
    ]
    return PartOffer(
        name=part.name,
        summary=part.summary,
        actions=actions,
        readings=readings,
        fault=fault,
        sense=part.sense,
        labels=labels or [],
    )


def bind(method: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Checks the arguments of an action against its annotations.

    Args:
        method: the action.
        arguments: by name, as they came over the wire; numbers may be written as text.

    Returns:
        The arguments, converted.

    Raises:
        RefusedError: one is unknown, missing, of the wrong kind or out of bounds.
    """
    parameters = {parameter.name: parameter for parameter in _parameters(method)}
    verb = method.__name__
    for name in arguments:
        if name not in parameters:
            hint = did_you_mean(name, parameters) if parameters else f"Write {verb} without arguments."
            raise RefusedError(f'"{verb}" has no argument "{name}".', hint)
    for name, parameter in parameters.items():
        if parameter.default is inspect.Parameter.empty and name not in arguments:
            raise RefusedError(f'"{verb}" needs to know its {name}.', f"For example: {_example(verb, parameter)}.")
    return {name: _convert(verb, parameters[name], value) for name, value in arguments.items()}


def _convert(verb: str, parameter: inspect.Parameter, value: Any) -> Any:
    kind, _ = _kind_and_meta(parameter)
    if kind is str and isinstance(value, int | float):
        value = str(value)
    try:
        converted = msgspec.convert(value, parameter.annotation, strict=False)
        if isinstance(converted, float) and not math.isfinite(converted):
            raise msgspec.ValidationError("neither infinity nor not-a-number is a number here")
    except msgspec.ValidationError:
        raise RefusedError(
            f'The {parameter.name} of "{verb}" must be {_bounds(parameter)}, not {_shorten(value)}.',
            f"For example: {_example(verb, parameter)}.",
        ) from None
    return converted


def _parameters(method: Callable[..., Any]) -> list[inspect.Parameter]:
    return [parameter for name, parameter in inspect.signature(method).parameters.items() if name != "self"]


def _kind_and_meta(parameter: inspect.Parameter) -> tuple[Any, Meta]:
    """The plain type behind an annotation, and the bounds that came with it."""
    annotation = parameter.annotation
    meta = next((item for item in getattr(annotation, "__metadata__", ()) if isinstance(item, Meta)), Meta())
    return getattr(annotation, "__origin__", annotation) if meta != Meta() else annotation, meta


def _unit(parameter: inspect.Parameter) -> str:
    kind, meta = _kind_and_meta(parameter)
    if meta.extra_json_schema and "unit" in meta.extra_json_schema:
        return str(meta.extra_json_schema["unit"])
    return "choice" if get_origin(kind) is Literal else _UNITS[kind]


def _argument_offer(parameter: inspect.Parameter) -> ArgumentOffer:
    kind, meta = _kind_and_meta(parameter)
    required = parameter.default is inspect.Parameter.empty
    return ArgumentOffer(
        name=parameter.name,
        unit=_unit(parameter),
        required=required,
        default=None if required else parameter.default,
        minimum=meta.ge,
        maximum=meta.le,
        choices=[str(choice) for choice in get_args(kind)] if get_origin(kind) is Literal else [],
    )


def _bounds(parameter: inspect.Parameter) -> str:
    """What an argument may be, in words."""
    kind, meta = _kind_and_meta(parameter)
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(map(str, get_args(kind)))
    unit = _unit(parameter)
    if meta.ge is not None and meta.le is not None:
        return f"a number from {meta.ge:g} to {meta.le:g}" + (f" {unit}" if unit in ("degrees", "seconds") else "")
    if unit == "text":
        return f"a text of 1 to {meta.max_length or 500} letters"
    return {"color": "a color", "switch": "true or false"}.get(unit, "a number")


def _example(verb: str, parameter: inspect.Parameter) -> str:
    examples = {"degrees": "90", "seconds": "2", "fraction": "0.5", "color": '"green"', "text": '"Hello!"'}
    offer = _argument_offer(parameter)
    value = f'"{offer.choices[0]}"' if offer.choices else examples.get(offer.unit, "1")
    return f"robot.{verb}({parameter.name}={value})"


def _shorten(value: Any) -> str:
    text = "nothing" if value is None or value == "" else str(value)
    return text if len(text) <= 40 else text[:40] + "…"


def _first_line(method: Callable[..., Any]) -> str:
    return (inspect.getdoc(method) or "").split("\n", 1)[0].rstrip(".")
