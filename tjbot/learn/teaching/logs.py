"""The curves of a training as files that TensorBoard shows; TensorBoard itself is not needed to write them."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tjbot.learn.teaching.fit import Epoch


class Curves:
    """Writes loss and accuracy, of what is learned (`train`) and of what is watched (`watched`), into a folder."""

    def __init__(self, folder: Path) -> None:
        import tensorflow as tf

        self._tf = tf
        self._writers = {name: tf.summary.create_file_writer(str(folder / name)) for name in ("train", "watched")}
        # What tf.summary.scalar would write, which TensorBoard's own library must be installed for.
        summary = tf.compat.v1.SummaryMetadata
        self._metadata = summary(plugin_data=summary.PluginData(plugin_name="scalars"), data_class="DATA_CLASS_SCALAR")

    def add(self, number: int, epoch: "Epoch") -> None:
        """The next epoch, counted from 1."""
        self._write("train", number, epoch.loss, epoch.accuracy)
        if epoch.watched_loss is not None and epoch.watched_accuracy is not None:
            self._write("watched", number, epoch.watched_loss, epoch.watched_accuracy)

    def _write(self, writer: str, number: int, loss: float, accuracy: float) -> None:
        with self._writers[writer].as_default():
            for name, value in (("loss", loss), ("accuracy", accuracy)):
                self._tf.summary.write(name, self._tf.constant(value, "float32"), step=number, metadata=self._metadata)
        self._writers[writer].flush()
