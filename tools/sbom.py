"""What a release of TJBot is made of, as CycloneDX 1.6 (an SBOM): from the lock files, the same for the same files.

    python tools/sbom.py [FILE]     writes it, or prints it

`build_page.py` puts it into every wheel, as `tjbot-….dist-info/sboms/tjbot.cdx.json` (PEP 770). In it: the packages of
requirements/runtime.txt, those that the page is built from, and the models that it carries. Needs nothing but Python,
because a wheel is built with little else.
"""

import base64
import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
NAME = "tjbot.cdx.json"
LICENCES = ROOT / "requirements" / "licences.json"
"""Of Python's packages, because their lock file does not tell."""

Component = dict[str, Any]

_PINNED = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+?) *(?:; *(.*?))? *\\?$", re.MULTILINE | re.IGNORECASE)
_NAMESPACE = uuid.UUID("6ad5a3d6-3a9f-5b5b-9c0e-7d8e3f0c2b11")


def bill_of_materials() -> dict[str, Any]:
    """The whole SBOM."""
    version = _version()
    itself = {
        "type": "application",
        "bom-ref": f"pkg:pypi/tjbot@{version}",
        "name": "tjbot",
        "version": version,
        "purl": f"pkg:pypi/tjbot@{version}",
        "licenses": _licences("Apache-2.0"),
    }
    components = [*python_packages(), *page_packages(), *models()]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": itself},
        "components": components,
        "dependencies": [
            {"ref": itself["bom-ref"], "dependsOn": [component["bom-ref"] for component in components]},
        ],
    }
    return {**bill, "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, json.dumps(bill, sort_keys=True))}"}


def python_packages() -> list[Component]:
    """What pip installs beside TJBot; where only some computers need a package, its property says which."""
    text = (ROOT / "requirements" / "runtime.txt").read_text(encoding="ascii")
    licences = json.loads(LICENCES.read_text(encoding="utf-8"))
    return [
        _component(f"pkg:pypi/{name}@{version}", name, version, licences.get(name), {"tjbot:where": where})
        for name, version, where in _PINNED.findall(text)
    ]


def page_packages() -> list[Component]:
    """What the page is built from, with the hash of each package's archive."""
    packages = json.loads((ROOT / "web_ui" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    found = {}
    for path, package in packages.items():
        if path and not package.get("dev"):
            name = path.rpartition("node_modules/")[2]
            purl = f"pkg:npm/{quote(name, safe='/')}@{package['version']}"
            found[purl] = {
                **_component(purl, name, package["version"], package.get("license"), {}),
                "hashes": [_hash(package["integrity"])],
            }
    return list(found.values())


def models() -> list[Component]:
    """The models in the page; their own cards tell the hash of each file."""
    found = []
    for card in sorted((ROOT / "web_ui" / "public" / "models").glob("*/card.json")):
        about = json.loads(card.read_text(encoding="utf-8"))
        source = about.get("source") or {"package": "made by TJBot", "version": about["made_by"]}
        found.append(
            {
                "type": "machine-learning-model",
                "bom-ref": f"model:{about['id']}",
                "name": f"{about['id']} ({about['title']})",
                "licenses": _licences(about["licence"]),
                "description": f"From {source['package']} {source['version']}.",
            }
        )
    return found


def _component(purl: str, name: str, version: str, licence: str | None, properties: dict[str, str]) -> Component:
    told = [{"name": key, "value": value} for key, value in properties.items() if value]
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        **({"licenses": _licences(licence)} if licence else {}),
        **({"properties": told} if told else {}),
    }


def _licences(licence: str) -> list[dict[str, Any]]:
    if " " in licence:
        return [{"expression": licence}]
    # One package writes its own in small letters.
    return [{"license": {"id": "MIT" if licence == "mit" else licence}}]


def _hash(integrity: str) -> dict[str, str]:
    kind, _, digest = integrity.partition("-")
    return {"alg": kind.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}


def _version() -> str:
    found = re.search(r'^VERSION = "(.+)"$', (ROOT / "tjbot" / "version.py").read_text(encoding="ascii"), re.MULTILINE)
    if found is None:
        raise ValueError("tjbot/version.py tells no version")
    return found[1]


def write(path: Path) -> None:
    """Writes the SBOM to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(bill_of_materials(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]))
    else:
        print(json.dumps(bill_of_materials(), indent=1, ensure_ascii=False))
