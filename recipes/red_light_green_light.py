"""Red light, green light. Level 3. You need: a light, a voice, a camera. You learn: a clock beside the events."""

from tjbot import robot

light = "green"


@robot.at_start
@robot.every(seconds=4)
def change():
    global light
    light = "green" if light == "red" else "red"
    robot.play("beep")
    robot.shine(light)
    # Nobody can stop at once: half a second is allowed.
    robot.sleep(0.5)


@robot.while_sees("open hand")
def watch(hand):
    # hand.speed is how many widths of the picture the hand moves in a second.
    if light == "red" and hand.speed > 0.3:
        robot.blink("red", times=2)
        robot.say("I saw you move!")
        robot.shine("red")
