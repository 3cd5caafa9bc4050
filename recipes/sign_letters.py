"""Sign letters. Level 4. You need: a light, a voice, a camera. You learn: to make a word out of letters."""

from tjbot import robot

# These letters of the American finger alphabet are known so far; teach the page more, and write them below.
letters = {"fist": "A", "four fingers": "B", "one finger": "D", "ok": "F", "victory": "V", "call me": "Y"}
word = ""


def add(seen):
    global word
    word = word + letters[seen.label]
    print(word)
    robot.pulse("blue")


for sign in letters:
    robot.when_sees(sign)(add)


@robot.when_sees("thumbs up")
def read():
    global word
    robot.say(word.lower() or "Nothing yet.")
    word = ""
