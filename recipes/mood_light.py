"""Mood light. Level 2. You need: a light, a voice. You learn: to look for words in a sentence."""

from tjbot import robot

moods = {
    "happy": "yellow",
    "good": "yellow",
    "calm": "green",
    "tired": "purple",
    "sad": "blue",
    "angry": "red",
}

for question in ["How are you?", "And how was school?", "And what is your friend like today?"]:
    # A robot with ears can listen, too: see the recipe Mood ears.
    sentence = input(question + " ").lower()
    found = [mood for mood in moods if mood in sentence]
    if found:
        robot.shine(moods[found[0]])
        robot.say(f"So {found[0]} looks like this.")
    else:
        robot.shine("white")
        print("I know:", ", ".join(moods))
