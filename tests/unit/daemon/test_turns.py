"""Who drives, and who may not any more."""

import pytest

from tjbot.daemon.turns import Turns
from tjbot.errors import RefusedError


def test_the_last_one_who_commands_drives() -> None:
    turns = Turns()
    assert turns.driver("real") is None
    assert turns.take("real", "page-1")
    assert not turns.take("real", "page-1")
    assert turns.take("real", "tool-2")
    assert turns.driver("real") == "tool-2"
    assert turns.driver("other") is None


def test_stop_leaves_nobody_driving_and_anyone_may_begin_again() -> None:
    turns = Turns()
    turns.take("real", "page-1")
    turns.end("real")
    assert turns.driver("real") is None
    assert turns.take("real", "page-1")


def test_a_stopped_recipe_never_drives_again() -> None:
    turns = Turns()
    turns.take("real", "recipe-1")
    turns.ban("recipe-1")
    assert turns.driver("real") is None
    with pytest.raises(RefusedError, match="Your turn is over") as caught:
        turns.take("real", "recipe-1")
    assert caught.value.hint


def test_who_leaves_is_forgotten() -> None:
    turns = Turns()
    turns.take("real", "page-1")
    turns.leave("page-1")
    assert turns.driver("real") is None
    assert turns.take("real", "page-1")
