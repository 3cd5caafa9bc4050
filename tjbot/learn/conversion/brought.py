"""What the file that somebody brings is, and what is wrong with it: found out without running it."""

import importlib.metadata
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from tjbot.learn.errors import ConversionError

MOST_BYTES = 2 * 1024**3
"""A file that unpacks to more is not read."""

TRY = "It takes a Keras file (.keras or .h5) or the folder of a SavedModel."
_HDF5 = b"\x89HDF\r\n\x1a\n"
_OTHERS = (
    (".tflite", "a model of TensorFlow Lite", "Convert the Keras model that it was made from."),
    (".onnx", "an ONNX model", "Rebuild it in Keras, or bring it as a SavedModel."),
    (".pt", "a model of PyTorch", "Rebuild it in Keras, or bring it as a SavedModel."),
    (".pth", "a model of PyTorch", "Rebuild it in Keras, or bring it as a SavedModel."),
    (".pb", "one file of a SavedModel", "Give the folder that it lies in."),
)
# Where a file may name a class of: nothing else is imported for it.
_KNOWN_MODULES = re.compile(
    r"(tf_)?keras(\.src)?(\.(activations|constraints|dtype_policies|initializers|layers|losses|metrics|models|ops"
    r"|optimizers|random|regularizers|engine|mixed_precision)(\.\w+)*)?"
)
_PROGRAMS = {"Lambda": "Python code", "__lambda__": "Python code", "TFSMLayer": "another file's program"}
"""Layers that run whatever the file says."""


@dataclass(frozen=True)
class Brought:
    """A file or folder with a model in it."""

    path: Path
    kind: Literal["keras", "h5", "saved model"]
    keras_version: str = ""
    network: dict[str, Any] = field(default_factory=dict)
    """What Keras says of the network's layers."""

    @property
    def bytes(self) -> int:
        """How large it is on the disk."""
        files = self.path.rglob("*") if self.path.is_dir() else [self.path]
        return sum(file.stat().st_size for file in files if file.is_file())

    def layers(self) -> Iterator[dict[str, Any]]:
        """Every object that the network is made of, those within others too."""
        return _objects(self.network)


def examine(path: Path) -> Brought:
    """Finds out what it is. Of an `.h5` file only that it is one: `examine_h5` reads what is in it.

    Raises:
        ConversionError: it is no model that can be converted, it is broken, or its Keras is too new.
    """
    if not path.exists():
        raise ConversionError(f'There is no file or folder "{path}".', "Check the name; then start this again.")
    if path.is_dir():
        return _folder(path)
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PK") or path.suffix == ".keras":
        return _archive(path)
    if start == _HDF5:
        return Brought(path, "h5")
    if path.suffix in (".h5", ".hdf5"):
        raise ConversionError(f'"{path}" is broken: it does not begin as an .h5 file does.', "Save or copy it again.")
    for suffix, what, hint in _OTHERS:
        if path.suffix == suffix:
            raise ConversionError(f'"{path}" is {what}, which cannot be converted.', hint)
    raise ConversionError(f'"{path}" is not a model.', TRY)


def examine_h5(brought: Brought) -> Brought:
    """The same, with what an `.h5` file says of itself. Needs h5py.

    Raises:
        ConversionError: as `examine`.
    """
    import h5py

    try:
        with h5py.File(brought.path, "r") as file:
            version, text = (_words(file.attrs.get(name, "")) for name in ("keras_version", "model_config"))
    except OSError:
        raise ConversionError(f'"{brought.path}" is broken.', "Save or copy it again.") from None
    if not text:
        raise ConversionError(
            f'"{brought.path}" holds weights, but not the layers that they belong to.',
            "Save the whole model: model.save(…), not model.save_weights(…).",
        )
    return _checked(Brought(brought.path, "h5", version, _json(brought.path, text)))


def _words(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _folder(path: Path) -> Brought:
    if (path / "saved_model.pb").is_file():
        return Brought(path, "saved model")
    if (path / "model.json").is_file():
        raise ConversionError(f'"{path}" is a model of TensorFlow.js already.', "Open it in the page as it is.")
    raise ConversionError(f'The folder "{path}" is not a SavedModel: it has no saved_model.pb.', TRY)


def _archive(path: Path) -> Brought:
    again = "Save or copy it again."
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "config.json" not in names or "metadata.json" not in names:
                raise _no_keras_file(path, names)
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                raise ConversionError(f'"{path}" unpacks to more than 2 GB.', "Take a smaller network.")
            metadata, config = (_json(path, archive.read(name)) for name in ("metadata.json", "config.json"))
            version = str(metadata.get("keras_version", ""))
            # A file of a Keras of the future is told as that, whatever else it is.
            _check_version(path, version)
            damaged = archive.testzip()
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, zlib.error):
        raise ConversionError(f'"{path}" is broken: it cannot be unpacked.', again) from None
    if damaged:
        raise ConversionError(f'"{path}" is broken: {damaged} in it is damaged.', again)
    if "model.weights.h5" not in names:
        raise ConversionError(f'"{path}" has no weights in it.', again)
    return _checked(Brought(path, "keras", version, config))


def _no_keras_file(path: Path, names: list[str]) -> ConversionError:
    inside = {Path(name).name for name in names}
    if found := inside & {"keras_model.h5", "saved_model.pb", "model.json"}:
        return ConversionError(
            f'"{path}" is a packed folder with {min(found)} in it.',
            "Open model.json's folder in the page."
            if found == {"model.json"}
            else "Unpack it, and give what is in it.",
        )
    if "data.pkl" in inside:
        return ConversionError(f'"{path}" is a model of PyTorch, which cannot be converted.', _OTHERS[2][2])
    return ConversionError(f'"{path}" is not a model: config.json and metadata.json are not in it.', TRY)


def _json(path: Path, text: str | bytes) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ConversionError(
            f'"{path}" is broken: what it says of its layers cannot be read.', "Save or copy it again."
        )
    return value


def _checked(brought: Brought) -> Brought:
    _check_version(brought.path, brought.keras_version)
    for layer in brought.layers():
        name = str(layer["class_name"])
        if name in _PROGRAMS:
            raise ConversionError(
                f'"{brought.path}" has a {name} layer with {_PROGRAMS[name]} in it, which no other program can run.',
                "Build it from Keras's own layers, for example Rescaling instead of a Lambda that divides.",
            )
        if name.startswith("__") or (_is_keras_own(layer) and not _has_code(layer)):
            continue
        raise ConversionError(
            f'"{brought.path}" has {_called(layer)} in it, which is not Keras\'s own.',
            "Build it from Keras's own layers, or save it with model.export(…) and convert that folder.",
        )
    return brought


def _is_keras_own(layer: dict[str, Any]) -> bool:
    """Whether Keras finds it without anybody's program; files of Keras 2 name no modules."""
    module = layer.get("module")
    if module is None:
        return layer.get("registered_name") is None
    return ">" not in str(layer.get("registered_name")) and _KNOWN_MODULES.fullmatch(str(module)) is not None


def _has_code(layer: dict[str, Any]) -> bool:
    """Whether its activation is a lambda, which Keras stores as Python code."""
    config = layer["config"]
    activation = config.get("activation") if isinstance(config, dict) else None
    return isinstance(activation, dict) and "class_name" not in activation


def _called(layer: dict[str, Any]) -> str:
    """What a custom object is called: the class of a layer, or a function's name."""
    if layer["class_name"] == "function":
        return f'the function "{layer.get("config")}"'
    if _has_code(layer):
        return f'an activation of "{layer["class_name"]}" that is Python code'
    return f'the layer or part "{layer["class_name"]}"'


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    while waiting:
        now = waiting.pop()
        if isinstance(now, dict):
            if "class_name" in now and "config" in now:
                yield now
            waiting += now.values()
        elif isinstance(now, list):
            waiting += now


def _check_version(path: Path, version: str) -> None:
    """Refuses what a newer Keras saved; the last number of a version changes no file."""
    try:
        installed = importlib.metadata.version("keras")
    except importlib.metadata.PackageNotFoundError:
        return
    if _numbers(version) > _numbers(installed):
        raise ConversionError(
            f'"{path}" was saved by Keras {version}; here is Keras {installed}, which is too old for it.',
            f"Save it with Keras {installed}, or with model.export(…) and convert that folder.",
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])
