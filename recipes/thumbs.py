"""Thumbs. Level 2. You need: an arm, a light, a camera. You learn: that a program can remember something, and count."""

from tjbot import robot

likes = 0


@robot.when_sees("thumbs up")
def liked():
    global likes
    likes = likes + 1
    print("Likes:", likes)
    robot.shine("green")
    robot.raise_arm()


@robot.when_sees("thumbs down")
def disliked():
    global likes
    likes = likes - 1
    print("Likes:", likes)
    robot.shine("red")
    robot.lower_arm()
