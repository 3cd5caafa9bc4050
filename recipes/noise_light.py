"""Noise light. Level 1. You need: a light, an arm, a microphone. You learn: one sense, three events."""

from tjbot import robot


@robot.when_hears("quiet")
def calm():
    robot.shine("green")


@robot.when_hears("loud")
def too_loud():
    robot.shine("red")


@robot.when_hears("whistle")
def come():
    robot.wave()
