"""The checks: every function here that takes a `System` is one; its name is what `tjbot doctor` calls it."""

import importlib
import inspect
import pkgutil

from tjbot.doctor.finding import Check


def all_checks() -> list[Check]:
    """Every check there is, in the order of the files and of what stands in them."""
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    return [
        value
        for module in modules
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    ]
