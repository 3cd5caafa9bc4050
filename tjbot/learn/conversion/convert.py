"""Converts a brought model, tries it before and after, and writes its folder."""

import shlex
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np

from tjbot.learn.conversion.brought import Brought, examine, examine_h5
from tjbot.learn.conversion.given import Wish, input_of, labels_of
from tjbot.learn.conversion.original import open_original
from tjbot.learn.conversion.trials import Trials, random_trials, real_trials
from tjbot.learn.convert import files_of_saved
from tjbot.learn.errors import ConversionError
from tjbot.learn.folder import check_target, write_folder
from tjbot.learn.graph import Graph, Run
from tjbot.learn.progress import Progress
from tjbot.learn.weights import Array
from tjbot.protocol.models import CARD, MOST_BYTES, Cut, Input, ModelCard, Pixels, Quantisation, encode_card, file_of
from tjbot.version import VERSION

_MOST_DIFFERENCE = 1e-3
"""More than this, as a part of the largest answer, and a model that was not quantised is another model."""

_HALF = 0.5


@dataclass(frozen=True)
class Order:
    """What is to be converted and how."""

    path: Path
    to: Path
    quantisation: Quantisation = "float16"
    labels: str | None = None
    name: str = ""
    author: str = ""
    licence: str = ""
    samples: Path | None = None
    input: Wish = field(default_factory=Wish)
    seed: int = 1


@dataclass(frozen=True)
class Comparison:
    """How a model answers after it was converted against before: the largest difference, for how many inputs the
    likeliest class is the same, and how many of those whose class is known are told right (None: none is known).
    """

    difference: float
    same: int
    count: int
    called: str
    right: int | None
    known: int


@dataclass(frozen=True)
class Converted:
    """What came of it."""

    card: ModelCard
    comparison: Comparison
    bytes_before: int


def convert(order: Order, progress: Progress) -> Converted:
    """Does all of it; nothing is written before all is well.

    Args:
        order: what is to be done.
        progress: what is told how far it is.

    Raises:
        ConversionError: it cannot be converted, is not the same afterwards, or cannot be written.
    """
    check_target(order.to)
    brought = examine(order.path)
    if brought.kind == "h5":
        brought = examine_h5(brought)
    progress.step("Opening")
    original = open_original(brought)
    form = input_of(brought, original.shape, order.input)
    labels = labels_of(order.labels, original.answers)
    trials = real_trials(order.samples, form) if order.samples else random_trials(form, order.seed)
    progress.step("Trying before")
    before = _answers(original.run, trials.inputs)
    _check_finite(brought, before, trials)
    progress.step("Converting")
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder, "saved")
        original.save(saved)
        files = files_of_saved(saved, None if order.quantisation == "none" else order.quantisation)
    progress.step("Trying after")
    graph = Graph(files)
    comparison = compare(before, _answers(graph.runner(), trials.inputs), trials, labels)
    _check_same(order, comparison, before)
    card = card_of(graph, files, form, labels, order)
    write_folder(order.to, {**files, CARD: encode_card(card)})
    return Converted(card, comparison, brought.bytes)


def _answers(run: Run, inputs: Array) -> Array:
    """One after the other, as the page will ask."""
    return np.concatenate([run(one[None]) for one in inputs])


def compare(before: Array, after: Array, trials: Trials, labels: list[str]) -> Comparison:
    """Compares the answers, (inputs, classes), of a model before and after it was converted."""
    known = [(place, labels.index(label)) for place, label in enumerate(trials.labels) if label in labels]
    taken, taken_before = _likeliest(after), _likeliest(before)
    return Comparison(
        difference=float(np.abs(after - before).max()),
        same=int((taken == taken_before).sum()),
        count=len(before),
        called=trials.called,
        right=sum(int(taken[place]) == kind for place, kind in known) if known else None,
        known=len(known),
    )


def _likeliest(answers: Array) -> Array:
    """The class of each answer; where there is one number only, whether it is there at all."""
    return answers.argmax(axis=1) if answers.shape[1] > 1 else (answers[:, 0] > _HALF).astype(int)


def _check_finite(brought: Brought, answers: Array, trials: Trials) -> None:
    broken = int((~np.isfinite(answers).all(axis=1)).sum())
    if broken:
        raise ConversionError(
            f'"{brought.path}" answers {broken} of {trials.called} with something that is no number (NaN).',
            "Train it again with a smaller learning rate, or give the --range that it was taught with.",
        )


def _check_same(order: Order, comparison: Comparison, before: Array) -> None:
    if not np.isfinite(comparison.difference):
        raise ConversionError(
            f"Stored as {order.quantisation}, the model answers with something that is no number (NaN).",
            "Its weights are too large for that: --quantise none",
        )
    if order.quantisation == "none" and comparison.difference > _MOST_DIFFERENCE * max(1, float(np.abs(before).max())):
        raise ConversionError(
            f"After converting, the model answers otherwise: by up to {comparison.difference:.2g}.",
            "It does something that TensorFlow.js does otherwise; try simpler layers.",
        )


def card_of(graph: Graph, files: dict[str, bytes], form: Input, labels: list[str], order: Order) -> ModelCard:
    """The card of a converted model."""
    if sum(map(len, files.values())) > MOST_BYTES:
        raise ConversionError(
            f"The converted model is {sum(map(len, files.values())) / 2**20:.0f} MB large; at most "
            f"{MOST_BYTES / 2**20:.0f} MB are taken.",
            "Try --quantise uint8, or a smaller network.",
        )
    dense = graph.last_dense()
    return ModelCard(
        version=1,
        name=order.name or order.path.stem[:64],
        labels=labels,
        input=form,
        files={name: file_of(data) for name, data in files.items()},
        output="probabilities" if graph.last_step() in ("Softmax", "Sigmoid") else "scores",
        quantisation=order.quantisation,
        author=order.author,
        licence=order.licence,
        made_by=f"tjbot {VERSION} convert",
        cut=Cut(tensor=dense[0], size=dense[1]) if dense else msgspec.UNSET,
    )


def lines_about(converted: Converted, order: Order) -> list[str]:
    """What people are told."""
    card, comparison = converted.card, converted.comparison
    lines = [
        f"{_kilobytes(converted.bytes_before)} before, {_kilobytes(card.bytes)} after ({order.quantisation}).",
        f"Largest difference on {comparison.called}: {comparison.difference:.2g}; "
        f"the likeliest class is the same for {comparison.same} of {comparison.count}.",
    ]
    if comparison.right is not None:
        lines.append(f"{comparison.right} of {comparison.known} whose class is known are told right.")
    if comparison.same < comparison.count and order.quantisation != "none":
        finer = "none" if order.quantisation == "float16" else "float16"
        lines.append(f"To lose less of it: --quantise {finer}")
    if order.labels is None:
        lines.append(f'Its classes are called "{card.labels[0]}" … here. Name them: --labels apple,banana')
    if order.input.low is None and isinstance(card.input, Pixels):
        lines.append(
            f"A black pixel is given as {card.input.black:g}, a white one as {card.input.white:g}. "
            "If it was taught otherwise, say so: --range -1 1"
        )
    lines.append(f"Written to {order.to}. To bring it to the robot: tjbot models add {shlex.quote(str(order.to))}")
    return lines


def _kilobytes(count: int) -> str:
    return f"{count / 1000:,.0f} kB"
