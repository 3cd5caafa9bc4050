"""What cannot be converted is refused with a sentence before anything is opened."""

import importlib.metadata
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tjbot.learn.conversion.brought import examine
from tjbot.learn.errors import ConversionError

DENSE = {"module": "keras.layers", "class_name": "Dense", "config": {"units": 3}, "registered_name": None}


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Keras that would be installed."""
    monkeypatch.setattr(importlib.metadata, "version", lambda _name: "3.15.1")


def network(*layers: dict[str, Any]) -> dict[str, Any]:
    return {
        "module": "keras",
        "class_name": "Sequential",
        "config": {"layers": list(layers)},
        "registered_name": "Sequential",
    }


def keras_file(path: Path, *layers: dict[str, Any], version: str = "3.15.1", weights: bool = True) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": version}))
        archive.writestr("config.json", json.dumps(network(*layers)))
        if weights:
            archive.writestr("model.weights.h5", bytes(range(256)) * 8)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(ConversionError) as caught:
        examine(path)
    assert caught.value.hint
    assert str(path) in caught.value.message
    return str(caught.value)


def test_a_keras_file_tells_its_version_and_layers(tmp_path: Path) -> None:
    brought = examine(keras_file(tmp_path / "fruit.keras", DENSE))
    assert (brought.kind, brought.keras_version) == ("keras", "3.15.1")
    assert {layer["class_name"] for layer in brought.layers()} == {"Sequential", "Dense"}
    assert brought.bytes == (tmp_path / "fruit.keras").stat().st_size


@pytest.mark.parametrize("version", ["3.0.0", "3.15.0", "3.15.9", "2.15.0"])
def test_an_older_or_equal_keras_is_taken(tmp_path: Path, version: str) -> None:
    assert examine(keras_file(tmp_path / "a.keras", version=version)).keras_version == version


@pytest.mark.parametrize("version", ["3.16.0", "4.0.0.dev1", "3.100"])
def test_a_newer_keras_is_refused_even_where_its_file_is_not_understood(tmp_path: Path, version: str) -> None:
    path = keras_file(tmp_path / "a.keras", {"class_name": "Lambda", "config": {}}, version=version, weights=False)
    assert f"was saved by Keras {version}; here is Keras 3.15.1, which is too old" in refusal(path)


def test_where_no_keras_is_installed_none_is_too_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> str:
        raise importlib.metadata.PackageNotFoundError

    monkeypatch.setattr(importlib.metadata, "version", missing)
    assert examine(keras_file(tmp_path / "a.keras", version="9.0")).kind == "keras"


@pytest.mark.parametrize(
    ("layer", "sentence"),
    [
        (
            {"module": None, "class_name": "Foo", "config": {}, "registered_name": "Foo"},
            '"Foo" in it, which is not Keras',
        ),
        (
            {"module": None, "class_name": "Foo", "config": {}, "registered_name": "Mine>Foo"},
            '"Foo" in it, which is not',
        ),
        ({"module": "os", "class_name": "system", "config": "ls"}, '"system" in it'),
        ({"module": "keras.utils", "class_name": "get_file", "config": {}}, '"get_file" in it'),
        ({"module": "builtins", "class_name": "function", "config": "act"}, 'the function "act" in it'),
        ({"module": "keras.layers", "class_name": "Lambda", "config": {}}, "a Lambda layer with Python code"),
        ({"module": "keras.layers", "class_name": "TFSMLayer", "config": {}}, "another file's program"),
        ({"class_name": "__lambda__", "config": {"value": "4wAA"}}, "with Python code"),
        (
            {
                "module": "keras.layers",
                "class_name": "Dense",
                "config": {"activation": {"value": ["4wAA", None, None]}},
            },
            'an activation of "Dense" that is Python code',
        ),
    ],
)
@pytest.mark.parametrize("deep", [False, True])
def test_what_is_not_keras_own_is_refused(tmp_path: Path, layer: dict[str, Any], sentence: str, deep: bool) -> None:
    layers = [DENSE, network(network(layer))] if deep else [DENSE, layer]
    assert sentence in refusal(keras_file(tmp_path / "a.keras", *layers))


def test_what_keras_2_and_3_write_of_their_own_is_taken(tmp_path: Path) -> None:
    own = [
        {"class_name": "Dense", "config": {"units": 2, "activation": "relu"}},
        {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": None},
        {
            "module": "keras.src.models.functional",
            "class_name": "Functional",
            "config": {},
            "registered_name": "Functional",
        },
        {"module": "keras.src.ops.numpy", "class_name": "Add", "config": {}, "registered_name": None},
        {"class_name": "__keras_tensor__", "config": {"shape": [None, 3]}},
    ]
    assert examine(keras_file(tmp_path / "a.keras", *own)).kind == "keras"


def test_a_broken_zip_is_told(tmp_path: Path) -> None:
    whole = keras_file(tmp_path / "a.keras", DENSE).read_bytes()
    cut = tmp_path / "cut.keras"
    cut.write_bytes(whole[:-100])
    assert "is broken: it cannot be unpacked" in refusal(cut)
    place = whole.index(bytes(range(256)))
    changed = tmp_path / "changed.keras"
    changed.write_bytes(whole[:place] + b"!!!" + whole[place + 3 :])
    assert "model.weights.h5 in it is damaged" in refusal(changed)
    empty = tmp_path / "empty.keras"
    empty.write_bytes(b"")
    assert "is broken" in refusal(empty)
    assert "no weights" in refusal(keras_file(tmp_path / "light.keras", weights=False))


@pytest.mark.parametrize("config", [b"{", b"[]", b"\xff", b"[" * 200_000])
def test_layers_that_cannot_be_read_are_told(tmp_path: Path, config: bytes) -> None:
    with zipfile.ZipFile(tmp_path / "a.keras", "w") as archive:
        archive.writestr("metadata.json", '{"keras_version": "3.1.0"}')
        archive.writestr("config.json", config)
        archive.writestr("model.weights.h5", b"")
    assert "cannot be read" in refusal(tmp_path / "a.keras")


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("keras_model.h5", "Unpack it"),
        ("model/saved_model.pb", "Unpack it"),
        ("model.json", "Open model.json's folder in the page"),
        ("archive/data.pkl", "a model of PyTorch"),
        ("cat.png", "is not a model"),
    ],
)
def test_other_zips_are_told_by_what_is_in_them(tmp_path: Path, inside: str, sentence: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(inside, "")
    assert sentence in refusal(tmp_path / "a.zip")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.h5", b"not HDF5", "does not begin as an .h5 file does"),
        ("a.tflite", b"\x1c\0\0\0TFL3", "a model of TensorFlow Lite"),
        ("a.onnx", b"\x08\x07", "an ONNX model"),
        ("a.pb", b"\x08\x07", "Give the folder that it lies in"),
        ("homework.docx", b"hello", "is not a model. It takes a Keras file"),
        ("empty", b"", "is not a model"),
    ],
)
def test_other_files_are_told(tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert sentence in refusal(tmp_path / name)


def test_folders_are_told_apart(tmp_path: Path) -> None:
    assert "There is no file or folder" in refusal(tmp_path / "nowhere")
    assert re.search("not a SavedModel: it has no saved_model.pb", refusal(tmp_path))
    (tmp_path / "model.json").write_text("{}")
    assert "a model of TensorFlow.js already" in refusal(tmp_path)
    (tmp_path / "saved_model.pb").write_bytes(b"")
    assert examine(tmp_path).kind == "saved model"


def test_an_h5_file_is_known_by_its_beginning(tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(b"\x89HDF\r\n\x1a\nmore")
    assert examine(tmp_path / "model").kind == "h5"
