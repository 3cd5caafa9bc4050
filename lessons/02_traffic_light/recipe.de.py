"""Meine Ampel. Level 2. You need: a light, a camera. You learn: if, else, again and again."""

from tjbot import robot

robot.shine("red")

while True:
    if robot.sees("open hand"):
        robot.shine("green")
    # Hier fehlt etwas: Was ist zu tun, wenn keine offene Hand da ist?
    robot.sleep(0.2)
