"""How many hands are found, and told apart: ours beside handtrackjs, on rendered sets or on one's own pictures."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

from playwright.sync_api import Error, Playwright

from tests.benchmarks.figure import Figure
from tests.benchmarks.vision.bench_page import Bench, address, open_bench
from tests.benchmarks.vision.labels import (
    Box,
    LabelledHand,
    LabelledPicture,
    LabelsError,
    read_labels,
    unnamed_pictures,
)
from tests.benchmarks.vision.matching import FoundHand, Tally

HANDTRACK_LABELS = {"open": "open hand", "closed": "fist", "pinch": "pinch", "point": "point"}
"""What else it finds are faces and finger tips, which count neither for it nor against it."""
HAND_LABELS = tuple(HANDTRACK_LABELS.values())
NONE_OF_THESE = "none of these"
GOAL_GESTURES = 0.9
"""Of real people's hands, which nobody here has seen."""
MOST_UNNAMED_TOLD = 3


def measure(playwright: Playwright, folders: dict[str, Path]) -> Iterator[Figure]:
    """The figures of each set.

    Raises:
        LabelsError: a set can not be measured with; before anything is measured.
    """
    sets = {name: read_labels(folder) for name, folder in folders.items()}
    for name, folder in folders.items():
        _tell_of_unnamed(folder, sets[name])
    pictures = [picture.path for labelled in sets.values() for picture in labelled]
    with open_bench(playwright, pictures, isolated=False) as bench:
        bench.worker("openOnProcessor", 1)
        for name, labelled in sets.items():
            tallies = Tallies()
            for picture in labelled:
                look(bench, picture, tallies)
            yield from figures(name, tallies.pictures, tallies.ours, tallies.peer)
            yield from gesture_figures(name, tallies.gestures)


@dataclass
class Tallies:
    """What our hand model, our gesture model and handtrackjs made of one set."""

    pictures: int = 0
    ours: Tally = field(default_factory=Tally)
    gestures: Tally = field(default_factory=Tally)
    peer: Tally = field(default_factory=Tally)


def look(bench: Bench, picture: LabelledPicture, tallies: Tallies) -> None:
    """Lets all look at a picture, and counts what they find."""
    try:
        seen = bench.worker("see", address(picture.path))
    except Error as error:
        print(f"{picture.path}: left out. Is it damaged? {error.message.splitlines()[0]}", file=sys.stderr)
        return
    tallies.pictures += 1
    width, height = seen["width"], seen["height"]
    hands = [_in_fractions(hand, picture.path, width, height) for hand in picture.hands]
    tallies.ours.add(hands, [_found(sighting) for sighting in seen["ours"] if sighting["model"] == "hand"])
    gestures = [_found(sighting, NONE_OF_THESE) for sighting in seen["ours"] if sighting["model"] == "gesture"]
    tallies.gestures.add(hands, gestures)
    found = []
    for prediction in seen["peer"]:
        if prediction["label"] in HANDTRACK_LABELS:
            box = Box(*prediction["bbox"])
            scaled = Box(box.x / width, box.y / height, box.width / width, box.height / height)
            found.append(FoundHand(scaled, HANDTRACK_LABELS[prediction["label"]]))
    tallies.peer.add(hands, found)


def figures(name: str, pictures: int, ours: Tally, peer: Tally) -> Iterator[Figure]:
    """What two finders made of one set, as lines of the table."""
    if ours.hands:
        yield Figure(
            name=f"{name}: hands found (recall)",
            value=ours.recall,
            unit="share",
            goal=peer.recall,
            at_least=True,
            against=f"handtrackjs {peer.recall:.2f}; {ours.hands} hands in {pictures} pictures{_fit(ours, peer)}",
        )
    yield Figure(
        name=f"{name}: found that are hands (precision)",
        value=ours.precision,
        unit="share",
        goal=peer.precision,
        at_least=True,
        against=f"handtrackjs {peer.precision:.2f}; ours found {ours.found}, handtrackjs {peer.found}",
    )
    if ours.empty_pictures:
        yield Figure(
            name=f"{name}: empty pictures with a false alarm",
            value=ours.false_alarms / ours.empty_pictures,
            unit="share",
            goal=peer.false_alarms / peer.empty_pictures,
            against=f"handtrackjs {peer.false_alarms} of {peer.empty_pictures}, ours {ours.false_alarms}",
        )
    yield from _labels(name, ours, peer)


def _labels(name: str, ours: Tally, peer: Tally) -> Iterator[Figure]:
    known = [label for label in ours.labels() if label in HAND_LABELS]
    if not known:
        return
    yield Figure(
        name=f"{name}: labels right, of all labelled hands",
        value=ours.accuracy(known),
        unit="share",
        goal=peer.accuracy(known),
        at_least=True,
        against=f"handtrackjs {peer.accuracy(known):.2f}; a hand that was not found counts as wrong",
    )
    for label in known:
        mistakes = ours.mistakes(label)
        yield Figure(
            name=f"{name}: {label}",
            value=ours.accuracy([label]),
            unit="share",
            against=f"handtrackjs {peer.accuracy([label]):.2f}{f'; ours said {mistakes}' if mistakes else ''}",
        )


def _fit(ours: Tally, peer: Tally) -> str:
    if not ours.overlaps or not peer.overlaps:
        return ""
    return f"; boxes overlap {fmean(ours.overlaps):.2f}, theirs {fmean(peer.overlaps):.2f}"


def gesture_figures(name: str, gestures: Tally, goal: float = GOAL_GESTURES) -> Iterator[Figure]:
    """How many gestures the gesture model named right, where the set has labels of it."""
    known = [label for label in gestures.labels() if label not in HAND_LABELS]
    if not known or not gestures.found:
        return
    # A hand that was found has a label, if only that it is none of these.
    found = {pair: count for pair, count in gestures.confusion.items() if pair[0] in known and pair[1] is not None}
    right = sum(count for (true, said), count in found.items() if true == said)
    wrong = [f"{label}: {mistakes}" for label in known if (mistakes := gestures.mistakes(label))]
    yield Figure(
        name=f"{name}: gestures named right, of hands found",
        value=right / max(1, sum(found.values())),
        unit="share",
        goal=goal,
        at_least=True,
        against=f"{sum(found.values())} hands; of all, found or not, {gestures.accuracy(known):.2f}"
        f"{'; wrong: ' + '; '.join(wrong) if wrong else ''}",
    )


def _found(sighting: dict[str, Any], otherwise: str | None = None) -> FoundHand:
    """The hand of a sighting; its place is told as the person sees themselves, and from the bottom."""
    place = sighting["place"]
    left, top = 1 - place["x"] - place["width"] / 2, 1 - place["y"] - place["height"] / 2
    return FoundHand(Box(left, top, place["width"], place["height"]), sighting["label"] or otherwise)


def _in_fractions(hand: LabelledHand, path: Path, width: int, height: int) -> LabelledHand:
    if hand.box is None:
        return hand
    box = hand.box.as_fraction(width, height)
    if box.x >= 1 or box.y >= 1:
        raise LabelsError(
            f"{path}: a box begins at {hand.box.x:g}, {hand.box.y:g}, but the picture is only {width} × {height} "
            "pixels (turned upright). Are the numbers of a larger copy of it?"
        )
    return LabelledHand(box, hand.label)


def _tell_of_unnamed(folder: Path, pictures: list[LabelledPicture]) -> None:
    left_out = unnamed_pictures(folder, pictures)
    if left_out:
        names = ", ".join([*left_out[:MOST_UNNAMED_TOLD], *(["…"] if len(left_out) > MOST_UNNAMED_TOLD else [])])
        print(f"{folder}: left out, because the table does not name them ({len(left_out)}): {names}", file=sys.stderr)
