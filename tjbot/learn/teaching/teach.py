"""`tjbot train`: divides the samples, trains, converts, judges what was converted, and writes its folder."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from tjbot.learn.convert import export, files_of_saved
from tjbot.learn.folder import write_folder
from tjbot.learn.graph import Graph
from tjbot.learn.progress import Progress
from tjbot.learn.teaching.fit import Course, fit
from tjbot.learn.teaching.judgement import Judgement, judge
from tjbot.learn.teaching.samples import Samples, divide
from tjbot.learn.teaching.whole import FORM, whole_files
from tjbot.protocol.models import CARD, Cut, Input, ModelCard, Quantisation, encode_card, file_of


@dataclass(frozen=True)
class Lesson:
    """How it is taught and written: `held_back` is the part of the samples that it is judged by; with `whole` a network
    that was taught on features is written together with the one that computes them.
    """

    course: Course
    held_back: float
    to: Path
    quantisation: Quantisation
    name: str
    author: str
    licence: str
    made_by: str
    whole: bool = False


@dataclass(frozen=True)
class Taught:
    """What came of it: how it does on what was held back, and by how much quantising changed its answers."""

    card: ModelCard
    judgement: Judgement
    difference: float


def teach(samples: Samples, lesson: Lesson, progress: Progress) -> Taught | None:
    """Teaches a network and writes it. On several machines only the first writes; the others get None.

    Raises:
        TrainingError: it cannot be learned, or went wrong; nothing is written.
        ConversionError: it cannot be written.
    """
    parts = divide(samples, lesson.held_back, lesson.course.seed)
    network = fit(samples, parts, lesson.course, progress)
    if lesson.course.crew and not lesson.course.crew.first:
        return None
    progress.step("Converting")
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder, "saved")
        export(network, saved)
        files = files_of_saved(saved, None if lesson.quantisation == "none" else lesson.quantisation)
    progress.step("Judging")
    graph = Graph(files)
    run = graph.runner()
    inputs = samples.inputs[parts.held_back].astype("float32")
    answers = np.concatenate([run(one[None]) for one in inputs])
    judgement = judge(
        answers, samples.kinds[parts.held_back], samples.labels, [samples.sources[place] for place in parts.held_back]
    )
    dense = graph.last_dense()
    form: Input = samples.form
    if lesson.whole:
        form, files = FORM, whole_files(files)
        dense = Graph(files).last_dense()
    card = ModelCard(
        version=1,
        name=lesson.name,
        labels=samples.labels,
        input=form,
        files={name: file_of(data) for name, data in files.items()},
        quantisation=lesson.quantisation,
        author=lesson.author,
        licence=lesson.licence,
        made_by=lesson.made_by,
        cut=Cut(tensor=dense[0], size=dense[1]) if dense else msgspec.UNSET,
        accuracy=judgement.accuracy(),
    )
    write_folder(lesson.to, {**files, CARD: encode_card(card)})
    before = network.predict(inputs, verbose=0)
    return Taught(card, judgement, float(np.abs(answers - before).max()))
