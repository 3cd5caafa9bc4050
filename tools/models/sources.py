"""Finds networks in the packages that publish them."""

import importlib.metadata
import json
import re
from pathlib import Path
from typing import Any

from tools.models.errors import ConversionError

NODE_MODULES = Path(__file__).parents[2] / "web_ui" / "node_modules"


class Package:
    """An installed npm package.

    Raises:
        ConversionError: it is not installed.
    """

    def __init__(self, name: str, node_modules: Path = NODE_MODULES) -> None:
        self.name = name
        self._folder = node_modules / name
        if not (self._folder / "package.json").is_file():
            raise ConversionError(f"The npm package {name} is not installed. Run `npm ci` in web_ui/ first.")
        about: dict[str, Any] = json.loads(self.read("package.json"))
        self.version: str = about["version"]
        self.licence: str = about["license"]
        self.homepage: str = about["homepage"]

    def read(self, file: str) -> bytes:
        """The bytes of one of its files."""
        return (self._folder / file).read_bytes()

    def read_packed(self, archive: str, file: str) -> bytes:
        """A file out of MediaPipe's packed assets: `<archive>.data`, whose table stands in `<archive>_loader.js`.

        Raises:
            ConversionError: there is no such file in the archive.
        """
        table = re.search(r'"files":\s*(\[.*?\])', self.read(f"{archive}_loader.js").decode())
        for entry in json.loads(table.group(1)) if table else []:
            if entry["filename"].endswith(f"/{file}"):
                return self.read(f"{archive}.data")[entry["start"] : entry["end"]]
        raise ConversionError(f"{archive}.data of {self.name} {self.version} holds no {file}. Has the package changed?")


class Distribution:
    """An installed package of PyPI.

    Args:
        name: as PyPI has it.
        licence: as its licence file says; many packages do not say it in their metadata.

    Raises:
        ConversionError: it is not installed.
    """

    def __init__(self, name: str, licence: str) -> None:
        try:
            self._distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            raise ConversionError(
                f"The package {name} is not installed. Run: pip install --require-hashes -r requirements/models.txt"
            ) from None
        self.name = name
        self.version = self._distribution.version
        self.licence = licence
        self.homepage = self._distribution.metadata["Home-page"]

    def read(self, file: str) -> bytes:
        """The bytes of one of its files."""
        return Path(str(self._distribution.locate_file(file))).read_bytes()
