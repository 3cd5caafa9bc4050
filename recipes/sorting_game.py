"""Sorting game. Level 3. You need: an arm, a light, a voice, a camera. You learn: to sort with words of your own."""

from tjbot import robot

# Put words here that your own model has learned from you, or others that the page knows.
left = "banana"
right = "cup"
sorted_things = []


@robot.when_sees(left)
def to_the_left(thing):
    robot.shine("yellow")
    robot.arm_back()
    sorted_things.append(thing.label)


@robot.when_sees(right)
def to_the_right(thing):
    robot.shine("blue")
    robot.point(40)
    sorted_things.append(thing.label)
    print("Sorted so far:", ", ".join(sorted_things))
