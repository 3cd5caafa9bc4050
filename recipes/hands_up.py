"""Hands up. Level 2. You need: an arm, a voice, a camera. You learn: to count, and to start again from 0."""

from tjbot import robot

count = 0


@robot.when_sees("open hand")
def one_more():
    global count
    count = count + 1
    print("Hands up so far:", count)
    # Each hand raises the arm a little, up to 140 degrees.
    robot.point(min(count * 20, 140))


@robot.when_sees("fist")
def tell():
    global count
    robot.say(f"{count} hands were up.")
    count = 0
    robot.lower_arm()
