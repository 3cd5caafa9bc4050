"""A body makes its parts act: one after another or one instead of another, and one fault harms no other part."""

import asyncio
from typing import Any

import pytest

from tests.virtual_time import run_in_virtual_time
from tjbot.config import Configuration
from tjbot.errors import ConfigurationError, HaltedError, PartError, RefusedError, UnknownNameError
from tjbot.robot.body import MOST_WAITING, Body
from tjbot.robot.part import Answer, Part, action


class Bell(Part):
    """Rings for a second; a new ring takes over."""

    name = "bell"
    summary = "A bell"
    rung: list[str]

    def start(self) -> None:
        self.rung = []
        self.halted = 0
        self.closed = False

    def reading(self) -> dict[str, Any]:
        return {"rung": len(self.rung)}

    @action()
    async def ring(self, tone: str = "high") -> Answer:
        """Rings."""
        self.rung.append(tone)
        self.changed()
        await asyncio.sleep(1)
        return Answer(tone)

    @action(queued=True)
    async def queue(self, tone: str) -> Answer:
        """Rings when the others are over."""
        return await self.ring(tone)

    @action()
    async def crack(self) -> None:
        """Breaks."""
        raise ZeroDivisionError("too cold")

    def halt(self) -> None:
        self.halted += 1

    async def rest(self) -> None:
        self.rung.append("rest")

    def close(self) -> None:
        self.closed = True


class Horn(Part):
    """Cannot start."""

    name = "horn"
    summary = "A horn"

    def start(self) -> None:
        raise PartError("The horn is not connected.", "Plug it in.")

    @action()
    async def toot(self) -> None:
        """Toots."""


class Drum(Horn):
    """Fails in a way of its own."""

    name = "drum"

    def start(self) -> None:
        raise ZeroDivisionError("GPIO busy")

    @action()
    async def beat(self) -> None:
        """Beats."""

    toot = None  # type: ignore[assignment]


class OtherBell(Part):
    """Has a verb that the bell has."""

    name = "other bell"
    summary = "Another bell"

    @action()
    async def ring(self) -> None:
        """Rings."""


def body_of(*kinds: type[Part], **tables: dict[str, Any]) -> tuple[Body, list[str]]:
    changes: list[str] = []
    body = Body("real", None, list(kinds), changes.append)
    body.start(Configuration(parts=tables))
    return body, changes


def bell_of(body: Body) -> Bell:
    part = body._slots["bell"].part
    assert isinstance(part, Bell)
    return part


def test_two_parts_may_not_share_a_verb() -> None:
    with pytest.raises(ConfigurationError, match='"bell" and "other bell" both have the action "ring"'):
        body_of(Bell, OtherBell)


def test_a_table_of_no_part_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"\[bel\] that belongs to no part") as caught:
        body_of(Bell, bel={})
    assert caught.value.hint == 'Did you mean "bell"?'


def test_a_part_that_is_switched_off_is_not_there() -> None:
    body, _ = body_of(Bell, Horn, bell={"enabled": False})
    assert list(body.readings()) == ["horn"]
    with pytest.raises(UnknownNameError, match='no action "ring"'):
        body.begin("ring", {})


@pytest.mark.parametrize("broken", [Horn, Drum])
def test_a_part_that_cannot_start_is_shown_with_its_fault_and_the_others_work(broken: type[Part]) -> None:
    async def scene(_: Any) -> None:
        body, _ = body_of(broken, Bell)
        fault = body.readings()[broken.name]["fault"]
        assert fault in ("The horn is not connected. Plug it in.", body.offers()[0].fault)
        assert broken.name in fault
        with pytest.raises(RefusedError, match=f"The {broken.name} does not work"):
            body.begin("toot" if broken is Horn else "beat", {})
        assert (await body.begin("ring", {})).value == "high"
        body.halt()
        await body.rest()
        body.close()
        assert bell_of(body).closed

    run_in_virtual_time(scene)


def test_a_part_that_breaks_later_says_so_and_works_again() -> None:
    async def scene(_: Any) -> None:
        body, _ = body_of(Bell)
        with pytest.raises(PartError, match=r"The bell failed: too cold.*wires"):
            await body.begin("crack", {})
        assert (await body.begin("ring", {})).value == "high"

    run_in_virtual_time(scene)


def test_an_unknown_verb_gets_the_nearest_one() -> None:
    body, _ = body_of(Bell)
    with pytest.raises(UnknownNameError) as caught:
        body.begin("rin", {})
    assert (caught.value.message, caught.value.hint) == ('The robot has no action "rin".', 'Did you mean "ring"?')


def test_a_wrong_argument_does_not_end_what_runs() -> None:
    async def scene(_: Any) -> None:
        body, _ = body_of(Bell)
        running = body.begin("ring", {"tone": "low"})
        await asyncio.sleep(0)
        with pytest.raises(RefusedError):
            body.begin("ring", {"note": "c"})
        assert (await running) == Answer("low")

    run_in_virtual_time(scene)


@pytest.mark.parametrize("begun", [True, False], ids=["begun", "not yet begun"])
def test_a_new_action_takes_over_and_the_old_one_answers_so(begun: bool) -> None:
    async def scene(_: Any) -> None:
        body, _ = body_of(Bell)
        first = body.begin("ring", {"tone": "first"})
        if begun:
            await asyncio.sleep(0)
        second = body.begin("ring", {"tone": "second"})
        assert (await first).note == "The bell got another command before it was done."
        assert (await second).value == "second"
        assert bell_of(body).rung == (["first", "second"] if begun else ["second"])

    run_in_virtual_time(scene)


@pytest.mark.parametrize("begun", [True, False], ids=["begun", "not yet begun"])
def test_halt_ends_what_runs_and_what_waits_with_a_sentence(begun: bool) -> None:
    async def scene(_: Any) -> None:
        body, _ = body_of(Bell)
        actions = [body.begin("queue", {"tone": str(number)}) for number in range(3)]
        if begun:
            await asyncio.sleep(0.5)
        body.halt()
        for task in actions:
            with pytest.raises(HaltedError, match="The bell was halted") as caught:
                await task
            assert caught.value.hint
        assert bell_of(body).rung == (["0"] if begun else [])
        assert bell_of(body).halted == 1

    run_in_virtual_time(scene)


def test_queued_actions_come_one_after_another_in_their_order() -> None:
    async def scene(loop: Any) -> None:
        body, _ = body_of(Bell)
        actions = [body.begin("queue", {"tone": str(number)}) for number in range(3)]
        assert [answer.value for answer in await asyncio.gather(*actions)] == ["0", "1", "2"]
        assert bell_of(body).rung == ["0", "1", "2"]
        assert loop.time() >= 3

    run_in_virtual_time(scene)


def test_too_many_that_wait_are_refused_and_later_there_is_room_again() -> None:
    async def scene(_: Any) -> None:
        body, _ = body_of(Bell)
        actions = [body.begin("queue", {"tone": "x"}) for _ in range(MOST_WAITING)]
        with pytest.raises(RefusedError, match="already wait for the bell"):
            body.begin("queue", {"tone": "one too many"})
        await asyncio.gather(*actions)
        assert (await body.begin("queue", {"tone": "again"})).value == "again"

    run_in_virtual_time(scene)


def test_rest_ends_what_runs_and_a_command_after_it_is_not_halted_by_it() -> None:
    async def scene(_: Any) -> None:
        body, _ = body_of(Bell)
        before = body.begin("ring", {})
        await asyncio.sleep(0)
        body.rest()
        after = body.begin("ring", {"tone": "after"})
        with pytest.raises(HaltedError):
            await before
        assert (await after).value == "after"

    run_in_virtual_time(scene)


def test_a_part_tells_of_its_changes_by_its_name() -> None:
    async def scene(_: Any) -> None:
        body, changes = body_of(Bell)
        await body.begin("ring", {})
        assert changes == ["bell"]
        assert body.reading("bell") == {"rung": 1}

    run_in_virtual_time(scene)


def test_a_part_that_fails_to_halt_or_close_keeps_none_of_the_others_from_it() -> None:
    class Wreck(Horn):
        name = "wreck"

        def start(self) -> None:
            pass

        def halt(self) -> None:
            raise OSError("gone")

        close = halt

    async def scene(_: Any) -> None:
        body, _ = body_of(Wreck, Bell)
        body.halt()
        body.close()
        assert bell_of(body).halted == 1
        assert bell_of(body).closed

    run_in_virtual_time(scene)
