"""What TJBot is made of: everything pinned, with a licence that we know, and told in the SBOM as the lock files say."""

import importlib.metadata
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tools.sbom import LICENCES, bill_of_materials

CHECKOUT = Path(__file__).parents[2]
LOCKS = sorted((CHECKOUT / "requirements").glob("*.txt"))

MAY_BE = re.compile(
    r"(MIT|MIT-0|MIT-CMU|mit|ISC|0BSD|Unlicense|BSD-[23]-Clause|Apache-2\.0|MPL-2\.0|CC0-1\.0|PSF-2\.0|OFL-1\.1|CC-BY-4\.0"
    r"|Python-2\.0|BlueOak-1\.0\.0|LGPL-2\.1-or-later)"
)
INSTALLED_BESIDE = {"espeakng-loader", "linuxpy"}
"""Under the GPL; NOTICE says so. They are fetched from their authors, never copied into a wheel or the page."""


def pinned(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9][a-z0-9.-]*)==([^\s;\\]+)", path.read_text("ascii"), re.MULTILINE))


def npm_packages() -> dict[str, dict[str, Any]]:
    packages = json.loads((CHECKOUT / "web_ui" / "package-lock.json").read_text("utf-8"))["packages"]
    return {path: package for path, package in packages.items() if path}


def is_known(licence: str) -> bool:
    return all(MAY_BE.fullmatch(part) for part in re.split(r" AND | OR ", licence))


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_line_of_a_lock_file_is_one_version_with_hashes(path: Path) -> None:
    entries = [line for line in path.read_text("ascii").replace("\\\n", " ").splitlines() if not line.startswith("#")]
    assert entries
    for entry in entries:
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*==\S+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+ *", entry), entry


def test_the_environments_that_are_used_together_agree_on_versions() -> None:
    together = [pinned(CHECKOUT / "requirements" / f"{name}.txt") for name in ("runtime", "build", "test", "models")]
    names = {name for lock in together for name in lock}
    assert {name for name in names if len({lock[name] for lock in together if name in lock}) > 1} == set()


def test_every_package_of_the_robot_has_a_licence_that_we_know() -> None:
    licences = json.loads(LICENCES.read_text("utf-8"))
    assert licences.keys() == pinned(CHECKOUT / "requirements" / "runtime.txt").keys()
    assert list(licences) == sorted(licences)
    assert {name for name, licence in licences.items() if not is_known(licence)} == INSTALLED_BESIDE
    notice = (CHECKOUT / "NOTICE").read_text("utf-8")
    assert all(name in notice for name in INSTALLED_BESIDE)


def test_the_licences_are_those_that_the_packages_tell() -> None:
    licences = json.loads(LICENCES.read_text("utf-8"))
    compared = 0
    for name, licence in licences.items():
        try:
            told = importlib.metadata.metadata(name).get("License-Expression")
        except importlib.metadata.PackageNotFoundError:
            continue
        compared += told is not None
        assert told in (None, licence), name
    assert compared > 10


def test_every_package_of_the_page_has_a_licence_that_we_know() -> None:
    without = {path for path, package in npm_packages().items() if not is_known(package.get("license", ""))}
    # Its archive says MIT, in a file; only tests draw with it, and NOTICE tells.
    assert without == {"node_modules/@webxr-input-profiles/assets"}


def test_the_sbom_tells_what_the_lock_files_hold() -> None:
    bill = bill_of_materials()
    told = {component["purl"] for component in bill["components"] if "purl" in component}
    python = {f"pkg:pypi/{name}@{version}" for name, version in pinned(LOCKS[-2]).items()}
    assert LOCKS[-2].stem == "runtime"
    page = {
        f"pkg:npm/{path.rpartition('node_modules/')[2].replace('@', '%40')}@{package['version']}"
        for path, package in npm_packages().items()
        if not package.get("dev")
    }
    assert told == python | page
    assert all(component["licenses"] for component in bill["components"])
    assert all(len(package["hashes"][0]["content"]) == 128 for package in bill["components"] if "hashes" in package)
    models = {component["bom-ref"] for component in bill["components"] if component["type"] != "library"}
    assert models == {f"model:{path.parent.name}" for path in (CHECKOUT / "web_ui/public/models").glob("*/card.json")}


def test_the_sbom_is_whole_and_always_the_same() -> None:
    bill = bill_of_materials()
    assert bill == bill_of_materials()
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    references = [component["bom-ref"] for component in bill["components"]]
    assert len(set(references)) == len(references)
    assert bill["dependencies"] == [{"ref": bill["metadata"]["component"]["bom-ref"], "dependsOn": references}]
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", bill["serialNumber"])
    assert "://" not in json.dumps(bill)
