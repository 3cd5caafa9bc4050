"""My waving robot. Level 1. You need: an arm, a light, a voice, a camera. You learn: events."""

from tjbot import robot


@robot.when_sees("open hand")
def greet():
    robot.shine("green")
    # A line is missing here: the robot shall wave.
    robot.say("Hello!")
