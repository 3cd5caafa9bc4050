"""Without the libraries of training, the command line says what to type."""

import importlib.util
from pathlib import Path

import pytest

from tjbot.learn import needs


def test_what_is_missing_is_named_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name.startswith("tensorflow") else object())
    with pytest.raises(needs.MissingLibraryError) as caught:
        needs.need_libraries()
    assert caught.value.message.endswith("does without: tensorflow, tensorflowjs.")
    assert "pip install --no-deps --require-hashes -r" in caught.value.hint
    file = caught.value.hint.split()[-1]
    assert Path(file).is_file()


def test_a_wheel_names_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(needs, "__file__", str(tmp_path / "tjbot" / "learn" / "needs.py"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(needs.MissingLibraryError, match=r"'tjbot\[learn\]' && .* --no-deps tensorflowjs==4.22.0"):
        needs.need_libraries()


def test_nothing_is_said_where_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: object())
    needs.need_libraries()


def test_a_wheel_says_that_the_data_of_our_own_models_is_in_the_source(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    needs.need_training_data()
    monkeypatch.setattr(needs, "TRAINING_DATA", tmp_path / "tools" / "training")
    with pytest.raises(needs.MissingTrainingDataError) as caught:
        needs.need_training_data()
    assert "git clone" in caught.value.hint
