"""What is said of the robot: words that it has not, missing brackets, arguments that do not fit, labels. Pure."""

import ast
import difflib
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, cast

from tjbot.errors import TJBotError, did_you_mean
from tjbot.protocol.messages import ActionOffer
from tjbot.protocol.values import Sense
from tjbot.recipe.rules.script import Fault, Rule, Script, Vocabulary
from tjbot.recipe.senses import doubt, has_ears, labels_of_parts
from tjbot.recipe.verbs import ArgumentError, bind
from tjbot.recipe.words import HATS, QUESTIONS, WORDS


def unknown_words(script: Script) -> Iterator[Fault]:
    """`robot.wvae()`."""
    if not script.vocabulary.parts:
        return
    known = {*WORDS, *script.vocabulary.actions}
    for node in script.nodes:
        word = script.word(node)
        if isinstance(node, ast.Attribute) and (torn := script.torn.get(node)):
            right = torn.replace("-", "_")
            yield script.attribute_fault(node, f'The robot has no "{torn}".', did_you_mean(right, [right]), right)
        elif word and word not in known and not word.startswith("_"):
            near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
            yield script.attribute_fault(
                cast("ast.Attribute", node),
                f'The robot has no "{word}".',
                did_you_mean(word, known),
                near[0] if near else None,
            )


def big_robot(script: Script) -> Iterator[Fault]:
    """`Robot.wave()`."""
    bound = {node.id for node in script.nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    bound |= {node.name for node in script.nodes if isinstance(node, ast.ClassDef)}
    bound |= {
        item.asname or item.name for node in script.nodes if isinstance(node, ast.ImportFrom) for item in node.names
    }
    for node in script.nodes:
        if isinstance(node, ast.Name) and node.id != "robot" and node.id.lower() == "robot" and node.id not in bound:
            yield script.fault(node, "error", f'"{node.id}" is written with small letters.', "Write: robot", "robot")


def imports(script: Script) -> Iterator[Fault]:
    """`import robot`, `from TJBot import robot`, `from tjbot import Robot`."""
    right = "from tjbot import robot"
    for node in script.nodes:
        if isinstance(node, ast.Import) and any(item.name == "robot" for item in node.names):
            mended = right if len(node.names) == 1 and node.names[0].asname is None else None
            yield script.fault(node, "error", 'Python does not know "robot".', f"Write: {right}", mended)
        if not isinstance(node, ast.ImportFrom) or node.level or not node.module:
            continue
        names = [item.name for item in node.names]
        if node.module != "tjbot" and "robot" in names and difflib.get_close_matches(node.module.lower(), ["tjbot"]):
            yield script.fault(node, "error", f'Python does not know "{node.module}".', f"Write: {right}", right)
        elif node.module == "tjbot" and names == ["Robot"]:
            yield script.fault(node, "error", 'tjbot has no "Robot".', f"Write: {right}", right)


def no_robot(script: Script) -> Iterator[Fault]:
    """`robot` is used and was never imported."""
    uses = (node for node in script.nodes if isinstance(node, ast.Name) and node.id == "robot")
    first = next(uses, None)
    defined = any(
        isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == "robot")
        or (isinstance(node, ast.arg) and node.arg == "robot")
        or (isinstance(node, ast.Name) and node.id == "robot" and not isinstance(node.ctx, ast.Load))
        for node in script.nodes
        if not isinstance(node, ast.Import | ast.ImportFrom)
        or any((item.asname or item.name) in ("robot", "*") for item in node.names)
    )
    if first is not None and not script.robot and not defined and not any(True for _ in imports(script)):
        yield script.fault(
            first, "error", "The recipe does not know the robot yet.", "Begin it with: from tjbot import robot"
        )


def missing_brackets(script: Script) -> Iterator[Fault]:
    """`robot.wave` alone, or after `if`: nothing is done and nothing is asked."""
    for node in script.nodes:
        place = (
            node.value if isinstance(node, ast.Expr) else node.test if isinstance(node, ast.If | ast.While) else None
        )
        if isinstance(place, ast.UnaryOp):
            place = place.operand
        if (word := script.word(place)) and isinstance(place, ast.expr):
            complete = ast.unparse(place) + "()" if _needs_nothing(script, word) else None
            if word == "at_start":
                # It is a hat without its @, and told as such.
                continue
            yield script.fault(
                place,
                "warning",
                f"robot.{word} does nothing without brackets.",
                f"Write: robot.{word}({'' if complete else '…'})",
                complete,
            )
        elif isinstance(node, ast.Expr) and isinstance(place, ast.Name) and place.id in script.functions:
            yield script.fault(place, "warning", f"{place.id} does nothing without brackets.", "", f"{place.id}()")


def forgotten_brackets(script: Script) -> Iterator[Fault]:
    """`name = input`, `if robot.listen == "yes":`: what is meant is the answer, not the function."""
    for node in script.nodes:
        places: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            places = [node.left, *node.comparators]
        elif isinstance(node, ast.BoolOp):
            places = node.values
        elif isinstance(node, ast.BinOp):
            places = [node.left, node.right]
        elif isinstance(node, ast.FormattedValue | ast.Assign):
            places = [node.value]
        for place in places:
            asked = isinstance(place, ast.Name) and place.id == "input" and "input" in script.loaded
            if not isinstance(node, ast.Assign) and isinstance(place, ast.Attribute):
                asked = bool(script.word(place)) and place not in script.torn
            if asked:
                text = ast.unparse(place)
                yield script.fault(place, "warning", f"{text} does nothing without brackets.", f"Write: {text}(…)")


def square_brackets(script: Script) -> Iterator[Fault]:
    """`robot.say["Hello"]`."""
    for node in script.nodes:
        if isinstance(node, ast.Subscript) and (
            script.word(node.value)
            or (isinstance(node.value, ast.Name) and node.value.id in ("print", "input", "range"))
        ):
            name = ast.unparse(node.value)
            text = script.text_of(node)
            inside = text.removeprefix(f"{name}[").removesuffix("]")
            right = f"{name}({inside})" if text == f"{name}[{inside}]" else None
            yield script.fault(
                node, "error", f"Behind {name} stand round brackets.", f"Write: {right or name + '(…)'}", right
            )


def dots(script: Script) -> Iterator[Fault]:
    """`robot, wave()`."""
    known = {*WORDS, *script.vocabulary.actions}
    for node in script.nodes:
        if not isinstance(node, ast.Tuple) or script.text_of(node).startswith("("):
            continue
        for robot, call in pairwise(node.elts):
            word = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
            if isinstance(robot, ast.Name) and robot.id == script.robot and word in known:
                right = f"{robot.id}.{word}"
                yield script.fault(robot, "error", "Between robot and its word stands a dot.", f"Write: {right}")


def arguments(script: Script) -> Iterator[Fault]:
    """`robot.point()`, `robot.wave(tmes=2)`, `robot.point(200)`."""
    for word, call in script.calls():
        offer = script.vocabulary.actions.get(word)
        if offer is None or any(isinstance(item, ast.Starred) for item in call.args):
            continue
        if any(item.arg is None for item in call.keywords):
            continue
        values = [_value(item) for item in call.args]
        named = {str(item.arg): _value(item.value) for item in call.keywords if item.arg != "wait"}
        try:
            bound = bind(offer, tuple(values), named)
        except ArgumentError as error:
            yield script.fault(call, "error", error.message, error.hint)
            continue
        if why := _out_of_range(offer, bound):
            yield script.fault(call, "error", why, "")
        else:
            yield from _unknown_texts(script, call, word, bound)


def _unknown_texts(script: Script, call: ast.Call, action: str, bound: dict[str, Any]) -> Iterator[Fault]:
    """`robot.shine("gren")`: only the robot itself knows all its colors and sounds."""
    texts = {name: value for name, value in bound.items() if isinstance(value, str)}
    try:
        if texts:
            script.vocabulary.foresee(action, texts)
    except TJBotError as error:
        written = [node for node in (*call.args, *(item.value for item in call.keywords)) if _is_text(node)]
        near = re.match(r'Did you mean "([^"]+)"\?', error.hint)
        alone = len(written) == 1
        yield script.fault(
            written[0] if alone else call,
            "error",
            error.message,
            error.hint,
            f'"{near[1]}"' if near and alone else None,
        )


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def labels(script: Script) -> Iterator[Fault]:
    """A label that nobody recognises now; a hat or a question without one."""
    for word, call in script.calls():
        if word not in HATS and word not in QUESTIONS:
            continue
        if not call.args and not call.keywords:
            yield script.fault(call, "error", f"robot.{word}() does not say what.", f'Write: robot.{word}("open hand")')
            continue
        label = script.text(call.args[0] if call.args else call.keywords[0].value)
        if label is not None and script.vocabulary.parts:
            yield from _doubted(script, word, call, label)


def _doubted(script: Script, word: str, call: ast.Call, label: ast.Constant) -> Iterator[Fault]:
    text = str(label.value)
    if other := _word_for(script, word, text):
        yield script.attribute_fault(
            cast("ast.Attribute", call.func),
            f'"{text}" is for another sense.',
            f'Write: robot.{other}("{text}")',
            other,
            "warning",
        )
        return
    found = doubt(script.vocabulary, text, cast("Sense | None", {**HATS, **QUESTIONS}[word]))
    # That the camera is still off is no fault of the recipe.
    if found and not found.too_early:
        near = re.match(r'Did you mean "([^"]+)"\?', found.hint)
        mended = f'"{near[1]}"' if near else None
        yield script.fault(label, "warning", found.message, found.hint, mended, found.model)


def _word_for(script: Script, word: str, label: str) -> str:
    """The same hat or question for the sense by which a label is noticed, where it is another one."""
    known = script.vocabulary
    words = HATS if word in HATS else QUESTIONS
    if words[word] == "hear" and has_ears(known.parts):
        # Any word may be spoken, what a model sees as well.
        return ""
    noticed = {sense for sense in ("see", "hear", "touch") if label in _noticed(known, sense)}
    if words[word] is None or words[word] in noticed:
        return ""
    return next((other for other, sense in words.items() if sense in noticed), "")


def _noticed(known: Vocabulary, sense: Sense) -> list[str]:
    of_models = [label for model in known.models if model.sense == sense for label in model.labels]
    return labels_of_parts(known.parts, sense) + known.offers.get(sense, []) + of_models


def _needs_nothing(script: Script, word: str) -> bool:
    offer = script.vocabulary.actions.get(word)
    return word in ("run", "stop") or (offer is not None and not any(item.required for item in offer.arguments))


def _value(node: ast.expr) -> Any:
    """A literal as it is; for all else a number that fits everywhere."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        number = node.operand.value
        return -number if isinstance(number, int | float) else _Unknown(0)
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float | str):
        return node.value
    return _Unknown(0)


class _Unknown(int):
    """A value that only the running recipe knows."""


def _out_of_range(offer: ActionOffer, bound: dict[str, Any]) -> str:
    for argument in offer.arguments:
        value = bound.get(argument.name)
        if isinstance(value, _Unknown | bool | None):
            continue
        if argument.choices and value not in argument.choices:
            return f'{offer.name}() knows no "{value}". {did_you_mean(str(value), argument.choices)}'
        if isinstance(value, str):
            continue
        low, high = argument.minimum, argument.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            if low is not None and high is not None:
                return f"{offer.name}() takes {argument.name} from {low:g} to {high:g}, not {value:g}."
            return f"{offer.name}() cannot use {value:g} for {argument.name}."
    return ""


RULES: tuple[Rule, ...] = (
    unknown_words,
    big_robot,
    imports,
    no_robot,
    missing_brackets,
    forgotten_brackets,
    square_brackets,
    dots,
    arguments,
    labels,
)
