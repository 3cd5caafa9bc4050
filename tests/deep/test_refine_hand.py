"""The landmark network's last layers, trained further with the real TensorFlow."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import sync_playwright

from tests.browser.hands.crops import crop
from tests.browser.hands.lab import build_lab, open_lab
from tests.browser.hands.studio import GENERIC_HAND
from tjbot.learn.gestures.looks import Looks
from tjbot.learn.gestures.poses import CLASSES, draw_hands
from tjbot.learn.weights import weights_of
from tools.models.card import PUBLIC

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.deep, pytest.mark.timeout(1800)]


def draw_crops(folder: Path, hands: dict[str, int]) -> dict[str, int]:
    """Draws so many hands for each folder in this one; says how many crops came of them."""
    chance = np.random.default_rng(1)
    crops = {}
    build_lab()
    with sync_playwright() as playwright, open_lab(playwright, folder) as lab:
        lab.evaluate("() => lab.open()")
        for name, count in hands.items():
            drawn = crop(lab, GENERIC_HAND, draw_hands(chance, count), chance, folder, is_followed=True)
            (folder / name).mkdir()
            drawn.write(folder / name / "1-0000.npz")
            crops[name] = len(drawn)
    return crops


def weights_in(folder: Path) -> Mapping[str, np.ndarray]:
    """Those of the layers in this folder."""
    document = json.loads((folder / "refined.json").read_text())
    return weights_of(document, {"refined.bin": (folder / "refined.bin").read_bytes()})


def test_layers_learn_where_landmarks_are_and_are_written_as_the_page_reads_them(
    learn_python: Path, tmp_path: Path
) -> None:
    drawn = draw_crops(tmp_path, {"crops": 500, "unseen": 100})
    written = ["--model", tmp_path, "--looks", tmp_path / "looks.npz"]
    options = [tmp_path / "crops", "--unseen", tmp_path / "unseen", "--epochs", "6", *written]
    command = [learn_python, "-m", "tools.models.refine_hand", *options]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    losses = [float(loss) for loss in re.findall(r"round \d of 6: ([\d.]+)", said)]
    assert len(losses) == 6
    assert losses[-1] < losses[0]
    document = json.loads((tmp_path / "refined.json").read_text())
    outputs = {name: output["tensorShape"]["dim"][1] for name, output in document["signature"]["outputs"].items()}
    assert outputs == {"metric_points": {"size": "63"}, "glance": {"size": str(len(CLASSES))}}
    assert all(np.isfinite(values).all() for values in weights_in(tmp_path).values())
    looks = Looks.read(tmp_path / "looks.npz")
    assert 0.9 * drawn["unseen"] < len(looks) <= drawn["unseen"]
    assert np.isfinite(looks.metric).all()


def test_all_the_way_back_layers_are_as_they_began(learn_python: Path, tmp_path: Path) -> None:
    draw_crops(tmp_path, {"crops": 200})
    files = [tmp_path / "crops", "--unseen", tmp_path / "crops", "--model", tmp_path, "--looks", tmp_path / "looks.npz"]
    options = ["--further", "--back", "1", "--epochs", "1"]
    subprocess.run([learn_python, "-m", "tools.models.refine_hand", *files, *options], cwd=ROOT, check=True)
    before, after = weights_in(PUBLIC / "gesture"), weights_in(tmp_path)
    for name, values in before.items():
        # Half floats and 8-bit numbers were rounded once more.
        assert np.allclose(after[name], values, atol=0.01 * np.abs(values).max()), name
