"""Clap light. Level 2. You need: a light, ears. You learn: to remember something from one event to the next."""

from tjbot import robot

colors = ["red", "orange", "yellow", "green", "blue"]


@robot.when_hears("clap")
def next_color():
    # The first color goes to the end of the list, so that the next clap brings the next one.
    color = colors.pop(0)
    colors.append(color)
    robot.shine(color)
