"""The hands that the classifier of gestures is judged by, and what its card says of them."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tjbot.learn.gestures.dataset import measured_hands
from tjbot.learn.gestures.held_out import HeldOut, turned_away, write
from tjbot.learn.gestures.judge import judge_held_out
from tjbot.learn.gestures.poses import CLASSES, NONE
from tjbot.learn.gestures.train import SHIPPED_FOLDER, shipped
from tjbot.learn.hands.skeleton import landmarks_of, turn_about


@pytest.fixture(scope="module")
def hands() -> HeldOut:
    return HeldOut.read()


def one_hand(yaw: float = 0, kind: str = "ok", size: float = 0.5, x: float = 240) -> HeldOut:
    """An open hand in the middle of the picture."""
    (upright,) = landmarks_of(np.zeros((1, 25, 3)))
    landmarks = upright @ turn_about(1, np.array(float(yaw))).T
    places = np.array([x, 180]) + (landmarks - landmarks.mean(axis=0))[:, :2] * (1, -1) * 360 * size / 0.18
    return HeldOut(
        kinds=np.array([CLASSES.index(kind)]),
        landmarks=landmarks[None],
        places=places[None],
        sizes=np.array([size]),
        points=np.stack([places, places + 0.4])[None],
        metric=np.stack([landmarks, landmarks + 0.01])[None],
        refined=np.stack([landmarks, landmarks + 0.01])[None] * 10,
        glances=np.eye(len(CLASSES))[[[0, 1]]],
        presence=np.ones((1, 2)),
    )


@pytest.mark.parametrize(
    ("hand", "shown"),
    [
        (one_hand(), True),
        (one_hand(yaw=180), True),
        (one_hand(yaw=30), True),
        (one_hand(yaw=-150), True),
        (one_hand(yaw=60), False),
        (one_hand(yaw=60, kind=NONE), True),
        (one_hand(size=0.2), False),
        (one_hand(size=0.2, kind=NONE), False),
        (one_hand(x=450), False),
    ],
)
def test_hands_are_shown_that_face_the_camera_and_are_whole_and_of_a_usual_size(hand: HeldOut, shown: bool) -> None:
    assert hand.shown.tolist() == [shown]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    known = {"landmarks": 1e-4, "places": 0.1, "points": 0.1, "metric": 1e-4, "refined": 2e-3, "glances": 1e-3}
    for left in (False, True):
        hand = replace(one_hand(yaw=20), presence=np.array([[0.91, 0]]))
        write(tmp_path / "hands.npz", np.array([left]), hand)
        read = HeldOut.read(tmp_path / "hands.npz")
        for name, most in known.items():
            assert np.abs(getattr(read, name) - getattr(hand, name)).max() <= most, name
        assert read.kinds.tolist() == hand.kinds.tolist()


def test_the_pictures_of_a_film_are_not_those_that_were_learned(hands: HeldOut) -> None:
    learned = {row.tobytes() for row in measured_hands().landmarks.round(4)}
    assert not any(row.tobytes() in learned for row in hands.landmarks.round(4))


def test_enough_hands_of_each_class_are_shown_and_enough_are_askew(hands: HeldOut) -> None:
    shown = np.bincount(hands.kinds[hands.shown & hands.found], minlength=len(CLASSES))
    askew = np.bincount(hands.kinds[~hands.shown & hands.found], minlength=len(CLASSES))
    assert shown.min() >= 25
    assert askew.min() >= 5
    gestures = hands.kinds != CLASSES.index(NONE)
    assert turned_away(hands.landmarks[hands.shown & gestures]).max() <= 40


def test_the_card_says_what_the_shipped_classifier_makes_of_both(hands: HeldOut) -> None:
    probabilities = shipped().probabilities
    card = json.loads((SHIPPED_FOLDER / "card.json").read_text())["accuracy"]
    for name, which in (("shown", hands.shown), ("askew", ~hands.shown)):
        verdict = judge_held_out(probabilities, hands, which)
        assert card[name]["hands"] == verdict.decided.hands
        assert card[name]["found"] == pytest.approx(verdict.found, abs=1e-4)
        assert card[name]["decided"] == pytest.approx(verdict.decided.accuracy, abs=1e-4)
        assert card[name]["single_picture"] == pytest.approx(verdict.single.accuracy, abs=0.004)
        confusion = np.array(list(card[name]["confusion"].values()))
        assert confusion.sum(axis=1).tolist() == verdict.decided.confusion.sum(axis=1).tolist()
    assert card["shown"]["decided"] > card["askew"]["decided"]
