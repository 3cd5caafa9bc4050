"""Which body a request over HTTP is about."""

from starlette.requests import HTTPConnection

from tjbot.daemon.access import who
from tjbot.daemon.robot import Robot
from tjbot.errors import UnknownNameError, did_you_mean

HEADER = "TJBot-Body"
PARAMETER = "body"


def body_of(robot: Robot, request: HTTPConnection) -> str:
    """The body that a request is about: a pupil's own robot in a class, a recipe's own one; else the one that the
    header `TJBot-Body` or `?body=` names, or the real one.

    Raises:
        NotAllowedError: who asks may not have that one.
        UnknownNameError: there is no such body.
    """
    wished = request.headers.get(HEADER) or request.query_params.get(PARAMETER) or None
    body = robot.school.body_for(wished, who(request.scope))
    if body not in robot.bodies:
        raise UnknownNameError(f'There is no body "{body[:64]}".', did_you_mean(body[:64], robot.bodies))
    return body
