"""What runs by itself after the robot's start: what ran when it ended, or the recipe that the settings name."""

import logging

from tjbot.daemon.robot import REAL_BODY, Robot
from tjbot.errors import TJBotError

log = logging.getLogger(__name__)


async def autostart(robot: Robot, file: str) -> None:
    """Goes on with what ran when the robot crashed; else starts the recipe that runs from the beginning. What
    somebody started meanwhile, or what came back by itself, goes before. If it cannot be, the log says why.
    """
    for body in list(robot.bodies):
        unfinished = robot.unfinished.take(body)
        # In a class the real robot waits for whose turn it is.
        chosen = unfinished or (file if body == REAL_BODY and not robot.school.is_open else "")
        try:
            await robot.recipes.warm()
            if chosen and body in robot.bodies and not robot.has_recipe(body):
                await robot.run_recipe(body, chosen)
                if unfinished and body == REAL_BODY:
                    log.warning("The robot ended unexpectedly, and the recipe that ran was begun anew.")
        except TJBotError as error:
            what = "that ran before" if unfinished else "that `autostart` names"
            log.warning("The recipe %s was not started (%s).", what, type(error).__name__)
