"""What the page's editor says of the words that every recipe has (`when_sees`, `wait_for` …), read from the code.

The verbs of the parts are not among them: the page knows those from the robot that it talks to.
"""

import inspect
from collections.abc import Callable
from typing import Any

from tjbot.protocol.values import Sense
from tjbot.recipe.api import Robot

_SENSES: dict[str, Sense] = {"see": "see", "hear": "hear", "press": "touch", "releas": "touch"}


def words() -> list[dict[str, Any]]:
    """Every fixed word of `robot`, in the order in which they are defined.

    Each has its `name`, a `signature` for people, a `summary` of one sentence, `hat` (whether it stands above a
    function), and where its first argument is a label the `sense` of that, or "any".
    """
    return [
        _word(name, method) for name, method in vars(Robot).items() if inspect.isfunction(method) and name[0] != "_"
    ]


def _word(name: str, method: Callable[..., Any]) -> dict[str, Any]:
    parameters = list(inspect.signature(method).parameters.values())[1:]
    annotations = inspect.get_annotations(method, eval_str=False)
    hat = "Hat" in str(annotations.get("return")) or "Function" in str(annotations.get("return"))
    # `at_start` stands above a function without brackets.
    bare = [each.name for each in parameters] == ["function"]
    shown = "" if bare else f"({', '.join(_shown(each) for each in parameters)})"
    word = {
        "name": name,
        "signature": f"{'@' if hat else ''}robot.{name}{shown}",
        "summary": inspect.cleandoc(method.__doc__ or "").split("\n\n", 1)[0].replace("\n", " "),
        "hat": hat,
        "bare": bare,
    }
    sense = _sense(name, [each.name for each in parameters])
    return {**word, "sense": sense} if sense else word


def _shown(parameter: inspect.Parameter) -> str:
    if parameter.default is inspect.Parameter.empty:
        return parameter.name
    return f"{parameter.name}={parameter.default!r}"


def _sense(name: str, arguments: list[str]) -> Sense | str:
    if not arguments or arguments[0] not in ("label", "button"):
        return ""
    return next((sense for part, sense in _SENSES.items() if part in name), "any")
