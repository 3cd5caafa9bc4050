"""Speech to light. Level 2. You need: a light, ears. You learn: one function for many words."""

from tjbot import robot


@robot.when_hears("red")
@robot.when_hears("orange")
@robot.when_hears("yellow")
@robot.when_hears("green")
@robot.when_hears("blue")
@robot.when_hears("purple")
def shine(heard):
    # heard.label is the word that was heard, and every color has its name.
    robot.shine(heard.label)


@robot.when_hears("disco")
def disco():
    robot.rainbow(times=3, seconds=1)


@robot.when_hears("dark")
def dark():
    robot.off()
