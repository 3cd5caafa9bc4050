"""Photo booth. Level 2. You need: eyes, a light, a voice, a camera. You learn: to do something again with for."""

from tjbot import robot


@robot.when_sees("victory")
def picture():
    robot.shine("orange")
    for number in [3, 2, 1]:
        robot.say(str(number))
    robot.shine("white")
    name = robot.look()
    robot.play("chime")
    robot.off()
    print("Your picture is called", name)
