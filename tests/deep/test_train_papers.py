"""Training what looks for print, small, with the real TensorFlow in an environment of its own."""

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.deep, pytest.mark.timeout(3600)]


def test_a_small_training_finds_print_and_tells_how_well(learn_python: Path, tmp_path: Path) -> None:
    options = ["--samples", "800", "--epochs", "12", "--seed", "3", "--out", tmp_path]
    trained = subprocess.run(
        [learn_python, "-m", "tjbot.cli", "train", "papers", *options],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "of the papers with print are asked about" in trained.stdout
    card = json.loads((tmp_path / "card.json").read_text())
    print(json.dumps(card["accuracy"], indent=1))
    assert card["accuracy"]["recall"] - card["accuracy"]["false_asks"] > 0.15, "so few pictures teach it something"
    assert set(card["networks"]["print"]["files"]) == {"print.json", "print.bin"}
    shipped = json.loads((ROOT / "web_ui" / "public" / "models" / "papers" / "card.json").read_text())
    assert card["labels"] == shipped["labels"]
    assert card["networks"]["print"]["parameters"] == shipped["networks"]["print"]["parameters"]
    whole, half = (card["accuracy"]["quantised"][kind] for kind in ("float32", "float16"))
    assert abs(half["recall"] - whole["recall"]) < 0.02
