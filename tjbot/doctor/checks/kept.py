"""What people gave the robot to keep: whether all of it can be used. The log must not name it, this does."""

from collections.abc import Callable, Iterator
from pathlib import Path

from tjbot.daemon.model_folder import read_folder
from tjbot.daemon.model_ids import is_model_id
from tjbot.daemon.project_zips import read_card
from tjbot.doctor.finding import Finding
from tjbot.doctor.system import System
from tjbot.errors import TJBotError

_MOST_TOLD = 3


def taught(system: System) -> Finding:
    """Whether every model and project in the home can be used."""
    faults, good = [], 0
    for path, look in _kept(system.home):
        try:
            look(path)
            good += 1
        except (TJBotError, OSError) as error:
            faults.append(f"{path}: {error}")
    if faults:
        more = f" … and {len(faults) - _MOST_TOLD} more" if len(faults) > _MOST_TOLD else ""
        return Finding("; ".join(faults[:_MOST_TOLD]) + more, "Save it again from the page, or remove it.")
    return Finding(f"{good} models and projects, all of them good" if good else "nothing was taught yet")


def _kept(home: Path) -> Iterator[tuple[Path, Callable[[Path], object]]]:
    """Each of them with what reads it; only the robot's own user and root see them."""
    for path in sorted((home / "models").glob("*")):
        if is_model_id(path.name):
            yield path, lambda path: read_folder(path, path.name)
    for path in sorted((home / "projects").glob("[a-z0-9]*.zip")):
        yield path, read_card
