"""Training, with the real TensorFlow in an environment of its own."""

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.deep, pytest.mark.timeout(1800)]


def test_a_small_training_writes_a_model_with_its_card(learn_python: Path, tmp_path: Path) -> None:
    options = ["--samples", "8000", "--epochs", "12", "--seed", "3", "--out", tmp_path]
    trained = subprocess.run(
        [learn_python, "-m", "tjbot.cli", "train", "gestures", *options],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "hands shown to the camera that it never saw are told right" in trained.stdout
    card = json.loads((tmp_path / "card.json").read_text())
    assert card["accuracy"]["shown"]["decided"] > 0.8
    assert card["accuracy"]["askew"]["decided"] > 0.5
    assert set(card["networks"]["classifier"]["files"]) == {"classifier.json", "classifier.bin"}
    shipped = json.loads((ROOT / "web_ui" / "public" / "models" / "gesture" / "card.json").read_text())
    assert card["labels"] == shipped["labels"]
    assert set(card["accuracy"]["quantised"]) == {"float32", "float16", "uint8"}
    whole, half = (card["accuracy"]["quantised"][kind]["shown"] for kind in ("float32", "float16"))
    assert abs(half["decided"] - whole["decided"]) < 0.01
