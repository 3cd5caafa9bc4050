"""Mood ears. Level 2. You need: a light, a voice, ears. You learn: to ask, and to listen to the answer."""

from tjbot import robot

moods = {"happy": "yellow", "good": "yellow", "calm": "green", "tired": "purple", "sad": "blue", "angry": "red"}

for question in ["How are you?", "And how was school?", "And what is your friend like today?"]:
    robot.say(question)
    # The ears wait for one of these words, in whatever sentence; they answer "" where none comes.
    mood = str(robot.listen(" ".join(moods), seconds=10))
    if mood:
        robot.shine(moods[mood])
        robot.say(f"So {mood} looks like this.")
    else:
        robot.shine("white")
        print("I know:", ", ".join(moods))
