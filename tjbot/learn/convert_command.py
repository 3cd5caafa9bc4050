"""`tjbot convert`, as it is typed. What needs numpy or TensorFlow is imported in the command."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from tjbot.learn.options import Author, Licence, Name, Quantise, To, quiet_tensorflow


def convert(
    file: Annotated[Path, typer.Argument(help="A Keras file (.keras or .h5), or the folder of a SavedModel.")],
    *,
    to: To = None,
    quantise: Quantise = "float16",
    labels: Annotated[
        str | None,
        typer.Option(help="The classes' names in their order, with commas between, or a .txt with one a line."),
    ] = None,
    name: Name = "",
    author: Author = "",
    licence: Licence = "",
    samples: Annotated[
        Path | None,
        typer.Option(help="What to try it on: a folder of pictures or sounds, or a CSV; else random numbers."),
    ] = None,
    between: Annotated[
        tuple[float, float] | None, typer.Option("--range", help="The least and the largest number in its input.")
    ] = None,
    kind: Annotated[
        Literal["pixels", "numbers", "spectrogram", "picture_features", "hand_features"] | None,
        typer.Option(help="What its input is, where that is not plain to see."),
    ] = None,
    side: Annotated[
        int | None,
        typer.Option(help="The pixels of a picture's side, where the model takes any size.", min=8, max=1024),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the random numbers.", min=0)] = 1,
) -> None:
    """Makes a Keras model one that the page can use, and tries whether it still answers the same."""
    quiet_tensorflow()
    from tjbot.learn.needs import need_libraries

    need_libraries()
    from tjbot.learn.conversion.convert import Order, lines_about
    from tjbot.learn.conversion.convert import convert as convert_model
    from tjbot.learn.conversion.given import Wish
    from tjbot.learn.progress import Progress

    low, high = between or (None, None)
    order = Order(
        path=file,
        to=to or Path(f"{file.resolve().name if file.is_dir() else file.stem}-model"),
        quantisation=quantise,
        labels=labels,
        name=name,
        author=author,
        licence=licence,
        samples=samples,
        input=Wish(kind, low, high, side),
        seed=seed,
    )
    with Progress() as progress:
        converted = convert_model(order, progress)
    for line in lines_about(converted, order):
        print(line)
