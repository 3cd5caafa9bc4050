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
    assert sum(file.stat().st_size for file in (PUBLIC / "gesture").iterdir()) <= 1_250_000


def test_model_of_papers_stays_within_its_bytes() -> None:
    assert sum(file.stat().st_size for file in (PUBLIC / "papers").glob("print.*")) <= 150_000


def test_pose_model_stays_within_its_bytes() -> None:
    assert sum(file.stat().st_size for file in (PUBLIC / "pose").iterdir()) <= 5_000_000


# What is trained is made again by tests/deep; that takes too long here.
CONVERTED = [path.parent.name for path in CARDS if json.loads(path.read_text())["made_by"].startswith("python -m ")]


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


def test_zeros_of_a_pruned_kernel_stay_zeros() -> None:
    np = pytest.importorskip("numpy")
    from tools.models.quantise import quantise

    chance = np.random.default_rng(5)
    kernel = chance.normal(0.1, 1, (3, 40, 4)) * (chance.random((3, 40, 4)) < 0.2)
    least, steps, numbers = np.split(np.frombuffer(quantise(kernel, axis=2), "u1"), [8, 16])
    least, steps = least.view("<f2").astype("f8"), steps.view("<f2").astype("f8")
    widened = least + steps * numbers.reshape(kernel.shape)
    assert (widened[kernel == 0] == 0).all()
    assert (np.abs(widened - kernel) <= steps * 0.51 + np.abs(kernel) / 1024).all()


def test_what_nobody_needs_is_left_out_of_a_network() -> None:
    pytest.importorskip("tflite")
    from tools.models.convert import convert

    # The operator is none that the converter knows; but nothing that is wanted comes from it.
    graph = convert(_network_with_one_operator("COS"), {"in": "in"}, left_out={"out"})
    assert graph.outputs == {}


def test_a_sparse_kernel_is_read_with_its_zeros() -> None:
    np = pytest.importorskip("numpy")
    pytest.importorskip("tflite")
    from tools.models.errors import ConversionError
    from tools.models.tflite_reader import read

    dense = np.array([[0, 1, 0, 2], [0, 0, 0, 0], [3, 0, 0, 4]], "<f2")
    (kernel,) = read(_network_with_a_sparse_kernel(dense, order=(0, 1))).constants.values()
    assert (kernel == dense).all()
    with pytest.raises(ConversionError, match="sparse in a way that is not read"):
        read(_network_with_a_sparse_kernel(dense, order=(1, 0)))


def _network_with_a_sparse_kernel(dense: Any, order: tuple[int, int]) -> bytes:
    """A `.tflite` file with nothing but a constant of which only what is not zero is kept, row by row."""
    import flatbuffers
    import numpy as np
    import tflite

    builder = flatbuffers.Builder(0)

    def numbers(values: Any, kind: str) -> int:
        return int(builder.CreateNumpyVector(np.array(values, kind)))

    def one(start: Callable[[Any, int], Any], item: int) -> int:
        start(builder, 1)
        builder.PrependUOffsetTRelative(item)
        return int(builder.EndVector())

    def positions(values: Any) -> int:
        vector = numbers(values, "u1")
        tflite.Uint8VectorStart(builder)
        tflite.Uint8VectorAddValues(builder, vector)
        return int(tflite.Uint8VectorEnd(builder))

    rows, columns = dense.nonzero()
    segments = positions(np.cumsum([0, *(np.count_nonzero(row) for row in dense)]))
    indices = positions(columns)
    tflite.DimensionMetadataStart(builder)
    tflite.DimensionMetadataAddDenseSize(builder, len(dense))
    outer = tflite.DimensionMetadataEnd(builder)
    tflite.DimensionMetadataStart(builder)
    tflite.DimensionMetadataAddFormat(builder, tflite.DimensionType.SPARSE_CSR)
    tflite.DimensionMetadataAddArraySegmentsType(builder, tflite.SparseIndexVector.Uint8Vector)
    tflite.DimensionMetadataAddArraySegments(builder, segments)
    tflite.DimensionMetadataAddArrayIndicesType(builder, tflite.SparseIndexVector.Uint8Vector)
    tflite.DimensionMetadataAddArrayIndices(builder, indices)
    last = tflite.DimensionMetadataEnd(builder)
    tflite.SparsityParametersStartDimMetadataVector(builder, 2)
    builder.PrependUOffsetTRelative(last)
    builder.PrependUOffsetTRelative(outer)
    dimensions, traversal = builder.EndVector(), numbers(order, "i4")
    tflite.SparsityParametersStart(builder)
    tflite.SparsityParametersAddTraversalOrder(builder, traversal)
    tflite.SparsityParametersAddDimMetadata(builder, dimensions)
    sparsity = tflite.SparsityParametersEnd(builder)
    name, shape = builder.CreateString("kernel"), numbers(dense.shape, "i4")
    tflite.TensorStart(builder)
    tflite.TensorAddName(builder, name)
    tflite.TensorAddShape(builder, shape)
    tflite.TensorAddType(builder, tflite.TensorType.FLOAT16)
    tflite.TensorAddSparsity(builder, sparsity)
    tensors = one(tflite.SubGraphStartTensorsVector, tflite.TensorEnd(builder))
    ends = numbers([0], "i4")
    tflite.SubGraphStart(builder)
    tflite.SubGraphAddTensors(builder, tensors)
    tflite.SubGraphAddInputs(builder, ends)
    tflite.SubGraphAddOutputs(builder, ends)
    graphs = one(tflite.ModelStartSubgraphsVector, tflite.SubGraphEnd(builder))
    data = numbers(np.frombuffer(dense[rows, columns].tobytes(), "u1"), "u1")
    tflite.BufferStart(builder)
    tflite.BufferAddData(builder, data)
    buffers = one(tflite.ModelStartBuffersVector, tflite.BufferEnd(builder))
    tflite.ModelStart(builder)
    tflite.ModelAddSubgraphs(builder, graphs)
    tflite.ModelAddBuffers(builder, buffers)
    builder.Finish(tflite.ModelEnd(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


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
