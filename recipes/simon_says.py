"""Simon says. Level 3. You need: an arm, a light, a voice, a camera. You learn: to wait, but not for ever."""

import random

from tjbot import robot

signs = ["fist", "open hand", "victory", "thumbs up", "ok"]
points = 0

robot.say("Do what Simon says, and quickly!")
while points < 3:
    sign = random.choice(signs)
    robot.say(f"Simon says: {sign}!")
    if not robot.wait_for(sign, timeout=5):
        robot.shine("red")
        break
    points = points + 1
    robot.blink("green", times=points)

robot.say(f"You have {points} points.")
if points == 3:
    robot.wave(times=2)
