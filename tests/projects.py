"""Projects that nobody taught, made up for tests, as a page packs them."""

import json
from typing import Any

from tests.taught import zipped

PROJECT_FILE = "tjbot-project.json"


def project_files(pictures: int = 2, **changes: Any) -> dict[str, bytes]:
    """The files of a project by name.

    Args:
        pictures: how many it has.
        changes: fields of `tjbot-project.json` that shall be others.
    """
    about = {
        "format_version": 1,
        "name": "Obst 🍌",
        "kind": "pictures",
        "author": "6b",
        "classes": [{"id": "a", "name": "banana"}, {"id": "b", "name": "apple"}],
        "samples": [{"id": f"s{number}", "class": "a", "burst": "", "made": 0} for number in range(pictures)],
        "length": 1,
        "outcome": None,
    }
    shown = {f"samples/s{number}.jpg": b"picture %d" % number for number in range(pictures)}
    return {PROJECT_FILE: json.dumps({**about, **changes}).encode(), "features.bin": bytes(4 * pictures), **shown}


def project_zip(pictures: int = 2, **changes: Any) -> bytes:
    """The file of a project."""
    return zipped(project_files(pictures, **changes))
