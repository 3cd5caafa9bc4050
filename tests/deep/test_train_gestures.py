"""Training, with the real TensorFlow in an environment of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.deep, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with what requirements/learn.txt names, and nothing else."""
    folder = tmp_path_factory.mktemp("learn")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    locked = ROOT / "requirements" / "learn.txt"
    subprocess.run([python, "-m", "pip", "install", "--no-deps", "--require-hashes", "-r", locked], check=True)
    return python


def test_a_small_training_writes_a_model_with_its_card(python: Path, tmp_path: Path) -> None:
    options = ["--samples", "8000", "--epochs", "12", "--seed", "3", "--out", tmp_path]
    trained = subprocess.run(
        [python, "-m", "tjbot.cli", "train", "gestures", *options],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "hands that it never saw are told right" in trained.stdout
    card = json.loads((tmp_path / "card.json").read_text())
    assert card["accuracy"]["all"] > 0.8
    assert set(card["networks"]["classifier"]["files"]) == {"classifier.json", "classifier.bin"}
    shipped = json.loads((ROOT / "web_ui" / "public" / "models" / "gesture" / "card.json").read_text())
    assert card["labels"] == shipped["labels"]
    assert set(card["accuracy"]["quantised"]) == {"float32", "float16", "uint8"}
    quantised = card["accuracy"]["quantised"]
    assert abs(quantised["float16"]["accuracy"] - quantised["float32"]["accuracy"]) < 0.01
