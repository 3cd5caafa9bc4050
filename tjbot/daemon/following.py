"""How one follows the recipes of a robot: what they do is told, and they go as fast as one can look."""

from typing import TYPE_CHECKING

from tjbot.daemon.clients import Client
from tjbot.daemon.deeds import Deeds
from tjbot.daemon.library import Recipe
from tjbot.daemon.paces import Paces
from tjbot.daemon.recipe_cards import edition_of
from tjbot.daemon.recipes import Run
from tjbot.protocol.values import Pace

if TYPE_CHECKING:
    from tjbot.daemon.robot import Robot


class Following:
    """What `Deeds` and `Paces` know of the recipes of a robot."""

    def __init__(self, robot: "Robot") -> None:
        self._robot = robot
        self.deeds = Deeds(robot)
        self.paces = Paces(robot)

    def join(self, client: Client) -> None:
        """A client has come."""
        self.deeds.join(client)
        self.paces.greet(client)

    def begin(self, run: Run, recipe: Recipe, pace: Pace) -> None:
        """A recipe of the robot has been started."""
        self.deeds.begin(run, edition_of(recipe.source))
        self.paces.begin(run, pace)

    def end(self, run: Run) -> None:
        """It is over, and what it printed was told."""
        self.deeds.end(run, run.ending)
        self.paces.end(run)

    def recipe_of(self, client: Client) -> str:
        """The file name of a recipe that is a client: of one that the robot runs its own, else what it calls itself.

        Raises:
            RefusedError: it was stopped.
        """
        self._robot.turns.check(client.name_here)
        return self.deeds.name_of(client)

    def tell(self, client: Client) -> None:
        """Tells a client that has only just come where the recipe of its body is, if that runs slowly."""
        if (place := self.paces.place(client.body)) is not None:
            client.put(place)
