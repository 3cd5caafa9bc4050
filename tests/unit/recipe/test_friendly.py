"""friendly-traceback behind our own module: it helps where it knows something, and harms nowhere."""

import subprocess
import sys

import pytest

from tests.unit.recipe.test_explain import explained
from tjbot.recipe.friendly import cause_of

ODD = "chr(-1)"


def cause(source: str) -> str:
    try:
        exec(compile(source, "/x/greet.py", "exec"), {})
    except BaseException as error:
        return cause_of(error, "/x/greet.py", source)
    raise AssertionError("it raised nothing")


def test_what_we_have_no_words_for_friendly_traceback_explains() -> None:
    assert "No such attribute" not in explained("'%d' % 'a'")
    text = explained("import json\njson.loads('{')")
    assert "Python says: JSONDecodeError" in text or "json" in text.lower()
    assert cause("a, b = 1, 2, 3").startswith("Unpacking is a convenient way to assign a name")
    assert "`" not in cause("a, b = 1, 2, 3")


@pytest.mark.parametrize("source", ["len(3)", ODD, "raise ValueError('mine')", "assert 0"])
def test_where_it_knows_nothing_it_says_nothing(source: str) -> None:
    assert cause(source) == ""


def test_nothing_of_its_own_is_printed_and_nothing_ends(capfd: pytest.CaptureFixture[str]) -> None:
    assert cause("class E(Exception):\n    def __str__(self): raise ValueError\nraise E") == ""
    assert capfd.readouterr() == ("", "")


def test_without_it_python_itself_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "friendly_traceback.core", None)
    assert "Python says: ValueError: chr() arg not in range" in explained(ODD)


def test_it_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, tjbot.recipe.run, tjbot.recipe.plain_python; print('friendly_traceback' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"
