"""The options that `tjbot convert` and `tjbot train` share."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

To = Annotated[Path | None, typer.Option("--to", help="The folder for the model; by default its name with -model.")]
Quantise = Annotated[
    Literal["none", "float16", "uint8", "uint16"],
    typer.Option(help="How each weight is stored: smaller, and less exact."),
]
Name = Annotated[str, typer.Option(help="What people call the model.")]
Author = Annotated[str, typer.Option(help="Who made it.")]
Licence = Annotated[str, typer.Option(help="What others may do with it, for example CC-BY-4.0.")]


def quiet_tensorflow() -> None:
    """Else TensorFlow tells of its own doings, in red."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
