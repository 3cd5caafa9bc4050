"""Who sends much at once keeps nobody else waiting."""

import threading
from collections import Counter

import pytest

from tests.integration.sockets import bare_socket
from tests.running import WAITING_SECONDS, RunningDaemon
from tjbot.daemon.sockets import AT_ONCE

MANY = 200


def test_of_many_messages_that_come_in_one_piece_others_get_their_turn_after_a_few(
    shared_robot: RunningDaemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    robot = shared_robot
    dispatch, loop = robot.daemon.dispatch, robot.loop
    handle, turns, handled = dispatch.handle, [0], threading.Event()
    seen_in: list[int] = []

    def note(*arguments: object) -> None:
        seen_in.append(turns[0])
        handle(*arguments)  # type: ignore[arg-type]
        if len(seen_in) == MANY:
            handled.set()

    def next_turn() -> None:
        turns[0] += 1
        if not handled.is_set():
            loop.call_soon(next_turn)

    with bare_socket(robot) as client:
        monkeypatch.setattr(dispatch, "handle", note)
        busy = threading.Event()
        loop.call_soon_threadsafe(busy.wait, WAITING_SECONDS)
        for _ in range(MANY):
            client.send({"type": "seen", "label": "fist", "phase": "now"})
        loop.call_soon_threadsafe(next_turn)
        busy.set()
        assert handled.wait(WAITING_SECONDS)
    # One turn of the loop may read twice; all of them in one is what must not be.
    assert max(Counter(seen_in).values()) <= 3 * AT_ONCE < MANY
