"""`tjbot convert` with the real TensorFlow: what it makes runs in the real TensorFlow.js, what it cannot it refuses."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.deep.tensorflow_js import tensorflow_js
from tests.running import RunningDaemon
from tjbot.protocol.models import CARD, ModelCard, Pixels, check_files, decode_card

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(__file__).parent / "learn"
pytestmark = [pytest.mark.deep, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def told(learn_python: Path, folder: Path) -> dict[str, Any]:
    """What was said to each conversion."""
    ended = subprocess.run(
        [learn_python, PROGRAMS / "odd_models.py", folder],
        env={**os.environ, "PYTHONPATH": str(ROOT), "CUDA_VISIBLE_DEVICES": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    said: dict[str, Any] = json.loads(ended.stdout)
    return said


def card_in(folder: Path) -> ModelCard:
    """The card of a model whose files are all as it says."""
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    card = decode_card(files.pop(CARD))
    check_files(card, files)
    return card


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("good none", 1e-5),
        ("good.keras", 2e-3),
        ("good uint16", 1e-3),
        ("good uint8", 5e-2),
        ("good.h5", 2e-3),
        ("saved", 2e-3),
        ("custom_saved", 2e-3),
        ("machine.h5", 2e-3),
        ("hard.keras", 2e-3),
        ("chance.keras", 2e-3),
        ("unrolled.keras", 2e-3),
        ("row.keras", 2e-3),
        ("sized", 2e-3),
    ],
)
def test_what_can_be_converted_answers_the_same(told: dict[str, Any], folder: Path, name: str, most: float) -> None:
    assert told[name]["code"] == 0, told[name]
    difference = re.search(r"Largest difference on .*: (\S+);", told[name]["said"])
    assert difference
    assert float(difference[1]) <= most
    assert re.search(r"[\d,]+ kB before, [\d,]+ kB after", told[name]["said"])
    card = card_in(folder / "out" / name)
    assert card.labels[0] == "class 1"
    assert card.output == ("scores" if name == "sized" else "probabilities")


def test_quantising_makes_it_smaller(told: dict[str, Any], folder: Path) -> None:
    kinds = ("good none", "good.keras", "good uint8")
    none, half, byte = (card_in(folder / "out" / name) for name in kinds)
    weights = [card.bytes - card.files["model.json"].bytes for card in (none, half, byte)]
    # A few whole numbers stay as they are.
    assert weights[0] > 1.9 * weights[1] > 3.6 * weights[2]
    assert half.input == Pixels(shape=[32, 32, 3], black=0, white=255)


@pytest.mark.parametrize("name", ["good.keras", "hard.keras", "chance.keras", "unrolled.keras", "row.keras"])
def test_tensorflow_js_itself_answers_the_same(told: dict[str, Any], folder: Path, name: str) -> None:
    assert told[name]["code"] == 0
    known = json.loads((folder / "answers.json").read_text())[name]
    answers = tensorflow_js(folder / "out" / name, known["inputs"])
    for one, other in zip(answers, known["answers"], strict=True):
        assert one == pytest.approx(other, abs=2e-3)


def test_a_model_can_be_cut_before_its_last_layer(told: dict[str, Any], folder: Path) -> None:
    card = card_in(folder / "out" / "good.keras")
    known = json.loads((folder / "answers.json").read_text())["good.keras"]
    assert card.cut
    features = tensorflow_js(folder / "out" / "good.keras", known["inputs"], card.cut.tensor)
    assert [len(row) for row in features] == [card.cut.size] * len(known["inputs"])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("custom.keras", '"Custom" in it, which is not Keras\'s own'),
        ("custom.h5", "which is not Keras's own"),
        ("registered.keras", '"Custom" in it, which is not Keras\'s own'),
        ("lambda.keras", "a Lambda layer with Python code"),
        ("lambda.h5", "a Lambda layer with Python code"),
        ("gelu.keras", "it does not know Erfc.\nUse gelu with approximate=True"),
        ("attention.keras", "it does not know Einsum.\nUse Dense or convolutions"),
        ("strange", "it does not know AsString, StringLength"),
        ("loop.keras", "LSTM(…, unroll=True)"),
        ("two_inputs.keras", "takes 2 things at once"),
        ("two_outputs.keras", "answers with 2 things at once"),
        ("two_answers", "answers with 2 things at once"),
        ("nan.keras", "answers 16 of 16 random inputs (0…255) with something that is no number (NaN)"),
        ("too_large_for_float16.keras", "Stored as float16, the model answers with something that is no number"),
        ("many_classes.keras", "tells 10000 classes apart; at most 1000"),
        ("whole_numbers.keras", "takes int32, not floating point numbers"),
        ("map.keras", "answers with the shape (None, 30, 30, 5)"),
        ("any_size.keras", "takes pictures of any size"),
        ("unbuilt.keras", "was never built"),
        ("only.weights.h5", "holds weights, but not the layers"),
        ("cut.h5", "is broken"),
        ("future.keras", "was saved by Keras 99.0.0; here is Keras"),
        ("no_signature", 'has no signature "serving_default"'),
        ("hollow", "cannot be opened"),
    ],
)
def test_what_cannot_be_converted_is_refused(told: dict[str, Any], folder: Path, name: str, sentence: str) -> None:
    assert told[name]["code"] == 1, told[name]
    assert sentence in told[name]["complained"]
    assert "Traceback" not in told[name]["complained"]
    assert len(told[name]["complained"].strip().splitlines()[-1]) > 10
    assert not (folder / "out" / name).exists()


def test_where_float16_is_too_small_none_is_not(told: dict[str, Any]) -> None:
    assert told["large whole"]["code"] == 0, told["large whole"]


def test_every_model_was_tried(told: dict[str, Any]) -> None:
    tests = (test_what_can_be_converted_answers_the_same, test_what_cannot_be_converted_is_refused)
    marks = [mark for test in tests for mark in test.pytestmark]  # type: ignore[attr-defined]
    tried = {given[0] for mark in marks if mark.name == "parametrize" for given in mark.args[1]}
    assert set(told) - {"large whole"} == tried


def test_the_robot_takes_what_was_converted(told: dict[str, Any], folder: Path, robot: RunningDaemon) -> None:
    assert told["good.keras"]["code"] == 0
    tjbot = [sys.executable, "-m", "tjbot.cli", "models"]
    subprocess.run([*tjbot, "add", folder / "out" / "good.keras", "--url", robot.url], cwd=ROOT, check=True)
    listed = subprocess.run(
        [*tjbot, "list", "--json", "--url", robot.url], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert json.loads(listed.stdout)["labels"] == ["class 1", "class 2", "class 3"]
