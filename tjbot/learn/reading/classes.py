"""A folder with a folder for each class, the way samples of pictures and sounds are kept."""

from collections.abc import Collection
from pathlib import Path

from tjbot.learn.errors import TrainingError
from tjbot.protocol.models import MOST_LABELS

MOST_SAMPLES = 20_000


def files_by_class(folder: Path, endings: Collection[str], what: str) -> dict[str, list[Path]]:
    """The files of each class, by the name of its folder; folders within are looked through, hidden ones left out.

    Args:
        folder: with a folder for each class.
        endings: of the files that count, in lower case, for example `.png`.
        what: what the files are, for example "pictures".

    Raises:
        TrainingError: there are no classes, only one, too many, one is empty, or there are too many files.
    """
    if not folder.is_dir():
        raise TrainingError(
            f'There is no folder "{folder}".', f"Make one with a folder of {what} for each class in it."
        )
    classes = {
        path.name: files_in(path, endings)
        for path in sorted(folder.iterdir())
        if path.is_dir() and not path.name.startswith(".")
    }
    check_labels(list(classes), f'"{folder}"', f"Make a folder of {what} for each class in it, named as the class is.")
    for name, files in classes.items():
        if not files:
            raise TrainingError(
                f'The class "{name}" has no {what} in it.',
                f"They end in {', '.join(sorted(endings))}; or remove the folder.",
            )
    check_count(sum(map(len, classes.values())), what)
    return classes


def files_in(folder: Path, endings: Collection[str]) -> list[Path]:
    """The files with these endings in a folder and those within it, in the order of their names."""
    return [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in endings and path.is_file()]


def check_labels(labels: list[str], where: str, hint: str) -> None:
    """Raises:
    TrainingError: there are none, only one or too many, or one is too long.
    """
    if not labels:
        raise TrainingError(f"There are no classes in {where}.", hint)
    if len(labels) == 1:
        raise TrainingError(
            f'There is only one class in {where}: "{labels[0]}". To tell things apart one needs two.',
            'Add a second class, for example "nothing".',
        )
    if len(labels) > MOST_LABELS:
        raise TrainingError(f"There are {len(labels)} classes in {where}; at most {MOST_LABELS} are taken.", hint)
    long = next((label for label in labels if not 1 <= len(label.strip()) <= 64), None)
    if long is not None:
        raise TrainingError(f'"{long[:80]}" in {where} is no name for a class.', "Give it a name of 1 to 64 letters.")


def check_count(count: int, what: str) -> None:
    """Raises:
    TrainingError: there are more samples than fit into the memory.
    """
    if count > MOST_SAMPLES:
        raise TrainingError(f"There are {count} {what}; at most {MOST_SAMPLES} are taken.", "Take some away.")
