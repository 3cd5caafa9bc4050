"""`tjbot train gestures`: makes hands, trains on them, judges the result, and writes it with its card."""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from tjbot.files import write_atomically
from tjbot.learn.convert import Quantisation, graph_files
from tjbot.learn.gestures.classifier import Classifier, train
from tjbot.learn.gestures.dataset import measured_hands, motion_features, training_examples
from tjbot.learn.gestures.features import FEATURES
from tjbot.learn.gestures.held_out import FRAMES_PER_SECOND, MOST_TURNED_DEGREES, USUAL_SIZES, HeldOut
from tjbot.learn.gestures.judge import Verdict, events_in, judge_held_out
from tjbot.learn.gestures.looks import Looks
from tjbot.learn.gestures.poses import CLASSES, LABELS, NONE
from tjbot.learn.hands.network_errors import MeasuredHands
from tjbot.learn.hands.skeleton import Numbers
from tjbot.learn.progress import Progress

MODEL = "gesture"
NETWORK = "classifier"
TRIED: tuple[Quantisation | None, ...] = (None, "float16", "uint8")
SHIPPED: Quantisation = "uint8"

_READINESS = 1.0
"""How much readier the classifier is made to say "none of these" (`Classifier.readier`). Chosen on eight minutes of
drawn films (`tests.browser.hands.wander`, seed 901), not on those whose false alarms are reported, though those had
been seen by then."""

_MOTION_SECONDS = 1800.0
_MOTION_FRAMES_PER_SECOND = 20.0


_ABOUT_ACCURACY = (
    "On drawn hands that no training saw: other poses, rooms, cameras and (half of them) other people, each held for "
    f"{{pictures}} pictures, {FRAMES_PER_SECOND:.0f} a second, found and followed by the page's networks and tracker. "
    "single_picture: what the classifier says of the picture after the one in which the hand was found. decided: what "
    "the page calls the hand at the end, steadied as it always is. Shown are hands as somebody shows a gesture: all of "
    f"the hand is in the picture, it is {USUAL_SIZES[0]} to {USUAL_SIZES[1]} of the picture's height long (an adult's "
    "hand about 30 to 70 cm from a laptop's camera), and palm or back faces the camera but for "
    f"{MOST_TURNED_DEGREES:.0f}°: until there fingers in the palm's plane keep three quarters of their length, and who "
    "wants to be understood turns the hand farther. Hands that do nothing count as shown however they are turned. All "
    "others are askew. Where a hand truly is decides, not what the networks make of it. Hands that the page does not "
    "find have no gesture to judge; found says how many it finds. Rows are what hands do, columns what they are called."
    " false_alarms_per_minute is counted on half an hour of made-up motion with the landmark network's errors "
    "replayed; drawn films have more: tests.browser.hands.wander counted 0.55 a minute, in 20 minutes (seed 777), and "
    "tests/bench vision 0.75 in the same films, movements included."
)


@dataclass(frozen=True)
class Result:
    """A trained classifier and what was found out about it."""

    classifier: Classifier
    shown: Verdict
    """On hands that are shown to the camera (`HeldOut.shown`) …"""
    askew: Verdict
    """… and on the others."""
    false_alarms_per_minute: float
    trained_on: int
    seed: int


def train_gestures(samples: int, epochs: int, seed: int, progress: Progress) -> Result:
    """Trains the classifier of gestures. The same numbers give the same model on the same machine, to the last bit.

    Args:
        samples: how many hands on their way between poses are made up.
        epochs: how often all are shown.
        seed: of all chance.
        progress: what is told how far it is.
    """
    chance = np.random.default_rng(seed)
    measured = measured_hands()
    progress.step("Making hands")
    training, kept = training_examples(chance, samples, measured, Looks.read())
    progress.step("Training", epochs)
    classifier = train(training, kept, epochs, seed, lambda epoch, right: progress.at(epoch, f"{right:.1%} right"))
    progress.step("Judging")
    classifier = classifier.readier(CLASSES.index(NONE), _READINESS)
    held_out = HeldOut.read()
    shown = judge_held_out(classifier.probabilities, held_out, held_out.shown)
    askew = judge_held_out(classifier.probabilities, held_out, ~held_out.shown)
    alarms = _false_alarms(classifier, _motion(chance, measured))
    return Result(classifier, shown, askew, alarms, len(training), seed)


def _motion(chance: np.random.Generator, measured: MeasuredHands) -> Numbers:
    return motion_features(chance, _MOTION_SECONDS, _MOTION_FRAMES_PER_SECOND, measured)


def _false_alarms(classifier: Classifier, motion: Numbers) -> float:
    """How many gestures a minute are told of a hand in random motion."""
    return len(events_in(classifier.probabilities(motion), _MOTION_FRAMES_PER_SECOND)) * 60 / _MOTION_SECONDS


def write_model(result: Result, folder: Path) -> dict[str, Any]:
    """Writes the network, quantised, and `card.json` into a folder.

    Returns:
        The card.
    """
    network = result.classifier.as_network()
    held_out = HeldOut.read()
    sizes = {str(kind or "float32"): graph_files(network, NETWORK, kind) for kind in TRIED}
    quantised = {
        kind: {
            "bytes": len(files[f"{NETWORK}.bin"]),
            "shown": _accuracies(judge_held_out(stored(files).probabilities, held_out, held_out.shown)),
        }
        for kind, files in sizes.items()
    }
    files = sizes[SHIPPED]
    # The card tells of the weights that the page gets, so after they were rounded.
    shipped = stored(files).probabilities
    result = replace(
        result,
        shown=judge_held_out(shipped, held_out, held_out.shown),
        askew=judge_held_out(shipped, held_out, ~held_out.shown),
    )
    card = _card(result, held_out.presence.shape[1], files, quantised)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        write_atomically(folder / name, data)
    write_atomically(folder / "card.json", (json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode())
    return card


def stored(files: dict[str, bytes]) -> Classifier:
    """The classifier as it is in the files `classifier.json` and `classifier.bin`: quantisation changed its weights."""
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
    # No two layers are of one size.
    layers = []
    inputs = FEATURES
    while inputs != len(CLASSES):
        (weights,) = (array for shape, array in arrays.items() if len(shape) == 2 and shape[0] == inputs)
        inputs = weights.shape[1]
        layers.append((weights, arrays[(inputs,)]))
    return Classifier(layers)


def _card(
    result: Result, pictures: int, files: dict[str, bytes], quantised: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    return {
        "id": MODEL,
        "title": "Gestures",
        "labels": list(LABELS),
        "made_by": f"tjbot train gestures --seed {result.seed}",
        "licence": "Apache-2.0",
        "data": {
            "trained_on": result.trained_on,
            "about": "Drawn hands of 35 people, as the page's networks see them: joint angles, proportions, sides "
            "and cameras are drawn at random. And hands that were made up, on their way from one pose to another, with "
            "the errors that the landmark network makes about drawn hands. No photo of anybody.",
            "looks": "tools/training/gesture_looks.npz",
            "skeleton": "tjbot/learn/hands/skeleton.json",
            "poses": "tjbot/learn/gestures/poses.py",
            "network_errors": "tools/training/hand_measured.npz",
            "held_out": "tools/training/gesture_held_out.npz",
        },
        "accuracy": {
            "about": _ABOUT_ACCURACY.format(pictures=pictures),
            "shown": _as_plain(result.shown),
            "askew": _as_plain(result.askew),
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


def _as_plain(verdict: Verdict) -> dict[str, Any]:
    confusion = verdict.decided.confusion
    return {
        "hands": verdict.decided.hands,
        "found": round(verdict.found, 4),
        **_accuracies(verdict),
        "classes": verdict.decided.accuracies,
        "confusion": {name: row.tolist() for name, row in zip(CLASSES, confusion, strict=True)},
    }


def _accuracies(verdict: Verdict) -> dict[str, float]:
    return {"single_picture": round(verdict.single.accuracy, 4), "decided": round(verdict.decided.accuracy, 4)}
