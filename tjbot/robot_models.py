"""The taught models of a robot, from elsewhere: listed, brought and removed over HTTP."""

import io
import zipfile
from typing import Any
from urllib.parse import quote

from tjbot.robot_requests import RobotRequests


class RobotModels:
    """The models of the robot at an address.

    Args:
        url: where the robot is.

    Raises:
        ConfigurationError: it is no address.
    """

    def __init__(self, url: str) -> None:
        self._robot = RobotRequests(url, "/api/models")

    def all(self) -> list[dict[str, Any]]:
        """All models, as `GET /api/models` tells them.

        Raises:
            NoRobotError: nobody answers.
        """
        models: list[dict[str, Any]] = self._robot.ask("GET", "")["models"]
        return models

    def add(self, id_: str, files: dict[str, bytes], *, replace: bool) -> dict[str, Any]:
        """Brings a model; the robot's entry for it.

        Args:
            id_: under which id.
            files: its files by name, its card among them.
            replace: whether another one of this id may go for it.

        Raises:
            ChangedMeanwhileError: there is another one.
            RefusedError: the robot does not take it.
            NoRobotError: nobody answers.
        """
        there = {model["id"]: model["hash"] for model in self.all()} if replace else {}
        headers = {"If-Match": f'"{there[id_]}"'} if id_ in there else {}
        return self._robot.ask("PUT", f"/{quote(id_, safe='')}", _zipped(files), headers)

    def remove(self, id_: str) -> None:
        """Takes a model away.

        Raises:
            RefusedError: there is none of this id.
            NoRobotError: nobody answers.
        """
        self._robot.ask("DELETE", f"/{quote(id_, safe='')}")


def _zipped(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return sink.getvalue()
