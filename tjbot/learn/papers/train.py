"""`tjbot train papers`: makes pictures up, trains on them, judges the result, and writes it with its card."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tjbot.files import write_atomically
from tjbot.learn.convert import Quantisation, graph_files
from tjbot.learn.graph import Graph
from tjbot.learn.papers.examples import draw_examples
from tjbot.learn.papers.fonts import Fonts
from tjbot.learn.papers.held_out import HeldOut
from tjbot.learn.papers.network import Likely, asking_less, train
from tjbot.learn.papers.scenes import SIDE
from tjbot.learn.progress import Progress

MODEL = "papers"
NETWORK = "print"
LABELS = ("paper with print",)
TRIED: tuple[Quantisation | None, ...] = (None, "float16", "uint8")
SHIPPED: Quantisation = "float16"
LEAST_CONFIDENCE = 0.5
"""From when on the page asks (web_ui/src/teach/checks.ts)."""

_MOST_KEPT = 300
"""So many further pictures, or a quarter as many as are learned from, tell from when on to ask."""
_MOST_FALSE = 0.05
"""How many of those without print may be asked about. They are crowded with what looks like print, so of others it is
half as many, or fewer."""
_ABOUT_ACCURACY = (
    "On pictures that no training saw, drawn by another route: a browser typeset the papers and drew the rest, with "
    "other fonts, layouts, surfaces and lenses (python -m tests.browser.papers.hold). recall: how many of the papers "
    "with print the page asks about; false_asks: how many of the others. Rows of confusion are what pictures are, "
    "columns what they were taken for: paper, other. by_kind: how many of each kind are asked about, of how many. "
    "No real photo is among them. From when on the page asks is told by other pictures, made up as those of the "
    "training, but how many of those it may ask about in vain was chosen with a look at these."
)


@dataclass(frozen=True)
class Result:
    """A trained network and what it learned from."""

    network: Any
    """A Keras model; see `network.network`."""
    trained_on: int
    fonts: Fonts
    seed: int
    epochs: int


@dataclass(frozen=True)
class Judgement:
    """What came of pictures of which it is known whether there is print on them."""

    asked: np.ndarray[tuple[int], np.dtype[np.bool_]]
    papers: np.ndarray[tuple[int], np.dtype[np.bool_]]

    @property
    def recall(self) -> float:
        """How many of the papers are asked about, 0…1."""
        return float(self.asked[self.papers].mean())

    @property
    def false_asks(self) -> float:
        """How many of the other pictures are, 0…1."""
        return float(self.asked[~self.papers].mean())

    @property
    def confusion(self) -> dict[str, list[int]]:
        """What papers and others were taken for: paper, other."""
        return {
            name: [int(self.asked[which].sum()), int((~self.asked[which]).sum())]
            for name, which in (("paper", self.papers), ("other", ~self.papers))
        }


def train_papers(samples: int, epochs: int, seed: int, fonts: Fonts, progress: Progress) -> Result:
    """Trains the network that looks for print. The same numbers and fonts give the same pictures.

    Args:
        samples: how many pictures are made up to learn from.
        epochs: how often a part of each is shown.
        seed: of all chance.
        fonts: what print is set in.
        progress: what is told how far it is.
    """
    progress.step("Drawing pictures", samples)
    training = draw_examples(samples, seed, fonts, progress.at)
    kept = draw_examples(min(_MOST_KEPT, samples // 4), seed + 1_000_000, fonts)
    progress.step("Training", epochs)
    made = train(training, epochs, seed, lambda epoch, right: progress.at(epoch, f"{right:.1%} right"))
    progress.step("Judging")
    return Result(asking_less(made, kept.pictures[~kept.papers], _MOST_FALSE), samples, fonts, seed, epochs)


def judge(seen: Likely, held_out: HeldOut) -> Judgement:
    """Compares what a network makes of the pictures with what they are."""
    return Judgement(seen >= LEAST_CONFIDENCE, held_out.papers)


def write_model(result: Result, folder: Path) -> dict[str, Any]:
    """Writes the network, quantised, and `card.json` into a folder.

    Returns:
        The card.
    """
    held_out = HeldOut.read()
    network = _only_print(result.network)
    tried = {str(kind or "float32"): graph_files(network, NETWORK, kind) for kind in TRIED}
    judged = {kind: judge(_stored(files, held_out), held_out) for kind, files in tried.items()}
    quantised = {
        kind: {"bytes": len(tried[kind][f"{NETWORK}.bin"]), **_rates(judgement)} for kind, judgement in judged.items()
    }
    files = tried[SHIPPED]
    card = _card(result, files, judged[SHIPPED], held_out, quantised)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        write_atomically(folder / name, data)
    write_atomically(folder / "card.json", (json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode())
    return card


def _only_print(made: Any) -> Any:
    """Without the answer for each cell, which only training needs."""
    import keras

    return keras.Model(made.input, {"print": made.output["print"]})


def _stored(files: dict[str, bytes], held_out: HeldOut) -> Likely:
    """What the network says as it is in the files: quantisation changed its weights."""
    run = Graph(files, f"{NETWORK}.json").runner()
    parts = [run(pictures.astype("float32") / 255) for pictures in np.array_split(held_out.pictures, 10)]
    return np.concatenate(parts)[:, 0]


def _rates(judgement: Judgement) -> dict[str, float]:
    return {"recall": round(judgement.recall, 4), "false_asks": round(judgement.false_asks, 4)}


def _by_kind(judgement: Judgement, held_out: HeldOut) -> dict[str, list[int]]:
    kinds = np.array(held_out.kinds)
    return {
        str(kind): [int(judgement.asked[kinds == kind].sum()), int((kinds == kind).sum())]
        for kind in sorted(set(kinds))
    }


def _card(
    result: Result,
    files: dict[str, bytes],
    judgement: Judgement,
    held_out: HeldOut,
    quantised: dict[str, dict[str, float]],
) -> dict[str, Any]:
    return {
        "id": MODEL,
        "title": "Papers",
        "labels": list(LABELS),
        "made_by": f"tjbot train papers --seed {result.seed} --samples {result.trained_on} --epochs {result.epochs}",
        "licence": "Apache-2.0",
        "data": {
            "trained_on": result.trained_on,
            "about": "Pictures that were made up: letters, reports, forms, cards, exercise books and pages with words "
            "that nobody wrote, held or lying before many surfaces; and as many of things, surfaces, people, drawings "
            "and unwritten papers without print. No photo, no paper and no name of anybody.",
            "papers": "tjbot/learn/papers/sheets.py",
            "others": "tjbot/learn/papers/things.py and textures.py",
            "held_out": "tools/training/paper_held_out.npz",
            "fonts": sorted(file.name for file in result.fonts.files),
        },
        "accuracy": {
            "about": _ABOUT_ACCURACY,
            "pictures": len(held_out),
            **_rates(judgement),
            "confusion": judgement.confusion,
            "by_kind": _by_kind(judgement, held_out),
            "quantised": quantised,
        },
        "networks": {
            NETWORK: {
                "parameters": int(result.network.count_params()),
                "stored_as": SHIPPED,
                "inputs": {"picture": {"shape": [-1, SIDE, SIDE, 3], "meaning": "red, green, blue, 0…1"}},
                "outputs": {"print": {"shape": [-1, 1], "meaning": "how likely there is a paper with print"}},
                "files": {
                    name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
                    for name, data in files.items()
                },
            }
        },
    }
