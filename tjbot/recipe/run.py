"""Runs one recipe: in this process, or in a supervised one for whoever typed `tjbot run`."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType, ModuleType

import tjbot
from tjbot.errors import HaltedError, RecipeError
from tjbot.languages import translated
from tjbot.protocol.values import Pace
from tjbot.recipe.api import robot
from tjbot.recipe.explain import explain
from tjbot.recipe.limits import Limits
from tjbot.recipe.notices import tell
from tjbot.recipe.read import Recipe, load
from tjbot.recipe.stepping import Stepper
from tjbot.recipe.supervise import STOPPED, ask_to_be_stopped, supervise


def run_here(path: Path, url: str, body: str | None = None) -> int:
    """Runs a recipe for the terminal where it was typed, under the limits of all recipes.

    Args:
        path: the recipe's file.
        url: where the robot is.
        body: the body to use; None for the real one.

    Returns:
        The exit code: 0 where the recipe came to its end or was stopped, else 1 or its own.
    """
    # The host of the page's recipes, which also imports this file, has no use for it.
    from tjbot.recipe.foretell import tell_faults

    def main() -> int:
        os.environ["TJBOT_URL"] = url
        if body is not None:
            os.environ["TJBOT_BODY"] = body
        code = run_recipe(path, lambda recipe: tell_faults(recipe, url))
        if code == STOPPED:
            tell(robot._stopped_by or "Stopped. The robot goes to rest.")
        return code

    ending = supervise(main, Limits())
    if ending.killed:
        tell(f"{path.name} did not stop by itself, so it was ended.")
        return 1
    if ending.code < 0:
        tell(f"{path.name} {how_it_died(-ending.code)}")
        return 1
    return 0 if ending.code == STOPPED else ending.code


def run_recipe(
    path: Path, first: Callable[[Recipe], Mapping[str, int]] = lambda _recipe: {}, pace: Pace | None = None
) -> int:
    """Runs a recipe in this process, which must be supervised, and listens as long as it has handlers.

    What goes wrong is explained on stderr. Only a recipe that came to its end says goodbye to the robot;
    after an error or an interruption the robot is halted and rests.

    Args:
        path: the recipe's file.
        first: is called with the recipe, which is Python, before it runs; answers what it told of it, with the lines.
        pace: how fast it runs, until the robot says otherwise; None where nobody can slow it down.

    Returns:
        The exit code: 0, 1, `STOPPED`, or what the recipe itself gave to `sys.exit`.
    """
    robot._interrupt = ask_to_be_stopped
    try:
        recipe = load(path)
        code = _execute(recipe, first(recipe), pace)
        _bear_interrupts()
    except RecipeError as error:
        print(translated(f"{error.message}\n{error.hint}".strip()), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        code = STOPPED
        _bear_interrupts()
    robot._leave(politely=code == 0)
    return code


def how_it_died(number: int) -> str:
    """The end of a sentence about a recipe that a signal ended."""
    return {
        signal.SIGKILL: "was ended from outside; it may have used too much memory.",
        signal.SIGSEGV: "crashed inside Python itself (segmentation fault).",
    }.get(signal.Signals(number), f"was ended by the signal {signal.Signals(number).name}.")


def _bear_interrupts() -> None:
    """From here on nothing may interrupt the farewell, which takes a second at most."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _execute(recipe: Recipe, foretold: Mapping[str, int], pace: Pace | None) -> int:
    """Runs the recipe's lines as the main program; then, if it has handlers, listens."""
    module = ModuleType("__main__")
    module.__file__ = str(recipe.path)
    sys.modules["__main__"] = module
    sys.argv = [str(recipe.path)]
    sys.path.insert(0, str(recipe.path.parent.absolute()))
    # The package `tjbot.robot`, once imported by whoever forked us, would hide the robot of recipes.
    tjbot.robot = robot
    _tell_of_threads(recipe)
    stepper = None if pace is None else Stepper(recipe, pace, lambda message: robot._link().send(message))
    try:
        if stepper is not None:
            robot._hear_pacing = stepper.hear
            stepper.begin()
        exec(recipe.code, module.__dict__)  # noqa: S102
        if not robot._running:
            robot.run()
    except SystemExit as error:
        return _exit_code(error)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if robot._stopped_by is not None or isinstance(error, HaltedError):
            # What it was doing was halted by STOP, perhaps a moment before the interrupt could come.
            return STOPPED
        _tell(error, recipe, foretold)
        return 1
    finally:
        if stepper is not None:
            stepper.end()
    return 0


def _tell(error: BaseException, recipe: Recipe, foretold: Mapping[str, int] = MappingProxyType({})) -> None:
    text = explain(error, recipe.path.name, str(recipe.path), recipe.source)
    if text in foretold:
        text = translated(f"{recipe.path.name} stopped in line {foretold[text]}, at the problem that is told above.")
    print(text, file=sys.stderr)


def _tell_of_threads(recipe: Recipe) -> None:
    """Has errors on other threads of the recipe explained, too."""

    def tell_of(broken: threading.ExceptHookArgs) -> None:
        if broken.exc_value is not None and not isinstance(broken.exc_value, SystemExit | HaltedError):
            _tell(broken.exc_value, recipe)

    threading.excepthook = tell_of


def _exit_code(error: SystemExit) -> int:
    if error.code is None or isinstance(error.code, int):
        return (error.code or 0) & 0xFF
    print(error.code, file=sys.stderr)
    return 1
