"""`tjbot models`: a teacher brings a model, sees it, and takes it away."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.commands import tjbot
from tests.running import RunningDaemon, free_port, running
from tests.taught import WEIGHTS, model_files, zipped
from tjbot import cli
from tjbot.daemon import taught_models

Typed = Callable[..., tuple[object, str, str]]


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[RunningDaemon]:
    with running(tmp_path / "home") as daemon:
        yield daemon


@pytest.fixture
def typed(robot: RunningDaemon, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Runs `tjbot models …` in this process: its exit code, output and errors."""

    def run(*arguments: str) -> tuple[object, str, str]:
        monkeypatch.setenv("TJBOT_URL", robot.url)
        monkeypatch.setattr(sys, "argv", ["tjbot", "models", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        output, errors = capsys.readouterr()
        return ended.value.code, output, errors

    return run


@pytest.fixture
def fruit(tmp_path: Path) -> Path:
    folder = tmp_path / "fruit"
    folder.mkdir()
    for name, data in model_files(bytes(1_500_000)).items():
        (folder / name).write_bytes(data)
    return folder


LINE = "fruit            Fruit: apple, banana (pictures, 1.5 MB, by 6b, CC-BY-4.0)\n"


def test_a_folder_is_brought_listed_and_removed(robot: RunningDaemon, typed: Typed, fruit: Path) -> None:
    assert typed("list")[1].startswith("The robot has no models yet.")
    assert typed("add", str(fruit)) == (0, LINE, "")
    assert (robot.home / "models" / "fruit" / WEIGHTS).read_bytes() == bytes(1_500_000)
    assert typed("list") == (0, LINE, "")
    assert [json.loads(line)["id"] for line in typed("list", "--json")[1].splitlines()] == ["fruit"]
    assert typed("remove", "fruit") == (0, "Done.\n", "")
    assert typed("remove", "fruit") == (1, "", 'The robot has no model "fruit".\n')
    assert typed("list", "--json") == (0, "", "")


def test_as_a_process_it_brings_a_zip_that_holds_a_folder(robot: RunningDaemon, tmp_path: Path) -> None:
    packed = tmp_path / "fruit.zip"
    packed.write_bytes(zipped({f"my fruit/{name}": data for name, data in model_files().items()}))
    done = tjbot("models", "add", str(packed), "--id", "fruit-2", "--url", robot.url)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("fruit-2 ")


def test_another_one_is_replaced_only_where_that_is_said(robot: RunningDaemon, typed: Typed, fruit: Path) -> None:
    typed("add", str(fruit))
    assert typed("add", str(fruit))[0] == 0
    for name, data in model_files(b"other").items():
        (fruit / name).write_bytes(data)
    code, _, errors = typed("add", str(fruit))
    assert (code, errors.splitlines()) == (
        1,
        [
            'Another model "fruit" is on the robot already.',
            "Nothing was changed. Replace that one with --replace, or choose another id: --id fruit-2",
        ],
    )
    assert typed("add", str(fruit), "--replace")[0] == 0
    assert (robot.home / "models" / "fruit" / WEIGHTS).read_bytes() == b"other"
    assert typed("add", str(fruit), "--id", "fruit-2", "--replace")[0] == 0


def test_what_will_not_do_is_told(typed: Typed, fruit: Path) -> None:
    code, _, errors = typed("add", str(fruit), "--id", "../x")
    assert (code, errors.splitlines()[0]) == (1, 'A model cannot have the id "../x".')
    (fruit / "model.json").write_bytes(b"")
    assert "model.json" in typed("add", str(fruit))[2]
    assert typed("remove", "../x")[0] == 1
    code, _, errors = typed("add", str(fruit.parent))
    assert (code, "holds no tjbot-model.json" in errors) == (1, True)


def test_what_the_robot_refuses_is_told(typed: Typed, fruit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taught_models, "MOST_MODELS", 0)
    code, _, errors = typed("add", str(fruit))
    assert (code, errors.splitlines()[1]) == (1, "Remove one first.")


def test_without_a_robot_it_says_so(typed: Typed, fruit: Path, robot: RunningDaemon) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    code, _, errors = typed("add", str(fruit), "--url", nowhere)
    assert (code, errors) == (1, f"No robot answers at {nowhere}.\nStart one with: tjbot start\n")
    assert "is no address of a robot" in typed("list", "--url", "robot")[2]
