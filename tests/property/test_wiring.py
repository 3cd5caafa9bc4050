"""Whatever pins somebody chooses: conflicts are found exactly where they are, and the cure cures."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tjbot.config import Configuration
from tjbot.pins.board import NO_BOARD, PICO, Board, Claim
from tjbot.robot.kit import chosen_parts, wires_of
from tjbot.robot.parts.arm import Arm
from tjbot.robot.parts.light import Light
from tjbot.robot.wiring import connections
from tjbot.robot.wiring_conflicts import conflicts
from tjbot.robot.wiring_words import Conflict

KEYS = (("arm", "pin"), ("light", "red_pin"), ("light", "green_pin"), ("light", "blue_pin"))
CLAIM = Claim(by="somebody", setting="dtoverlay=something", cure="remove it.")

pins_of_all = st.lists(st.integers(0, 28), min_size=4, max_size=4)
claimed_pins = st.sets(st.integers(2, 27), max_size=8)


def tables(pins: list[int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {"arm": {}, "light": {}}
    for (part, key), pin in zip(KEYS, pins, strict=True):
        found[part][key] = pin
    return found


def conflicts_of(pins: list[int], board: Board = NO_BOARD) -> list[Conflict]:
    return conflicts(wires_of(chosen_parts(Configuration(parts=tables(pins)), [Arm, Light])), board)


@given(pins_of_all, claimed_pins)
def test_a_conflict_is_found_exactly_where_there_is_one(pins: list[int], claimed: set[int]) -> None:
    board = Board(model="a Pi", claims=dict.fromkeys(claimed, CLAIM))
    right = len(set(pins)) == 4 and not {0, 1, 28, *claimed} & set(pins)
    assert (conflicts_of(pins, board) == []) == right


@given(pins_of_all, claimed_pins)
def test_what_the_cure_proposes_leads_to_a_robot_without_conflicts(pins: list[int], claimed: set[int]) -> None:
    board = Board(model="a Pi", claims=dict.fromkeys(claimed, CLAIM))
    for _ in range(len(pins)):
        found = conflicts_of(pins, board)
        if not found:
            return
        hint = re.search(r"for example GPIO (\d+) .* change (\w+)", found[0].hint)
        assert hint, found[0].hint
        key = next(place for place, (_, name) in enumerate(KEYS) if name == hint[2])
        pins = [int(hint[1]) if place == key else pin for place, pin in enumerate(pins)]
    assert conflicts_of(pins, board) == []


@given(pins_of_all)
def test_what_the_cure_proposes_on_a_pico_cures_there(pins: list[int]) -> None:
    for _ in range(2 * len(pins)):
        found = conflicts_of(pins, PICO)
        if not found:
            return
        hint = re.search(r"for example GP(\d+) .* change (\w+)", found[0].hint)
        assert hint, found[0].hint
        key = next(place for place, (_, name) in enumerate(KEYS) if name == hint[2])
        pins = [int(hint[1]) if place == key else pin for place, pin in enumerate(pins)]
    assert conflicts_of(pins, PICO) == []


@given(pins_of_all)
def test_every_wire_ends_at_a_pin_of_its_kind(pins: list[int]) -> None:
    wires = wires_of(chosen_parts(Configuration(parts=tables(pins)), [Arm, Light]))
    ends = connections(wires)
    assert len(ends) == sum(map(len, wires.values())) - pins.count(28)
    assert all(1 <= end.pin <= 40 for end in ends)
    assert [end.wire.gpio for end in ends if end.part == "arm" and end.wire.gpio is not None] == [
        pin for pin in pins[:1] if pin != 28
    ]
