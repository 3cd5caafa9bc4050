"""`tjbot lessons`: for teachers who write a lesson: check it, bring it to the robot, remove it."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from tjbot.options import ROBOT_HERE, Json, Url

# What a single command needs is imported in it, as in cli.

lessons = typer.Typer(help="The lessons on the robot: list, check, bring, remove.", no_args_is_help=True)

Source = Annotated[Path, typer.Argument(metavar="FOLDER", help="A lesson as docs/lessons.md describes it.")]


@lessons.command("list")
def list_lessons(*, url: Url = ROBOT_HERE, as_json: Json = False) -> None:
    """Lists the lessons on the robot."""
    from tjbot.robot_requests import RobotRequests

    for lesson in RobotRequests(url, "/api/lessons").ask("GET", "")["lessons"]:
        print(json.dumps(lesson, ensure_ascii=False) if as_json else _line(lesson))


@lessons.command()
def check(folder: Source) -> None:
    """Looks whether a lesson is as it must be; needs no robot."""
    _read(folder)
    print("The lesson is fine.")


@lessons.command()
def add(folder: Source, *, url: Url = ROBOT_HERE) -> None:
    """Brings a lesson to the robot, in place of an own one of the same name."""
    from urllib.parse import quote

    from tjbot.daemon.lessons.shelf import packed
    from tjbot.robot_requests import RobotRequests

    lesson = _read(folder)
    print(_line(RobotRequests(url, "/api/lessons").ask("PUT", f"/{quote(lesson.id, safe='')}", packed(lesson))))


@lessons.command()
def remove(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Which one, as tjbot lessons list tells it.")],
    *,
    url: Url = ROBOT_HERE,
) -> None:
    """Removes a lesson of your own from the robot."""
    from urllib.parse import quote

    from tjbot.robot_requests import RobotRequests

    RobotRequests(url, "/api/lessons").ask("DELETE", f"/{quote(id_, safe='')}")
    print("Done.")


def _read(folder: Path) -> Any:
    """The lesson in a folder, whose recipe was checked as a pupil's would be."""
    from tjbot.daemon.lessons.folders import read_folder
    from tjbot.daemon.lessons.lesson import lesson_of
    from tjbot.errors import LessonError
    from tjbot.recipe.check import Vocabulary, find_faults
    from tjbot.robot.part import offer_of
    from tjbot.robot.parts import all_parts

    lesson = lesson_of(folder.resolve().name, read_folder(folder))
    for language, source in lesson.recipes.items():
        file = f"recipe.{language}.py" if language else "recipe.py"
        for fault in find_faults(source, Vocabulary([offer_of(part, []) for part in all_parts()])):
            raise LessonError(f"{file}, line {fault.line}: {fault.message}", fault.hint)
    return lesson


def _line(lesson: dict[str, Any]) -> str:
    if "fault" in lesson:
        return f"{lesson['id']:20} {lesson['fault']}"
    own = ", own" if lesson["own"] else ""
    return f"{lesson['id']:20} {lesson['title']} (level {lesson['level']}, {lesson['minutes']} minutes{own})"
