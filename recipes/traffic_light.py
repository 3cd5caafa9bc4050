"""Traffic light. Level 1. You need: a light, a camera. You learn: two events, one for each hand sign."""

from tjbot import robot


@robot.at_start
def be_ready():
    robot.shine("orange")


@robot.when_sees("open hand")
def go():
    robot.shine("green")


@robot.when_sees("fist")
def halt():
    robot.shine("red")
