"""How a classifier is judged."""

import numpy as np
import pytest

from tjbot.learn.gestures.classifier import Classifier, Pair
from tjbot.learn.gestures.features import FEATURES
from tjbot.learn.gestures.held_out import HeldOut
from tjbot.learn.gestures.judge import called, events_in, judge, judge_held_out
from tjbot.learn.gestures.poses import CLASSES


def sure_of(*names: str | None) -> np.ndarray:
    """Frames in which the classifier is sure of one class each; None: of nothing."""
    frames = np.full((len(names), len(CLASSES)), 0.02)
    for row, name in enumerate(names):
        if name is not None:
            frames[row, CLASSES.index(name)] = 0.7
    return frames


def places(*names: str) -> np.ndarray:
    return np.array([CLASSES.index(name) for name in names])


def test_the_confusion_says_what_is_taken_for_what() -> None:
    kinds, taken = (places(*names) for names in (("ok", "ok", "stop"), ("ok", "stop", "stop")))
    judgement = judge(kinds, taken)
    assert judgement.accuracy == 2 / 3
    assert judgement.confusion[CLASSES.index("ok"), CLASSES.index("stop")] == 1
    assert judgement.accuracies["ok"] == 0.5
    assert judgement.accuracies["stop"] == 1


def test_a_hand_has_no_gesture_unless_the_page_is_sure_enough() -> None:
    doubtful = np.full((1, len(CLASSES)), 0.04)
    doubtful[0, CLASSES.index("ok")] = 0.48
    assert CLASSES[called(doubtful)[0]] == "none of these"
    assert CLASSES[called(sure_of("ok"))[0]] == "ok"


def film(*names: str | None) -> tuple[HeldOut, np.ndarray]:
    """A hand that does "ok", of which the classifier says this in each picture; None: the page does not see it."""
    pictures = len(names)
    presence = np.array([[float(name is not None) for name in names]])
    held = HeldOut(
        kinds=places("ok"),
        landmarks=np.ones((1, 21, 3)),
        places=np.ones((1, 21, 2)),
        sizes=np.ones(1),
        points=np.ones((1, pictures, 21, 2)),
        metric=np.ones((1, pictures, 21, 3)),
        refined=np.ones((1, pictures, 21, 3)),
        glances=np.ones((1, pictures, len(CLASSES))),
        presence=presence,
    )
    return held, sure_of(*names)


def test_what_the_page_decides_follows_all_pictures_and_a_single_one_is_the_second() -> None:
    def verdict(*names: str | None) -> tuple[float, float, float]:
        held, likely = film(*names)
        judged = judge_held_out(lambda features: likely[: len(features)], held, np.array([True]))
        return judged.found, judged.single.accuracy, judged.decided.accuracy

    assert verdict("ok", "ok", "ok", "ok", "ok", "ok") == (1, 1, 1)
    assert verdict("ok", "stop", "ok", "ok", "ok", "ok") == (1, 0, 1)
    assert verdict("ok", "ok", "stop", "stop", "stop", "stop") == (1, 1, 0)
    assert verdict("ok", "ok", "ok", "ok", "ok", None) == (1, 1, 0)
    assert verdict(None, "ok", "ok", "ok", "ok", "ok")[0] == 0


def test_a_hand_that_was_lost_is_known_anew() -> None:
    held, likely = film("stop", "stop", "stop", "stop", None, "ok")
    assert judge_held_out(lambda _: likely, held, np.array([True])).decided.accuracy == 1


def events(*names: str | None) -> list[str]:
    """What is told of these frames, where each is a tenth of a second."""
    return events_in(sure_of(*names), 10)


def test_a_gesture_begins_when_it_has_been_there_for_a_while_and_ends_so_too() -> None:
    assert events("ok", "ok") == []
    assert events(None, *["ok"] * 12) == ["ok"]
    assert events(*["ok"] * 5, None, *["ok"] * 5) == ["ok"]
    assert events(*["ok"] * 5, *[None] * 15, *["ok"] * 15) == ["ok", "ok"]
    assert events(*["none of these"] * 9) == []
    assert events(*["ok", "stop", None] * 9) == []


def test_a_hand_that_is_not_seen_does_nothing() -> None:
    frames = sure_of(*["ok"] * 12)
    assert events_in(frames, 10, np.array([True] * 2 + [False] * 10)) == []
    assert events_in(frames, 10, np.array([True] * 4 + [False] * 4 + [True] * 4)) == ["ok", "ok"]


def sure(kind: int, scale: float) -> Classifier:
    """A classifier that takes everything for this class, the surer the larger the scale."""
    return Classifier([(np.zeros((FEATURES, len(CLASSES))), scale * (np.arange(len(CLASSES)) == kind))])


def features_at(glance: np.ndarray) -> np.ndarray:
    """A hand of which this is told at a glance."""
    return np.concatenate([np.zeros((1, 2 * FEATURES)), glance[None]], axis=1)


def test_of_two_classifiers_each_may_rule_out_what_the_other_takes_for_likely() -> None:
    features = features_at(np.full(len(CLASSES), 1 / len(CLASSES)))
    agreed = Pair(sure(3, 2), sure(3, 2)).probabilities(features)[0]
    assert agreed.sum() == pytest.approx(1)
    assert agreed[3] > sure(3, 2).probabilities(features[:, :FEATURES])[0, 3]
    assert Pair(sure(3, 2), sure(4, 3)).probabilities(features)[0].argmax() == 4
    # The second counts more.
    assert Pair(sure(3, 3), sure(4, 2)).probabilities(features)[0].argmax() == 4
    assert Pair(sure(3, 6), sure(4, 2)).probabilities(features)[0].argmax() == 3


def test_a_glance_has_a_say_and_rules_nothing_out() -> None:
    classes = np.eye(len(CLASSES))
    alone = Pair(sure(3, 2), sure(3, 2)).probabilities(features_at(np.ones(len(CLASSES))))[0]
    agreed = Pair(sure(3, 2), sure(3, 2)).probabilities(features_at(classes[3]))[0]
    assert agreed[3] > alone[3]
    assert Pair(sure(3, 1), sure(3, 1)).probabilities(features_at(classes[4]))[0].argmax() == 4
    assert Pair(sure(3, 4), sure(3, 6)).probabilities(features_at(classes[4]))[0].argmax() == 3
