import pytest

from tjbot.errors import RecipeError
from tjbot.recipe.read import MAXIMUM_RECIPE_BYTES, load

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def test_a_recipe_is_compiled_and_not_run(tmp_path):
    path = tmp_path / "boom.py"
    path.write_bytes(b"\xef\xbb\xbfx = 1\r\nraise SystemExit\r\n")
    recipe = load(path)
    assert recipe.source == "x = 1\nraise SystemExit\n"
    assert recipe.code.co_filename == str(path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "x.py is empty."),
        (b" \n\n\t", "x.py is empty."),
        (PNG, "x.py is not text: is it a picture or a program?"),
        (b"print(1)\0", "is not text"),
        (b"print(1)\nprint('gr\xfcn')\n", "is not text that can be read (line 2). Save it as UTF-8"),
        (b"# " + b"a" * MAXIMUM_RECIPE_BYTES, "x.py is too long for a recipe."),
        (b"(" * 3000 + b")" * 3000, "x.py"),
        (b"Dear robot, please wave!\n", "x.py is not yet Python in line 1:\n    Dear robot, please wave!"),
        (b"if True:\nprint(1)\n", "The line must stand four spaces further to the right"),
        (b"if True:\n    x = 1\n\tx = 2\n", "Tabs and spaces are mixed"),
        (b"  x = 1\n", "too far to the right"),
        (b"if True:\n    x = 1\n  y = 2\n", "does not stand under any line above it"),
        ("print(“hi”)\n".encode(), 'The quotation mark “ is a curly one. Python wants the straight one: "'),
        ("print(‘hi’)\n".encode(), "The quotation mark ‘ is a curly one."),
        (b"print('hi)\n", "In this line a quotation mark is missing."),
        (b"print('hi'\n", "The bracket ( is opened and never closed."),
        (b"def f()\n    pass\n", "A colon is missing at the end of this line."),
        (b"x = 1\nreturn\n", "in line 2:\n    return\n    ^\nPython does not understand it"),
        (b"import x as 1\n", "    import x as 1\n                ^\n"),
    ],
)
def test_what_is_no_recipe(tmp_path, content, sentence):
    path = tmp_path / "x.py"
    path.write_bytes(content)
    with pytest.raises(RecipeError) as caught:
        load(path)
    assert sentence in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_no_file(tmp_path):
    with pytest.raises(RecipeError, match=r"There is no recipe gone.py. I looked in /"):
        load(tmp_path / "gone.py")
    with pytest.raises(RecipeError, match="is a folder"):
        load(tmp_path)
    with pytest.raises(RecipeError, match="cannot be read"):
        load(tmp_path / ("x" * 300 + ".py"))
    with pytest.raises(RecipeError, match="cannot be read"):
        load(tmp_path / "a\0b.py")
