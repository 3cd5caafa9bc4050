"""What a recipe's text tells of it."""

import pytest

from tjbot.daemon.recipe_cards import MOST_WORDS, card_of, edition_of, with_title

TEXT = '''"""Wave back. Level 1. You need: an arm, a light, a camera. You learn: events."""

from tjbot import robot

@robot.when_sees("open hand")
def greet():
    robot.shine("green")
    robot.wave(times=2)
    robot.shine("green")
    if robot.sees("fist"):
        robot.off()
'''


def test_the_docstring_tells_title_level_needs_and_lesson() -> None:
    card = card_of("a.py", TEXT, mine=False)
    assert (card.title, card.level, card.needs, card.learn) == ("Wave back", 1, "an arm, a light, a camera", "events")


@pytest.mark.parametrize(
    ("docstring", "title", "level", "needs"),
    [
        ("Hello. You need: an arm.", "Hello", 0, "an arm"),
        ("Hello!\n\nLevel 3. You need:\n  an arm.", "Hello!", 3, "an arm"),
        ("Who is there? Level 2. You need: ears.", "Who is there?", 2, "ears"),
        ("Guess! You need: ears.", "Guess!", 0, "ears"),
        ("Level 2. You need: ears.", "Level 2", 2, "ears"),
        ("Level 0. Level 12.", "Level 0", 0, ""),
        ("", "A", 0, ""),
    ],
)
def test_each_part_of_it_may_be_missing(docstring: str, title: str, level: int, needs: str) -> None:
    card = card_of("a.py", f'"""{docstring}"""', mine=False)
    assert (card.title, card.level, card.needs) == (title, level, needs)


def test_the_words_of_the_robot_come_in_order_and_once() -> None:
    words = [(each.word, each.value) for each in card_of("a.py", TEXT, mine=False).words]
    assert words == [
        ("when_sees", "open hand"),
        ("shine", "green"),
        ("wave", "2"),
        ("sees", "fist"),
        ("off", ""),
    ]


def test_the_robot_may_have_another_name_and_words_without_brackets_count() -> None:
    text = "from tjbot import robot as pip\n@pip.at_start\ndef go():\n    pip.shine(color)\n    other.wave()\n"
    words = [(each.word, each.value) for each in card_of("a.py", text, mine=False).words]
    assert words == [("at_start", ""), ("shine", "")]


def test_a_recipe_with_endless_words_has_a_short_card() -> None:
    text = "\n".join(f'robot.say("{"x" * 500}{number}")' for number in range(1000)) + "\n"
    text += "\n".join(f"robot.word{number}()" for number in range(1000))
    card = card_of("a.py", text, mine=False)
    assert len(card.words) == MOST_WORDS
    assert max(len(each.value) for each in card.words) == 40


@pytest.mark.parametrize(
    ("source", "title", "result"),
    [
        ('"""Old. You need: an arm."""\n', "New", '"""New. You need: an arm."""\n'),
        ('# Old\n"""Old.\n\nMore.\n"""\n', "New 🤖", '# Old\n"""New 🤖.\n\nMore.\n"""\n'),
        ("wave()\n", "New", '"""New."""\n\nwave()\n'),
        ("", "New", '"""New."""\n\n'),
        ("def (", "New", "def ("),
        ('"""Old."""', 'A "quoted".\\ name', '"""A quoted name."""'),
        ("'Old.'", "Don't", "'Old.'"),
        ('"""Old."""', "...", '"""Old."""'),
    ],
)
def test_a_title_is_changed_in_the_docstring_alone(source: str, title: str, result: str) -> None:
    assert with_title(source, title) == result


def test_each_text_has_an_edition_of_its_own() -> None:
    assert edition_of("a") != edition_of("b")
    assert edition_of("a") == card_of("a.py", "a", mine=True).edition
