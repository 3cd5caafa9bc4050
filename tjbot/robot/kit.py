"""Which parts a robot has: those that its configuration asks for, with their settings and wires."""

from collections.abc import Iterable

from tjbot.config import FILE_NAME, Configuration, PartSettings, read_table
from tjbot.errors import ConfigurationError, did_you_mean
from tjbot.robot.part import Part
from tjbot.robot.wiring import Wire


def chosen_parts(configuration: Configuration, kinds: Iterable[type[Part]]) -> dict[type[Part], PartSettings]:
    """The parts that a configuration asks for, with their checked settings.

    Raises:
        ConfigurationError: a table belongs to no part, or something in it is wrong.
    """
    by_name = {kind.name: kind for kind in kinds}
    for name in configuration.parts:
        if name not in by_name and not configuration.from_newer:
            hint = did_you_mean(name, by_name)
            raise ConfigurationError(f"{FILE_NAME} has a table [{name}] that belongs to no part.", hint)
    chosen = {}
    for name, kind in by_name.items():
        table, where = configuration.parts.get(name, {}), f"[{name}] in {FILE_NAME}"
        settings = read_table(table, kind.Settings, where, from_newer=configuration.from_newer)
        if settings.enabled and (kind.in_every_kit or name in configuration.parts):
            chosen[kind] = settings
    return chosen


def wires_of(chosen: dict[type[Part], PartSettings]) -> dict[str, list[Wire]]:
    """The wires of parts with their settings, by the name of the part."""
    return {kind.name: kind.wires(settings) for kind, settings in chosen.items()}
