"""Names: that nobody knows, that hide something, and lines that compute and throw away. Pure."""

import ast
import builtins
import difflib
import re
import sys
from collections.abc import Iterator
from itertools import islice

from tjbot.recipe.rules.script import Fault, Function, Rule, Script
from tjbot.recipe.words import WORDS

_MODULE_NAMES = {"__name__", "__file__", "__doc__"}
_MOST_COMPARED = 2000
_OFTEN_HIDDEN = {
    *("print", "input", "range", "len", "str", "int", "float", "list", "sum", "min", "max", "round", "sorted", "abs"),
}


def unknown_names(script: Script) -> Iterator[Fault]:
    """`pritn("hello")`: a name that is given nowhere in the recipe."""
    bound = _bound(script)
    if bound is None:
        return
    known = bound | set(vars(builtins)) | _MODULE_NAMES | _compared_away(script)
    known |= {piece for word in script.torn.values() for piece in word.split("-")}
    told: set[str] = set()
    for node in script.nodes:
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load) or node.id in known | told:
            continue
        if node.id.lower() == "robot":
            continue
        told.add(node.id)
        hint, replacement = _instead(script, node.id, known)
        yield script.fault(node, "error", f'Python does not know "{node.id}".', hint, replacement)


def _instead(script: Script, name: str, known: set[str]) -> tuple[str, str | None]:
    """What to write instead of a name that nobody knows: the hint, and what to put in its place."""
    is_text = name in script.meant_as_texts
    if script.robot and name in {*WORDS, *script.vocabulary.actions} and not is_text:
        return f"Write: {script.robot}.{name}", f"{script.robot}.{name}"
    if name.capitalize() in ("True", "False", "None"):
        return f"Write: {name.capitalize()}", name.capitalize()
    if name in sys.stdlib_module_names:
        return f"Put this line at the top: import {name}", None
    near = difflib.get_close_matches(name, islice((n for n in known if n[0] != "_"), _MOST_COMPARED), 1, 0.7)
    if near and not (near[0] in vars(builtins) and is_text):
        return f'Did you mean "{near[0]}"?', near[0]
    return f'A text stands in quotation marks: "{name}"', f'"{name}"' if is_text else None


def _compared_away(script: Script) -> set[str]:
    """Names of `score == 0`, where = was meant: they are told there."""
    return {comparison.left.id for comparison in _thrown_away(script) if isinstance(comparison.left, ast.Name)}


def _bound(script: Script) -> set[str] | None:
    """Every name that is given anywhere; None where that cannot be told."""
    names: set[str] = set()
    for node in script.nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            if any(item.name == "*" for item in node.names):
                return None
            names |= {(item.asname or item.name).split(".")[0] for item in node.names}
        elif isinstance(node, Function | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            names.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            names.add(node.rest)
        elif isinstance(node, ast.Global | ast.Nonlocal):
            names |= set(node.names)
    return names


def hidden(script: Script) -> Iterator[Fault]:
    """`robot = 5`, `print = "x"`: the name means something else from there on."""
    for node in script.nodes:
        name = ""
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            name = node.id
        elif isinstance(node, Function | ast.ClassDef):
            name = node.name
        if not name or not isinstance(node, ast.stmt | ast.expr):
            continue
        if name == script.robot:
            fault = f'From here on "{name}" is no robot any more.'
        elif name in _OFTEN_HIDDEN and name in script.loaded:
            fault = f'From here on "{name}" does not do what Python\'s {name} does.'
        else:
            continue
        hint = "Choose another name."
        yield (
            script.first_line(node, "warning", fault, hint)
            if isinstance(node, ast.stmt)
            else script.fault(node, "warning", fault, hint)
        )


def twice(script: Script) -> Iterator[Fault]:
    """Two functions of one name without hats: the first is lost."""
    seen: set[str] = set()
    for statement in script.tree.body:
        if isinstance(statement, Function) and not statement.decorator_list:
            if statement.name in seen:
                message = f"There are two functions {statement.name}; only the last one counts."
                yield script.first_line(statement, "warning", message, "Give this one another name.")
            seen.add(statement.name)


def file_name(script: Script) -> Iterator[Fault]:
    """A file called random.py is taken for Python's own `random`."""
    stem = script.file.removesuffix(".py")
    if stem == "tjbot" or stem in sys.stdlib_module_names:
        whose = "the robot's own" if stem == "tjbot" else "Python's own"
        yield Fault(
            line=1,
            column=0,
            end_line=1,
            end_column=0,
            severity="warning",
            message=f'A recipe called {script.file} hides {whose} "{stem}".',
            hint=f"Give it another name, for example my_{stem}.py",
        )


def thrown_away(script: Script) -> Iterator[Fault]:
    """`x == 5` on a line of its own: compared, and forgotten."""
    for comparison in _thrown_away(script):
        message = "This line compares, and does nothing with the answer."
        one = len(comparison.ops) == 1 and isinstance(comparison.ops[0], ast.Eq)
        if one and isinstance(comparison.left, ast.Name | ast.Attribute | ast.Subscript):
            yield _equals(script, comparison, message)
        else:
            yield script.fault(comparison, "warning", message, "Put if in front of it.")


def _equals(script: Script, comparison: ast.Compare, message: str) -> Fault:
    """A fault of the == between two things."""
    left, hint = comparison.left, "To give a name a value write one = only."
    line = left.end_lineno or left.lineno
    begin = script.lines[line - 1].encode().find(b"==", left.end_col_offset)
    if begin < 0:
        return script.fault(comparison, "warning", message, hint)
    column = script.units(line, begin)
    return Fault(
        line=line,
        column=column,
        end_line=line,
        end_column=column + 2,
        severity="warning",
        message=message,
        hint=hint,
        replacement="=",
    )


def _thrown_away(script: Script) -> Iterator[ast.Compare]:
    """The comparisons with which lines begin that only compare."""
    for node in script.nodes:
        if isinstance(node, ast.Expr):
            first = node.value
            while isinstance(first, ast.BoolOp | ast.IfExp):
                first = first.values[0] if isinstance(first, ast.BoolOp) else first.body
            if isinstance(first, ast.Compare):
                yield first


def commas(script: Script) -> Iterator[Fault]:
    """`half = 0,5`, and a comma at the end of a line."""
    for node in script.nodes:
        value = node.value if isinstance(node, ast.Assign | ast.Expr) else None
        if not isinstance(value, ast.Tuple) or script.text_of(value).startswith("("):
            continue
        whole = re.fullmatch(r"(\d+),(\d+)", script.text_of(value))
        if whole:
            right = f"{whole[1]}.{whole[2]}"
            message = f"For Python {whole[0]} are two numbers."
            yield script.fault(value, "warning", message, f"Python writes a point: {right}", right)
        elif len(value.elts) == 1:
            only = value.elts[0]
            yield script.fault(
                value, "warning", "The comma at the end is too much.", "Delete it.", script.text_of(only)
            )


RULES: tuple[Rule, ...] = (unknown_names, hidden, twice, file_name, thrown_away, commas)
