"""`tjbot.toml`, and the other files of a robot's home that the daemon reads at its start."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tests.fuzzing.target import Target, Try, told
from tjbot.config import FILE_NAME, Configuration, load, parse
from tjbot.daemon.smoothing_file import SmoothingFile
from tjbot.errors import ConfigurationError
from tjbot.keys import as_toml, keys_of
from tjbot.robot.kit import chosen_parts
from tjbot.robot.parts import all_parts
from tjbot.settings_file import SettingsFile


@contextmanager
def _open(home: Path) -> Iterator[Try]:
    file = home / FILE_NAME
    kinds = all_parts()

    def one(data: bytes) -> None:
        file.write_bytes(data)
        try:
            chosen_parts(load(home), kinds)
            settings = SettingsFile(home)
            settings.put("port", 1, meaning="")
            assert parse(settings.text).port == 1
        except ConfigurationError as error:
            told(error)

    yield one


def _seeds() -> list[bytes]:
    def table(settings: type[msgspec.Struct], heading: str) -> str:
        rows = [f"{key.name} = {as_toml(key.default)}" for key in keys_of(settings) if as_toml(key.default) != "–"]
        return "\n".join([heading, *rows])

    tables = [table(Configuration, ""), *(table(kind.Settings, f"[{kind.name}]") for kind in all_parts())]
    return [text.encode() for text in [*tables, "\n".join(tables)]]


@contextmanager
def _open_smoothing(home: Path) -> Iterator[Try]:
    logging.disable(logging.WARNING)
    path = SmoothingFile(home).path

    def one(data: bytes) -> None:
        path.write_bytes(data)
        assert isinstance(SmoothingFile(home).all(), dict)

    yield one
    logging.disable(logging.NOTSET)


def _smoothing_seeds() -> list[bytes]:
    good = {"hand": {"open hand": {"threshold": 0.7, "enter": 3, "leave": 5, "gap_seconds": 0.5}}}
    return [json.dumps(good).encode(), b"{}"]


TARGET = Target("settings", "tjbot.toml, with the tables of all parts", _open, _seeds)
SMOOTHING = Target("smoothing", "smoothing.json", _open_smoothing, _smoothing_seeds)
