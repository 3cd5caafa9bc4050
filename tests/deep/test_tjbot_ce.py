"""The package tjbot-ce itself: its API is ours, and the examples that it publishes run on a robot of ours."""

import ast
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.integration.commands import COMMAND_SECONDS, environment
from tests.running import running
from tests.unit.drop_in.test_api import API

pytestmark = [pytest.mark.deep, pytest.mark.timeout(600)]

NOT_OURS = {"get_local_models"}
"""It lists files for libraries that this robot does not have."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("tjbot-ce")
    download = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--dest",
        str(folder),
        "tjbot-ce==3.0.0",
    ]
    subprocess.run(download, check=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_table_of_its_api_is_true(wheel: zipfile.ZipFile) -> None:
    tree = ast.parse(wheel.read("tjbot/tjbot.py"))
    [bot] = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "TJBot"]
    methods = [node for node in bot.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    public = {node.name: node for node in methods if not node.name.startswith("_") or node.name == "__init__"}
    assert set(public) - NOT_OURS == set(API)
    for name, written in API.items():
        arguments = public[name].args
        values = [ast.unparse(value) for value in arguments.defaults]
        names = [argument.arg for argument in arguments.args if argument.arg not in ("self", "cls")]
        plain = len(names) - len(values)
        ours = [*names[:plain], *map("=".join, zip(names[plain:], values, strict=True))]
        assert ", ".join(ours) == written


def test_the_examples_of_its_readme_run(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    [readme] = [wheel.read(name).decode() for name in wheel.namelist() if name.endswith("METADATA")]
    examples = re.findall(r"```py(?:thon)?\n(.*?)```", readme, re.DOTALL)
    # One of them is no Python: its key `led` lacks the quotation marks.
    examples = [example for example in examples if "led: True" not in example]
    assert len(examples) >= 4
    with running(tmp_path / "robot", parts={"voice": {"words_per_minute": 450}}) as robot:
        for example in examples:
            ended = subprocess.run(
                [sys.executable, "-c", example],
                cwd=tmp_path,
                env={**environment(robot.url), "HOME": str(tmp_path)},
                capture_output=True,
                text=True,
                timeout=COMMAND_SECONDS,
                check=False,
            )
            assert ended.returncode == 0, f"{example}\n{ended.stderr}"
