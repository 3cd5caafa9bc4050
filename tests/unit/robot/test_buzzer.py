"""The buzzer: one file, and it beeps."""

import asyncio
from collections.abc import Callable, Coroutine
from itertools import pairwise
from typing import Any

import pytest

from tests.virtual_time import VirtualTimeLoop, run_in_virtual_time
from tjbot.config import Configuration
from tjbot.errors import HaltedError
from tjbot.pins.simulated import history, simulated_factory
from tjbot.robot.body import Body
from tjbot.robot.parts.buzzer import Buzzer

PIN = 22
Scene = Callable[[Body, Any], Coroutine[Any, Any, None]]


def play(scene: Scene, **tables: Any) -> None:
    async def act(_: VirtualTimeLoop) -> None:
        pins = simulated_factory()
        body = Body("real", pins, [Buzzer], lambda _: None)
        body.start(Configuration(parts=tables))
        await scene(body, pins)

    run_in_virtual_time(act)


def test_it_is_built_only_where_the_configuration_has_its_table() -> None:
    async def scene(body: Body, _: Any) -> None:
        assert body.readings() == {}

    play(scene)


def test_it_beeps_as_often_as_asked_and_is_silent_then() -> None:
    async def scene(body: Body, pins: Any) -> None:
        await body.begin("beep", {"times": 3, "seconds": 0.1})
        states = [change.duty for change in history(pins, PIN)]
        assert sum(after > before for before, after in pairwise(states)) == 3
        assert states[-1] == 0
        assert body.readings() == {"buzzer": {"beeping": False}}

    play(scene, buzzer={})


@pytest.mark.parametrize("end", ["halt", "rest"])
def test_it_is_silent_at_once_when_it_is_stopped(end: str) -> None:
    async def scene(body: Body, pins: Any) -> None:
        beeps = body.begin("beep", {"seconds": 5})
        await asyncio.sleep(1)
        assert body.readings()["buzzer"]["beeping"]
        getattr(body, end)()
        assert pins.pin(PIN).state == 0
        with pytest.raises(HaltedError):
            await beeps
        body.close()

    play(scene, buzzer={})
