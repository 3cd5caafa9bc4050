"""Options that several commands share, and the home that is meant where none is named."""

from pathlib import Path
from typing import Annotated

import typer

ROBOT_HERE = "http://localhost:8765"

Url = Annotated[str, typer.Option("--url", envvar="TJBOT_URL", help="Where the robot is.", show_default=True)]
Home = Annotated[Path | None, typer.Option("--home", envvar="TJBOT_HOME", help="Where recipes and settings are kept.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]


def usual_home() -> Path:
    """Where a robot keeps its recipes and settings if nobody says otherwise."""
    import platformdirs

    return Path(platformdirs.user_data_dir("tjbot", appauthor=False))
