"""`tjbot train` on own samples as it is typed, up to where TensorFlow would begin."""

import importlib.util
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from tjbot import cli
from tjbot.learn.teaching import teach as teaching
from tjbot.protocol.models import HandFeatures, Numbers, PictureFeatures, Pixels, Spectrogram


def typed(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr("sys.argv", ["tjbot", "train", *map(str, words)])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return int(caught.value.code or 0)


@pytest.fixture
def lessons(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would be taught, where all libraries are there."""
    given: list[Any] = []

    def teach(samples: Any, lesson: Any, _progress: Any) -> Any:
        given.append((samples, lesson))
        return SimpleNamespace(
            judgement=SimpleNamespace(lines=lambda: ["90.0% …"]), card=SimpleNamespace(bytes=2500), difference=1e-4
        )

    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: object())
    monkeypatch.setattr(teaching, "teach", teach)
    monkeypatch.delenv("TF_CONFIG", raising=False)
    return given


def table(folder: Path, labels: list[str], columns: int = 2) -> Path:
    path = folder / "iris.csv"
    names = [f"c{place}" for place in range(columns)]
    rows = [
        ",".join([*(f"{place + number * number}" for number in range(columns)), label])
        for place, label in enumerate(labels)
    ]
    path.write_text("\n".join([",".join([*names, "kind"]), *rows]))
    return path


def test_a_table_is_taught_as_it_was_typed(
    monkeypatch: pytest.MonkeyPatch, lessons: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    file = table(tmp_path, ["a", "b"] * 5)
    words = (
        "--seed 7 --epochs 20 --held-back 0.3 --rate 0.01 --quantise uint8 --author 6b --licence CC0-1.0 --logs logs"
    )
    assert typed(monkeypatch, "table", file, *words.split()) == 0
    ((samples, lesson),) = lessons
    assert isinstance(samples.form, Numbers)
    assert (lesson.to, lesson.name, lesson.author, lesson.licence) == (Path("iris-model"), "iris", "6b", "CC0-1.0")
    assert (lesson.quantisation, lesson.held_back) == ("uint8", 0.3)
    course = lesson.course
    assert (course.seed, course.epochs, course.rate, course.logs, course.crew) == (7, 20, 0.01, Path("logs"), None)
    assert lesson.made_by.endswith("train table --seed 7 --epochs 20 --held-back 0.3")
    assert capsys.readouterr().out.splitlines() == [
        '10 samples: 5 of "a", 5 of "b".',
        "90.0% …",
        "2 kB (uint8); its answers changed by 0.0001.",
        "Written to iris-model. To bring it to the robot: tjbot models add iris-model",
    ]


def test_landmarks_pictures_and_sounds_are_read(
    monkeypatch: pytest.MonkeyPatch, lessons: list[Any], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert typed(monkeypatch, "landmarks", table(tmp_path, ["a", "b"] * 3, 63)) == 0
    for kind in ("cat", "dog"):
        (tmp_path / "pictures" / kind).mkdir(parents=True)
        for number in range(3):
            Image.new("RGB", (9, 9), (number, number, 9)).save(tmp_path / "pictures" / kind / f"{number}.png")
    assert typed(monkeypatch, "images", "pictures", "--from", "pixels", "--side", 32) == 0
    assert [type(samples.form) for samples, _ in lessons] == [HandFeatures, Pixels]
    assert lessons[1][0].inputs.shape == (6, 32, 32, 3)
    assert {PictureFeatures, Spectrogram}.isdisjoint(type(samples.form) for samples, _ in lessons)


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        (["a"] * 5, 'There is only one class in the last column of "iris.csv": "a"'),
        (["a"] * 5 + ["b"], 'The class "b" has only one sample'),
    ],
)
def test_what_cannot_be_learned_is_told_before_anything_is_taught(
    monkeypatch: pytest.MonkeyPatch,
    lessons: list[Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    labels: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    table(tmp_path, labels)
    assert typed(monkeypatch, "table", "iris.csv") == 1
    assert sentence in capsys.readouterr().err
    assert lessons == []


def test_a_folder_with_something_else_in_it_is_not_overwritten(
    monkeypatch: pytest.MonkeyPatch, lessons: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path, ["a", "b"] * 5)
    assert typed(monkeypatch, "table", file, "--to", tmp_path) == 1
    assert "is there already, and it is no model" in capsys.readouterr().err
    assert lessons == []


@pytest.mark.parametrize(
    "words", [["--held-back", "0.9"], ["--epochs", "0"], ["--from", "smells"], ["--side", "5"], ["--quantise", "int4"]]
)
def test_what_cannot_be_typed_is_refused(
    monkeypatch: pytest.MonkeyPatch, lessons: list[Any], tmp_path: Path, words: list[str]
) -> None:
    assert typed(monkeypatch, "images", tmp_path, *words) == 2
    assert lessons == []


def test_another_machine_only_says_that_it_is_done(
    monkeypatch: pytest.MonkeyPatch, lessons: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(teaching, "teach", lambda *_: None)
    assert typed(monkeypatch, "table", table(tmp_path, ["a", "b"] * 5)) == 0
    assert capsys.readouterr().out == "Done; the first machine has the result.\n"


@pytest.mark.parametrize("kind", ["images", "table", "landmarks", "sounds"])
def test_without_the_libraries_the_line_to_type_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert typed(monkeypatch, kind, "nowhere") == 1
    assert "-m pip install" in capsys.readouterr().err
