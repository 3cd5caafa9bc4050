"""My Simon says. Level 3. You need: a light, a voice, a camera. You learn: chance, time and points."""

import random

from tjbot import robot

signs = ["fist", "open hand"]

sign = random.choice(signs)
robot.say(f"Simon says: {sign}!")
if robot.wait_for(sign, timeout=10):
    robot.shine("green")
# What if you are too slow?
