"""The card of a converted model: where it came from, what it takes and gives, and how to tell that it is whole."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.models.convert import convert
from tools.models.quantise import EIGHT_BITS, Precision
from tools.models.sources import Package


@dataclass(frozen=True)
class Conversion:
    """One network of a model: the file it becomes, where it is from, and the names of what it takes and gives."""

    name: str
    source_file: str
    source: bytes
    names: Mapping[str, str]
    meanings: Mapping[str, str]
    """What each input and output means, in a sentence."""
    precision: Precision = EIGHT_BITS


def convert_all(package: Package, networks: Sequence[Conversion], about: Mapping[str, Any]) -> dict[str, bytes]:
    """Every file of a model, with its `card.json`, by name; nothing is written.

    Args:
        package: where the networks are from.
        networks: the networks.
        about: what else the card shall say (`id`, `title`, `labels`, `made_by`).

    Raises:
        ConversionError: a network can not be converted.
    """
    files: dict[str, bytes] = {}
    entries: dict[str, Any] = {}
    for network in networks:
        graph = convert(network.source, network.names, network.precision)
        made = graph.files(network.name)
        files.update(made)
        entries[network.name] = {
            "source": {"file": network.source_file, "sha256": _sha256(network.source)},
            "inputs": _describe(graph.inputs, network.meanings),
            "outputs": _describe(graph.outputs, network.meanings),
            "files": {name: {"bytes": len(data), "sha256": _sha256(data)} for name, data in made.items()},
        }
    source = {"package": package.name, "version": package.version, "homepage": package.homepage}
    card = {**about, "licence": package.licence, "source": source, "networks": entries}
    files["card.json"] = (json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode()
    return files


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Writes the files of a model into its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _describe(tensors: Mapping[str, tuple[int, ...]], meanings: Mapping[str, str]) -> dict[str, Any]:
    return {name: {"shape": list(shape), "meaning": meanings[name]} for name, shape in tensors.items()}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
