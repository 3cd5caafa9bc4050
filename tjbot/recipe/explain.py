"""An exception in plain words, with the line of the recipe where it happened and none of ours."""

import linecache
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from tjbot.languages import chosen_language, translated
from tjbot.recipe.friendly import cause_of
from tjbot.recipe.sentences import said_by, sentence_of
from tjbot.recipe.syntax import read_syntax_error


class _Place(NamedTuple):
    """Where in the recipe, or in a file beside it, it happened."""

    trace: TracebackType
    path: str


def explain(error: BaseException, file: str, path: str, source: str) -> str:
    """What happened and what to try, as text of several lines for a reader of twelve, in the language that is chosen.

    Args:
        error: what the recipe raised.
        file: the recipe's name for people.
        path: under which its code was compiled.
        source: its text.
    """
    if isinstance(error, SyntaxError) and error.filename and _is_near(error.filename, path):
        broken = source if error.filename == path else _text_of(error.filename)
        return explain_syntax(error, Path(error.filename).name if error.filename != path else file, broken)
    place = _innermost(error.__traceback__, path)
    sentence = _sentence(error, place, path, source)
    if place is None:
        return f"{translated(f'{file} has a problem.')}\n{sentence}"
    line, near = place.trace.tb_lineno, file
    if place.path != path:
        near, source = Path(place.path).name, _text_of(place.path)
    return f"{translated(f'{near} has a problem in line {line}:')}\n{quoted(source, line)}\n{sentence}"


def explain_syntax(error: SyntaxError, file: str, source: str) -> str:
    """What Python does not understand, with the line and the place in it marked."""
    fault = read_syntax_error(error, source)
    line, text = fault.line, _line(source, fault.line)
    mark = ""
    if not isinstance(error, IndentationError):
        mark = "\n    " + " " * max(0, fault.column - (len(text) - len(text.lstrip()))) + "^"
    head = translated(f"{file} is not yet Python in line {line}:")
    return f"{head}\n{quoted(source, line)}{mark}\n{translated(fault.sentence)}"


def _sentence(error: BaseException, place: _Place | None, path: str, source: str) -> str:
    if sentence := sentence_of(error, place.trace.tb_frame if place else None):
        return translated(sentence)
    if chosen_language() == "en" and place is not None and (cause := cause_of(error, path, source)):
        return cause
    return translated(f"Python says: {type(error).__name__}: {said_by(error)}")


def _innermost(trace: TracebackType | None, path: str) -> _Place | None:
    """The innermost place in the recipe, or in a file that lies beside it."""
    found = None
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name == path or _is_near(name, path):
            found = _Place(trace, name)
        trace = trace.tb_next
    return found


def _is_near(name: str, path: str) -> bool:
    """Whether a file is the recipe or lies beside it."""
    return name == path or (not name.startswith("<") and Path(name).absolute().parent == Path(path).absolute().parent)


def _text_of(path: str) -> str:
    return "".join(linecache.getlines(path))


def _line(source: str, line: int) -> str:
    lines = source.split("\n")
    return lines[line - 1].rstrip() if 0 < line <= len(lines) else ""


def quoted(source: str, line: int) -> str:
    """A line of a recipe, indented, as it stands below a sentence about it."""
    return "    " + _line(source, line).strip()[:120]
