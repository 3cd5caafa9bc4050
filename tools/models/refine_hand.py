"""Refines the last layers of the hand's landmark network for gestures, on crops of drawn hands.

    python -m tools.models.refine_hand CROPS… --unseen CROPS… [--further] [--back PART]

CROPS are folders that `python -m tests.browser.hands.crops` wrote. It needs what `tjbot train` needs (see there), about
60 KB of memory for each crop, and two cores for five minutes for each 100,000 crops and round. It writes what the page
runs (web_ui/public/models/gesture/refined.json and .bin), and what the classifier of refined landmarks learns from
(tools/training/gesture_refined_looks.npz): hands that the layers have not learned from, as they see them. Of hands that
they learned themselves they see too much: a classifier that learns from those is worse.

With `--further` the layers begin as the page has them, and what they see is added to what the file has. `--back 0.3`
then takes what lies between both: three tenths of the way back from what they learned to how they began.
"""

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from tjbot.files import write_atomically
from tjbot.learn.gestures.looks import REFINED_LOOKS, Looks
from tjbot.learn.gestures.poses import CLASSES
from tjbot.learn.hands.crops import Crops
from tjbot.learn.weights import Array, weights_of
from tools.models.card import PUBLIC
from tools.models.graph_writer import GraphWriter
from tools.models.quantise import EIGHT_BITS
from tools.models.refined_head import GLANCE, OUTPUT_AXES
from tools.models.refining import BEGINNING, END, LastLayers

HAND = PUBLIC / "hand"
NETWORK = "refined"
LEAST_PRESENCE = 0.5
"""As the page's tracker has it."""


def files_of(layers: LastLayers) -> Mapping[str, bytes]:
    """The layers as files of TensorFlow.js, their kernels as 8-bit numbers where the landmark network's are."""
    writer = GraphWriter(EIGHT_BITS)
    beginning = "activations"
    writer.input(beginning, (1, 14, 14, 64))
    kept = [entry for group in layers.document["weightsManifest"] for entry in group["weights"]]
    axes = {entry["name"]: entry.get("quantization", {}).get("axis") for entry in kept} | OUTPUT_AXES
    for name, weights in layers.weights.items():
        values = np.asarray(weights)
        axis = axes.get(name)
        if values.dtype.kind == "i":
            writer.constant(name, values)
        elif axis is None:
            writer.constant(name, values.astype(np.float16))
        else:
            writer.kernel(name, values, axis)
    for node in layers.nodes:
        inputs = [beginning if name == BEGINNING else name for name in node["input"]]
        writer.node(node["name"], node["op"], inputs, **node.get("attr", {}))
    writer.outputs.update({END: (1, 63), GLANCE: (1, len(CLASSES))})
    return writer.files(NETWORK)


@dataclass(frozen=True)
class Seen:
    """Crops in which the page would see a hand, and what the layers get of them."""

    crops: Crops
    activations: Array
    """(crops, 14, 14, 64)."""

    @classmethod
    def of(cls, folders: list[Path]) -> "Seen":
        """Has the layers before look at all crops of these folders."""
        crops = Crops.joined([Crops.read(file) for folder in folders for file in sorted(folder.glob("*.npz"))])
        layers = LastLayers(HAND, len(CLASSES))
        activations = layers.activations(list(crops.jpegs))
        is_hand = layers.presence(activations) >= LEAST_PRESENCE
        return cls(crops.only(is_hand), activations[is_hand])

    def __len__(self) -> int:
        return len(self.crops)


def train(layers: LastLayers, seen: Seen, epochs: int) -> None:
    """Has the layers learn, and tells how it goes."""
    print(f"Learning from {len(seen)} crops", flush=True)
    told = partial(print, flush=True)
    layers.train(seen.activations, seen.crops.upright(), seen.crops.kinds, epochs, told)


def looks_of(layers: LastLayers, seen: Seen) -> Looks:
    """The hands of crops, as the layers see them."""
    landmarks, _ = layers.see(seen.activations)
    refined = seen.crops.in_picture(landmarks)
    return Looks(seen.crops.kinds, refined[..., :2], refined)


def refined_before() -> Mapping[str, Array]:
    """The weights of the layers that the page has."""
    document, data = ((PUBLIC / "gesture" / f"{NETWORK}.{kind}").read_bytes() for kind in ("json", "bin"))
    return weights_of(json.loads(document), {f"{NETWORK}.bin": data})


def main() -> None:
    """Reads, trains, and writes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folders", type=Path, nargs="+", metavar="CROPS")
    arguments.add_argument("--unseen", type=Path, nargs="+", metavar="CROPS", required=True)
    arguments.add_argument("--further", action="store_true", help="begin with the layers and looks that there are")
    arguments.add_argument("--back", type=float, default=0, help="the part of the way back after it, 0 to 1")
    arguments.add_argument("--epochs", type=int, default=6)
    arguments.add_argument("--model", type=Path, default=PUBLIC / "gesture", help="the folder for the layers")
    arguments.add_argument("--looks", type=Path, default=REFINED_LOOKS, help="the file for what the classifier learns")
    options = arguments.parse_args()
    layers = LastLayers(HAND, len(CLASSES))
    before = refined_before() if options.further else layers.now()
    layers.begin_with(before)
    train(layers, Seen.of(options.folders), options.epochs)
    layers.go_back(before, options.back)
    for name, data in files_of(layers).items():
        write_atomically(options.model / name, data)
    looks = looks_of(layers, Seen.of(options.unseen))
    Looks.joined([Looks.read(REFINED_LOOKS), looks] if options.further else [looks]).write(options.looks)


if __name__ == "__main__":
    main()
