"""Conductor. Level 3. You need: an arm, a light, a voice, a camera. You learn: numbers become places in a list."""

from tjbot import robot

scale = ["do", "re", "mi", "fa", "so", "la", "ti", "high do"]


@robot.while_sees("point")
def conduct(hand):
    # The higher you point, the higher the note: pointer_y goes from 0 to 1, the places in the list from 0 to 7.
    place = min(int(hand.pointer_y * 8), 7)
    robot.point(hand.pointer_y * 140, wait=False)
    robot.play(scale[place])


@robot.when_sees("open hand")
def louder():
    robot.shine("yellow")


@robot.when_sees("fist")
def end_of_the_piece():
    robot.off()
    robot.lower_arm()
