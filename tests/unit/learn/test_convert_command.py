"""`tjbot convert` as it is typed, up to where TensorFlow would begin."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from tjbot import cli
from tjbot.learn.conversion import convert as conversion
from tjbot.learn.conversion.given import Wish


def typed(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["tjbot", *words])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return int(caught.value.code or 0)


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would be converted, where all libraries are there."""
    given: list[Any] = []
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: object())
    monkeypatch.setattr(conversion, "convert", lambda order, _progress: given.append(order))
    monkeypatch.setattr(conversion, "lines_about", lambda _converted, order: [f"Written to {order.to}."])
    return given


def test_what_is_typed_is_what_is_ordered(monkeypatch: pytest.MonkeyPatch, orders: list[Any]) -> None:
    words = "convert fruit.keras --quantise uint8 --labels apple,banana --name Fruit --author 6b --licence CC0-1.0"
    assert typed(monkeypatch, *words.split(), "--range", "-1", "1", "--samples", "photos", "--seed", "7") == 0
    (order,) = orders
    assert (order.path, order.to) == (Path("fruit.keras"), Path("fruit-model"))
    assert (order.quantisation, order.labels, order.seed) == ("uint8", "apple,banana", 7)
    assert (order.name, order.author, order.licence) == ("Fruit", "6b", "CC0-1.0")
    assert order.input == Wish(low=-1, high=1)
    assert order.samples == Path("photos")


def test_a_folder_is_converted_beside_itself(
    monkeypatch: pytest.MonkeyPatch, orders: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "saved").mkdir()
    monkeypatch.chdir(tmp_path)
    assert typed(monkeypatch, "convert", "saved") == 0
    assert orders[0].to == Path("saved-model")
    assert orders[0].quantisation == "float16"
    assert capsys.readouterr().out == "Written to saved-model.\n"


@pytest.mark.parametrize("words", [["--quantise", "int3"], ["--range", "1"], ["--side", "2"], ["--kind", "smell"]])
def test_what_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, orders: list[Any], words: list[str]) -> None:
    assert typed(monkeypatch, "convert", "fruit.keras", *words) == 2
    assert orders == []


def test_without_the_libraries_the_line_to_type_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert typed(monkeypatch, "convert", "fruit.keras") == 1
    assert "-m pip install" in capsys.readouterr().err


def test_a_refusal_is_two_sentences_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: object())
    (tmp_path / "a.keras").write_bytes(b"PK nothing")
    assert typed(monkeypatch, "convert", str(tmp_path / "a.keras"), "--to", str(tmp_path / "a")) == 1
    told = capsys.readouterr().err.splitlines()
    assert "is broken: it cannot be unpacked." in told[-2]
    assert told[-1] == "Save or copy it again."
    assert not (tmp_path / "a").exists()
