"""`tjbot replay`: a run that was saved in the page, as a test of its recipe."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from tjbot.options import Json

# What a single command needs is imported in it, as in cli.

SAME, DIFFERS, UNREADABLE = 0, 1, 2
"""The exit codes."""

_MOST_SHOWN = 20


def replay(
    saved: Annotated[Path, typer.Argument(metavar="FILE.tjreplay", help="A run that the page has saved.")],
    recipe: Annotated[Path, typer.Argument(metavar="RECIPE.py", help="The recipe to try.")],
    *,
    any_time: Annotated[bool, typer.Option("--any-time", help="It does not matter when something happens.")] = False,
    update: Annotated[bool, typer.Option("--update", help="Expect from now on what the recipe does now.")] = False,
    as_json: Json = False,
) -> None:
    """Runs a recipe as in a saved run, without a robot and in no time, and says what it does differently.

    The exit code is 0 where it does the same, 1 where it does not, 2 where the run or the recipe cannot be read.
    """
    from tjbot.errors import TJBotError

    try:
        code = _replay(saved, recipe, any_time=any_time, update=update, as_json=as_json)
    except TJBotError as error:
        if as_json:
            print(json.dumps({"error": error.message, "hint": error.hint}, ensure_ascii=False))
        else:
            print(str(error), file=sys.stderr)
        code = UNREADABLE
    raise typer.Exit(code)


def _replay(saved: Path, recipe: Path, *, any_time: bool, update: bool, as_json: bool) -> int:
    from tjbot.files import write_atomically
    from tjbot.recipe.read import load
    from tjbot.replay.recording import read, write
    from tjbot.replay.steps import differences, steps_of
    from tjbot.replay.theatre import edition_of, replay, updated

    recording = read(_bytes_of(saved), saved.name)
    source = load(recipe).source
    got = replay(recording, recipe)
    if update:
        write_atomically(saved, write(updated(recording, got, edition_of(source))))
        print(f"{saved.name} expects from now on what {recipe.name} does: {_actions(len(got.steps))}.")
        return SAME
    found = differences(recording, got, any_time=any_time)
    if as_json:
        print(_as_json(recipe.name, len(steps_of(recording)), found, got))
    else:
        same_text = recording.head.edition == edition_of(source)
        print("\n".join(_report(recipe.name, saved.name, found, got, same_text=same_text)))
    return DIFFERS if found else SAME


def _bytes_of(saved: Path) -> bytes:
    from tjbot.replay.recording import MOST_BYTES, ReplayError

    try:
        with saved.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ReplayError(f"{saved} cannot be read: {error.strerror or error}.", "Is its name right?") from None


def _as_json(recipe: str, expected: int, found: list[Any], got: Any) -> str:
    import msgspec

    told = {
        "recipe": recipe,
        "same": not found,
        "expected_actions": expected,
        "actions": len(got.steps),
        "seconds": got.seconds,
        "differences": msgspec.to_builtins(found),
        "errors": got.errors,
    }
    return json.dumps(told, ensure_ascii=False)


def _report(recipe: str, saved: str, found: list[Any], got: Any, *, same_text: bool) -> list[str]:
    if not found:
        return [f"{recipe} does the same: {_actions(len(got.steps))} in {got.seconds:.1f} s."]
    lines = [f"{recipe} does something else than expected.", ""]
    for difference in found[:_MOST_SHOWN]:
        lines += _lines_of(difference)
    if len(found) > _MOST_SHOWN:
        lines.append(f"  … and {len(found) - _MOST_SHOWN} more.")
    if got.errors:
        lines += ["", "It says:", *(f"  {line}" for line in got.errors.splitlines()[:_MOST_SHOWN])]
    if same_text:
        lines += [
            "",
            "The text of the recipe is the one that was saved, so chance, another file or a clock has a part in it.",
        ]
    lines += ["", f"Is it right like this? Then type: tjbot replay --update {saved} {recipe}"]
    return lines


def _lines_of(difference: Any) -> list[str]:
    kind = {"earlier": "too early", "later": "too late", "printed": "printed", "ending": "the end"}.get(
        difference.kind, ""
    )
    expected = _side(difference.expected_at, difference.expected_line, difference.expected)
    got = _side(difference.got_at, difference.got_line, difference.got)
    return [f"  expected  {expected}", f"  got       {got}{f'   ({kind})' if kind else ''}", ""]


def _side(at: float | None, line: int | None, what: str) -> str:
    moment = "" if at is None else f"{at:8.2f} s  "
    place = "" if line is None else f"line {line:<4} "
    return f"{moment}{place}{what or 'nothing'}"


def _actions(count: int) -> str:
    return "1 action" if count == 1 else f"{count} actions"
