"""Steer. Level 2. You need: an arm, a light, a camera. You learn: to take hold of something that is not there."""

from tjbot import robot


@robot.while_sees("open hand")
def steer(hand):
    # The arm points as high as your hand is: 0 is the bottom of the picture, 1 is the top.
    robot.point(hand.pointer_y * 140, wait=False)


@robot.when_sees("grab")
def take():
    robot.shine("yellow")


@robot.when_stops_seeing("grab")
def let_go():
    robot.off()
