"""Every command has a handler and a place in the rights; a flood is noticed."""

from pathlib import Path

from tjbot.daemon.dispatch import RIGHTS, Dispatch
from tjbot.daemon.lessons.shelf import Lessons
from tjbot.daemon.library import Library
from tjbot.daemon.robot import Robot
from tjbot.daemon.smoothing_file import SmoothingFile
from tjbot.daemon.sockets import FLOOD_MESSAGES_A_SECOND, Allowance
from tjbot.daemon.stored_projects import StoredProjects
from tjbot.daemon.taught_models import TaughtModels
from tjbot.daemon.unfinished import UnfinishedRecipes
from tjbot.protocol.all_messages import COMMANDS
from tjbot.protocol.messages import Ask, Do, Halt, Hello, Input, Ping, Recall, Remember, Rest, Want
from tjbot.protocol.pace_messages import At


def test_every_command_has_a_handler(tmp_path: Path) -> None:
    library, smoothing, models = Library(tmp_path, tmp_path), SmoothingFile(tmp_path), TaughtModels(tmp_path)
    unfinished, lessons = UnfinishedRecipes(tmp_path), Lessons(tmp_path, tmp_path)
    robot = Robot("Pip", library, smoothing, models, StoredProjects(tmp_path), unfinished, lessons, simulated=True)
    assert set(Dispatch(robot).handlers) == set(COMMANDS)


def test_every_command_is_somebodys_right() -> None:
    assert RIGHTS["page"] == RIGHTS["tool"] == set(COMMANDS) - {Hello, Input, Recall, Remember, At}
    assert RIGHTS["recipe"] == {Ask, At, Do, Halt, Input, Recall, Remember, Rest, Ping, Want}


def test_who_sends_steadily_never_runs_out_and_who_floods_does() -> None:
    now = 0.0
    allowance = Allowance(lambda: now)
    for _ in range(5 * FLOOD_MESSAGES_A_SECOND):
        now += 1 / FLOOD_MESSAGES_A_SECOND
        assert allowance.spend()
    sent = 0
    while allowance.spend():
        sent += 1
    assert sent <= FLOOD_MESSAGES_A_SECOND
    now += 0.5
    assert allowance.spend()
