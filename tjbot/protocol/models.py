"""`tjbot-model.json`: what stands beside a taught network and tells what it is (docs/models.md). Pure."""

import hashlib
import re
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from tjbot.errors import WireError
from tjbot.protocol.values import Fraction, Label

CARD = "tjbot-model.json"
"""What the file is called in a model's folder."""
NETWORK = "model.json"
"""What TensorFlow.js loads; it names the files with the weights."""
VERSION = 1
MOST_LABELS = 1000
MOST_FILES = 64
MOST_BYTES = 64 * 1024 * 1024
"""All files of a model together, without the card."""
MOST_CARD_BYTES = 1024 * 1024

Quantisation = Literal["none", "float16", "uint8", "uint16"]
Size = Annotated[int, Meta(ge=1, le=10_000_000)]
Shape = Annotated[list[Size], Meta(min_length=1, max_length=5)]
Shape1 = Annotated[list[Size], Meta(min_length=1, max_length=1)]
Shape2 = Annotated[list[Size], Meta(min_length=2, max_length=2)]
Shape3 = Annotated[list[Size], Meta(min_length=3, max_length=3)]
Hertz = Annotated[float, Meta(ge=0, le=200_000)]
Number = Annotated[float, Meta(ge=-1e9, le=1e9)]
ShortText = Annotated[str, Meta(max_length=200)]
FileName = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}\Z")]
Sha256 = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]

_PATH = re.compile(r" - at `(?:key` in `)?([^`]*)`$")
_NO_JSON = (msgspec.DecodeError, UnicodeError, RecursionError)


class Pixels(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="pixels"):
    """A picture: the largest part of its middle that has these proportions, [height, width, channels]. With 3 channels
    they are red, green and blue, with 1 the picture is grey (0.299 R + 0.587 G + 0.114 B). `black` and `white` are what
    the darkest and the brightest pixel become.
    """

    shape: Shape3
    black: Number
    white: Number


class PictureFeatures(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="picture_features"):
    """What a shared network of the page says of a picture, [1280]: the output `features` of `image/efficientnet`."""

    shape: Shape1
    network: ShortText = "image/efficientnet"


class HandFeatures(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="hand_features"):
    """Angles and distances of a hand's landmarks, as tjbot/learn/gestures/features.py computes them."""

    shape: Shape1


class HandMovement(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="hand_movement"):
    """What a hand did from rest to rest, [moments, numbers]; see docs/models.md for the arithmetic."""

    shape: Shape2


class Spectrogram(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="spectrogram"):
    """The newest piece of sound by time and pitch, [frames, bands, 1]; see docs/models.md for the arithmetic."""

    shape: Shape3
    rate_hertz: Hertz
    window_samples: Size
    step_samples: Size
    low_hertz: Hertz
    high_hertz: Hertz


class AnalyserSpectrogram(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="analyser_spectrogram"):
    """The newest piece of sound as the AnalyserNode of a browser's Web Audio tells it, [frames, pitches, 1]; Teachable
    Machine's models hear so. See docs/models.md for the arithmetic.
    """

    shape: Shape3
    rate_hertz: Hertz
    window_samples: Size
    step_samples: Size


class Numbers(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="numbers"):
    """A row of a table, in the units in which it was measured. `columns` names the numbers, or is empty; `low` and
    `high` are between which they were when the network was taught.
    """

    shape: Shape
    columns: Annotated[list[Label], Meta(max_length=1000)] = []
    low: Number = 0
    high: Number = 1


Input = Pixels | PictureFeatures | HandFeatures | HandMovement | Spectrogram | AnalyserSpectrogram | Numbers


class ModelFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file beside the card: its length and its SHA-256 in lower-case hexadecimal."""

    bytes: Annotated[int, Meta(ge=0, le=MOST_BYTES)]
    sha256: Sha256


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """Where a graph model may be cut for teaching it something else: `tensor` goes into its last dense layer and
    has `size` numbers.
    """

    tensor: Annotated[str, Meta(min_length=1, max_length=500)]
    size: Size


class Accuracy(msgspec.Struct, frozen=True, kw_only=True):
    """How the network did on `samples` samples that it never saw: `right` is the part that it told right, and
    `confusion` counts what they are (rows) against what they were taken for (columns), in the order of the labels.
    """

    samples: Annotated[int, Meta(ge=1, le=10_000_000)]
    right: Fraction
    confusion: Annotated[list[list[Annotated[int, Meta(ge=0)]]], Meta(max_length=MOST_LABELS)] | UnsetType = UNSET


class ModelCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a model is. `output` tells whether the network's numbers, one for each label, are probabilities (0…1) or
    scores that only compare. A label "nothing" means that none of the others is there.
    """

    version: Literal[1] = msgspec.field(name="format_version")
    name: Annotated[str, Meta(min_length=1, max_length=64)]
    labels: Annotated[list[Label], Meta(min_length=1, max_length=MOST_LABELS)]
    input: Input
    files: Annotated[dict[FileName, ModelFile], Meta(min_length=1, max_length=MOST_FILES)]
    network: Literal["graph-model", "layers-model"] = "graph-model"
    output: Literal["probabilities", "scores"] = "probabilities"
    quantisation: Quantisation = "none"
    author: ShortText = ""
    licence: ShortText = ""
    made_by: ShortText = ""
    cut: Cut | UnsetType = UNSET
    accuracy: Accuracy | UnsetType = UNSET

    @property
    def bytes(self) -> int:
        """How large all files are together, without the card."""
        return sum(file.bytes for file in self.files.values())


def encode_card(card: ModelCard) -> bytes:
    """The text of the file, as UTF-8, for people too."""
    return msgspec.json.format(msgspec.json.encode(card), indent=2) + b"\n"


def decode_card(data: bytes) -> ModelCard:
    """Reads a card. Fields that are not known are left out.

    Raises:
        WireError: it is none, or of a newer TJBot, or what it says cannot be; the error's `path` says where.
    """
    if len(data) > MOST_CARD_BYTES:
        raise WireError(f"{CARD} is {len(data)} bytes long; at most {MOST_CARD_BYTES} are read.", _AGAIN)
    try:
        card = msgspec.json.decode(data, type=ModelCard)
    except msgspec.ValidationError as error:
        raise _explain(data, str(error)) from None
    except _NO_JSON as error:
        raise WireError(f"{CARD} is no JSON: {_PATH.sub('', str(error))}.", _AGAIN) from None
    _check(card)
    return card


def file_of(data: bytes) -> ModelFile:
    """What a card says of a file with this content."""
    return ModelFile(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())


def check_files(card: ModelCard, files: Mapping[str, bytes]) -> None:
    """Compares a model's files with its card.

    Args:
        card: what should be there.
        files: what is there, by name; without the card itself.

    Raises:
        WireError: one is missing, too many, or not the one that was meant.
    """
    for name in files:
        if name not in card.files:
            raise WireError(f'"{name}" is in the model\'s folder, but {CARD} does not know it.', _AGAIN)
    for name, meant in card.files.items():
        if name not in files:
            raise WireError(f'The model\'s file "{name}" is missing.', "Copy the whole folder.")
        if file_of(files[name]) != meant:
            raise WireError(f'The model\'s file "{name}" was changed or damaged since it was made.', _AGAIN)


_AGAIN = "Save, train or convert the model again, and copy the whole folder."


def _check(card: ModelCard) -> None:
    """What no type can say."""
    repeated = sorted({label for label in card.labels if card.labels.count(label) > 1})
    if repeated:
        raise WireError(
            f'The model has the label "{repeated[0]}" twice.', "Give each class a name of its own.", "$.labels"
        )
    if NETWORK not in card.files:
        raise WireError(f"{CARD} names no {NETWORK}.", _AGAIN, "$.files")
    if CARD in card.files or len({name.lower() for name in card.files}) < len(card.files):
        raise WireError(f"{CARD} names itself, or two files that some systems take for one.", _AGAIN, "$.files")
    if card.bytes > MOST_BYTES:
        raise WireError(
            f"The model is {card.bytes} bytes large; at most {MOST_BYTES} are taken.",
            "Convert it with --quantise uint8, or take a smaller network.",
            "$.files",
        )
    if isinstance(card.input, Pixels) and card.input.shape[2] not in (1, 3):
        raise WireError("A picture has 1 or 3 channels.", _AGAIN, "$.input.shape")
    if isinstance(card.input, Pixels) and card.input.black == card.input.white:
        raise WireError("Black and white are the same number.", _AGAIN, "$.input.white")


def _explain(data: bytes, text: str) -> WireError:
    try:
        raw = msgspec.json.decode(data)
    except _NO_JSON:
        # A wrong value is noticed before the end of the text, which may be broken as well.
        raw = None
    version = raw.get("format_version") if isinstance(raw, dict) else None
    if isinstance(version, int) and version > VERSION:
        return WireError(
            f"The model has format {version}; this TJBot knows format {VERSION}.",
            "Update TJBot, or save the model with an older one.",
            "$.format_version",
        )
    match = _PATH.search(text)
    return WireError(
        f"{CARD} is not as it must be: {text.rstrip('.')}.",
        f"See docs/models.md. {_AGAIN}",
        match.group(1) if match else "",
    )
