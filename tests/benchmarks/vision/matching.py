"""How many hands a finder found: pairs what it says with what is there. Pure.

A hand is found where the middle of a box that the finder gives lies in the hand's own box, or the two boxes have at
least `LEAST_OVERLAP` in common (intersection over union). A box counts for one hand, a hand for one box; those that
overlap most are paired first. A hand whose place nobody wrote down is found by any box that is left over.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

from tests.benchmarks.vision.labels import Box, LabelledHand

LEAST_OVERLAP = 0.3


@dataclass(frozen=True)
class FoundHand:
    """What a finder says: where, in fractions of the picture, and what the hand does (None: nothing that it knows)."""

    box: Box
    label: str | None = None


@dataclass
class Tally:
    """What one finder made of a set of pictures."""

    hands: int = 0
    found: int = 0
    matched: int = 0
    empty_pictures: int = 0
    false_alarms: int = 0
    """Empty pictures in which it found a hand."""
    overlaps: list[float] = field(default_factory=list)
    confusion: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    """How often a label was taken for which; None for a hand without one and for one that was not found."""

    def add(self, hands: Sequence[LabelledHand], found: Sequence[FoundHand]) -> None:
        """Counts one picture; boxes in fractions of it."""
        pairs = dict(match(hands, found))
        self.hands += len(hands)
        self.found += len(found)
        self.matched += len(pairs)
        self.empty_pictures += not hands
        self.false_alarms += not hands and bool(found)
        for index, hand in enumerate(hands):
            partner = found[pairs[index]] if index in pairs else None
            if partner is not None and hand.box is not None:
                self.overlaps.append(overlap(hand.box, partner.box))
            if hand.label is not None:
                self.confusion[hand.label, partner.label if partner else None] += 1

    @property
    def recall(self) -> float:
        """Of the hands that are there, the share that was found; 1 where there is none."""
        return self.matched / self.hands if self.hands else 1.0

    @property
    def precision(self) -> float:
        """Of what was found, the share that is a hand; 1 where nothing was found."""
        return self.matched / self.found if self.found else 1.0

    def labels(self) -> list[str]:
        """The labels that the set's hands have."""
        return sorted({label for label, _ in self.confusion})

    def accuracy(self, labels: Sequence[str] | None = None) -> float:
        """Of the hands with these labels (None: with any), the share that got theirs; not found is wrong."""
        counted = {pair: count for pair, count in self.confusion.items() if labels is None or pair[0] in labels}
        total = sum(counted.values())
        return sum(count for (true, said), count in counted.items() if true == said) / total if total else 1.0

    def mistakes(self, label: str) -> str:
        """What hands with a label were taken for, most frequent first: `2 × pinch, 1 × nothing`."""
        wrong = Counter({said: count for (true, said), count in self.confusion.items() if label == true != said})
        return ", ".join(f"{count} × {said or 'nothing'}" for said, count in wrong.most_common())


def match(hands: Sequence[LabelledHand], found: Sequence[FoundHand]) -> list[tuple[int, int]]:
    """Which hand was found by which box, as pairs of their places in the sequences."""
    candidates = [
        (overlap(hand.box, other.box), -i, -j)
        for (i, hand), (j, other) in product(enumerate(hands), enumerate(found))
        if hand.box is not None and _meet(hand.box, other.box)
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(candidates, reverse=True):
        if -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    left = (j for j in range(len(found)) if j not in set(pairs.values()))
    anywhere = (i for i, hand in enumerate(hands) if hand.box is None)
    return sorted([*pairs.items(), *zip(anywhere, left, strict=False)])


def overlap(one: Box, other: Box) -> float:
    """How much of two boxes is common to both, 0…1: intersection over union."""
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    if width <= 0 or height <= 0:
        return 0.0
    common = width * height
    return common / (one.width * one.height + other.width * other.height - common)


def _meet(hand: Box, found: Box) -> bool:
    x, y = found.x + found.width / 2, found.y + found.height / 2
    inside = hand.x <= x <= hand.x + hand.width and hand.y <= y <= hand.y + hand.height
    return inside or overlap(hand, found) >= LEAST_OVERLAP
