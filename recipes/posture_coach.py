"""Posture coach. Level 3. You need: a light, a voice, a camera. You learn: to forgive what is soon over."""

from tjbot import robot

# Switch on "Poses" in the page, and put the camera where it sees your shoulders.
bad = "slouching"


@robot.when_sees(bad)
def remind():
    robot.shine("orange")
    # Everybody may bend down for a moment.
    robot.sleep(3)
    if robot.sees(bad):
        robot.shine("red")
        robot.say("Sit up, please!")


@robot.when_stops_seeing(bad)
def praise():
    robot.shine("green")
