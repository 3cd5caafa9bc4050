"""The networks that are taught: small ones, each for one form of samples."""

from typing import Any

from tjbot.learn.weights import Array
from tjbot.protocol.models import Input, Pixels, Spectrogram


def network_for(form: Input, classes: int, learned: Array) -> Any:
    """A Keras network, not yet trained, that answers with a probability for each class.

    Args:
        form: what it takes.
        classes: how many there are to tell apart.
        learned: the samples that it will learn from, of which it takes the usual size.
    """
    import keras

    if isinstance(form, Pixels):
        body = _looking(form)
    elif isinstance(form, Spectrogram):
        body = _hearing()
    else:
        body = _thinking(learned)
    last = keras.layers.Dense(classes, activation="softmax", name="confidences")
    return keras.Sequential([keras.layers.Input(tuple(form.shape), name="input"), *body, last])


def _looking(form: Pixels) -> list[Any]:
    """For pictures, from scratch: what is learned is turned, moved and mirrored a little, so that few pictures do."""
    from keras import layers

    middle, half = (form.white + form.black) / 2, (form.white - form.black) / 2
    return [
        layers.Rescaling(1 / half, offset=-middle / half),
        layers.RandomFlip("horizontal"),
        layers.RandomTranslation(0.1, 0.1, fill_mode="nearest"),
        layers.RandomZoom(0.15, fill_mode="nearest"),
        *_folding(16),
        *_folding(32),
        *_folding(64),
        layers.GlobalAveragePooling2D(),
        layers.Dropout(0.3),
    ]


def _hearing() -> list[Any]:
    """For spectrograms: what is learned is moved a little in time."""
    from keras import layers

    return [
        layers.RandomTranslation(0.1, 0.0, fill_mode="nearest"),
        *_folding(16),
        *_folding(32),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dropout(0.3),
    ]


def _folding(channels: int) -> list[Any]:
    from keras import layers

    return [
        layers.Conv2D(channels, 3, padding="same", use_bias=False),
        layers.BatchNormalization(momentum=0.9),
        layers.ReLU(),
        layers.MaxPooling2D(),
    ]


def _thinking(learned: Array) -> list[Any]:
    """For rows of numbers: they are brought to one size first."""
    from keras import layers

    usual = layers.Normalization(mean=learned.mean(axis=0), variance=learned.var(axis=0) + 1e-6)
    return [usual, layers.Dense(64, activation="relu"), layers.Dropout(0.25), layers.Dense(32, activation="relu")]
