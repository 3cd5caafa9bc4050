"""Count fingers. Level 2. You need: an arm, a camera. You learn: one function for many events, and places in a list."""

from tjbot import robot

fingers = ["one finger", "two fingers", "three fingers", "four fingers", "five fingers"]


@robot.when_sees("one finger")
@robot.when_sees("two fingers")
@robot.when_sees("three fingers")
@robot.when_sees("four fingers")
@robot.when_sees("five fingers")
def show(seen):
    # Places in a list count from 0, fingers from 1.
    count = fingers.index(seen.label) + 1
    robot.point(count * 25)
