"""What a goal may say of the robot: its parts, its actions, and what stands in their brackets."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tjbot.protocol.messages import ArgumentOffer
from tjbot.robot.part import offer_of
from tjbot.robot.parts import all_parts


@dataclass(frozen=True)
class Verbs:
    """The names of all parts, and the arguments of every action by its name."""

    parts: tuple[str, ...]
    arguments: Mapping[str, Mapping[str, ArgumentOffer]]

    def whole(self, action: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments of an action with those that have their default."""
        usual = {name: offer.default for name, offer in self.arguments.get(action, {}).items() if not offer.required}
        return {**usual, **given}


@cache
def verbs() -> Verbs:
    """Those of a robot with every part there is."""
    kinds = all_parts()
    offers = [offer for kind in kinds for offer in offer_of(kind, []).actions]
    arguments = {offer.name: {each.name: each for each in offer.arguments} for offer in offers}
    return Verbs(tuple(kind.name for kind in kinds), arguments)
