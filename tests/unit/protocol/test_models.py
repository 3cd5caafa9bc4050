"""The card of a model: what the contract's page says is what is read, and what cannot be is refused with a sentence."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tjbot.errors import WireError
from tjbot.learn.gestures.features import FEATURES
from tjbot.protocol import models
from tjbot.protocol.models import CARD, check_files, decode_card, encode_card, file_of

PAGE = Path(__file__).parents[3] / "docs" / "models.md"


def example() -> dict[str, Any]:
    """The card in the contract's page."""
    text = PAGE.read_text("utf-8").split("```json\n")[1].split("```")[0]
    card: dict[str, Any] = json.loads(text)
    return card


def decode(card: dict[str, Any]) -> models.ModelCard:
    return decode_card(json.dumps(card).encode())


def changed(path: str, value: object) -> dict[str, Any]:
    """The example with another value at `a.b`; None takes the field away."""
    card = example()
    *above, name = path.split(".")
    place = card
    for step in above:
        place = place[step]
    if value is None:
        del place[name]
    else:
        place[name] = value
    return card


def test_the_page_s_example_is_a_card_that_survives_writing_and_reading() -> None:
    card = decode(example())
    assert card.name == "Fruit"
    assert card.bytes == 21034 + 148352
    assert json.loads(encode_card(card)) == example()
    assert decode_card(encode_card(card)) == card


def test_the_page_tells_of_every_field_and_every_kind_of_input() -> None:
    page = PAGE.read_text("utf-8")
    fields = [field.encode_name for field in msgspec.structs.fields(models.ModelCard)]
    for kind in models.Input.__args__:  # type: ignore[attr-defined]
        fields += [field.encode_name for field in msgspec.structs.fields(kind)]
        assert f"| `{kind.__struct_config__.tag}` |" in page
    assert [name for name in fields if f"`{name}`" not in page] == []
    assert f"| `hand_features` | `shape` [{FEATURES}] |" in page


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "picture_features", "shape": [1280]},
        {"kind": "hand_features", "shape": [86]},
        {"kind": "hand_movement", "shape": [24, 11]},
        {
            "kind": "spectrogram",
            "shape": [61, 40, 1],
            "rate_hertz": 16000,
            "window_samples": 512,
            "step_samples": 256,
            "low_hertz": 60,
            "high_hertz": 7600,
        },
        {
            "kind": "analyser_spectrogram",
            "shape": [43, 232, 1],
            "rate_hertz": 44100,
            "window_samples": 2048,
            "step_samples": 1024,
        },
        {"kind": "numbers", "shape": [2], "columns": ["width", "height"], "low": 0, "high": 7.9},
        {"kind": "pixels", "shape": [28, 28, 1], "black": 0, "white": 255},
    ],
)
def test_each_kind_of_input_is_read(given: dict[str, Any]) -> None:
    assert decode(changed("input", given)).input.__struct_config__.tag == given["kind"]


def test_a_field_of_later_days_is_left_out() -> None:
    assert decode(changed("mood", "good")) == decode(example())


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("format_version", 2, "has format 2; this TJBot knows format 1. Update TJBot"),
        ("format_version", 0, "not as it must be"),
        ("format_version", None, "missing required field `format_version`"),
        ("labels", [], "length >= 1"),
        ("labels", [f"class {number}" for number in range(10_000)], "length <= 1000"),
        ("labels", ["cat", "dog", "cat"], 'has the label "cat" twice'),
        ("labels", ["cat", ""], "length >= 1"),
        ("input.shape", [96, 96], "length >= 3"),
        ("input.shape", [96, 96, 4], "1 or 3 channels"),
        ("input.shape", [96, 0, 3], ">= 1"),
        ("input.white", -1, "same number"),
        ("input.kind", "smells", "Invalid value 'smells'"),
        ("network", "onnx", "Invalid enum value 'onnx'"),
        ("quantisation", "uint4", "Invalid enum value 'uint4'"),
        ("files", {}, "length >= 1"),
        ("files", {"weights.bin": {"bytes": 3, "sha256": "0" * 64}}, "names no model.json"),
        ("files", {"../model.json": {"bytes": 3, "sha256": "0" * 64}}, "matching regex"),
        ("files", {"model.json\n": {"bytes": 3, "sha256": "0" * 64}}, "matching regex"),
        ("files", {"model.json": {"bytes": 3, "sha256": "F" * 64}}, "matching regex"),
        ("files", {"model.json": {"bytes": -3, "sha256": "0" * 64}}, ">= 0"),
        ("files", {name: {"bytes": 3, "sha256": "0" * 64} for name in ("model.json", CARD)}, "names itself"),
        ("files", {name: {"bytes": 3, "sha256": "0" * 64} for name in ("model.json", "MODEL.json")}, "take for one"),
        (
            "files",
            {name: {"bytes": 2**25 + 1, "sha256": "0" * 64} for name in ("model.json", "a.bin")},
            "at most 67108864 are taken. Convert it with --quantise",
        ),
        ("accuracy.right", 1.5, "<= 1"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(path: str, value: object, sentence: str) -> None:
    with pytest.raises(WireError, match=re.escape(sentence)) as caught:
        decode(changed(path, value))
    assert caught.value.hint
    assert caught.value.path or value is None


@pytest.mark.parametrize(
    "data", [b"", b"PK\3\4", b"{", b"[]", b'{"format_version": 9, "labels": [1],', b'"\xff"', b"[" * 100_000]
)
def test_what_is_no_card_is_refused(data: bytes) -> None:
    with pytest.raises(WireError, match=CARD):
        decode_card(data)


def test_an_endless_card_is_not_read() -> None:
    with pytest.raises(WireError, match="at most 1048576"):
        decode_card(b" " * 2**21)


def test_files_are_compared_with_the_card() -> None:
    files = {"model.json": b"{}", "group1-shard1of1.bin": b"123"}
    card = decode(changed("files", msgspec.to_builtins({name: file_of(data) for name, data in files.items()})))
    check_files(card, files)
    with pytest.raises(WireError, match=r'"extra[.]bin" is in the model'):
        check_files(card, {**files, "extra.bin": b""})
    with pytest.raises(WireError, match=r'"group1-shard1of1.bin" is missing'):
        check_files(card, {"model.json": b"{}"})
    with pytest.raises(WireError, match=r'"model.json" was changed or damaged'):
        check_files(card, {**files, "model.json": b"[]"})
