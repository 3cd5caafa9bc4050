"""What a model takes follows from its shape, unless the reader says otherwise."""

from pathlib import Path
from typing import Any

import pytest

from tjbot.learn.conversion.brought import Brought
from tjbot.learn.conversion.given import Wish, input_of, labels_of
from tjbot.learn.errors import ConversionError
from tjbot.protocol.models import HandFeatures, Numbers, PictureFeatures, Pixels, Spectrogram

BROUGHT = Brought(Path("a.keras"), "keras")
RESCALING = Brought(Path("a.keras"), "keras", "", {"layers": [{"class_name": "Rescaling", "config": {}}]})


@pytest.mark.parametrize(
    ("shape", "wish", "given"),
    [
        ((96, 96, 3), Wish(), Pixels(shape=[96, 96, 3], black=0, white=1)),
        ((28, 28, 1), Wish(low=-1, high=1), Pixels(shape=[28, 28, 1], black=-1, white=1)),
        ((28, 28, 1), Wish(low=1, high=0), Pixels(shape=[28, 28, 1], black=1, white=0)),
        ((None, None, 3), Wish(side=224), Pixels(shape=[224, 224, 3], black=0, white=1)),
        ((4,), Wish(), Numbers(shape=[4], low=0, high=1)),
        ((10, 4), Wish(low=-2, high=7), Numbers(shape=[10, 4], low=-2, high=7)),
        ((4, 4, 3), Wish(), Numbers(shape=[4, 4, 3], low=0, high=1)),
        ((1280,), Wish(kind="picture_features"), PictureFeatures(shape=[1280])),
        ((86,), Wish(kind="hand_features"), HandFeatures(shape=[86])),
    ],
)
def test_the_input_follows_from_the_shape_and_the_wish(shape: tuple[int | None, ...], wish: Wish, given: Any) -> None:
    assert input_of(BROUGHT, shape, wish) == given


def test_a_network_that_rescales_wants_the_pixels_as_they_are() -> None:
    assert input_of(RESCALING, (96, 96, 3), Wish()) == Pixels(shape=[96, 96, 3], black=0, white=255)
    assert input_of(RESCALING, (4,), Wish()) == Numbers(shape=[4], low=0, high=1)


def test_a_spectrogram_has_our_parameters() -> None:
    given = input_of(BROUGHT, (61, 40, 1), Wish(kind="spectrogram"))
    assert isinstance(given, Spectrogram)
    assert given.rate_hertz == 16_000


@pytest.mark.parametrize(
    ("shape", "wish", "sentence"),
    [
        ((None, None, 3), Wish(), "takes pictures of any size. Say which"),
        ((None, 4), Wish(), "takes the shape ? × 4: it leaves open"),
        ((96, 96, 3), Wish(kind="hand_features"), "96 × 96 × 3, which is not that of hand_features"),
        ((4,), Wish(kind="pixels"), "which is not that of pixels"),
        ((4,), Wish(low=3, high=3), "nothing between 3 and 3"),
        ((4,), Wish(low=5), "nothing between 5 and 1"),
    ],
)
def test_what_does_not_fit_is_told(shape: tuple[int | None, ...], wish: Wish, sentence: str) -> None:
    with pytest.raises(ConversionError) as caught:
        input_of(BROUGHT, shape, wish)
    assert sentence in str(caught.value)


def test_labels_are_named_or_numbered(tmp_path: Path) -> None:
    assert labels_of(None, 3) == ["class 1", "class 2", "class 3"]
    assert labels_of("apple, red banana", 2) == ["apple", "red banana"]
    file = tmp_path / "labels.txt"
    file.write_text("Äpfel\nBirnen, grün\n\n", "utf-8")
    assert labels_of(str(file), 2) == ["Äpfel", "Birnen, grün"]
    file.write_text("0 apple\n1 red banana\n")
    assert labels_of(str(file), 2) == ["apple", "red banana"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("apple", "tells 2 classes apart, and here are 1 labels"),
        ("apple,apple", '"apple" cannot be a label, or stands there twice'),
        ("apple,", '"" cannot be a label'),
        (f"apple,{'a' * 65}", "cannot be a label"),
        ("missing.txt", 'The labels in "missing.txt" cannot be read'),
    ],
)
def test_labels_that_do_not_fit_are_told(text: str, sentence: str) -> None:
    with pytest.raises(ConversionError) as caught:
        labels_of(text, 2)
    assert sentence in str(caught.value)
