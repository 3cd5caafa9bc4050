"""Mein Simon sagt. Level 3. You need: a light, a voice, a camera. You learn: chance, time and points."""

import random

from tjbot import robot

signs = ["fist", "open hand"]

sign = random.choice(signs)
robot.say(f"Simon sagt: {sign}!")
if robot.wait_for(sign, timeout=10):
    robot.shine("green")
# Und wenn du zu langsam bist?
