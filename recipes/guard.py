"""Guard. Level 3. You need: an arm, a light, a voice, a camera. You learn: to switch something on and off."""

from tjbot import robot

on_guard = False


@robot.when_sees("thumbs up")
def begin():
    global on_guard
    on_guard = True
    robot.shine("blue")
    robot.say("I keep watch.")


@robot.when_sees("open hand")
def somebody():
    global on_guard
    if on_guard:
        on_guard = False
        print("Somebody was here! See the picture", robot.look())
        robot.raise_arm()
        robot.shine("red")
        robot.say("Stop! Who is there?")
