"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

ROBOT_HERE = "http://localhost:8765"

Url = Annotated[str, typer.Option("--url", envvar="TJBOT_URL", help="Where the robot is.", show_default=True)]
Home = Annotated[Path | None, typer.Option("--home", envvar="TJBOT_HOME", help="Where recipes and settings are kept.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
