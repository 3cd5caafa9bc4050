"""My traffic light. Level 2. You need: a light, a camera. You learn: if, else, again and again."""

from tjbot import robot

robot.shine("red")

while True:
    if robot.sees("open hand"):
        robot.shine("green")
    # Something is missing here: what is to be done where there is no open hand?
    robot.sleep(0.2)
