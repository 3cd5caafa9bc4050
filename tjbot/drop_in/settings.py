"""The settings that old recipes know: defaults, then `~/.tjbot/tjbot.toml`, then what the recipe asks for.

They say what a recipe uses and how. Pins and devices are not among them: those are the robot's own, in its tjbot.toml.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tjbot.errors import ConfigurationError

DEFAULTS: dict[str, Any] = {
    "log": {"level": "info"},
    "hardware": {"speaker": False, "microphone": False, "led": False, "servo": False, "camera": False},
    "listen": {"backend": {"type": "local"}},
    "see": {
        "backend": {
            "type": "local",
            "local": {
                # Less than there: the page's models are others, and are seldom so sure of what is right.
                "objectDetectionConfidence": 0.5,
                "imageClassificationConfidence": 0.35,
                "faceDetectionConfidence": 0.5,
            },
        }
    },
    "shine": {"hasNeopixelLED": False, "hasCommonAnodeLED": False},
    "speak": {"backend": {"type": "local"}},
    "wave": {"servoPin": 18},
}


class Section(Mapping[str, Any]):
    """A table of the settings. Its keys are also its attributes, as they are written (`servoPin`) and as Python writes
    them (`servo_pin`); one that is not set is None.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getitem__(self, key: str) -> Any:
        return _wrapped(self._values[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        plain = _plain(name)
        return next((_wrapped(value) for key, value in self._values.items() if _plain(key) == plain), None)

    def __repr__(self) -> str:
        return f"Section({dict(self._values)!r})"


class Settings(Section):
    """All settings of a recipe.

    Args:
        override: what the recipe asks for, as tables in tables.
        recipe_path: the recipe's own file, which may be missing.

    Raises:
        ConfigurationError: a file cannot be read, or `override` is no table.
    """

    def __init__(self, override: Mapping[str, Any] | None = None, recipe_path: str = "recipe.toml") -> None:
        if override is not None and not isinstance(override, Mapping):
            raise ConfigurationError(
                f"TJBot cannot be set up with {override!r:.40}.",
                'Write for example TJBot({"hardware": {"led": True}}).',
            )
        tables = merged(DEFAULTS, read_toml(Path.home() / ".tjbot" / "tjbot.toml"), override or {})
        own = read_toml(Path(recipe_path))
        super().__init__({**tables, "recipe": merged(tables.get("recipe", {}), own)})

    @property
    def recipe(self) -> dict[str, Any]:
        """What the recipe's own file holds."""
        values: dict[str, Any] = self._values["recipe"]
        return values


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a file; none where there is no file.

    Raises:
        ConfigurationError: it cannot be read or is no TOML.
    """
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}.", "Correct it, or put it away.") from None


def merged(*sources: Mapping[str, Any]) -> dict[str, Any]:
    """Tables laid over each other: the later one wins, key by key."""
    result: dict[str, Any] = {}
    for source in sources:
        for key, value in source.items():
            if isinstance(value, Mapping):
                old = result.get(key)
                value = merged(old, value) if isinstance(old, Mapping) else merged(value)
            result[key] = value
    return result


def _plain(name: str) -> str:
    return re.sub(r"[_-]", "", name).lower()


def _wrapped(value: Any) -> Any:
    return Section(value) if isinstance(value, Mapping) else value
