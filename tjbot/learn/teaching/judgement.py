"""How a trained network did on what was held back: told in numbers and as a table of who was taken for whom."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tjbot.learn.weights import Array
from tjbot.protocol.models import Accuracy

_MOST_COLUMNS = 15
_LONGEST_NAME = 16
_MOST_WRONG = 10


@dataclass(frozen=True)
class Judgement:
    """`confusion` counts what samples are (rows) against what they were taken for (columns); `wrong` tells of each
    that was taken for something else.
    """

    confusion: Array
    labels: Sequence[str]
    wrong: list[str]

    @property
    def right(self) -> float:
        """Which part was told right, 0…1."""
        return float(np.trace(self.confusion) / self.confusion.sum())

    def accuracy(self) -> Accuracy:
        """For the model's card."""
        return Accuracy(
            samples=int(self.confusion.sum()),
            right=round(self.right, 4),
            confusion=[[int(count) for count in row] for row in self.confusion],
        )

    def lines(self) -> list[str]:
        """For people."""
        total = int(self.confusion.sum())
        lines = [f"{self.right:.1%} of {total} samples that it never saw are told right."]
        lines += self._matrix() if len(self.labels) <= _MOST_COLUMNS else self._classes()
        lines += [f"Wrong: {line}" for line in self.wrong[:_MOST_WRONG]]
        if len(self.wrong) > _MOST_WRONG:
            lines.append(f"… and {len(self.wrong) - _MOST_WRONG} more.")
        return lines

    def _matrix(self) -> list[str]:
        names = [_short(label) for label in self.labels]
        across = [max(len(name), 4) for name in names]
        down = max(map(len, names))
        head = "  ".join(name.rjust(width) for name, width in zip(names, across, strict=True))
        lines = ["Rows are what they are, columns what they were taken for:", f"{'':{down}}  {head}"]
        for name, row in zip(names, self.confusion, strict=True):
            cells = "  ".join(f"{count or '·':>{width}}" for count, width in zip(row, across, strict=True))
            lines.append(f"{name:{down}}  {cells}")
        return lines

    def _classes(self) -> list[str]:
        """Too many for a matrix: how each did, and for what it was mostly taken."""
        lines = []
        for kind, row in enumerate(self.confusion):
            others = np.where(np.arange(len(row)) == kind, 0, row)
            most = f", {others.max()} taken for {self.labels[int(others.argmax())]}" if others.any() else ""
            lines.append(f"{_short(self.labels[kind]):{_LONGEST_NAME}}  {row[kind]} of {row.sum()}{most}")
        return lines


def judge(answers: Array, kinds: Array, labels: Sequence[str], sources: Sequence[str]) -> Judgement:
    """Compares what a network answered with what is right.

    Args:
        answers: (samples, classes), of which the largest number counts.
        kinds: the right class of each.
        labels: of the classes.
        sources: where each sample comes from.
    """
    confusion = np.zeros((len(labels), len(labels)), int)
    taken = answers.argmax(axis=1)
    np.add.at(confusion, (kinds, taken), 1)
    wrong = [
        f"{source} is {labels[kind]}, taken for {labels[guess]}"
        for source, kind, guess in zip(sources, kinds, taken, strict=True)
        if kind != guess
    ]
    return Judgement(confusion, labels, wrong)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
