"""Training, with the real TensorFlow in an environment of its own."""

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NETWORKS = ("classifier", "refined_classifier")
pytestmark = [pytest.mark.deep, pytest.mark.timeout(1800)]


def trained(python: Path, out: Path, *, samples: int, epochs: int, seed: int) -> str:
    """Trains, and gives what was said."""
    options = ["--samples", str(samples), "--epochs", str(epochs), "--seed", str(seed), "--out", out]
    command = [python, "-m", "tjbot.cli", "train", "gestures", *options]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_the_same_seed_gives_the_same_model_and_another_another(learn_python: Path, tmp_path: Path) -> None:
    one, again, other = (tmp_path / name for name in ("one", "again", "other"))
    for out, seed in ((one, 3), (again, 3), (other, 4)):
        trained(learn_python, out, samples=1000, epochs=1, seed=seed)
    names = {file.name for file in one.iterdir()}
    assert names == {f"{network}.{kind}" for network in NETWORKS for kind in ("json", "bin")} | {"card.json"}
    assert all((one / name).read_bytes() == (again / name).read_bytes() for name in names)
    assert (one / "classifier.bin").read_bytes() != (other / "classifier.bin").read_bytes()


def test_a_small_training_writes_a_model_with_its_card(learn_python: Path, tmp_path: Path) -> None:
    said = trained(learn_python, tmp_path, samples=8000, epochs=4, seed=3)
    assert "hands shown to the camera that it never saw are told right" in said
    card = json.loads((tmp_path / "card.json").read_text())
    assert card["accuracy"]["shown"]["decided"] > 0.8
    assert card["accuracy"]["askew"]["decided"] > 0.5
    for network in NETWORKS:
        assert set(card["networks"][network]["files"]) == {f"{network}.json", f"{network}.bin"}
    shipped = json.loads((ROOT / "web_ui" / "public" / "models" / "gesture" / "card.json").read_text())
    assert card["labels"] == shipped["labels"]
    assert set(card["accuracy"]["quantised"]) == {"float32", "float16", "uint8"}
    whole, half = (card["accuracy"]["quantised"][kind]["shown"] for kind in ("float32", "float16"))
    assert abs(half["decided"] - whole["decided"]) < 0.01
