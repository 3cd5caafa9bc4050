"""Follow my hand. Level 2. You need: an arm, a camera. You learn: numbers that change all the time."""

from tjbot import robot


@robot.while_sees("open hand")
def follow(hand):
    # hand.y is 0 at the bottom of the picture and 1 at the top; 140 degrees is far up.
    robot.point(hand.y * 140, wait=False)


@robot.when_stops_seeing("open hand")
def rest():
    robot.lower_arm()
