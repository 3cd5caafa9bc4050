"""Samples of things to be told apart: how they are divided, and what is odd about them."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from tjbot.learn.errors import TrainingError
from tjbot.learn.weights import Array
from tjbot.protocol.models import Input

_FEW = 5
_UNEVEN = 5.0
"""A class with so many times the samples of another is a lot larger."""
_LEAST_TO_WATCH = 5
"""So many samples of each class must be left for learning, else none is kept to see when learning is over."""
_WATCHED = 1 / 6


@dataclass(frozen=True)
class Samples:
    """What there is to learn from.

    `inputs` has a sample in each row, `kinds` its class by its place in `labels`, and `sources` where it comes from;
    samples of one source are never divided. `form` is what the network takes of each.
    """

    inputs: Array
    kinds: Array
    labels: list[str]
    sources: list[str]
    form: Input

    def __len__(self) -> int:
        return len(self.kinds)

    def counts(self) -> dict[str, int]:
        """How many samples each class has."""
        return {label: int((self.kinds == kind).sum()) for kind, label in enumerate(self.labels)}


@dataclass(frozen=True)
class Parts:
    """Which samples are learned from, which tell when to stop, and which are held back; no two share one."""

    learned: Array
    watched: Array
    held_back: Array


def divide(samples: Samples, held_back: float, seed: int) -> Parts:
    """Divides the samples at random, each class by itself.

    Args:
        samples: all of them.
        held_back: which part is held back, above 0 and at most 0.5; of each class at least one.
        seed: of the chance.

    Raises:
        TrainingError: a class has only one sample.
    """
    chance = np.random.default_rng(seed)
    learned: list[int] = []
    watched: list[int] = []
    held: list[int] = []
    watching = True
    of_classes = []
    for kind, label in enumerate(samples.labels):
        sources = sorted({samples.sources[place] for place in np.flatnonzero(samples.kinds == kind)})
        if len(sources) < 2:
            raise TrainingError(
                f'The class "{label}" has only one sample: one to learn from and one to test with are needed.',
                f'Add more of "{label}"; ten are a good start.',
            )
        shuffled = [sources[place] for place in chance.permutation(len(sources))]
        count = min(max(1, round(len(shuffled) * held_back)), len(shuffled) - 1)
        of_classes.append((kind, shuffled[:count], shuffled[count:]))
        watching = watching and len(shuffled) - count >= _LEAST_TO_WATCH
    for kind, test, rest in of_classes:
        seen = rest[: max(1, round(len(rest) * _WATCHED))] if watching else []
        for place in np.flatnonzero(samples.kinds == kind):
            source = samples.sources[place]
            (held if source in test else watched if source in seen else learned).append(int(place))
    return Parts(*(np.array(places, int) for places in (learned, watched, held)))


def notes_about(samples: Samples) -> list[str]:
    """What is odd about the samples, a sentence each: very few, very uneven, the same twice, nothing to be seen."""
    notes = []
    counts = samples.counts()
    least, most = min(counts, key=lambda label: counts[label]), max(counts, key=lambda label: counts[label])
    if counts[most] >= _UNEVEN * counts[least]:
        notes.append(
            f'{counts[least]} of "{least}", {counts[most]} of "{most}": '
            f'it will rather say "{most}". Add some of "{least}".'
        )
    elif counts[least] < _FEW:
        notes.append(f'{counts[least]} of "{least}" are very few. Add some.')
    hashes = [row.tobytes() for row in samples.inputs]
    of_each = Counter(hashes)
    repeated = sum(count - 1 for count in of_each.values() if count > 1)
    classes: dict[bytes, set[int]] = {}
    for row, kind in zip(hashes, samples.kinds, strict=True):
        classes.setdefault(row, set()).add(int(kind))
    mixed = next((kinds for kinds in classes.values() if len(kinds) > 1), None)
    if mixed:
        one, other, *_ = sorted(mixed)
        notes.append(
            f'The same sample is in "{samples.labels[one]}" and in "{samples.labels[other]}". Remove one of them.'
        )
    if repeated:
        notes.append(f"{repeated} samples are exactly the same as another. They teach nothing new.")
    flat = samples.inputs.reshape(len(samples), -1)
    blank = int((flat.min(axis=1) == flat.max(axis=1)).sum()) if flat.shape[1] > 1 else 0
    if blank:
        notes.append(f"{blank} samples are blank: every number in them is the same.")
    return notes
