"""`tjbot list`: the robots in this network."""

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from tjbot.errors import NoRobotError
from tjbot.options import Json

if TYPE_CHECKING:
    from tjbot.classroom.robots import FoundRobot

USUAL_SECONDS = 3.0

NOBODY = """No robot answered within {seconds:g} s. What to try:
  Is the robot on, and in the network? At the robot: tjbot start --listen 0.0.0.0
  Is this computer in the same Wi-Fi? A guest network is another one.
  Some schools' Wi-Fi keeps computers apart ("client isolation", "AP isolation"). Then names are not found, and often
  the robot is not either: ask whoever runs the network, or use a Wi-Fi router of your own.
  At the robot, tjbot doctor tells its name and what is wrong."""


def list_robots(
    *,
    seconds: Annotated[float, typer.Option(help="For how long to listen.", min=0.5, max=60)] = USUAL_SECONDS,
    as_json: Json = False,
) -> None:
    """Lists the robots in this network: name, address to open, version."""
    robots = asyncio.run(_listen(seconds))
    if as_json:
        for robot in robots:
            print(json.dumps(_as_dictionary(robot), ensure_ascii=False))
    elif robots:
        print("\n".join(table(robots)))
    else:
        print(NOBODY.format(seconds=seconds))


def table(robots: list["FoundRobot"]) -> list[str]:
    """The robots as rows for people, the names of the columns first."""
    rows = [("Robot", "Open", "Or by number", "Version")]
    rows += [(robot.name, robot.url, next(iter(robot.address_urls), ""), robot.version) for robot in robots]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _as_dictionary(robot: "FoundRobot") -> dict[str, object]:
    told: dict[str, object] = msgspec.to_builtins(robot)
    # Nobody is "this one" for a computer that only looks.
    del told["this"]
    return told


async def _listen(seconds: float) -> list["FoundRobot"]:
    from tjbot.classroom.discovery import listening

    try:
        async with listening() as neighbours:
            await asyncio.sleep(seconds)
            return await neighbours.robots()
    except OSError as error:
        raise NoRobotError(
            f"The network cannot be asked for robots: {error.strerror}.",
            "Connect this computer with the Wi-Fi.",
        ) from None
