"""Finger piano. Level 2. You need: a light, a voice, a camera. You learn: a dictionary, which finds things by name."""

from tjbot import robot

notes = {
    "one finger": ("do", "red"),
    "two fingers": ("re", "orange"),
    "three fingers": ("mi", "yellow"),
    "four fingers": ("fa", "green"),
    "five fingers": ("so", "blue"),
}


@robot.when_sees("one finger")
@robot.when_sees("two fingers")
@robot.when_sees("three fingers")
@robot.when_sees("four fingers")
@robot.when_sees("five fingers")
def play(seen):
    note, color = notes[seen.label]
    robot.shine(color)
    robot.play(note, now=True)
