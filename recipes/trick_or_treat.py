"""Trick or treat. Level 2. You need: an arm, a light, a voice, a camera. You learn: to choose with if and else."""

import random

from tjbot import robot


@robot.at_start
def wait_for_somebody():
    robot.shine("orange")


@robot.when_sees("open hand")
def answer():
    if random.choice(["trick", "treat"]) == "treat":
        robot.shine("green")
        robot.say("Here is a treat for you!")
        robot.raise_arm()
    else:
        robot.shine("purple")
        robot.play("uh-oh")
        robot.say("Boo! That was a trick.")
    robot.lower_arm()
    robot.shine("orange")
