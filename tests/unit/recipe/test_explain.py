import pytest

from tjbot.errors import RefusedError
from tjbot.recipe.explain import explain


def explained(source: str, **names) -> str:
    try:
        exec(compile(source, "/x/greet.py", "exec"), dict(names))
    except BaseException as error:
        return explain(error, "greet.py", "/x/greet.py", source)
    raise AssertionError("it raised nothing")


def refuse():
    raise RefusedError("The arm is not plugged in.", "Look at pin 12.")


SENTENCES = [
    ("prnt(1)", 'Python does not know "prnt". Did you mean "print"?'),
    ("color = 1\ncolour", 'in line 2:\n    colour\nPython does not know "colour". Did you mean "color"?'),
    ("def f():\n    angle = 1\n    print(angel)\nf()", "in line 3:\n    print(angel)\n"),
    ("def f():\n    x = x + 1\nx = 1\nf()", '"x" has no value yet in this function.'),
    ("'a'.uper()", 'A text has no "uper". Did you mean "upper"?'),
    ("None.wave()", 'has no "wave".'),
    ("import tensorflow_of_nobody", 'This robot does not have "tensorflow_of_nobody". A recipe can use what'),
    ("import rnadom", 'This robot does not have "rnadom". Did you mean "random"?'),
    ("from math import pie", 'math has no "pie". Did you mean "pi"?'),
    ("1 / 0", "Nothing can be divided by zero."),
    ("raise OSError(28, 'No space left on device')", "There is no room left for this file. Write less."),
    ("raise OSError(27, 'File too large', 'a.txt')", "The file gets too large. A file of a recipe may have 64 MB."),
    ("raise OSError(30, 'Read-only file system', '/etc/a')", "'/etc/a' cannot be written. Give the file a name"),
    ("raise OSError(101, 'Network is unreachable')", "No network can be reached from here."),
    ("[1][3]", "The list is shorter than that."),
    ("{}['a']", "The dictionary has no entry 'a'."),
    ("'a' + 1", "A text and a whole number cannot be added. A number becomes a text with str(…)."),
    ("place = None\nplace * 8", "Here is nothing (None) where a value should be. Where it comes from a picture,"),
    ("place = None\nplace > 3", "Here is nothing (None) where a value should be."),
    ("class Robot:\n    def sleep(self, seconds): pass\nRobot().sleep(0,5)", "robot.sleep() takes one thing, not 2."),
    ("class Robot:\n    def sleep(self, seconds): pass\nRobot().sleep()", "robot.sleep() needs more in its brackets"),
    ("x = random.random()", "Put this line at the top: import random"),
    ("x = true", 'Python does not know "true". Write: True'),
    ("red = 'red'\nred()", "Only functions can be called with brackets"),
    ("len(3)", "A whole number has no length."),
    ("int('x')", "'x' is no whole number."),
    ("def f(): f()\nf()", "calls itself again and again"),
    ("raise MemoryError", "more memory than it may have"),
    ("refuse()", "in line 1:\n    refuse()\nThe arm is not plugged in.\nLook at pin 12."),
    ("eval('1 +')", "Python says: SyntaxError"),
]


@pytest.mark.parametrize(("source", "sentence"), SENTENCES)
def test_errors_in_plain_words(source, sentence):
    text = explained(source, refuse=refuse)
    assert sentence in text
    assert text.startswith("greet.py has a problem in line ")
    assert "Traceback" not in text
    assert "test_explain" not in text


def test_an_error_that_cannot_be_shown():
    text = explained("class E(Exception):\n    def __str__(self): raise ValueError\nraise E")
    assert "(it cannot be shown)" in text


def test_an_error_without_a_place_in_the_recipe():
    assert (
        explain(ValueError("x"), "greet.py", "/x/greet.py", "") == "greet.py has a problem.\nPython says: ValueError: x"
    )
