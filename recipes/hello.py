"""Hello. Level 1. You need: an arm, a light, a voice. You learn: that a robot does one line after the other."""

from tjbot import robot

robot.shine("orange")
robot.say("Hello! I am T J Bot.")
robot.wave()
robot.shine("green")
robot.say("And who are you?")
