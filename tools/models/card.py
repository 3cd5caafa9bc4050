"""The card of a converted model: where it came from, what it takes and gives, and how to tell that it is whole."""

import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tools.models.errors import ConversionError
from tools.models.graph_writer import GraphWriter

PUBLIC = Path(__file__).parents[2] / "web_ui" / "public" / "models"


class Origin(Protocol):
    """A published package that networks are from."""

    name: str
    version: str
    licence: str
    homepage: str


@dataclass(frozen=True)
class Network:
    """One network of a model: the file it becomes, where it is from, and what it takes and gives."""

    name: str
    source_file: str
    source: bytes
    graph: GraphWriter
    meanings: Mapping[str, str]
    """What each input and output means, in a sentence."""
    origin: Origin | None = None
    """Where it is from, if that is another package than the model's others."""


def files_of(origin: Origin, networks: Sequence[Network], about: Mapping[str, Any]) -> dict[str, bytes]:
    """Every file of a model, with its `card.json`, by name; nothing is written.

    Args:
        origin: where the networks are from.
        networks: the networks.
        about: what else the card shall say (`id`, `title`, `labels`, `made_by`).
    """
    files: dict[str, bytes] = {}
    entries: dict[str, Any] = {}
    for network in networks:
        made = network.graph.files(network.name)
        files.update(made)
        entries[network.name] = {
            "source": {**_source(network.origin), "file": network.source_file, "sha256": _sha256(network.source)},
            "inputs": _describe(network.graph.inputs, network.meanings),
            "outputs": _describe(network.graph.outputs, network.meanings),
            "files": {name: {"bytes": len(data), "sha256": _sha256(data)} for name, data in made.items()},
        }
    card = {**about, "licence": origin.licence, "source": _source(origin), "networks": entries}
    files["card.json"] = (json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode()
    return files


def make(model: Callable[[], Mapping[str, bytes]], folder: str) -> int:
    """Makes a model's files, writes them into its folder of the page, and says what came out.

    Args:
        model: makes the files.
        folder: the model's folder below `web_ui/public/models/`.

    Returns:
        The process's exit code.
    """
    try:
        files = model()
    except ConversionError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    write(files, PUBLIC / folder)
    for name, data in files.items():
        sys.stdout.write(f"{name}: {len(data):,} bytes\n")
    return 0


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Writes the files of a model into its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _source(origin: Origin | None) -> dict[str, str]:
    return {"package": origin.name, "version": origin.version, "homepage": origin.homepage} if origin else {}


def _describe(tensors: Mapping[str, tuple[int, ...]], meanings: Mapping[str, str]) -> dict[str, Any]:
    return {name: {"shape": list(shape), "meaning": meanings[name]} for name, shape in tensors.items()}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
