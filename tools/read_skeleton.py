"""Reads the bones of the rigged hand that training bends: `python -m tools.read_skeleton`.

For maintainers; the result is in the repository. Needs web_ui/node_modules.
"""

import json
import struct
from typing import Any

from tjbot.learn.hands.skeleton import SKELETON
from tools.models.sources import NODE_MODULES

PACKAGE = "@webxr-input-profiles/assets"
FILE = "dist/profiles/generic-hand/right.glb"


def read_bones(glb: bytes) -> list[dict[str, Any]]:
    """Each bone's name, place in metres and turn (a quaternion x, y, z, w) in the binary glTF file `glb`."""
    (length,) = struct.unpack_from("<I", glb, 12)
    document = json.loads(glb[20 : 20 + length])
    nodes = document["nodes"]
    return [
        {key: nodes[joint][name] for key, name in (("bone", "name"), ("place", "translation"), ("turn", "rotation"))}
        for joint in document["skins"][0]["joints"]
    ]


def main() -> None:
    """Writes `tjbot/learn/hands/skeleton.json`."""
    package = NODE_MODULES / PACKAGE
    version = json.loads((package / "package.json").read_text())["version"]
    bones = read_bones((package / FILE).read_bytes())
    for bone in bones:
        bone["place"] = [round(value, 6) for value in bone["place"]]
        bone["turn"] = [round(value, 6) for value in bone["turn"]]
    source = f"npm package {PACKAGE} {version}, {FILE}; MIT License, Copyright (c) 2019 Amazon"
    lines = ",\n".join(f"    {json.dumps(bone)}" for bone in bones)
    SKELETON.write_text(f'{{\n  "source": {json.dumps(source)},\n  "bones": [\n{lines}\n  ]\n}}\n')


if __name__ == "__main__":
    main()
