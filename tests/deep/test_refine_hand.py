"""The landmark network's last layers, trained further with the real TensorFlow."""

import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import sync_playwright

from tests.browser.hands.crops import crop
from tests.browser.hands.lab import build_lab, open_lab
from tests.browser.hands.studio import GENERIC_HAND
from tjbot.learn.gestures.looks import Looks
from tjbot.learn.gestures.poses import draw_hands
from tjbot.learn.weights import weights_of

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.deep, pytest.mark.timeout(1800)]


def test_layers_learn_where_landmarks_are_and_are_written_as_the_page_reads_them(
    learn_python: Path, tmp_path: Path
) -> None:
    chance = np.random.default_rng(1)
    build_lab()
    with sync_playwright() as playwright, open_lab(playwright, tmp_path) as lab:
        lab.evaluate("() => lab.open()")
        for name, hands in (("crops", 500), ("unseen", 100)):
            drawn = crop(lab, GENERIC_HAND, draw_hands(chance, hands), chance, tmp_path, is_followed=True)
            (tmp_path / name).mkdir()
            drawn.write(tmp_path / name / "1-0000.npz")
    written = ["--model", tmp_path, "--looks", tmp_path / "looks.npz"]
    options = [tmp_path / "crops", "--unseen", tmp_path / "unseen", "--epochs", "6", *written]
    command = [learn_python, "-m", "tools.models.refine_hand", *options]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    losses = [float(loss) for loss in re.findall(r"round \d of 6: ([\d.]+)", said)]
    assert len(losses) == 6
    assert losses[-1] < losses[0]
    document = json.loads((tmp_path / "refined.json").read_text())
    assert document["signature"]["outputs"]["metric_points"]["tensorShape"]["dim"][1]["size"] == "63"
    weights = weights_of(document, {"refined.bin": (tmp_path / "refined.bin").read_bytes()})
    assert all(np.isfinite(values).all() for values in weights.values())
    looks = Looks.read(tmp_path / "looks.npz")
    assert 0.9 * len(drawn) < len(looks) <= len(drawn)
    assert np.isfinite(looks.metric).all()
