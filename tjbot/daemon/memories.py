"""What recipes remember between runs: a JSON file for each in the robot's home, written as one step."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import msgspec

from tjbot.daemon.recipe_names import file_name_of, is_file_name
from tjbot.errors import RecipeError, RefusedError
from tjbot.files import write_atomically

MOST_VALUE_BYTES = 16_000
"""Of one value, as JSON."""

MOST_BYTES = 64_000
"""Of all that one recipe remembers."""

MOST_RECIPES = 500
"""With one more, the memory that was not written for the longest time goes."""


class Memories:
    """The memory of each recipe of each body. The disk is waited for on a thread, one request after the other.

    Args:
        folder: where they lie: `real/wave_back.json` is that of wave_back.py on the real body.

    Whoever holds `turn` keeps them as they are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.turn = asyncio.Lock()

    async def remember(self, body: str, recipe: str, name: str, value: Any) -> None:
        """Keeps a value under a name, in place of the one before; None forgets the name. On the disk when it returns.

        Raises:
            RefusedError: the value is too large, or the memory full.
            RecipeError: it cannot be written; what was remembered before stays.
        """
        async with self.turn:
            await asyncio.to_thread(self._remember, self._path(body, recipe), recipe, name, value)

    async def recall(self, body: str, recipe: str, name: str) -> Any:
        """What is kept under a name; None where that is nothing."""
        async with self.turn:
            return (await asyncio.to_thread(_read, self._path(body, recipe))).get(name)

    def move(self, recipe: str, new: str) -> None:
        """A recipe has another name from now on, on all bodies; waits for the disk.

        Raises:
            OSError: it cannot be renamed.
        """
        for path in self._folder.glob(f"*/{_stem(recipe)}.json"):
            path.replace(path.with_stem(_stem(new)))

    def _path(self, body: str, recipe: str) -> Path:
        return self._folder / _stem(body) / f"{_stem(recipe)}.json"

    def _remember(self, path: Path, recipe: str, name: str, value: Any) -> None:
        memory = _read(path)
        before = msgspec.json.encode(memory)
        memory.pop(name, None)
        if value is not None:
            if (size := len(msgspec.json.encode(value))) > MOST_VALUE_BYTES:
                raise RefusedError(
                    f'"{name}" is {size} bytes long; at most {MOST_VALUE_BYTES} are remembered.', "Remember less."
                )
            memory[name] = value
        data = msgspec.json.encode(memory)
        if data == before:
            return
        if len(data) > MOST_BYTES:
            raise RefusedError(
                f"The memory of {recipe} is full: {MOST_BYTES} bytes.",
                'Forget something first, for example: robot.remember("old", None)',
            )
        try:
            write_atomically(path, data)
            self._make_room(path)
        except OSError as error:
            raise RecipeError(f"The robot could not remember it: {error.strerror}.", "Free some space.") from None

    def _make_room(self, newest: Path) -> None:
        others = sorted(self._folder.glob("*/*.json"), key=lambda path: path.stat().st_mtime_ns)
        for path in others[: max(0, len(others) - MOST_RECIPES)]:
            if path != newest:
                path.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, Any]:
    """A recipe's memory; one that is no JSON is laid aside, because nobody could mend it from a recipe."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except FileNotFoundError:
        return {}
    except (msgspec.DecodeError, UnicodeDecodeError):
        path.replace(path.with_suffix(".broken"))
        return {}
    except OSError as error:
        raise RecipeError(f"The robot cannot recall anything: {error.strerror}.", f"Look at {path}.") from None


def _stem(name: str) -> str:
    """A file name for whatever a recipe or a body is called: `Mein Röboter 🤖.py` is none on every disk."""
    if is_file_name(f"{name.removesuffix('.py')}.py"):
        return name.removesuffix(".py")
    return f"{file_name_of(name, ()).removesuffix('.py')}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
