"""`tjbot models`: for teachers who bring a model that was converted or trained elsewhere."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from tjbot.errors import ChangedMeanwhileError
from tjbot.options import ROBOT_HERE, Json, Url

# What a single command needs is imported in it, as in cli.

models = typer.Typer(help="The taught models on the robot: list, bring, remove.", no_args_is_help=True)


@models.command("list")
def list_models(*, url: Url = ROBOT_HERE, as_json: Json = False) -> None:
    """Lists the models on the robot."""
    from tjbot.robot_models import RobotModels

    known = RobotModels(url).all()
    for model in known:
        print(json.dumps(model, ensure_ascii=False) if as_json else _line(model))
    if not known and not as_json:
        print("The robot has no models yet. Teach one in its page, or bring one: tjbot models add FOLDER")


@models.command()
def add(
    source: Annotated[Path, typer.Argument(metavar="FOLDER_OR_ZIP", help="A model as docs/models.md describes it.")],
    *,
    id_: Annotated[str, typer.Option("--id", help="Under which id; by default it follows from the name.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="In place of the one that is there.")] = False,
    url: Url = ROBOT_HERE,
) -> None:
    """Brings a model to the robot."""
    from tjbot.daemon.model_ids import check_model_id, model_id_of
    from tjbot.model_source import read_model
    from tjbot.robot_models import RobotModels

    card, files = read_model(source)
    id_ = id_ or model_id_of(card.name)
    check_model_id(id_)
    try:
        model = RobotModels(url).add(id_, files, replace=replace)
    except ChangedMeanwhileError as error:
        raise ChangedMeanwhileError(
            error.message, f"Nothing was changed. Replace that one with --replace, or choose another id: --id {id_}-2"
        ) from None
    print(_line(model))


@models.command()
def remove(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Which model, as tjbot models list tells it.")],
    *,
    url: Url = ROBOT_HERE,
) -> None:
    """Removes a model from the robot."""
    from tjbot.robot_models import RobotModels

    RobotModels(url).remove(id_)
    print("Done.")


def _line(model: dict[str, Any]) -> str:
    labels = model["labels"]
    told = ", ".join(labels[:8]) + (f" … {len(labels)} labels" if len(labels) > 8 else "")
    signed = "".join(f", {told}" for told in (model["author"] and f"by {model['author']}", model["licence"]) if told)
    return f"{model['id']:16} {model['name']}: {told} ({model['kind']}, {model['bytes'] / 1e6:.1f} MB{signed})"
