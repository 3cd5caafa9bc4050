"""What will happen when the recipe runs: hats without a function, what is never called, loops, an end at once. Pure."""

import ast
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from tjbot.recipe.rules.script import NEVER_WAIT, Fault, Function, Rule, Script
from tjbot.recipe.words import HATS, QUICK

_MOST_ROUNDS = 20
"""How long a chain of calls may be, from a loop to what waits."""


def hats(script: Script) -> Iterator[Fault]:
    """A hat without its @, without its brackets, or with brackets where there are none."""
    bare = _bare_hats(script)
    for node in script.nodes:
        if isinstance(node, ast.Expr) and (word := _bare_hat(script, node)):
            fault = script.fault(
                node,
                "warning",
                f"robot.{word} has no function to call.",
                "Write it with @ in front, and below it a line with def.",
            )
            if node in bare:
                message, hint = f"In front of robot.{word} the @ is missing.", f"Write: @{ast.unparse(node):.60}"
                mended = f"@{script.text_of(node.value)}" if script.text_of(node.value) else None
                fault = msgspec.structs.replace(fault, message=message, hint=hint, replacement=mended)
            yield fault
        for hat in node.decorator_list if isinstance(node, Function) else ():
            yield from _wrong_hat(script, hat)
        if isinstance(node, Function) and any(_hat_word(script, hat) for hat in node.decorator_list):
            yield from _wrong_function(script, node)


def _bare_hat(script: Script, line: ast.Expr) -> str:
    """The word of a hat that stands on a line as if it were an action."""
    call = isinstance(line.value, ast.Call)
    word = _hat_word(script, line.value)
    return word if call or word == "at_start" else ""


def _bare_hats(script: Script) -> dict[ast.stmt, Function]:
    """The hats without @ that stand right above a function, each with that function."""
    bare: dict[ast.stmt, Function] = {}
    for line, below in reversed(list(pairwise(script.tree.body))):
        function = below if isinstance(below, Function) else bare.get(below)
        if function and isinstance(line, ast.Expr) and _bare_hat(script, line):
            bare[line] = function
    return bare


def _hat_word(script: Script, hat: ast.expr) -> str:
    word = script.word(hat.func if isinstance(hat, ast.Call) else hat)
    return word if word in HATS or word in ("every", "at_start") else ""


def _wrong_hat(script: Script, hat: ast.expr) -> Iterator[Fault]:
    word = _hat_word(script, hat)
    if word == "at_start" and isinstance(hat, ast.Call):
        yield script.fault(hat, "error", "@robot.at_start stands without brackets.", "", f"{script.robot}.at_start")
    elif word and word != "at_start" and not isinstance(hat, ast.Call):
        example = "(seconds=5)" if word == "every" else '("open hand")'
        yield script.fault(
            hat, "error", f"@robot.{word} does not say what it waits for.", f"Write: @robot.{word}{example}"
        )


def _wrong_function(script: Script, function: Function) -> Iterator[Fault]:
    arguments = function.args
    needed = len(arguments.posonlyargs) + len(arguments.args) - len(arguments.defaults)
    if isinstance(function, ast.AsyncFunctionDef):
        yield script.first_line(function, "error", f"{function.name} begins with async def.", "Write def alone.")
    elif needed > 1:
        yield script.first_line(
            function,
            "error",
            f"{function.name} needs {needed} things, but gets one at most: what was noticed.",
            f"Write: def {function.name}(): or def {function.name}(it):",
        )


def never_called(script: Script) -> Iterator[Fault]:
    """A function of the recipe's own that nobody calls."""
    told = set(_bare_hats(script).values())
    attributes = {node.attr for node in script.nodes if isinstance(node, ast.Attribute)}
    for statement in script.tree.body:
        if not isinstance(statement, Function) or script.has_hat(statement) or statement in told:
            continue
        if statement.name not in script.loaded and statement.name not in attributes:
            yield script.first_line(
                statement,
                "warning",
                f"{statement.name} is never called.",
                f'Put a line such as @robot.when_sees("open hand") above it, or call it: {statement.name}()',
            )


def ends_at_once(script: Script) -> Iterator[Fault]:
    """A recipe in which nothing is done and nothing waited for."""
    body = [statement for statement in script.tree.body if not _is_heading(statement)]
    does_something = any(not _is_quiet(statement) for statement in body)
    hats = any(isinstance(node, Function) and node.decorator_list for node in script.nodes)
    if body and not does_something and not hats and not any(True for _ in never_called(script)):
        yield script.first_line(
            body[-1],
            "warning",
            "The recipe ends at once: nothing in it is done.",
            'Tell the robot to do something, such as robot.wave(), or wait with @robot.when_sees("open hand").',
        )


def _is_heading(statement: ast.stmt) -> bool:
    """Whether a statement is an import or a docstring, with which every recipe begins."""
    text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return text or isinstance(statement, ast.Import | ast.ImportFrom)


def _is_quiet(statement: ast.stmt) -> bool:
    """Whether a statement only gets ready."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.Pass):
        return True
    calls = any(isinstance(node, ast.Call) for node in ast.walk(statement))
    return isinstance(statement, ast.Assign | ast.AnnAssign) and not calls


def endless_loops(script: Script) -> Iterator[Fault]:
    """`while True` that never waits, or that keeps the functions below hats from ever running."""
    waiting = _functions_that_wait(script)
    for node in script.nodes:
        if isinstance(node, ast.While) and _always(node.test) and not _waits(script, node.body, waiting):
            yield script.first_line(
                node,
                "warning",
                "This loop goes round and round without a rest.",
                "Put robot.sleep(0.1) into it, or wait for something: robot.wait_for(…).",
            )
    waits_for_events = any(isinstance(node, Function) and node.decorator_list for node in script.nodes)
    for statement in script.tree.body:
        if isinstance(statement, ast.While) and _always(statement.test) and waits_for_events and not _leaves(statement):
            yield script.first_line(
                statement,
                "warning",
                "This loop never ends, so the functions below @robot… never run.",
                "Put its lines below @robot.every(seconds=1).",
            )


def _always(test: ast.expr) -> bool:
    return isinstance(test, ast.Constant) and bool(test.value)


def _leaves(loop: ast.While) -> bool:
    return any(isinstance(node, ast.Break | ast.Return | ast.Raise) for node in ast.walk(loop))


def _functions_that_wait(script: Script) -> set[str]:
    """The recipe's own functions that wait, or call one that does."""
    waiting: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        more = {
            name
            for name, function in script.functions.items()
            if name not in waiting and _waits(script, function.body, waiting)
        }
        if not more:
            break
        waiting |= more
    return waiting


def _waits(script: Script, body: list[ast.stmt], waiting: set[str]) -> bool:
    calls = (node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Call))
    return any(_call_waits(script, call, waiting) for call in calls)


def _call_waits(script: Script, call: ast.Call, waiting: set[str]) -> bool:
    if word := script.word(call.func):
        hurried = any(item.arg == "wait" and not getattr(item.value, "value", True) for item in call.keywords)
        return word not in QUICK and not hurried
    if isinstance(call.func, ast.Name):
        name = call.func.id
        return name in waiting or name in ("input", "sleep") or name in script.imported
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        return call.func.value.id in script.imported - NEVER_WAIT
    return False


RULES: tuple[Rule, ...] = (hats, never_called, ends_at_once, endless_loops)
