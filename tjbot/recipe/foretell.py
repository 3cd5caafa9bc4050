"""Says what is wrong with a recipe before it runs, to whoever typed `tjbot run`, in the words that the page shows."""

import http.client
import json
import re
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

import msgspec

from tjbot.languages import translated
from tjbot.recipe.api import robot
from tjbot.recipe.check import Fault, Vocabulary, find_faults
from tjbot.recipe.explain import quoted
from tjbot.recipe.notices import tell
from tjbot.recipe.read import Recipe

_PATIENCE_SECONDS = 2.0


def tell_faults(recipe: Recipe, url: str) -> dict[str, int]:
    """Tells every fault with its line. The recipe may run nevertheless, as it may in the page.

    Args:
        recipe: what shall run.
        url: where the robot is, which knows its actions, colors, sounds and labels. Where it does not answer, only
            what is wrong without a robot is told.

    Returns:
        What was told, in the words in which `explain` would tell it when it happens, with its line.
    """
    told = {}
    for fault in _faults(recipe, url):
        sentence = f"{fault.message} {fault.hint}".strip()
        # The robot would say the same again, without the line, when the recipe comes to it.
        robot._told.add(sentence)
        placed = _placed(fault, recipe)
        tell(placed)
        told[translated(placed)] = fault.line
    return told


def _placed(fault: Fault, recipe: Recipe) -> str:
    words = f"{fault.message}\n{fault.hint}".strip()
    if (fault.line, fault.end_line, fault.end_column) == (1, 1, 0):
        # It is about the file.
        return words
    may = "has" if fault.severity == "error" else "may have"
    return f"{recipe.path.name} {may} a problem in line {fault.line}:\n{quoted(recipe.source, fault.line)}\n{words}"


def _faults(recipe: Recipe, url: str) -> list[Fault]:
    place = f"{re.sub('^ws', 'http', url).rstrip('/')}/api/recipes/check?file={quote(recipe.path.name)}"
    try:
        # No proxy: the robot is near.
        opener = build_opener(ProxyHandler({}))
        with opener.open(place, recipe.source.encode(), timeout=_PATIENCE_SECONDS) as answer:
            return msgspec.convert(json.load(answer), list[Fault])
    except (URLError, OSError, http.client.HTTPException, ValueError, msgspec.MsgspecError):
        return find_faults(recipe.source, Vocabulary(), recipe.path.name)
