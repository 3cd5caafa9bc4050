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


# With "Poses" in the page your whole body must be still, else your open hand.
@robot.while_sees("somebody")
@robot.while_sees("open hand")
def watch(player):
    # player.speed is how many widths of the picture a second they move.
    if light == "red" and player.speed > 0.3:
        robot.say("I saw you move!")
