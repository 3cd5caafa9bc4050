"""A recipe as its rules see it: the tree, who calls what, and how a place in it becomes a fault. Pure."""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

import msgspec

from tjbot.protocol.messages import ActionOffer, PartOffer
from tjbot.protocol.page_model import PageModel
from tjbot.protocol.values import Sense
from tjbot.recipe.words import HATS, QUESTIONS, WORDS

NEVER_WAIT = {"math", "random", "json", "datetime", "string", "re", "itertools", "collections"}
"""Modules whose functions come back at once; of all others that cannot be known here."""

_TEXTS = {"text", "color", "choice"}
"""The units of arguments that are written in quotation marks."""

Severity = Literal["error", "warning"]
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is wrong with a recipe, and where.

    `line` and `end_line` count from 1; `column` and `end_column` count from 0, in UTF-16 units as JavaScript counts.
    The span may be empty. An *error* will break the recipe; a *warning* is probably not what was meant. `replacement`,
    where it is known, is what to write in place of the span; `model`, where it is known, is a page's model that is
    switched off and should not be.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    severity: Severity
    message: str
    hint: str = ""
    replacement: str | None = None
    model: str | None = None


@dataclass(frozen=True)
class Vocabulary:
    """What a robot knows now: its parts, what the models of its clients recognise, by sense, and all these models.

    Without parts nothing is known of the robot, and no rule about its verbs and labels is applied.
    """

    parts: list[PartOffer] = field(default_factory=list)
    offers: Mapping[Sense, list[str]] = field(default_factory=dict)
    models: list[PageModel] = field(default_factory=list)
    foresee: Callable[[str, dict[str, Any]], None] = field(default=lambda _action, _words: None, compare=False)
    """Raises what the robot itself will say about texts in the brackets of an action: "There is no color …"."""

    @cached_property
    def actions(self) -> dict[str, ActionOffer]:
        """Its verbs."""
        return {action.name: action for part in self.parts for action in part.actions}


class Script:
    """A recipe that is Python.

    Args:
        source: its text.
        tree: what Python understands of it.
        vocabulary: what the robot knows.
        file: the recipe's file name; empty where it has none.
    """

    def __init__(self, source: str, tree: ast.Module, vocabulary: Vocabulary, file: str = "") -> None:
        self.tree, self.vocabulary, self.file = tree, vocabulary, file
        self.lines = source.split("\n")
        self.nodes = list(ast.walk(tree))

    @cached_property
    def robot(self) -> str:
        """What the robot is called here; empty where it is not imported."""
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom) and node.module == "tjbot":
                for alias in node.names:
                    if alias.name == "robot":
                        return alias.asname or "robot"
        return ""

    @cached_property
    def functions(self) -> dict[str, Function]:
        """The functions of the recipe; of two with one name the later."""
        return {node.name: node for node in self.nodes if isinstance(node, Function)}

    @cached_property
    def texts(self) -> dict[str, ast.Constant]:
        """The texts that have a name for as long as the recipe runs: `fruit = "banana"`, and never anything else."""
        given = Counter(
            node.id for node in self.nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
        )
        given.update(node.arg for node in self.nodes if isinstance(node, ast.arg))
        return {
            statement.targets[0].id: statement.value
            for statement in self.tree.body
            if isinstance(statement, ast.Assign)
            and isinstance(statement.value, ast.Constant)
            and isinstance(statement.value.value, str)
            and isinstance(statement.targets[0], ast.Name)
            and given[statement.targets[0].id] == 1
        }

    def text(self, node: ast.expr) -> ast.Constant | None:
        """The text that stands somewhere, by itself or by its name; None for all that only the running recipe knows."""
        found = self.texts.get(node.id) if isinstance(node, ast.Name) else node
        return found if isinstance(found, ast.Constant) and isinstance(found.value, str) else None

    @cached_property
    def loaded(self) -> set[str]:
        """Every name whose value is used."""
        return {node.id for node in self.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}

    @cached_property
    def imported(self) -> set[str]:
        """Names that were imported and may wait when they are called, as far as one can tell."""
        return {
            (item.asname or item.name).split(".")[0]
            for node in self.nodes
            if isinstance(node, ast.Import | ast.ImportFrom)
            and not (isinstance(node, ast.ImportFrom) and node.module in NEVER_WAIT)
            for item in node.names
        }

    def word(self, node: ast.AST | None) -> str:
        """The `wave` of `robot.wave`; empty for all else."""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == self.robot:
            return node.attr
        return ""

    @cached_property
    def meant_as_texts(self) -> set[str]:
        """Names that stand where the robot wants a text: `robot.say(hello)`."""
        return {
            value.id
            for word, call in self.calls()
            for name, value in self._arguments(word, call)
            if isinstance(value, ast.Name) and (word in HATS or word in QUESTIONS or name in self._texts_of(word))
        }

    def _arguments(self, word: str, call: ast.Call) -> list[tuple[str, ast.expr]]:
        """What stands in the brackets of a word of the robot, with its name where that is known."""
        offer = self.vocabulary.actions.get(word)
        names = [argument.name for argument in offer.arguments] if offer else []
        placed = [(names[at] if at < len(names) else "", value) for at, value in enumerate(call.args)]
        return placed + [(item.arg or "", item.value) for item in call.keywords]

    def _texts_of(self, word: str) -> set[str]:
        offer = self.vocabulary.actions.get(word)
        return {each.name for each in offer.arguments if each.unit in _TEXTS} if offer else set()

    @cached_property
    def torn(self) -> dict[ast.Attribute, str]:
        """The words of the robot that are written with - and not with _: `robot.raise-arm()`."""
        known = {*WORDS, *self.vocabulary.actions} if self.vocabulary.parts else set()
        torn = {}
        for node in self.nodes:
            if isinstance(node, ast.Attribute) and (word := self.word(node)) and word not in known:
                line = self.lines[(node.end_lineno or node.lineno) - 1].encode()
                rest = re.match(r"(-\w+)+", line[node.end_col_offset :].decode(errors="replace"))
                if rest and (word + rest[0]).replace("-", "_") in known:
                    torn[node] = word + rest[0]
        return torn

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every `robot.wave(…)` with its word."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and (word := self.word(node.func)):
                yield word, node

    def has_hat(self, function: Function) -> bool:
        """Whether anything stands above a function."""
        return bool(function.decorator_list)

    def fault(
        self,
        node: ast.stmt | ast.expr,
        severity: Severity,
        message: str,
        hint: str = "",
        replacement: str | None = None,
        model: str | None = None,
    ) -> Fault:
        """A fault that spans a node."""
        end_line, end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return Fault(
            line=node.lineno,
            column=self.units(node.lineno, node.col_offset),
            end_line=end_line,
            end_column=self.units(end_line, end),
            severity=severity,
            message=message,
            hint=hint,
            replacement=replacement,
            model=model,
        )

    def text_of(self, node: ast.expr) -> str:
        """How something is written; empty where it stands in several lines."""
        if node.lineno != node.end_lineno:
            return ""
        line = self.lines[node.lineno - 1].encode()
        return line[node.col_offset : node.end_col_offset].decode(errors="replace")

    def first_line(self, node: ast.stmt, severity: Severity, message: str, hint: str = "") -> Fault:
        """A fault that spans only the line in which a statement begins."""
        text = self.lines[node.lineno - 1].rstrip()
        column = self.units(node.lineno, node.col_offset)
        return Fault(
            line=node.lineno,
            column=column,
            end_line=node.lineno,
            end_column=max(column, utf16(text)),
            severity=severity,
            message=message,
            hint=hint,
        )

    def attribute_fault(
        self, node: ast.Attribute, message: str, hint: str, replacement: str | None, severity: Severity = "error"
    ) -> Fault:
        """A fault that spans the `wave` of `robot.wave`, and all of a torn word."""
        end_line = node.end_lineno or node.lineno
        begin = self.units(end_line, node.end_col_offset or 0) - utf16(node.attr)
        return Fault(
            line=end_line,
            column=begin,
            end_line=end_line,
            end_column=begin + utf16(self.torn.get(node, node.attr)),
            severity=severity,
            message=message,
            hint=hint,
            replacement=replacement,
        )

    def units(self, line: int, offset: int) -> int:
        """The place in a line that Python counts in bytes, in UTF-16 units."""
        text = self.lines[line - 1].encode() if line <= len(self.lines) else b""
        return utf16(text[:offset].decode(errors="replace"))


Rule = Callable[[Script], Iterator[Fault]]


def utf16(text: str) -> int:
    """How long JavaScript finds a text."""
    return len(text) + sum(letter > "\uffff" for letter in text)
