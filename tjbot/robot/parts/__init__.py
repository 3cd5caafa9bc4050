"""The parts of the body: every module here that defines a `Part` adds one to every robot."""

import importlib
import pkgutil

from tjbot.robot.part import Part


def all_parts() -> list[type[Part]]:
    """Every part there is, in the alphabetical order of the files."""
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Part) and value.__module__ == module.__name__
    ]
