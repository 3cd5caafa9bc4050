"""All that is fuzzed."""

from tests.fuzzing import daemon, recipes, replays, settings, wire, zips
from tests.fuzzing.target import Target

TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        *(wire.TARGET, settings.TARGET, settings.SMOOTHING, recipes.TARGET, replays.TARGET),
        *(zips.CARDS, zips.MODELS, zips.PROJECTS, zips.BACKUPS, zips.LESSONS, daemon.HTTP, daemon.SOCKET),
    )
}
