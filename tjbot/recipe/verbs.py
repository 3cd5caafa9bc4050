"""The robot's verbs at work: `robot.point(90)` becomes the arguments that the body offers.

`vocabulary.pyi` tells editors the same, typed; what counts is what the robot said in its `Welcome`.
"""

from collections.abc import Callable
from typing import Any

from tjbot.errors import RefusedError, UnknownNameError, did_you_mean
from tjbot.protocol.messages import ActionOffer, ArgumentOffer
from tjbot.protocol.values import Scalar

LARGEST_WHOLE_NUMBER = 2**53
"""Larger ones do not travel unchanged."""

_KINDS = {
    "color": 'a color, for example "red"',
    "text": 'a text, for example "hello"',
    "choice": "one of its words, as a text",
    "switch": "True or False",
    "degrees": "a number of degrees",
    "seconds": "a number of seconds",
    "fraction": "a number from 0 to 1",
}


class UnknownVerbError(UnknownNameError, AttributeError):
    """The robot has nothing of this name."""


class ArgumentError(RefusedError, TypeError):
    """A verb was called with arguments that do not fit it."""


class Verb:
    """One verb of the robot; calling it makes the robot act and returns its answer.

    Args:
        offer: what the body says about the action.
        act: sends it: action, arguments, and whether to wait until it is over.
    """

    def __init__(self, offer: ActionOffer, act: Callable[[str, dict[str, Scalar], bool], Scalar]) -> None:
        self._offer = offer
        self._act = act
        self.__name__ = offer.name
        self.__doc__ = offer.summary

    def __call__(self, *values: Any, wait: bool = True, **named: Any) -> Scalar:
        """Acts.

        Args:
            values: the arguments in the order of the offer.
            wait: True returns when the action is over, False when it has begun.
            named: the arguments by their names.

        Returns:
            The robot's answer; None where it has none.

        Raises:
            ArgumentError: an argument is missing, unknown, or no number, text or switch.
            RefusedError: the robot will not or cannot do it.
        """
        return self._act(self._offer.name, bind(self._offer, values, named), bool(wait))

    def __repr__(self) -> str:
        return f"<robot.{_usage(self._offer)}: {self._offer.summary}>"


def bind(offer: ActionOffer, values: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Scalar]:
    """Maps what a recipe wrote in the brackets to the argument names of the offer.

    Raises:
        ArgumentError: it does not fit.
    """
    known = {argument.name: argument for argument in offer.arguments}
    if len(values) > len(known):
        raise ArgumentError(f"{offer.name}() takes {things(len(known))}, not {len(values)}.", _write(offer))
    arguments = dict(zip(known, values, strict=False))
    for name, value in named.items():
        if name not in known:
            raise ArgumentError(f'{offer.name}() has no argument "{name}".', did_you_mean(name, [*known, "wait"]))
        if name in arguments:
            raise ArgumentError(f'{offer.name}() was given "{name}" twice.', _write(offer))
        arguments[name] = value
    for name, argument in known.items():
        if argument.required and name not in arguments:
            raise ArgumentError(f'{offer.name}() needs "{name}".', _write(offer))
    return {name: _scalar(offer, known[name], value) for name, value in arguments.items()}


def _scalar(offer: ActionOffer, argument: ArgumentOffer, value: Any) -> Scalar:
    """The value, where it can travel; the robot itself says what is out of range."""
    place = f'for "{argument.name}"'
    if value is None and argument.required:
        raise ArgumentError(
            f"{offer.name}() got nothing (None) {place}.",
            "Where it comes from a picture, the model may not know it: ask first whether it is None.",
        )
    if isinstance(value, bool | str | None):
        return value
    if not isinstance(value, int | float):
        raise ArgumentError(
            f"{offer.name}() cannot use {value!r:.40} {place}.", f"It takes {_KINDS.get(argument.unit, 'a number')}."
        )
    if not abs(value) <= LARGEST_WHOLE_NUMBER:
        raise ArgumentError(f"{offer.name}() cannot use {value!r:.40} {place}.", "Take a smaller number.")
    return value


def things(number: int) -> str:
    """How many things stand in brackets, in words as far as they go."""
    return ("nothing in its brackets", "one thing", "two things")[number] if number < 3 else f"{number} things"


def _usage(offer: ActionOffer) -> str:
    names = [item.name if item.required else f"{item.name}={item.default!r}" for item in offer.arguments]
    return f"{offer.name}({', '.join(names)})"


def _write(offer: ActionOffer) -> str:
    return f"Write it like this: robot.{_usage(offer)}"
