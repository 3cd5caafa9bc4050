"""Posture coach. Level 3. You need: a light, a voice, a camera. You learn: to use what you have taught the robot."""

from tjbot import robot

# Teach the page these two first: some pictures of you as you sit well, and some as you hang over the table.
good = "sitting well"
bad = "hanging over"


@robot.when_sees(good)
def praise():
    robot.shine("green")


@robot.when_sees(bad)
def remind():
    robot.shine("orange")
    # Everybody may bend down for a moment.
    if not robot.wait_for(good, timeout=3):
        robot.shine("red")
        robot.say("Sit up, please!")
