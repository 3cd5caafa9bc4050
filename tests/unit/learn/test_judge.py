"""How a classifier is judged."""

import numpy as np

from tjbot.learn.gestures.dataset import Examples
from tjbot.learn.gestures.judge import events_in, judge
from tjbot.learn.gestures.poses import CLASSES


def sure_of(*names: str | None) -> np.ndarray:
    """Frames in which the classifier is sure of one class each; None: of nothing."""
    frames = np.full((len(names), len(CLASSES)), 0.02)
    for row, name in enumerate(names):
        if name is not None:
            frames[row, CLASSES.index(name)] = 0.7
    return frames


def test_the_confusion_says_what_is_taken_for_what() -> None:
    kinds = np.array([CLASSES.index(name) for name in ("ok", "ok", "stop")])
    judgement = judge(sure_of("ok", "stop", "stop"), Examples(np.zeros((3, 1)), kinds))
    assert judgement.accuracy == 2 / 3
    assert judgement.confusion[CLASSES.index("ok"), CLASSES.index("stop")] == 1
    assert judgement.accuracies["ok"] == 0.5
    assert judgement.accuracies["stop"] == 1


def events(*names: str | None) -> list[str]:
    """What is told of these frames, where each is a tenth of a second."""
    return events_in(sure_of(*names), 10)


def test_a_gesture_begins_when_it_has_been_there_for_a_while_and_ends_so_too() -> None:
    assert events("ok", "ok") == []
    assert events(None, *["ok"] * 6) == ["ok"]
    assert events(*["ok"] * 5, None, *["ok"] * 5) == ["ok"]
    assert events(*["ok"] * 5, *[None] * 9, *["ok"] * 9) == ["ok", "ok"]
    assert events(*["none of these"] * 9) == []
    assert events(*["ok", "stop", None] * 9) == []
