"""Training a network on samples, here or on several machines."""

import gc
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tjbot.learn.errors import TrainingError
from tjbot.learn.progress import Progress
from tjbot.learn.teaching.networks import network_for
from tjbot.learn.teaching.samples import Parts, Samples
from tjbot.learn.teaching.several import Crew

_BATCH = 32
_PATIENCE = 15
"""So many epochs without getting better end the training."""


@dataclass(frozen=True)
class Course:
    """How it is trained: `rate` is how much is learned at once, `logs` a folder for curves or None."""

    epochs: int
    seed: int
    rate: float
    logs: Path | None
    crew: Crew | None


@dataclass(frozen=True)
class Epoch:
    """What an epoch came to: loss and accuracy (0…1) of what is learned, and of what is watched (None: nothing is)."""

    loss: float
    accuracy: float
    watched_loss: float | None
    watched_accuracy: float | None


def fit(samples: Samples, parts: Parts, course: Course, progress: Progress) -> Any:
    """A trained Keras network. It stops early when what is watched (or learned, where nothing is watched) gets no
    better, and is as it was at its best.

    Raises:
        TrainingError: the loss became something that is no number, or the other machines do not answer.
    """
    import keras
    import tensorflow as tf

    lost = ""
    try:
        best_weights = _best_weights(samples, parts, course, progress)
    except (RuntimeError, tf.errors.OpError) as error:
        if course.crew is None:
            raise
        # Without the name of the operation, which TensorFlow puts first.
        lost = re.sub(r"^\{\{.*?\}\}\s*", "", str(error)).split("\n")[0].rstrip(":. ")
    if lost:
        # Only now nothing holds the threads any more that spoke with the others; they must end before Python does.
        gc.collect()
        raise TrainingError(
            f"The machines that TF_CONFIG names did not stay together: {lost[:200]}.",
            "Start the same command on each of them, and check that they reach each other at those ports.",
        )
    # What several machines share is of no use to one alone.
    keras.utils.set_random_seed(course.seed)
    network = network_for(samples.form, len(samples.labels), samples.inputs[parts.learned].astype("float32"))
    network.set_weights(best_weights)
    return network


def _best_weights(samples: Samples, parts: Parts, course: Course, progress: Progress) -> Any:
    from tjbot.learn.teaching.logs import Curves

    progress.step("Waiting for all" if course.crew else "Making a network")
    lessons = _Lessons(samples, parts, course)
    progress.step("Training", course.epochs)
    curves = Curves(course.logs) if course.logs and (course.crew is None or course.crew.first) else None
    best, best_weights, since_best = math.inf, lessons.network.get_weights(), 0
    for number in range(1, course.epochs + 1):
        epoch = lessons.epoch()
        _check_number(epoch)
        progress.at(number, f"{_or(epoch.watched_accuracy, epoch.accuracy):.1%} right")
        if curves:
            curves.add(number, epoch)
        loss = _or(epoch.watched_loss, epoch.loss)
        if loss < best:
            best, best_weights, since_best = loss, lessons.network.get_weights(), 0
        else:
            since_best += 1
        if since_best >= _PATIENCE:
            break
    return best_weights


def _or(watched: float | None, learned: float) -> float:
    return learned if watched is None else watched


def _check_number(epoch: Epoch) -> None:
    if not math.isfinite(epoch.loss) or not math.isfinite(_or(epoch.watched_loss, 0)):
        raise TrainingError(
            "The training went wrong: its loss is no number any more (NaN).",
            "Try a smaller step: --rate 0.0001. And look for numbers in the samples that are far too large.",
        )


class _Lessons:
    """A network that learns a little more with each epoch; together with those of other machines, if there are any."""

    def __init__(self, samples: Samples, parts: Parts, course: Course) -> None:
        import keras
        import tensorflow as tf

        self._tf = tf
        self._strategy = tf.distribute.MultiWorkerMirroredStrategy() if course.crew else tf.distribute.get_strategy()
        keras.utils.set_random_seed(course.seed)
        learned = samples.inputs[parts.learned].astype("float32")
        with self._strategy.scope():
            self.network = network_for(samples.form, len(samples.labels), learned)
            self._optimizer = keras.optimizers.Adam(course.rate)
            self._optimizer.build(self.network.trainable_variables)
        machines = len(course.crew.machines) if course.crew else 1
        self._batch = min(_BATCH, max(2, len(parts.learned) // 4)) * machines
        # A rest that is smaller than the crew would leave a machine without work.
        whole = machines > 1 and len(parts.learned) >= self._batch
        data = tf.data.Dataset.from_tensor_slices((learned, samples.kinds[parts.learned].astype("int32")))
        data = data.shuffle(len(parts.learned), seed=course.seed).batch(self._batch, drop_remainder=whole)
        options = tf.data.Options()
        options.experimental_distribute.auto_shard_policy = tf.data.experimental.AutoShardPolicy.DATA
        self._data = self._strategy.experimental_distribute_dataset(data.with_options(options))
        self._watched = None
        if len(parts.watched):
            watched = samples.inputs[parts.watched].astype("float32")
            self._watched = (tf.constant(watched), tf.constant(samples.kinds[parts.watched].astype("int32")))
        self._step = tf.function(self._learn_together, reduce_retracing=True)
        self._look = tf.function(self._judge_together)

    def epoch(self) -> Epoch:
        """Shows all samples once."""
        loss = right = count = 0.0
        for inputs, kinds in self._data:
            more_loss, more_right, more = (float(part) for part in self._step(inputs, kinds))
            loss, right, count = loss + more_loss, right + more_right, count + more
        watched = [float(part) for part in self._look()] if self._watched else [None, None]
        return Epoch(loss / count, right / count, *watched)

    def _learn_together(self, inputs: Any, kinds: Any) -> tuple[Any, ...]:
        parts = self._strategy.run(self._learn, args=(inputs, kinds))
        return tuple(self._strategy.reduce("SUM", part, axis=None) for part in parts)

    def _learn(self, inputs: Any, kinds: Any) -> tuple[Any, ...]:
        """One step: what is learned from a batch, or this machine's part of it."""
        with self._tf.GradientTape() as tape:
            answers = self.network(inputs, training=True)
            loss = self._tf.reduce_sum(self._surprise(kinds, answers))
            share = loss / self._batch
        variables = self.network.trainable_variables
        self._optimizer.apply(tape.gradient(share, variables), variables)
        return loss, self._right(kinds, answers), self._tf.cast(self._tf.size(kinds), "float32")

    def _judge_together(self) -> tuple[Any, ...]:
        """On all machines the same, so that all stop at the same time."""
        parts = self._strategy.run(self._judge)
        return tuple(self._strategy.reduce("MEAN", part, axis=None) for part in parts)

    def _judge(self) -> tuple[Any, ...]:
        inputs, kinds = self._watched or ((), ())
        answers = self.network(inputs, training=False)
        count = self._tf.cast(self._tf.size(kinds), "float32")
        return self._tf.reduce_sum(self._surprise(kinds, answers)) / count, self._right(kinds, answers) / count

    def _surprise(self, kinds: Any, answers: Any) -> Any:
        import keras

        return keras.losses.sparse_categorical_crossentropy(kinds, answers)

    def _right(self, kinds: Any, answers: Any) -> Any:
        taken = self._tf.argmax(answers, axis=-1, output_type="int32")
        return self._tf.reduce_sum(self._tf.cast(taken == kinds, "float32"))
