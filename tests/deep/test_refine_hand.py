"""The landmark network's last layers, trained further with the real TensorFlow."""

import io
import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tjbot.learn.gestures.looks import Looks
from tjbot.learn.hands.crops import Crops
from tjbot.learn.hands.skeleton import landmarks_of
from tjbot.learn.weights import weights_of

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.deep, pytest.mark.timeout(1800)]


def jpeg(chance: np.random.Generator) -> bytes:
    """A picture of nothing, of the size of a crop."""
    data = io.BytesIO()
    small = Image.fromarray(chance.integers(0, 255, (7, 7, 3), np.uint8))
    small.resize((224, 224)).save(data, "JPEG")
    return data.getvalue()


def test_layers_learn_where_landmarks_are_and_are_written_as_the_page_reads_them(
    learn_python: Path, tmp_path: Path
) -> None:
    chance = np.random.default_rng(1)
    jpegs = [jpeg(chance) for _ in range(520)]
    hands = landmarks_of(chance.normal(0, 0.3, (520, 25, 3)))
    crops = Crops(jpegs, np.zeros(520), np.ones(520), np.zeros(520, bool), np.arange(520) % 13, hands)
    folder = tmp_path / "crops"
    folder.mkdir()
    crops.write(folder / "1-0000.npz")
    options = [folder, "--epochs", "3", "--model", tmp_path, "--looks", tmp_path / "looks.npz"]
    command = [learn_python, "-m", "tools.models.refine_hand", *options]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    losses = [float(loss) for loss in re.findall(r"round \d of 3: ([\d.]+)", said)]
    assert len(losses) == 9
    assert all(losses[start + 2] < losses[start] for start in (0, 3, 6))
    document = json.loads((tmp_path / "refined.json").read_text())
    assert document["signature"]["outputs"]["metric_points"]["tensorShape"]["dim"][1]["size"] == "63"
    weights = weights_of(document, {"refined.bin": (tmp_path / "refined.bin").read_bytes()})
    assert all(np.isfinite(values).all() for values in weights.values())
    looks = Looks.read(tmp_path / "looks.npz")
    assert len(looks) == 520
    assert np.isfinite(looks.metric).all()
