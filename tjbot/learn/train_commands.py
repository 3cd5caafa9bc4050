"""`tjbot train` on own samples, as it is typed. What needs numpy or TensorFlow is imported in the commands."""

import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from tjbot.learn.options import Author, Licence, Name, Quantise, To, quiet_tensorflow
from tjbot.version import VERSION

Epochs = Annotated[int, typer.Option(help="How often each sample is shown, at most.", min=1, max=10_000)]
Seed = Annotated[int, typer.Option(help="Of all chance: the same seed, the same division and beginning.", min=0)]
HeldBack = Annotated[float, typer.Option(help="Which part is kept to judge by.", min=0.05, max=0.5)]
Rate = Annotated[float, typer.Option(help="How much is learned at once.", min=1e-7, max=1e30)]
Logs = Annotated[Path | None, typer.Option(help="A folder for curves that TensorBoard shows.")]
Folder = Annotated[Path, typer.Argument(help="With a folder for each class, named as the class is.")]
Table = Annotated[Path, typer.Argument(help="A CSV file; its first line has names, its last column the classes.")]


def train_images(
    folder: Folder,
    *,
    look: Annotated[
        Literal["features", "pixels"],
        typer.Option("--from", help="What the page's own network says of a picture, or its pixels (from scratch)."),
    ] = "features",
    side: Annotated[int, typer.Option(help="Of the pictures in pixels, from scratch.", min=16, max=256)] = 64,
    whole: Annotated[
        bool, typer.Option("--whole", help="With the page's own network in it, for any web page; about 7 MB.")
    ] = False,
    to: To = None,
    quantise: Quantise = "float16",
    name: Name = "",
    author: Author = "",
    licence: Licence = "",
    seed: Seed = 1,
    epochs: Epochs = 150,
    held_back: HeldBack = 0.2,
    rate: Rate = 1e-3,
    logs: Logs = None,
) -> None:
    """Teaches pictures: a folder with a folder of them for each class."""
    lesson = _lesson("images", folder, to, quantise, (name, author, licence), (seed, epochs, held_back, rate, logs))
    from tjbot.learn.teaching import read

    lesson = replace(lesson, whole=whole and look == "features")
    _teach(lambda progress: read.pictures(folder, look, side, progress), lesson)


def train_table(
    file: Table,
    *,
    to: To = None,
    quantise: Quantise = "float16",
    name: Name = "",
    author: Author = "",
    licence: Licence = "",
    seed: Seed = 1,
    epochs: Epochs = 300,
    held_back: HeldBack = 0.2,
    rate: Rate = 1e-3,
    logs: Logs = None,
) -> None:
    """Teaches numbers: a CSV file whose last column says what each row is."""
    lesson = _lesson("table", file, to, quantise, (name, author, licence), (seed, epochs, held_back, rate, logs))
    from tjbot.learn.teaching import read

    _teach(lambda _progress: read.table(file), lesson)


def train_landmarks(
    file: Table,
    *,
    to: To = None,
    quantise: Quantise = "float16",
    name: Name = "",
    author: Author = "",
    licence: Licence = "",
    seed: Seed = 1,
    epochs: Epochs = 300,
    held_back: HeldBack = 0.2,
    rate: Rate = 1e-3,
    logs: Logs = None,
) -> None:
    """Teaches what hands do: a CSV file of their landmarks, whose last column says what each hand does."""
    lesson = _lesson("landmarks", file, to, quantise, (name, author, licence), (seed, epochs, held_back, rate, logs))
    from tjbot.learn.teaching import read

    _teach(lambda _progress: read.landmarks(file), lesson)


def train_sounds(
    folder: Folder,
    *,
    to: To = None,
    quantise: Quantise = "float16",
    name: Name = "",
    author: Author = "",
    licence: Licence = "",
    seed: Seed = 1,
    epochs: Epochs = 150,
    held_back: HeldBack = 0.2,
    rate: Rate = 1e-3,
    logs: Logs = None,
) -> None:
    """Teaches sounds: a folder with a folder of WAV files for each class."""
    lesson = _lesson("sounds", folder, to, quantise, (name, author, licence), (seed, epochs, held_back, rate, logs))
    from tjbot.learn.teaching import read

    _teach(lambda progress: read.sounds(folder, progress), lesson)


def _lesson(
    kind: str,
    path: Path,
    to: Path | None,
    quantise: Any,
    card: tuple[str, str, str],
    course: tuple[int, int, float, float, Path | None],
) -> Any:
    """What was typed, checked as far as it can be before anything is read."""
    quiet_tensorflow()
    from tjbot.learn.needs import need_libraries

    need_libraries()
    from tjbot.learn.folder import check_target
    from tjbot.learn.teaching.fit import Course
    from tjbot.learn.teaching.several import crew
    from tjbot.learn.teaching.teach import Lesson

    seed, epochs, held_back, rate, logs = course
    name, author, licence = card
    stem = path.resolve().stem
    target = to or Path(f"{stem}-model")
    check_target(target)
    return Lesson(
        course=Course(epochs, seed, rate, logs, crew()),
        held_back=held_back,
        to=target,
        quantisation=quantise,
        name=(name or stem)[:64],
        author=author,
        licence=licence,
        made_by=f"tjbot {VERSION} train {kind} --seed {seed} --epochs {epochs} --held-back {held_back:g}",
    )


def _teach(read: Callable[[Any], Any], lesson: Any) -> None:
    from tjbot.learn.progress import Progress
    from tjbot.learn.teaching.samples import divide, notes_about
    from tjbot.learn.teaching.teach import teach

    with Progress() as progress:
        samples = read(progress)
        # What cannot be learned is told before TensorFlow is loaded.
        divide(samples, lesson.held_back, lesson.course.seed)
        taught = teach(samples, lesson, progress)
    if taught is None:
        print("Done; the first machine has the result.")
        return
    counts = ", ".join(f'{count} of "{label}"' for label, count in samples.counts().items())
    print(f"{len(samples)} samples: {counts}.")
    for line in [*notes_about(samples), *taught.judgement.lines()]:
        print(line)
    print(
        f"{taught.card.bytes / 1000:,.0f} kB ({lesson.quantisation}); its answers changed by {taught.difference:.2g}."
    )
    print(f"Written to {lesson.to}. To bring it to the robot: tjbot models add {shlex.quote(str(lesson.to))}")
