"""Read aloud. Level 1. You need: a voice. You learn: to ask with input(), and to do it again."""

from tjbot import robot

text = input("What shall I say? ")
while text:
    robot.say(text)
    text = input("And now? Nothing ends it: ")
robot.play("chime")
