"""What is found in a recipe before it runs: where, how bad, in which words, and what to write instead."""

from pathlib import Path

import pytest

from tjbot.cli import gallery
from tjbot.protocol.page_model import PageModel
from tjbot.protocol.values import Sense
from tjbot.recipe.api import Robot
from tjbot.recipe.check import MOST_FAULTS, Fault, Vocabulary, find_faults
from tjbot.recipe.words import QUICK, WORDS
from tjbot.robot.part import offer_of
from tjbot.robot.parts import all_parts

IMPORT = "from tjbot import robot\n"
OFFERS: dict[Sense, list[str]] = {"see": ["open hand", "fist"], "hear": ["clap"]}
KNOWN = Vocabulary([offer_of(part, []) for part in all_parts()], OFFERS)


def faults(source: str, file: str = "mine.py") -> list[Fault]:
    return find_faults(source, KNOWN, file)


def repaired(source: str) -> str:
    """The recipe after its faults were replaced, as the page does it."""
    lines = source.split("\n")
    for fault in reversed(faults(source)):
        if fault.replacement is not None:
            assert fault.line == fault.end_line
            units = lines[fault.line - 1].encode("utf-16-le")
            start, end = units[: 2 * fault.column], units[2 * fault.end_column :]
            lines[fault.line - 1] = start.decode("utf-16-le") + fault.replacement + end.decode("utf-16-le")
    return "\n".join(lines)


REPAIRED = [
    ("robot.wvae()", "robot.wave()"),
    ("Robot.wave()", "robot.wave()"),
    ("ROBOT.wave()", "robot.wave()"),
    ("robot.wave", "robot.wave()"),
    ("print('😀'); robot.Wave()", "print('😀'); robot.wave()"),
    ("pritn('hi')", "print('hi')"),
    ("robot.say(„Hallo“)", 'robot.say("Hallo")'),
    ('robot.say(„Hallo")', 'robot.say("Hallo")'),
    ("robot.say(‚Hallo‘)", "robot.say('Hallo')"),
    ("robot.say(“it’s me”)", 'robot.say("it’s me")'),
    ("robot.say(»Hallo«)", 'robot.say("Hallo")'),
    ("x = 5 – 3\nprint(x)", "x = 5 - 3\nprint(x)"),
    ("if robot.sees('fist') = True:\n    robot.wave()", "if robot.sees('fist') == True:\n    robot.wave()"),
    ("x = 1\nif x = 1:\n    robot.wave()", "x = 1\nif x == 1:\n    robot.wave()"),
    ("x = 1\nx == 2\nprint(x)", "x = 1\nx = 2\nprint(x)"),
    ("if robot.sees('fist')\n    robot.wave()", "if robot.sees('fist'):\n    robot.wave()"),
    ("robot.wave())", "robot.wave()"),
    (
        "@robot.when_sees('fsit')\ndef f():\n    robot.wave()",
        '@robot.when_sees("fist")\ndef f():\n    robot.wave()',
    ),
    (
        "@robot.when_sees('clap')\ndef f():\n    robot.wave()",
        "@robot.when_hears('clap')\ndef f():\n    robot.wave()",
    ),
    ("if robot.is_pressed('fist'):\n    robot.wave()", "if robot.sees('fist'):\n    robot.wave()"),
    ('robot.say("Hallo”)', 'robot.say("Hallo")'),
    ("robot.say(''Hallo'')", 'robot.say("Hallo")'),
    (
        "robot.say('Hallo');\nfor finger in range(3);\n    robot.wave()",
        "robot.say('Hallo');\nfor finger in range(3):\n    robot.wave()",
    ),
    ("If robot.sees('fist'):\n    robot.wave()", "if robot.sees('fist'):\n    robot.wave()"),
    ("x = 1\nif x == 1 AND x < 2:\n    robot.wave()", "x = 1\nif x == 1 and x < 2:\n    robot.wave()"),
    ("x = 1\nif x == 1 oder x == 2:\n    robot.wave()", "x = 1\nif x == 1 or x == 2:\n    robot.wave()"),
    (
        "x = 1\nif x == 1:\n    robot.wave()\nelse if x == 2:\n    robot.off()",
        "x = 1\nif x == 1:\n    robot.wave()\nelif x == 2:\n    robot.off()",
    ),
    ("x = true\nprint(x)", "x = True\nprint(x)"),
    ("robot wave()", "robot.wave()"),
    ("@robot,when_sees('fist')\ndef f():\n    robot.wave()", "@robot.when_sees('fist')\ndef f():\n    robot.wave()"),
    ("robot.raise arm()", "robot.raise_arm()"),
    ("robot.raise-arm()", "robot.raise_arm()"),
    (
        "@robot.when-stops-seeing('fist')\ndef f():\n    robot.wave()",
        "@robot.when_stops_seeing('fist')\ndef f():\n    robot.wave()",
    ),
    ("wave()", "robot.wave()"),
    ("robot.wait_for(fist)", 'robot.wait_for("fist")'),
    ("robot.say['Hello']", "robot.say('Hello')"),
    ("robot.say 'Hello'", "robot.say('Hello')"),
    ("@robot.when_sees('fist'):\ndef f():\n    robot.wave()", "@robot.when_sees('fist')\ndef f():\n    robot.wave()"),
    (
        "@robot.when_sees('fist')\nrobot.when_sees('open hand')\ndef f():\n    robot.wave()",
        "@robot.when_sees('fist')\n@robot.when_sees('open hand')\ndef f():\n    robot.wave()",
    ),
    ("robot.when_sees('fist')\ndef f():\n    robot.wave()", "@robot.when_sees('fist')\ndef f():\n    robot.wave()"),
    ("robot.at_start\ndef f():\n    robot.wave()", "@robot.at_start\ndef f():\n    robot.wave()"),
    ("@robot.when_sees('fist')\nf():\n    robot.wave()", "@robot.when_sees('fist')\ndef f():\n    robot.wave()"),
    ("function f():\n    robot.wave()\nf()", "def f():\n    robot.wave()\nf()"),
    ("def my greeting():\n    robot.wave()\nmy_greeting()", "def my_greeting():\n    robot.wave()\nmy_greeting()"),
    ("def f():\n    robot.off()\n\trobot.wave()\nf()", "def f():\n    robot.off()\n    robot.wave()\nf()"),
    ("def f():\n   robot.off()\n    robot.wave()\nf()", "def f():\n    robot.off()\n    robot.wave()\nf()"),
    ("robot.off()\n    robot.wave()", "robot.off()\nrobot.wave()"),
    ("robot.wave().", "robot.wave()"),
    ("x = robot.sees('fist'),\nprint(x)", "x = robot.sees('fist')\nprint(x)"),
    ("x = 0,5\nprint(x)", "x = 0.5\nprint(x)"),
    ("x = 1\nif x > 0,5:\n    robot.wave()", "x = 1\nif x > 0.5:\n    robot.wave()"),
    ("x == [\n    1,\n]\nprint(x)", "x = [\n    1,\n]\nprint(x)"),
    ("\N{NO-BREAK SPACE}robot.wave()", " robot.wave()"),
    ("rob\N{ZERO WIDTH SPACE}ot.wave()", "robot.wave()"),
    ("@robot.at_start()\ndef f():\n    robot.wave()", "@robot.at_start\ndef f():\n    robot.wave()"),
]


@pytest.mark.parametrize(("wrong", "right"), REPAIRED)
def test_what_can_be_repaired_is_repaired(wrong: str, right: str) -> None:
    assert repaired(IMPORT + wrong) == IMPORT + right
    if not right.startswith(" "):
        assert faults(IMPORT + right) == []


SAID = [
    ("robot.jump()", "error", (2, 6), 'The robot has no "jump".'),
    ("robot.point(200)", "error", (2, 0), "point() takes angle from 0 to 180, not 200."),
    ("robot.point(-1)", "error", (2, 0), "not -1."),
    ("robot.wave(tmes=3)", "error", (2, 0), 'wave() has no argument "tmes". Did you mean "times"?'),
    ("robot.shine()", "error", (2, 0), 'shine() needs "color".'),
    ("robot.say(Hello)", "error", (2, 10), 'A text stands in quotation marks: "Hello"'),
    ("if robot.is_pressed:\n    robot.wave()", "warning", (2, 3), "does nothing without brackets"),
    ("robot.sees()", "error", (2, 0), "does not say what"),
    ("while True:\n    robot.sees('fist')", "warning", (2, 0), "round and round without a rest"),
    ("while 1:\n    robot.shine('red', wait=False)", "warning", (2, 0), "Put robot.sleep(0.1) into it"),
    ("def greet():\n    robot.wave()", "warning", (2, 0), "greet is never called."),
    ("x = 3", "warning", (2, 0), "ends at once"),
    ("robot = 4\nrobot.wave()", "warning", (2, 0), 'From here on "robot" is no robot any more.'),
    ("print = 4\nprint(3)", "warning", (2, 0), "does not do what Python's print does"),
    ("def f(): robot.wave()\ndef f(): robot.wave()\nf()", "warning", (3, 0), "There are two functions f"),
    ("robot.when_sees('fist')", "warning", (2, 0), "Write it with @ in front"),
    ("@robot.when_sees\ndef f(): robot.wave()", "error", (2, 1), 'Write: @robot.when_sees("open hand")'),
    ("@robot.when_sees('fist')\ndef f(a, b): robot.wave()", "error", (3, 0), "needs 2 things"),
    ("@robot.when_sees('fist')\nasync def f(): robot.wave()", "error", (3, 0), "Write def alone."),
    ("@robot.when_sees('fist')\nrobot.wave()", "error", (3, 0), "a function must stand"),
    ("@robot.when_sees('clap')\ndef f(): robot.wave()", "warning", (2, 7), "is for another sense"),
    (
        "@robot.when_sees('fist')\ndef f(): robot.off()\nwhile True: robot.wave()",
        "warning",
        (4, 0),
        "the functions below @robot… never run",
    ),
    ("if robot.sees('fist'):\n\trobot.wave()\n        robot.off()", "error", (3, 0), "Tabs and spaces are mixed"),
    ("else:\n    robot.wave()", "error", (2, 0), "else stands here without its beginning."),
    ("class = 5", "error", (2, 0), "a word of Python's own"),
    ("x = random.random()", "error", (2, 4), "Put this line at the top: import random"),
    ("x = [1, 2)", "error", (2, 9), "Here stands ), but the bracket [ before it is still open."),
    ("x = [\n    (1,\n]", "error", (4, 0), "but the bracket ( of line 3 is still open. Either ) is missing"),
    ("if print(str(3):\n    robot.wave()", "error", (2, 8), "The bracket ( is opened and never closed."),
    ("robot.say(Hello my friend)", "error", (2, 10), 'A text stands in quotation marks: "Hello my friend"'),
    ("robot.say('it's me')", "error", (2, 18), "This text ends at its apostrophe."),
    ('robot.say(Hello")', "error", (2, 15), "In this line a quotation mark is missing."),
    ('robot.say("""Hello")', "error", (2, 10), 'Put this at its end: """'),
    ("name = 'Pip'\nrobot.say(f'Hello {name!')", "error", (3, 0), "In this text } is missing."),
    ("name = 'Pip'\nrobot.say(f'Hello {}!')", "error", (3, 0), "Between the curly brackets stands nothing."),
    ("robot.wave[]", "error", (2, 0), "Behind robot.wave stand round brackets."),
    ("robot.point[3, wait=False]", "error", (2, 0), "Behind robot.point stand round brackets."),
    ("robot, say('Hello')", "error", (2, 0), "Between robot and its word stands a dot. Write: robot.say"),
    ("x = input\nprint(x)", "warning", (2, 4), "input does nothing without brackets."),
    ("x = 3\nif robot.listen == 'yes':\n    robot.wave()", "warning", (3, 3), "robot.listen does nothing without"),
    ("def f:\n    robot.wave()", "error", (2, 0), "Write: def f():"),
    ("def f[x]:\n    robot.wave()", "error", (2, 0), "Write: def f(x):"),
    ("def 2f():\n    robot.wave()", "error", (2, 4), "A name begins with a letter."),
    ("def ():\n    robot.wave()", "error", (2, 0), "The function has no name."),
    ("for x range(3):\n    robot.wave()", "error", (2, 0), "the word in is missing"),
    ("for x in range(3) robot.wave()", "error", (2, 17), "Here a colon is missing."),
    ("robot.wave() robot.off()", "error", (2, 13), "Each command has a line of its own"),
    ("high score = 0", "error", (2, 0), "a name is one word. Write: high_score"),
    ("robot.sleep(5s)", "error", (2, 12), '"5s" is neither a number nor a name.'),
    ("robot 😀", "error", (2, 6), "It can stand only in a text"),
    ("x = {'a': 1, how are you: 2}", "error", (2, 15), "In a dictionary every entry has a colon."),
    ("@robot.when_hears('clap')\n# On a clap.\n    robot.wave()", "error", (4, 0), "a function must stand."),
    ("yes no maybe 3", "error", (2, 4), "From here on Python does not understand the line."),
    ("from tjbot import robot()", "error", (2, 0), "Write: from tjbot import robot"),
]


@pytest.mark.parametrize(("source", "severity", "place", "sentence"), SAID)
def test_what_is_wrong_is_said_with_its_place(
    source: str, severity: str, place: tuple[int, int], sentence: str
) -> None:
    found = faults(IMPORT + source)
    assert [
        fault
        for fault in found
        if (fault.severity, fault.line, fault.column) == (severity, *place)
        and sentence in f"{fault.message} {fault.hint}"
    ], found


@pytest.mark.parametrize(
    "source",
    [
        "",
        "'A title.'",
        "print('hello')",
        "while True:\n    robot.wave()",
        "while True:\n    input()",
        "import time\nwhile True:\n    time.sleep(1)",
        "from time import sleep\nwhile True:\n    sleep(1)",
        "def step():\n    robot.sleep(1)\n\ndef walk():\n    step()\n\nwhile True:\n    walk()",
        "@robot.when_hears('clap')\ndef f():\n    robot.wave()",
        "for finger in range(3):\n    print([x for x in range(finger)], lambda y: y)",
        "try:\n    print(1)\nexcept ValueError as error:\n    print(error)",
        "import math\nprint(math.pi, __name__)",
        "n = 0\n\n@robot.when_sees('fist')\ndef count():\n    global n\n    n += 1",
        "while not robot.sees('fist'):\n    robot.sleep(0.1)\nrobot.wave(times=2, wait=False)",
        "robot.say(“it’s me”) if False else None".replace("“", '"').replace("”", '"'),
        "half = (0,5)\nrobot.point(90,2)\nprint(half)",
        "step = robot.wave\nstep()",
        "def wave(robot):\n    robot.wave()\nwave(robot)",
        "true = 1\nprint(true)",
        "robot.point(*[90])\nrobot.wave(**{'times': 2})\nrobot.point(angle=3 * 30)",
    ],
)
def test_what_is_right_is_left_alone(source: str) -> None:
    assert faults(IMPORT + source) == []


@pytest.mark.parametrize("source", ["robot.wave()", "import tjbot\nrobot.wave()", "def f():\n    robot.wave()\nf()"])
def test_the_robot_must_be_imported(source: str) -> None:
    (fault,) = faults(source)
    assert fault.hint == "Begin it with: from tjbot import robot"


@pytest.mark.parametrize(
    "wrong", ["import robot", "from TJBot import robot", "from tjbto import robot", "from tjbot import Robot"]
)
def test_an_import_of_something_else_is_mended(wrong: str) -> None:
    assert repaired(f"{wrong}\nrobot.wave()") == f"{IMPORT}robot.wave()"


def test_the_robot_may_have_another_name() -> None:
    assert faults("from tjbot import robot as pip\npip.wave()") == []
    assert faults("from tjbot import robot as pip\npip.wvae()")[0].replacement == "wave"


@pytest.mark.parametrize(("file", "whose"), [("random.py", "Python's own"), ("tjbot.py", "the robot's own")])
def test_a_file_name_that_hides_something(file: str, whose: str) -> None:
    (fault,) = faults("print(1)", file)
    assert whose in fault.message
    assert faults("print(1)") == []


def test_of_a_robot_that_is_not_known_nothing_is_said() -> None:
    assert find_faults(IMPORT + "robot.jump()\nrobot.wait_for('dragon')\n", Vocabulary()) == []


def test_while_no_camera_is_on_no_label_is_doubted() -> None:
    source = IMPORT + "@robot.when_sees('dragon')\ndef f():\n    robot.wave()\n"
    assert find_faults(source, Vocabulary(KNOWN.parts, {})) == []
    assert find_faults(source, KNOWN) != []


def test_any_word_may_be_spoken_to_ears_but_not_to_a_page() -> None:
    source = IMPORT + "if robot.hears('fist'):\n    robot.wave()\n"
    assert faults(source) == []
    (fault,) = find_faults(source, Vocabulary([part for part in KNOWN.parts if part.sense != "hear"], OFFERS))
    assert fault.replacement == "sees"


def test_a_word_that_has_a_name_is_doubted_once() -> None:
    uses = "@robot.when_sees(bad)\n@robot.when_stops_seeing(bad)\ndef f():\n    robot.sees(bad)\n"
    (fault,) = faults(f"{IMPORT}bad = 'slouching'\n{uses}")
    assert fault.line == 2


HANDS = PageModel(model="hand", title="Hands", labels=["open hand", "fist"])
THINGS = PageModel(model="image", title="Things", labels=["banana", "cup"], on=False)


@pytest.mark.parametrize(
    ("source", "line", "message", "replacement", "model"),
    [
        ("robot.wait_for('bannana')", 2, 'Nobody recognises "bannana" now.', '"banana"', None),
        ("robot.wait_for('banana')", 2, '"banana" is not noticed: "Things" is switched off.', None, "image"),
        ("fruit = 'bannana'\nrobot.wait_for(fruit)", 2, 'Nobody recognises "bannana" now.', '"banana"', None),
        ("robot.wait_for('fits')", 2, 'Nobody recognises "fits" now.', '"fist"', None),
    ],
)
def test_labels_are_judged_by_all_models_of_the_page_while_its_camera_is_off(
    source: str, line: int, message: str, replacement: str | None, model: str | None
) -> None:
    (fault,) = find_faults(IMPORT + source, Vocabulary(KNOWN.parts, {}, [HANDS, THINGS]))
    assert (fault.line, fault.message, fault.replacement, fault.model) == (line, message, replacement, model)


@pytest.mark.parametrize(
    "source",
    [
        "robot.wait_for('fist')",
        "fruit = 'x'\nfruit = 'fist'\nrobot.wait_for(fruit)",
        "for fruit in ['x', 'y']:\n    robot.wait_for(fruit)",
        "fruit = 'x'\ndef go(fruit):\n    robot.wait_for(fruit)\ngo('fist')",
    ],
)
def test_what_will_be_seen_or_only_the_running_recipe_knows_is_not_doubted(source: str) -> None:
    assert find_faults(IMPORT + source, Vocabulary(KNOWN.parts, {}, [HANDS, THINGS])) == []


@pytest.mark.parametrize("file", sorted(gallery().glob("*.py")), ids=lambda file: file.stem)
def test_no_fault_is_found_in_the_gallery(file: Path) -> None:
    assert find_faults(file.read_text("utf-8"), Vocabulary(KNOWN.parts, {}), file.name) == []


@pytest.mark.parametrize(
    "source",
    [
        "".join(f"a{number} + b{number}\n" for number in range(6000)),
        IMPORT + "".join(f"robot.w{number}()\n" for number in range(6000)),
        "".join(f"def f{number}(): f{number + 1}()\n" for number in range(4000)) + "while True: f0()",
        "(" * 90_000,
        "-" * 90_000 + "1",
        "x = " + "1+" * 45_000 + "1\n",
        "\0",
        "\udc80",
        "# -*- coding: latin-9 -*-\nprint(1)",
    ],
)
def test_nothing_that_is_typed_breaks_the_check(source: str) -> None:
    assert len(faults(source)) <= MOST_FAULTS


def test_the_words_of_the_checks_are_those_of_the_robot() -> None:
    assert {word for word in vars(Robot) if not word.startswith("_")} == WORDS
    assert QUICK < WORDS
