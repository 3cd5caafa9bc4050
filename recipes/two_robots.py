"""Two robots talking. Level 4. You need: a voice, ears, and a second robot. You learn: a conversation."""

from tjbot import robot

# Start this on both and clap beside one of them. Each robot knows both parts, and answers the word that it hears.


@robot.when_hears("clap")
def begin():
    robot.say("Knock knock!")


@robot.when_hears("knock")
def ask():
    robot.say("Who is there?")


@robot.when_hears("there")
def tell():
    robot.say("A robot.")


@robot.when_hears("robot")
def laugh():
    robot.say("Ha ha!")
