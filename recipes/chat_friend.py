"""Chat friend. Level 3. You need: an arm, a voice. You learn: a program that seems to understand."""

import random

from tjbot import robot

answers = {
    "hello": ["Hello! Nice to see you.", "Hi there!"],
    "name": ["I am T J Bot. I am made of cardboard."],
    "how are you": ["Fine. My arm is a little stiff."],
    "like": ["I like it when you wave at me.", "I like cardboard best."],
    "why": ["Because you programmed me like that."],
}
otherwise = ["Tell me more.", "Really?", "And then?"]

friend = robot.recall("friend", "") or input("What is your name? ")
robot.remember("friend", friend)
robot.say(f"Hello, {friend}!")
while (said := input("You: ").lower()) != "bye":
    fitting = [text for word in answers if word in said for text in answers[word]]
    robot.say(random.choice(fitting or otherwise))
robot.wave()
robot.say(f"Bye, {friend}!")
