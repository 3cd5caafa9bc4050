"""A lesson's folder: what is in it, and a sentence with file and place for whatever is not as it must be."""

import io
import re
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tjbot.daemon.lessons.card import read_card
from tjbot.daemon.lessons.folders import read_folder, read_zip
from tjbot.daemon.lessons.goals import Goal, Step
from tjbot.daemon.lessons.lesson import MOST_FILE_BYTES, Lesson, lesson_of
from tjbot.daemon.lessons.shelf import Lessons, packed, shipped_lessons
from tjbot.daemon.lessons.text import Paragraph, Points, Program, Span, read_text
from tjbot.errors import LessonError, TJBotError, UnknownNameError
from tjbot.recipe.check import Vocabulary, find_faults
from tjbot.robot.part import offer_of
from tjbot.robot.parts import all_parts

GOAL = '[[goal]]\ntext = "It waved."\nsteps = [{ sees = "open hand" }, { does = "wave", within = 3 }]\n'
HEAD = 'title = "Dance"\nlevel = 1\nminutes = 10\n'
FILES = {
    "lesson.toml": (HEAD + GOAL).encode(),
    "recipe.py": b'"""Dance."""\nfrom tjbot import robot\n',
    "en.md": b"## One\n\nPress **Run**.\n\n> Press it.\n\n## Two\n\nDance.\n",
}


def fault(changed: dict[str, bytes | str | None], id_: str = "04_dance") -> str:
    """The sentence about a lesson of which some files are otherwise, or (None) missing."""
    files = {**FILES, **changed}
    told = {name: text.encode() if isinstance(text, str) else text for name, text in files.items() if text is not None}
    with pytest.raises(LessonError) as error:
        lesson_of(id_, told)
    return str(error.value)


def goal(steps: str, more: str = "") -> dict[str, bytes | str | None]:
    return {"lesson.toml": f'{HEAD}[[goal]]\ntext = "It did."\nsteps = [{steps}]\n{more}\n'}


def test_a_lesson_tells_its_goals_and_its_steps() -> None:
    lesson = lesson_of("04_dance", FILES)
    assert lesson.title("de") == "Dance"
    (found,) = lesson.card.goals
    assert found.goal == Goal((Step("sees", ("open hand",)), Step("does", ("wave",), within=3)))
    assert [step.title for step in lesson.text("de")] == ["One", "Two"]
    assert lesson.text("en")[0].hints == [[Paragraph([Span("Press it.")])]]
    assert lesson.recipe("de") == lesson.recipe("") == FILES["recipe.py"].decode()


def test_every_language_has_its_own_words() -> None:
    texts = {"title": '{ en = "Dance", de = "Tanz" }'}
    card = (HEAD + GOAL).replace('"Dance"', texts["title"]).replace('"It waved."', '{ de = "Er winkte." }')
    more = {
        "lesson.toml": card.encode(),
        "de.md": b"## Eins\nDr\xc3\xbccke.\n## Zwei\nTanze.",
        "recipe.de.py": b"# hier\n",
    }
    lesson = lesson_of("04_dance", {**FILES, **more})
    assert lesson.title("de") == "Tanz"
    assert lesson.title("fr") == "Dance"
    assert lesson.text("de")[1].title == "Zwei"
    assert lesson.text("fr")[1].title == "Two"
    assert lesson.recipe("de") == "# hier\n"
    assert lesson.card.goals[0].text == {"de": "Er winkte."}


def test_goals_that_wait_for_something_else_have_other_keys() -> None:
    other = lesson_of("04_dance", {**FILES, "lesson.toml": FILES["lesson.toml"].replace(b"within = 3", b"within = 4")})
    same = lesson_of("04_dance", {**FILES, "lesson.toml": FILES["lesson.toml"].replace(b"It waved", b"It did")})
    assert lesson_of("04_dance", FILES).keys() == same.keys() != other.keys()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"lesson.toml": None}, "The lesson has no lesson.toml."),
        ({"recipe.py": None}, "The lesson has no recipe.py."),
        ({"en.md": None}, "The lesson has no text. Write it into en.md"),
        ({"picture.png": b"x"}, 'A lesson has no file "picture.png".'),
        ({"recipe.pyc": b"x"}, 'Did you mean "recipe.py"?'),
        ({f"{a}{b}.md": b"## A\nb" for a in "abcde" for b in "abcde"}, "it may have 20"),
        ({"en.md": b"\xff\xfe"}, "en.md is no text in UTF-8."),
        ({"en.md": b"x" * (MOST_FILE_BYTES + 2)}, "en.md is 60002 bytes long"),
        ({"recipe.py": "def f(:\n"}, "recipe.py, line 1: this is no Python yet."),
        ({"recipe.de.py": "a = 1\nif\n"}, "recipe.de.py, line 2: this is no Python yet."),
        ({"recipe.py": "\0"}, "recipe.py"),
        ({"de.md": "## Eins\nnur eins\n"}, "different numbers of steps: de.md has 1, en.md has 2."),
        ({"lesson.toml": 'title = "a'}, "lesson.toml is not right:"),
        ({"lesson.toml": GOAL}, 'lesson.toml needs "title".'),
        ({"lesson.toml": HEAD}, 'lesson.toml needs "goal". Write [[goal]]'),
        ({"lesson.toml": "levle = 1\n" + HEAD + GOAL}, 'has a key "levle" that nobody knows. Did you mean "level"?'),
        ({"lesson.toml": HEAD.replace("10", '"ten"') + GOAL}, 'lesson.toml at "minutes": Expected `int`, got `str`.'),
        ({"lesson.toml": HEAD.replace("10", "0") + GOAL}, 'lesson.toml at "minutes": Expected `int` >= 1.'),
        ({"lesson.toml": HEAD.replace('"Dance"', '""') + GOAL}, 'lesson.toml at "title" is empty.'),
        ({"lesson.toml": HEAD.replace('"Dance"', "{}") + GOAL}, 'lesson.toml at "title" is empty.'),
        ({"lesson.toml": HEAD.replace('"Dance"', '"a\\nb"') + GOAL}, 'at "title" must be one line'),
        ({"lesson.toml": HEAD.replace('"Dance"', '{ english = "a" }') + GOAL}, 'names the language "english".'),
        ({"lesson.toml": HEAD + 'needs = ["leg"]\n' + GOAL}, 'lesson.toml needs "leg", which is no part.'),
        ({"lesson.toml": HEAD + GOAL * 13}, "lesson.toml has 13 goals; it may have 1 to 12."),
        ({"lesson.toml": HEAD + GOAL * 2}, "goal 2 waits for the same as goal 1."),
        ({"lesson.toml": HEAD + "goal = [1]\n"}, "lesson.toml"),
        ({"lesson.toml": HEAD + "[[goal]]\nsteps = []\n"}, 'lesson.toml, goal 1 needs "text".'),
        (goal(""), "goal 1 has 0 steps; it may have 1 to 8."),
        (goal('{ does = "wave" }', "step = 3"), "goal 1 belongs to step 3, but the text has 2 steps."),
        (goal('{ does = "wave" }', "times = 0"), 'lesson.toml, goal 1 at "times": Expected `int` >= 1.'),
        (goal('{ does = "wav" }'), 'goal 1, step 1: the robot has no action "wav". Did you mean "wave"?'),
        (
            goal('{ does = "wave" }, { seees = "fist" }'),
            'step 2 has a key "seees" that nobody knows. Did you mean "sees"?',
        ),
        (goal("{ within = 3 }"), "goal 1, step 1 says nothing that happens. Each step says one of sees,"),
        (goal('{ sees = "fist", does = "wave" }'), 'says several things that happen: "sees" and "does".'),
        (goal('{ sees = "fist", with = { color = "red" } }'), 'goal 1, step 1 has "with" or "except" beside "sees".'),
        (
            goal('{ does = "shine", with = { colour = "red" } }'),
            '"shine" has no argument "colour". Did you mean "color"?',
        ),
        (goal('{ does = "off", with = { color = "red" } }'), '"off" has no argument "color". "off" has nothing'),
        (goal('{ does = "shine", with = { color = "rde" } }'), 'at "with": There is no color "rde".'),
        (goal('{ does = "shine", with = { color = [] } }'), '"color" must be a text, a number, or a list of those.'),
        (goal('{ does = "say", except = { text = { a = 1 } } }'), 'at "except": "text" must be a text'),
        (goal('{ does = "wave", within = 3 }'), 'goal 1, step 1 has "within", and no step comes before it.'),
        (goal("{ runs = 0.5 }"), 'goal 1, step 1 at "runs": Expected `float` >= 1'),
        (goal('{ runs = 10, while_sees = "fist" }'), 'goal 1, step 1 has "while_sees" beside "runs".'),
        (goal('{ does = "wave" }, { finishes = true, within = 3 }'), 'step 2 has "within" beside "finishes".'),
        (goal("{ finishes = false }"), 'has "finishes = false".'),
        (goal("{ sees = [] }"), 'at "sees" has 0 words'),
        (goal('{ does = "wave", while_sees = [] }'), 'at "while_sees" has 0 words'),
        (goal('{ sees = " " }'), 'at "sees" has a word that is empty or too long.'),
        (goal("{ sees = 3 }"), 'goal 1, step 1 at "sees": Expected `str | array | null`, got `int`.'),
        ({"en.md": ""}, "en.md has 0 steps; it may have 1 to 15."),
        ({"en.md": "Hello\n\n## One\nx"}, "en.md, line 1: no step has begun yet"),
        ({"en.md": "# One\nx"}, "en.md, line 1: no step has begun yet, or a heading has not exactly two #."),
        ({"en.md": "## One\nx\n\n### More\ny"}, "en.md, line 4: no step has begun yet, or a heading"),
        ({"en.md": "## \nx"}, "en.md, line 1: a heading has 1 to 80 letters."),
        ({"en.md": f"## {'x' * 81}\nx"}, "en.md, line 1: a heading has 1 to 80 letters."),
        ({"en.md": "## One\n## Two\nx"}, 'en.md: "One" has nothing to read.'),
        ({"en.md": "## One\nx\n" + "\n> hint\n\nx\n" * 7}, 'en.md: "One" has 7 hints; 6 do.'),
        ({"en.md": "## One\n\n```python\nrobot.wave()\n"}, "en.md, line 3: the program that begins here has no end."),
        ({"en.md": "## One\nx\n\n> ```\n> a\n\ny"}, "en.md, line 4: the program that begins here has no end."),
        ({"en.md": "## One\nx\n\n>\n\ny"}, "en.md, line 4: a hint is empty."),
        ({"en.md": "## One\nx\n\n> a\n> > b\n"}, "en.md, line 5: a hint holds a hint or a heading."),
        ({"en.md": "## One\n- a\n\n  ```\n  b\n  ```\n"}, "en.md, line 4: a list holds a program"),
        ({"en.md": "".join(f"## {number}\nx\n" for number in range(16))}, "en.md has 16 steps; it may have 1 to 15."),
    ],
)
def test_every_mistake_is_a_sentence_that_says_where(changed: dict[str, bytes | str | None], told: str) -> None:
    assert told in fault(changed)


@pytest.mark.parametrize("id_", ["", "Dance", "../x", "a b", ".x", "x" * 41, "a/b"])
def test_a_folder_has_a_plain_name(id_: str) -> None:
    assert "A lesson cannot be called" in fault({}, id_)


def test_markdown_is_text_and_a_few_looks_and_nothing_else() -> None:
    odd = "<script>alert(1)</script> [a](http://b) ![c](d)"
    text = f"## A <b>\n{odd}\n**e** *f* `g`\n\n1. h\n2. i\n\n- j\n  - k\n\n```\nl\n```\n"
    (step,) = read_text(text, "en.md")
    assert step.title == "A <b>"
    assert step.blocks == [
        Paragraph(
            [
                Span("<script>alert(1)</script> [a](http://b) ![c](d) "),
                *(Span("e", "bold"), Span(" "), Span("f", "slanted"), Span(" "), Span("g", "code")),
            ]
        ),
        Points([[Span("h")], [Span("i")]], numbered=True),
        Points([[Span("j")], [Span("k")]], numbered=False),
        Program("l"),
    ]


@given(some.text(some.sampled_from("#>*_`-1. \n\\<a![]("), max_size=60))
def test_whatever_stands_in_a_text_it_is_read_or_told_in_a_sentence(text: str) -> None:
    found: list[object] = []
    with suppress(LessonError):
        found = [step.title and step.blocks for step in read_text("## A\n" + text, "en.md")]
    assert all(found)


@given(
    some.text(max_size=80) | some.sampled_from([GOAL, HEAD, HEAD + GOAL]).map(lambda text: text[: len(text) * 2 // 3])
)
def test_whatever_stands_in_a_card_it_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(LessonError, match=r"lesson\.toml"):
        read_card(text)


def zipped(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return sink.getvalue()


@pytest.mark.parametrize("prefix", ["", "04_dance/"])
def test_a_zip_holds_the_files_or_their_folder(tmp_path: Path, prefix: str) -> None:
    path = tmp_path / "a.zip"
    extra = {f"__MACOSX/{prefix}._en.md": b"", f"{prefix}.DS_Store": b""}
    path.write_bytes(zipped({**{prefix + name: data for name, data in FILES.items()}, **extra}))
    assert read_zip(path) == FILES


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"en.md": b""}, "no lesson.toml"),
        ({"a/lesson.toml": b"", "b/lesson.toml": b""}, "several lesson.toml"),
        ({"a/b/lesson.toml": b""}, "no"),
        ({"lesson.toml": b"", "../recipe.py": b""}, '"../recipe.py", which no lesson has'),
        ({"lesson.toml": b"", "x/recipe.py": b""}, '"x/recipe.py", which no lesson has'),
        ({"lesson.toml": b"", "evil.sh": b""}, '"evil.sh", which no lesson has'),
        ({"lesson.toml": b"x" * (MOST_FILE_BYTES + 1)}, "lesson.toml is 60001 bytes long"),
        ({"lesson.toml": b"", **{f"{number}/": b"" for number in range(300)}}, "The zip holds 301 files"),
    ],
)
def test_a_zip_that_is_no_lesson_is_told(tmp_path: Path, files: dict[str, bytes], told: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(files))
    with pytest.raises(LessonError, match=told):
        read_zip(path)


def test_what_is_no_zip_a_link_in_one_and_a_folder_that_is_none_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"no zip")
    with pytest.raises(LessonError, match="This is no zip"):
        read_zip(path)
    with zipfile.ZipFile(path, "w") as made:
        link = zipfile.ZipInfo("lesson.toml")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    with pytest.raises(LessonError, match="no file but a link"):
        read_zip(path)
    # zipfile ends names at a zero byte.
    path.write_bytes(zipped({"lesson.toml": b"", "Q": b""}).replace(b"Q", b"\0"))
    with pytest.raises(LessonError, match='"", which no lesson has'):
        read_zip(path)
    with pytest.raises(LessonError, match="is no folder of a lesson"):
        read_folder(path)
    lay(tmp_path / "linked")
    (tmp_path / "linked" / "de.md").symlink_to("/etc/passwd")
    with pytest.raises(LessonError, match=r"de\.md is no file"):
        read_folder(tmp_path / "linked")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def lay(folder: Path, changed: dict[str, bytes] | None = None) -> None:
    """Writes a lesson's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in {**FILES, **(changed or {})}.items():
        (folder / name).write_bytes(data)


@pytest.fixture
def lessons(tmp_path: Path) -> Lessons:
    lay(tmp_path / "shipped" / "01_wave")
    return Lessons(tmp_path / "home", tmp_path / "shipped")


def save(lessons: Lessons, id_: str, files: dict[str, bytes]) -> Lesson:
    with lessons.arriving() as arriving:
        arriving.write(zipped(files))
        arriving.flush()
        return lessons.save(id_, Path(arriving.name))


def test_an_own_lesson_is_kept_wins_and_goes(lessons: Lessons, tmp_path: Path) -> None:
    own = {**FILES, "lesson.toml": FILES["lesson.toml"].replace(b"Dance", b"Mine")}
    assert save(lessons, "01_wave", own).title("en") == "Mine"
    assert save(lessons, "04_dance", FILES).title("en") == "Dance"
    again = Lessons(tmp_path / "home", tmp_path / "shipped")
    assert [(each.id, each.own) for each in again.all()] == [("01_wave", True), ("04_dance", True)]
    assert again.find("01_wave").title("en") == "Mine"
    save(again, "01_wave", {**own, "de.md": b"## A\nb\n## C\nd"})
    assert set(again.find("01_wave").texts) == {"en", "de"}
    again.remove("01_wave")
    again.remove("04_dance")
    assert [(each.id, each.own) for each in again.all()] == [("01_wave", False)]
    assert names(tmp_path / "home" / "lessons") == []
    for unknown in ("01_wave", "..", ""):
        with pytest.raises(UnknownNameError):
            again.remove(unknown)


def test_a_bad_one_is_not_kept_and_the_one_before_stays(lessons: Lessons, tmp_path: Path) -> None:
    save(lessons, "04_dance", FILES)
    with pytest.raises(LessonError):
        save(lessons, "04_dance", {**FILES, "en.md": b""})
    with pytest.raises(LessonError):
        save(lessons, "../04", FILES)
    assert len(lessons.find("04_dance").text("en")) == 2
    assert names(tmp_path / "home" / "lessons") == ["04_dance"]


def test_what_a_teacher_writes_into_the_folder_is_seen_at_once_with_its_mistakes(
    lessons: Lessons, tmp_path: Path
) -> None:
    folder = tmp_path / "home" / "lessons" / "05_own"
    lay(folder)
    assert lessons.find("05_own").title("en") == "Dance"
    (folder / "en.md").write_text("nothing")
    (shelved,) = [each for each in lessons.all() if each.own]
    assert shelved.lesson is None
    assert "en.md, line 1" in str(shelved.fault)
    with pytest.raises(LessonError, match="line 1"):
        lessons.find("05_own")
    lay(folder)
    assert lessons.find("05_own").title("en") == "Dance"


def test_a_save_that_a_power_cut_ended_is_undone(lessons: Lessons, tmp_path: Path) -> None:
    own = tmp_path / "home" / "lessons"
    lay(own / ".old-04_dance")
    lay(own / ".new-abc")
    lay(own / "05_own")
    lay(own / ".old-05_own")
    (own / ".arriving-x.zip").write_bytes(b"half")
    again = Lessons(tmp_path / "home", tmp_path / "shipped")
    assert names(own) == ["04_dance", "05_own"]
    assert again.find("04_dance").title("en") == "Dance"


def test_a_lesson_is_packed_so_that_it_can_be_brought_again(lessons: Lessons) -> None:
    with lessons.arriving() as arriving:
        arriving.write(packed(lessons.find("01_wave")))
        arriving.flush()
        assert lessons.save("06_copy", Path(arriving.name)).files == FILES


SHIPPED = sorted(path.name for path in shipped_lessons().iterdir())


@pytest.mark.parametrize("id_", SHIPPED)
def test_what_ships_is_right_in_english_and_german_and_its_recipe_without_a_fault(id_: str) -> None:
    lesson = Lessons(Path("/nowhere"), shipped_lessons()).find(id_)
    assert set(lesson.texts) == {"en", "de"}
    assert {"", "de"} == set(lesson.recipes)
    hints = [[len(step.hints) for step in text] for text in lesson.texts.values()]
    assert hints[0] == hints[1]
    for text in (lesson.card.title, lesson.card.learn, *(each.text for each in lesson.card.goals)):
        assert set(text) == {"en", "de"}
    vocabulary = Vocabulary([offer_of(part, []) for part in all_parts()])
    for recipe in lesson.recipes.values():
        assert find_faults(recipe, vocabulary) == []
        assert "missing" in recipe or "fehlt" in recipe or "if you" in recipe or "wenn du" in recipe


def test_three_lessons_ship() -> None:
    assert len(SHIPPED) == 3
    assert all(isinstance(lesson_of(id_, read_folder(shipped_lessons() / id_)), Lesson) for id_ in SHIPPED)
    assert issubclass(LessonError, TJBotError)


def test_what_the_manual_shows_is_right() -> None:
    manual = (Path(__file__).parents[4] / "docs" / "lessons.md").read_text("utf-8")
    card, examples, *_ = re.findall(r"```toml\n(.*?)```", manual, re.DOTALL)
    assert read_card(card).goals[0].step == 2
    goals = re.split(r"^# .*$", examples, flags=re.MULTILINE)[1:]
    assert len([read_card(f'{HEAD}[[goal]]\ntext = "a"\n{each}') for each in goals]) == 4
