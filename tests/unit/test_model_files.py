"""The model files that the page serves are those that their cards describe, and anyone can make them again."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PUBLIC = Path(__file__).parents[2] / "web_ui" / "public" / "models"
CARDS = sorted(PUBLIC.glob("*/card.json"))


@pytest.mark.parametrize("path", CARDS, ids=[path.parent.name for path in CARDS])
def test_card_describes_the_files_beside_it(path: Path) -> None:
    card = json.loads(path.read_text())
    described = {
        name: (entry["bytes"], entry["sha256"])
        for network in card["networks"].values()
        for name, entry in network["files"].items()
    }
    there = {
        file.name: (file.stat().st_size, hashlib.sha256(file.read_bytes()).hexdigest())
        for file in path.parent.iterdir()
        if file.name != "card.json"
    }
    assert described == there
    assert card["id"] == path.parent.name
    assert card["licence"]
    assert card["labels"]


def test_hand_model_stays_within_its_bytes() -> None:
    assert sum(file.stat().st_size for file in (PUBLIC / "hand").glob("*.bin")) <= 2_200_000
    assert sum(file.stat().st_size for file in (PUBLIC / "hand").iterdir()) <= 2_300_000


def test_gesture_model_stays_within_its_bytes() -> None:
    assert sum(file.stat().st_size for file in (PUBLIC / "gesture").iterdir()) <= 100_000


# What is trained is made again by tests/deep; not to the byte.
CONVERTED = [path.parent.name for path in CARDS if '"made_by": "python -m ' in path.read_text()]


@pytest.mark.parametrize("model", CONVERTED)
def test_model_can_be_made_again(model: str) -> None:
    made_by = json.loads((PUBLIC / model / "card.json").read_text())["made_by"]
    module = made_by.removeprefix("python -m ")
    converter = pytest.importorskip(module, reason="needs requirements/models.txt")
    from tools.models.errors import ConversionError

    try:
        files = getattr(converter, f"{model}_files")()
    except ConversionError as error:
        pytest.skip(str(error))
    assert files == {file.name: file.read_bytes() for file in (PUBLIC / model).iterdir()}


def test_all_models_stay_within_what_a_repository_bears() -> None:
    assert sum(file.stat().st_size for file in PUBLIC.glob("*/*")) <= 25_000_000


def test_conversion_refuses_what_it_does_not_know() -> None:
    pytest.importorskip("tflite")
    from tools.models.convert import convert
    from tools.models.errors import ConversionError

    with pytest.raises(ConversionError, match=r"no \.tflite file"):
        convert(b"<!doctype html>", {})
    with pytest.raises(ConversionError, match="given no name"):
        convert(_network_with_one_operator("COS"), {})
    with pytest.raises(ConversionError, match="COS, which the converter does not know"):
        convert(_network_with_one_operator("COS"), {"in": "in", "out": "out"})
    assert convert(_network_with_one_operator("LOGISTIC"), {"in": "in", "out": "out"}).outputs == {"out": (1, 2)}


def test_8_bit_weights_are_at_most_half_a_step_from_the_kernel() -> None:
    np = pytest.importorskip("numpy")
    from tools.models.quantise import STEPS, quantise

    widths = np.array([1e-3, 1, 50, 1e-9])
    kernel = np.random.default_rng(3).normal(0.2, 1, (5, 7, 4)) * widths
    kernel[:, :, 3] = 0
    least, steps, numbers = np.split(np.frombuffer(quantise(kernel, axis=2), "u1"), [8, 16])
    least, steps = least.view("<f2").astype("f8"), steps.view("<f2").astype("f8")
    widened = least + steps * numbers.reshape(kernel.shape)
    # The steps are rounded to half floats, so the last one of all may be missed by a little more.
    assert (np.abs(widened - kernel) <= steps * (0.5 + STEPS / 2048)).all()
    assert (widened[:, :, 3] == 0).all()


def _network_with_one_operator(name: str) -> bytes:
    """A `.tflite` file that applies one operator to a tensor of two numbers."""
    import flatbuffers
    import numpy as np
    import tflite

    builder = flatbuffers.Builder(0)

    def vector(start: Callable[[Any, int], Any], items: list[int]) -> int:
        start(builder, len(items))
        for item in reversed(items):
            builder.PrependUOffsetTRelative(item)
        return int(builder.EndVector())

    tensors = []
    for tensor_name in ("in", "out"):
        text = builder.CreateString(tensor_name)
        shape = builder.CreateNumpyVector(np.array([1, 2], "i4"))
        tflite.TensorStart(builder)
        tflite.TensorAddName(builder, text)
        tflite.TensorAddShape(builder, shape)
        tflite.TensorAddType(builder, tflite.TensorType.FLOAT32)
        tensors.append(tflite.TensorEnd(builder))
    ins, outs = (builder.CreateNumpyVector(np.array([k], "i4")) for k in (0, 1))
    tflite.OperatorStart(builder)
    tflite.OperatorAddInputs(builder, ins)
    tflite.OperatorAddOutputs(builder, outs)
    operator = tflite.OperatorEnd(builder)
    tensor_list = vector(tflite.SubGraphStartTensorsVector, tensors)
    operator_list = vector(tflite.SubGraphStartOperatorsVector, [operator])
    tflite.SubGraphStart(builder)
    tflite.SubGraphAddTensors(builder, tensor_list)
    tflite.SubGraphAddInputs(builder, ins)
    tflite.SubGraphAddOutputs(builder, outs)
    tflite.SubGraphAddOperators(builder, operator_list)
    graph = tflite.SubGraphEnd(builder)
    tflite.OperatorCodeStart(builder)
    tflite.OperatorCodeAddDeprecatedBuiltinCode(builder, getattr(tflite.BuiltinOperator, name))
    code = tflite.OperatorCodeEnd(builder)
    tflite.BufferStart(builder)
    empty = tflite.BufferEnd(builder)
    buffers = vector(tflite.ModelStartBuffersVector, [empty])
    codes = vector(tflite.ModelStartOperatorCodesVector, [code])
    graphs = vector(tflite.ModelStartSubgraphsVector, [graph])
    tflite.ModelStart(builder)
    tflite.ModelAddVersion(builder, 3)
    tflite.ModelAddOperatorCodes(builder, codes)
    tflite.ModelAddSubgraphs(builder, graphs)
    tflite.ModelAddBuffers(builder, buffers)
    builder.Finish(tflite.ModelEnd(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())
