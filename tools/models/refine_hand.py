"""Refines the last layers of the hand's landmark network for gestures, on crops of drawn hands.

    python -m tools.models.refine_hand CROPS…

CROPS are folders that `python -m tests.browser.hands.crops` wrote. It needs what `tjbot train` needs (see there), 8 GB
of memory and half an hour of two cores. It writes what the page runs (web_ui/public/models/gesture/refined.json and
.bin), learned from the hands of all folders; and what the classifier of refined landmarks learns from
(tools/training/gesture_refined_looks.npz): each hand as layers see it that learned from the other half of them.
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tjbot.files import write_atomically
from tjbot.learn.gestures.looks import REFINED_LOOKS, Looks
from tjbot.learn.gestures.poses import CLASSES
from tjbot.learn.hands.crops import LOOKS_A_HAND, Crops
from tjbot.learn.hands.skeleton import Numbers
from tjbot.learn.weights import Array
from tools.models.card import PUBLIC
from tools.models.graph_writer import GraphWriter
from tools.models.quantise import EIGHT_BITS
from tools.models.refining import BEGINNING, END, LastLayers

HAND = PUBLIC / "hand"
NETWORK = "refined"
LEAST_PRESENCE = 0.5
"""As the page's tracker has it."""
BLOCK = 97
"""The two halves take turns every so many hands, so that both have all people in them."""


def files_of(layers: LastLayers) -> Mapping[str, bytes]:
    """The layers as files of TensorFlow.js, their kernels as 8-bit numbers where the landmark network's are."""
    writer = GraphWriter(EIGHT_BITS)
    beginning = "activations"
    writer.input(beginning, (1, 14, 14, 64))
    kept = {entry["name"]: entry for group in layers.document["weightsManifest"] for entry in group["weights"]}
    for name, weights in layers.weights.items():
        values = np.asarray(weights)
        axis = kept[name].get("quantization", {}).get("axis")
        if values.dtype.kind == "i":
            writer.constant(name, values)
        elif axis is None:
            writer.constant(name, values.astype(np.float16))
        else:
            writer.kernel(name, values, axis)
    for node in layers.nodes:
        inputs = [beginning if name == BEGINNING else name for name in node["input"]]
        if node["name"] == END:
            writer.output(END, inputs[0], (1, 63))
        else:
            writer.node(node["name"], node["op"], inputs, **node.get("attr", {}))
    return writer.files(NETWORK)


@dataclass(frozen=True)
class Seen:
    """What the layers get of crops."""

    activations: Array
    """(crops, 14, 14, 64)."""
    is_hand: Array
    """Whether the page would see a hand there, (crops,): what it would not is not learned from."""

    @classmethod
    def of(cls, crops: list[Crops]) -> "Seen":
        """Has the layers before look at them."""
        layers = LastLayers(HAND, len(CLASSES))
        activations = layers.activations([jpeg for batch in crops for jpeg in batch.jpegs])
        return cls(activations, layers.presence(activations) >= LEAST_PRESENCE)


def refined_twice(crops: list[Crops], seen: Seen, epochs: int) -> Numbers:
    """The landmarks of crops as layers see them that did not learn from these hands; left hands are mirrored."""
    hands = np.arange(len(seen.activations)) // LOOKS_A_HAND
    half = hands // BLOCK % 2
    refined = np.zeros((len(hands), 21, 3))
    for which in (0, 1):
        layers = trained(crops, seen, half == which, epochs)
        refined[half != which] = layers.landmarks(seen.activations[half != which])
    ends = np.cumsum([len(batch) for batch in crops])[:-1]
    return np.concatenate([batch.in_picture(part) for batch, part in zip(crops, np.split(refined, ends), strict=True)])


def trained(crops: list[Crops], seen: Seen, which: Array, epochs: int) -> LastLayers:
    """Layers that learned from some of the crops."""
    some = np.flatnonzero(which & seen.is_hand)
    landmarks = np.concatenate([batch.upright() for batch in crops])[some]
    kinds = np.concatenate([batch.kinds for batch in crops])[some]
    layers = LastLayers(HAND, len(CLASSES))
    print(f"Learning from {len(some)} crops", flush=True)
    layers.train(seen.activations[some], landmarks, kinds, epochs, told=lambda line: print(line, flush=True))
    return layers


def main() -> None:
    """Reads, trains, and writes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folders", type=Path, nargs="+", metavar="CROPS")
    arguments.add_argument("--epochs", type=int, default=6)
    arguments.add_argument("--model", type=Path, default=PUBLIC / "gesture", help="the folder for the layers")
    arguments.add_argument("--looks", type=Path, default=REFINED_LOOKS, help="the file for what the classifier learns")
    options = arguments.parse_args()
    crops = [Crops.read(file) for folder in options.folders for file in sorted(folder.glob("*.npz"))]
    seen = Seen.of(crops)
    everything = np.ones(len(seen.activations), bool)
    print(f"{len(everything)} crops", flush=True)
    for name, data in files_of(trained(crops, seen, everything, options.epochs)).items():
        write_atomically(options.model / name, data)
    refined = refined_twice(crops, seen, options.epochs)[seen.is_hand]
    kinds = np.concatenate([batch.kinds for batch in crops])[seen.is_hand]
    Looks(kinds, refined[..., :2], refined).write(options.looks)


if __name__ == "__main__":
    main()
