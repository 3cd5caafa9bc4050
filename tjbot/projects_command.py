"""`tjbot projects`: which projects with their pictures and sounds lie on the robot, and away with them."""

import json
from datetime import datetime
from typing import Annotated, Any

import typer

from tjbot.options import ROBOT_HERE, Json, Url

# What a single command needs is imported in it, as in cli.

projects = typer.Typer(
    help="The projects that pages saved on the robot, with their samples: list, remove.", no_args_is_help=True
)


@projects.command("list")
def list_projects(*, url: Url = ROBOT_HERE, as_json: Json = False) -> None:
    """Lists the projects on the robot."""
    from tjbot.robot_requests import RobotRequests

    known = RobotRequests(url, "/api/projects").ask("GET", "")["projects"]
    for project in known:
        print(json.dumps(project, ensure_ascii=False) if as_json else _line(project))
    if not known and not as_json:
        print("No project lies on the robot. A page saves one there only on request.")


@projects.command()
def remove(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Which project, as tjbot projects list tells it.")],
    *,
    url: Url = ROBOT_HERE,
) -> None:
    """Removes a project from the robot, with its pictures and sounds."""
    from urllib.parse import quote

    from tjbot.robot_requests import RobotRequests

    RobotRequests(url, "/api/projects").ask("DELETE", f"/{quote(id_, safe='')}")
    print("Done.")


def _line(project: dict[str, Any]) -> str:
    held = [f"{project[what]} {what}" for what in ("samples", "pictures", "sounds") if project[what]]
    saved = datetime.fromtimestamp(project["changed"] / 1000).astimezone().strftime("%d %b %H:%M")
    told = [
        *held,
        f"{project['bytes'] / 1e6:.1f} MB",
        *([f"by {project['author']}"] if project["author"] else []),
        saved,
    ]
    return f"{project['id']:16} {project['name']}: {', '.join(project['classes'][:8])} ({', '.join(told)})"
