"""Things with their boxes: how many of those in pictures are found, named and framed right, and what is named that is
not there; beside the boxes that EfficientNet's activations would give, and beside the detector's half floats.

Then the milliseconds of a frame, on the same WebAssembly as the hands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, median
from typing import Any

from playwright.sync_api import Page, Playwright

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.vision.bench_page import address, open_bench
from tests.benchmarks.vision.noise import noise
from tests.benchmarks.vision.speed import THREADS, named
from tests.benchmarks.vision.stamps import KNOWN, Picture, box_of, pictures
from tests.browser.hands.lab import build_lab, open_lab
from tests.browser.hands.studio import HERE
from tools.models.card import write
from tools.models.convert_objects import objects_files
from tools.models.quantise import HALF

WORDS = frozenset(KNOWN.values())
TOLD = 0.6
"""So sure a word must be to be told, unless somebody has moved its slider."""
TOLD_OF_A_PICTURE = 0.35
"""The image model's own threshold; its confidences are shared out among 1,000 classes."""
SAME_BOX = 0.5
PRECISION = 0.9
GOAL_RECALL = 0.5
GOAL_WRONG = 0.05
ROUNDS = 30


@dataclass
class Tally:
    """What one way of finding things found in all pictures."""

    told: float
    """From so sure on a word counts as told, 0…1."""
    places: bool = True
    """Whether a thing that is named right must also be framed right."""
    found: list[tuple[float, str, bool]] = field(default_factory=list)
    """How sure, which word, and whether it was there."""
    there: list[str] = field(default_factory=list)
    """The word of each thing in the pictures."""

    def add(self, picture: Picture, findings: Sequence[dict[str, Any]]) -> None:
        """Takes in what was found in a picture, the surest first."""
        waiting = list(picture.things)
        self.there += [word for word, _ in waiting]
        for finding in findings:
            word, box = finding["label"], box_of(finding["box"])
            fitting = [
                thing
                for thing in waiting
                if thing[0] == word and (not self.places or thing[1].overlap(box) >= SAME_BOX)
            ]
            if fitting:
                waiting.remove(max(fitting, key=lambda thing: thing[1].overlap(box)))
            if fitting or word not in picture.unclear:
                self.found.append((finding["confidence"], word, bool(fitting)))

    def recall(self, word: str | None = None) -> float:
        """How many of the things, or of those with this word, were told, 0…1."""
        right = [each for sure, each, is_right in self.found if is_right and sure >= self.told and word in (None, each)]
        return len(right) / sum(word in (None, each) for each in self.there)

    def precision(self, word: str | None = None) -> float:
        """How many of the words told, or how often this one, were right, 0…1; 1 where none was told."""
        told = [is_right for sure, each, is_right in self.found if sure >= self.told and word in (None, each)]
        return fmean(told) if told else 1.0

    def recall_at(self, precision: float) -> float:
        """The most that can be told while so many of the words told are right, whatever the threshold, 0…1."""
        best, right = 0, 0
        for count, (_, _, is_right) in enumerate(sorted(self.found, reverse=True), 1):
            right += is_right
            if right >= precision * count:
                best = right
        return best / len(self.there)


def measure(playwright: Playwright) -> Iterator[Figure]:
    """The figures of the object detector.

    Raises:
        LabelsError: the photos are not installed.
    """
    folder = HERE.parents[2] / "build" / "frames" / "stamps"
    folder.mkdir(parents=True, exist_ok=True)
    shown = pictures(folder)
    yield from _found(playwright, folder, shown)
    yield from _speed(playwright, next(picture.file for picture in shown if picture.kind == "several"))


def _found(playwright: Playwright, folder: Path, shown: list[Picture]) -> Iterator[Figure]:
    write(objects_files(precision=HALF), folder / "half" / "objects")
    build_lab()
    ours, half = Tally(TOLD), Tally(TOLD)
    names, activations = Tally(TOLD_OF_A_PICTURE, places=False), Tally(TOLD_OF_A_PICTURE)
    wrong: list[str] = []
    moved: list[float] = []
    with open_lab(playwright, folder, query="models.html") as page:
        page.evaluate("() => lab.open('objects')")
        for picture in shown:
            found = _ask(page, "find('objects', picture)", picture)
            exact = _ask(page, "find('objects', picture, '/pictures/half/')", picture)
            activated = _ask(page, "activated(picture)", picture)
            known = [thing for thing in activated if thing["label"] in WORDS]
            for tally, findings in ((ours, found), (half, exact), (names, known), (activations, known)):
                tally.add(picture, findings)
            told = [each for each in found if each["confidence"] >= TOLD and each["label"] not in picture.unclear]
            if picture.kind == "none" and told:
                wrong.append(f"{Path(picture.about).stem} a {told[0]['label']}")
            if found and exact:
                moved.append(abs(found[0]["confidence"] - exact[0]["confidence"]))
    yield from _of_the_detector(ours, shown, wrong)
    yield Figure(
        name="things: half floats find",
        value=half.recall(),
        unit="",
        against=f"8 bits {ours.recall():.3f}; precision {half.precision():.3f} and {ours.precision():.3f};"
        f" the surest thing of a picture {fmean(moved):.3f} more or less sure, at most {max(moved):.2f}",
    )
    yield Figure(
        name="things: EfficientNet's activations find",
        value=activations.recall(),
        unit="",
        against=f"precision {activations.precision():.2f}; at {PRECISION} {activations.recall_at(PRECISION):.2f};"
        f" named right wherever the box {names.recall():.2f}, precision {names.precision():.2f}; {_words(activations)}",
    )


def _of_the_detector(ours: Tally, shown: list[Picture], wrong: list[str]) -> Iterator[Figure]:
    others = sum(picture.kind == "none" for picture in shown)
    yield Figure(
        name=f"things: found where {PRECISION:.0%} of what is told is right",
        value=ours.recall_at(PRECISION),
        unit="",
        goal=GOAL_RECALL,
        at_least=True,
        against=f"{len(ours.there)} things in {len(shown) - others} pictures, {others} pictures of others",
    )
    yield Figure(
        name="things: found as the page tells them",
        value=ours.recall(),
        unit="",
        against=f"precision {ours.precision():.2f}; {_words(ours)}",
    )
    yield Figure(
        name="things: named where there is none that it should know",
        value=len(wrong) / others,
        unit="",
        goal=GOAL_WRONG,
        against=f"{others} photos; {', '.join(wrong[:12])}",
    )


def _words(tally: Tally) -> str:
    """Recall and precision of each word."""
    return ", ".join(f"{word} {tally.recall(word):.2f}/{tally.precision(word):.2f}" for word in sorted(WORDS))


def _ask(page: Page, question: str, picture: Picture) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(f"(picture) => lab.{question}", f"/pictures/{picture.file.name}")
    return found


def _speed(playwright: Playwright, picture: Path) -> Iterator[Figure]:
    for threads in THREADS:
        with noise() as heard, open_bench(playwright, [picture], isolated=threads > 1) as bench:
            bench.worker("openOnProcessor", threads)
            took = bench.worker("looks", "objects", address(picture), ROUNDS)
        yield Figure(
            name=f"things, {named(threads)}, p50",
            value=median(took["whole"]),
            unit="ms",
            against=f"{ROUNDS} looks at 640×480, p99 {percentile(took['whole'], 99):.1f}; without the network"
            f" {median(took['rest']):.1f} ms{heard}",
        )
