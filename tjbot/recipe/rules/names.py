"""Names: that nobody knows, that hide something, and lines that compute and throw away. Pure."""

import ast
import builtins
import difflib
import sys
from collections.abc import Iterator
from itertools import islice

from tjbot.recipe.rules.script import Fault, Function, Rule, Script

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
    known = bound | set(vars(builtins)) | _MODULE_NAMES
    told: set[str] = set()
    for node in script.nodes:
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load) or node.id in known | told:
            continue
        if node.id.lower() == "robot":
            continue
        told.add(node.id)
        near = difflib.get_close_matches(node.id, islice((n for n in known if n[0] != "_"), _MOST_COMPARED), 1, 0.7)
        hint = f'Did you mean "{near[0]}"?' if near else f'A text stands in quotation marks: "{node.id}"'
        yield script.fault(node, "error", f'Python does not know "{node.id}".', hint, near[0] if near else None)


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
    for node in script.nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Compare):
            comparison = node.value
            single = len(comparison.ops) == 1 and isinstance(comparison.ops[0], ast.Eq)
            target = isinstance(comparison.left, ast.Name | ast.Attribute | ast.Subscript)
            replacement = (
                f"{ast.unparse(comparison.left)} = {ast.unparse(comparison.comparators[0])}"
                if single and target
                else None
            )
            yield script.fault(
                node,
                "warning",
                "This line compares, and does nothing with the answer.",
                "To give a name a value write one = only." if replacement else "Put if in front of it.",
                replacement,
            )


RULES: tuple[Rule, ...] = (unknown_names, hidden, twice, file_name, thrown_away)
