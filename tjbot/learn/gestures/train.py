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
from tjbot.learn.gestures.dataset import (
    Examples,
    held_out_examples,
    measured_hands,
    motion_features,
    training_examples,
)
from tjbot.learn.gestures.features import FEATURES
from tjbot.learn.gestures.judge import Judgement, events_in, judge
from tjbot.learn.gestures.poses import CLASSES, LABELS, NONE
from tjbot.learn.hands.network_errors import MeasuredHands
from tjbot.learn.hands.skeleton import Numbers
from tjbot.learn.progress import Progress

MODEL = "gesture"
NETWORK = "classifier"
TRIED: tuple[Quantisation | None, ...] = (None, "float16", "uint8")
SHIPPED: Quantisation = "float16"

_MOST_FALSE_ALARMS_PER_MINUTE = 1.0
"""On motion that is not that by which it is judged."""
_READINESSES = (0, 0.5, 1, 1.5, 2)
_MOTION_SECONDS = 600.0
_MOTION_FRAMES_PER_SECOND = 20.0


@dataclass(frozen=True)
class Result:
    """A trained classifier and what was found out about it."""

    classifier: Classifier
    judgement: Judgement
    false_alarms_per_minute: float
    trained_on: int
    seed: int


def train_gestures(samples: int, epochs: int, seed: int, progress: Progress) -> Result:
    """Trains the classifier of gestures. The same numbers give the same accuracy, but for the last digits.

    Args:
        samples: how many hands are made up.
        epochs: how often all are shown, at most.
        seed: of all chance.
        progress: what is told how far it is.
    """
    chance = np.random.default_rng(seed)
    measured = measured_hands()
    progress.step("Making hands")
    training = training_examples(chance, samples, measured)
    progress.step("Training", epochs)
    classifier = train(training, epochs, seed, lambda epoch, right: progress.at(epoch, f"{right:.1%} right"))
    progress.step("Judging")
    classifier = _with_few_false_alarms(classifier, _motion(chance, measured))
    held_out = held_out_examples()
    judgement = judge(classifier.probabilities(held_out.features), held_out)
    alarms = _false_alarms(classifier, _motion(chance, measured))
    return Result(classifier, judgement, alarms, len(training), seed)


def _motion(chance: np.random.Generator, measured: MeasuredHands) -> Numbers:
    return motion_features(chance, _MOTION_SECONDS, _MOTION_FRAMES_PER_SECOND, measured)


def _false_alarms(classifier: Classifier, motion: Numbers) -> float:
    """How many gestures a minute are told of a hand in random motion."""
    return len(events_in(classifier.probabilities(motion), _MOTION_FRAMES_PER_SECOND)) * 60 / _MOTION_SECONDS


def _with_few_false_alarms(classifier: Classifier, motion: Numbers) -> Classifier:
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
    held_out = held_out_examples()
    sizes = {str(kind or "float32"): graph_files(network, NETWORK, kind) for kind in TRIED}
    quantised = {
        kind: {
            "bytes": len(files[f"{NETWORK}.bin"]),
            "accuracy": _rounded(judge(stored(files, result.classifier).probabilities(held_out.features), held_out)),
        }
        for kind, files in sizes.items()
    }
    files = sizes[SHIPPED]
    card = _card(result, held_out, files, quantised)
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


def _card(
    result: Result, held_out: Examples, files: dict[str, bytes], quantised: dict[str, dict[str, float]]
) -> dict[str, Any]:
    return {
        "id": MODEL,
        "title": "Gestures",
        "labels": list(LABELS),
        "made_by": f"tjbot train gestures --seed {result.seed}",
        "licence": "Apache-2.0",
        "data": {
            "trained_on": result.trained_on,
            "about": "Hands that were made up: joint angles, proportions, sides and cameras are drawn at random, and "
            "the landmark network's errors are those that it makes about rendered hands. No photo of anybody.",
            "skeleton": "tjbot/learn/hands/skeleton.json",
            "poses": "tjbot/learn/gestures/poses.py",
            "network_errors": "tjbot/learn/hands/measured.npz",
            "held_out": "tjbot/learn/gestures/held_out.npz",
        },
        "accuracy": {
            "about": "On rendered hands that no training saw, in other poses, rooms and cameras, through the page's "
            "own palm detector and landmark network. Rows are what the hands do, columns what they are taken for.",
            "hands": len(held_out),
            "all": _rounded(result.judgement),
            "classes": result.judgement.accuracies,
            "confusion": {name: row.tolist() for name, row in zip(CLASSES, result.judgement.confusion, strict=True)},
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
