"""Mein winkender Roboter. Level 1. You need: an arm, a light, a voice, a camera. You learn: events."""

from tjbot import robot


@robot.when_sees("open hand")
def greet():
    robot.shine("green")
    # Hier fehlt eine Zeile: Der Roboter soll winken.
    robot.say("Hallo!")
