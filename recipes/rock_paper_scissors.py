"""Rock, paper, scissors. Level 3. You need: an arm, a light, a voice, a camera. You learn: rules in a dictionary."""

import random

from tjbot import robot

names = {"fist": "rock", "open hand": "paper", "victory": "scissors"}
beats = {"rock": "scissors", "paper": "rock", "scissors": "paper"}


@robot.when_sees("fist")
@robot.when_sees("open hand")
@robot.when_sees("victory")
def play(seen):
    yours, mine = names[seen.label], random.choice(list(beats))
    robot.wave()
    robot.say(f"I have {mine}.")
    if mine == yours:
        robot.shine("yellow")
    elif beats[mine] == yours:
        robot.shine("red")
    else:
        robot.shine("green")
    print("You:", yours, "- I:", mine)
