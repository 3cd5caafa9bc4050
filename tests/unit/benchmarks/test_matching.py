"""How hands that are there and hands that were found are paired and counted."""

import pytest

from tests.benchmarks.vision.labels import Box, LabelledHand
from tests.benchmarks.vision.matching import FoundHand, Tally, match, overlap

LEFT = Box(0.1, 0.2, 0.2, 0.4)
RIGHT = Box(0.6, 0.2, 0.2, 0.4)
FAR = Box(0.9, 0.9, 0.1, 0.1)


def test_boxes_overlap_by_what_they_have_in_common() -> None:
    assert overlap(LEFT, LEFT) == pytest.approx(1)
    assert overlap(LEFT, Box(0.2, 0.2, 0.2, 0.4)) == pytest.approx(1 / 3)
    assert overlap(LEFT, RIGHT) == 0


def test_each_hand_is_found_by_the_box_that_fits_it_best() -> None:
    found = [FoundHand(Box(0.55, 0.2, 0.2, 0.4)), FoundHand(LEFT), FoundHand(RIGHT)]
    assert match([LabelledHand(LEFT), LabelledHand(RIGHT)], found) == [(0, 1), (1, 2)]


def test_a_small_box_in_the_middle_of_a_hand_finds_it_and_one_beside_it_does_not() -> None:
    assert match([LabelledHand(LEFT)], [FoundHand(Box(0.18, 0.38, 0.04, 0.04))]) == [(0, 0)]
    assert match([LabelledHand(LEFT)], [FoundHand(FAR)]) == []


def test_a_box_finds_one_hand_and_a_hand_is_found_once() -> None:
    assert match([LabelledHand(LEFT), LabelledHand(LEFT)], [FoundHand(LEFT)]) == [(0, 0)]
    assert match([LabelledHand(LEFT)], [FoundHand(LEFT), FoundHand(LEFT)]) == [(0, 0)]


def test_a_hand_whose_place_is_not_known_is_found_by_what_is_left_over() -> None:
    hands = [LabelledHand(None, "fist"), LabelledHand(LEFT)]
    assert match(hands, [FoundHand(LEFT), FoundHand(FAR)]) == [(0, 1), (1, 0)]
    assert match(hands, [FoundHand(LEFT)]) == [(1, 0)]


def test_recall_precision_false_alarms_and_labels_are_counted() -> None:
    tally = Tally()
    tally.add([LabelledHand(LEFT, "fist"), LabelledHand(RIGHT, "fist")], [FoundHand(LEFT, "fist")])
    tally.add([LabelledHand(LEFT, "point")], [FoundHand(LEFT, "pinch"), FoundHand(FAR, None)])
    tally.add([], [FoundHand(FAR, None)])
    tally.add([], [])
    assert (tally.hands, tally.found, tally.matched) == (3, 4, 2)
    assert tally.recall == pytest.approx(2 / 3)
    assert tally.precision == pytest.approx(2 / 4)
    assert (tally.empty_pictures, tally.false_alarms) == (2, 1)
    assert tally.labels() == ["fist", "point"]
    assert tally.accuracy() == pytest.approx(1 / 3)
    assert tally.accuracy(["fist"]) == pytest.approx(1 / 2)
    assert tally.mistakes("fist") == "1 × nothing"
    assert tally.mistakes("point") == "1 × pinch"


def test_nothing_to_find_and_nothing_found_is_no_fault() -> None:
    tally = Tally()
    tally.add([], [])
    assert (tally.recall, tally.precision, tally.accuracy()) == (1, 1, 1)
