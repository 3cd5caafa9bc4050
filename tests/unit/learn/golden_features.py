"""Writes the features that Python and the page must both find: `python -m tests.unit.learn.golden_features`."""

import json
from pathlib import Path

import numpy as np

from tjbot.learn.gestures.dataset import measured_hands
from tjbot.learn.gestures.features import features_of

FIXTURE = Path(__file__).parents[3] / "web_ui" / "src" / "models" / "gesture" / "features.fixture.json"
COUNT = 6


def main() -> None:
    """Takes the first measured hands, and one that is a single point."""
    seen = measured_hands().seen
    hands = []
    for points, metric in zip(seen.points[:COUNT], seen.metric[:COUNT], strict=True):
        points, metric = points.round(1), metric.round(4)
        hands.append(_entry(points, metric))
    hands.append(_entry(np.zeros((21, 2)), np.zeros((21, 3))))
    lines = ",\n".join(json.dumps(hand) for hand in hands)
    FIXTURE.write_text(f"[\n{lines}\n]\n")


def _entry(points: np.ndarray, metric: np.ndarray) -> dict[str, object]:
    (features,) = features_of(points[None], metric[None])
    return {"points": points.tolist(), "metric": metric.tolist(), "features": features.round(9).tolist()}


if __name__ == "__main__":
    main()
