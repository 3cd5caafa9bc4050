"""Joke teller. Level 2. You need: an arm, a voice, a camera. You learn: chance, and pairs in a list."""

import random

from tjbot import robot

jokes = [
    ("Why did the robot go on holiday?", "It had to recharge."),
    ("What is a robot's favourite music?", "Heavy metal."),
    ("Why was the robot angry?", "Somebody pushed its buttons."),
    ("What do you call a frozen robot?", "A chill-bot."),
]


@robot.when_sees("thumbs up")
def tell():
    question, answer = random.choice(jokes)
    robot.say(question)
    robot.sleep(0.5)
    robot.say(answer)
    robot.play("ta-da")
    robot.wave()
