"""What is wrong with a recipe before it runs. Pure: the daemon asks it for the page, `tjbot run` for the terminal."""

import ast
import warnings
from itertools import islice

import msgspec

from tjbot.languages import translated
from tjbot.parsing import PARSING
from tjbot.protocol.values import Language
from tjbot.recipe.rules import course, names, verbs
from tjbot.recipe.rules.script import Fault, Script, Vocabulary, utf16
from tjbot.recipe.syntax import read_syntax_error

__all__ = ["Fault", "Vocabulary", "find_faults"]

MOST_FAULTS = 50

_RULES = (*names.RULES, *verbs.RULES, *course.RULES)


def find_faults(source: str, vocabulary: Vocabulary, file: str = "", language: Language = "en") -> list[Fault]:
    """Everything that is wrong with a recipe, as far as one can tell without running it.

    Args:
        source: its text.
        vocabulary: what the robot knows now; without parts its verbs and labels are not judged.
        file: its file name, where it has one: a recipe called random.py hides Python's own.
        language: in which they are told.

    Returns:
        At most 50 faults in the order of their places. Where the recipe is no Python it is one: what Python cannot
        understand first.
    """
    return [_told_in(language, fault) for fault in _found(source, vocabulary, file)]


def _told_in(language: Language, fault: Fault) -> Fault:
    message, hint = translated(fault.message, language), translated(fault.hint, language)
    return msgspec.structs.replace(fault, message=message, hint=hint)


def _found(source: str, vocabulary: Vocabulary, file: str) -> list[Fault]:
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    try:
        with PARSING, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
            compile(source, file or "recipe", "exec", dont_inherit=True)
        script = Script(source, tree, vocabulary, file)
        faults = [fault for rule in _RULES for fault in islice(rule(script), MOST_FAULTS)]
    except SyntaxError as error:
        return [_syntax_fault(error, source)]
    except (RecursionError, MemoryError, ValueError, OverflowError):
        return [_at_the_top("The recipe is too tangled for Python.", "Cut it into smaller pieces.")]
    # A text that has a name is judged wherever the name stands, and told once.
    faults = list(dict.fromkeys(faults))
    return sorted(faults, key=lambda fault: (fault.line, fault.column, fault.severity))[:MOST_FAULTS]


def _syntax_fault(error: SyntaxError, source: str) -> Fault:
    found = read_syntax_error(error, source)
    text = source.split("\n")[found.line - 1]
    return Fault(
        line=found.line,
        column=utf16(text[: found.column]),
        end_line=found.line,
        end_column=utf16(text[: found.end_column]),
        severity="error",
        message=found.message,
        hint=found.hint,
        replacement=found.replacement,
    )


def _at_the_top(message: str, hint: str) -> Fault:
    return Fault(line=1, column=0, end_line=1, end_column=0, severity="error", message=message, hint=hint)
