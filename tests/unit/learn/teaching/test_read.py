"""From files to samples."""

import wave
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tjbot.learn.errors import TrainingError
from tjbot.learn.gestures.dataset import measured_hands
from tjbot.learn.gestures.features import FEATURES, features_of
from tjbot.learn.progress import Progress
from tjbot.learn.reading.waves import PIECE_SAMPLES
from tjbot.learn.teaching import read
from tjbot.protocol.models import HandFeatures, Numbers, Pixels


def test_pixels_are_learned_as_they_are(tmp_path: Path) -> None:
    for label, color in (("dark", 10), ("light", 250)):
        (tmp_path / label).mkdir()
        for number in range(2):
            Image.new("L", (40, 30), color).save(tmp_path / label / f"{number}.png")
    samples = read.pictures(tmp_path, "pixels", 16, Progress())
    assert samples.form == Pixels(shape=[16, 16, 3], black=0, white=255)
    assert samples.inputs.shape == (4, 16, 16, 3)
    assert samples.counts() == {"dark": 2, "light": 2}
    assert samples.inputs[0].max() == 10
    assert samples.sources == ["dark/0.png", "dark/1.png", "light/0.png", "light/1.png"]


def rows(path: Path, values: np.ndarray, labels: list[str]) -> Path:
    head = ",".join(f"c{place}" for place in range(values.shape[1]))
    lines = [f"{','.join(f'{value:.6f}' for value in row)},{label}" for row, label in zip(values, labels, strict=True)]
    path.write_text("\n".join([f"{head},kind", *lines]))
    return path


def test_a_table_tells_its_columns_and_range(tmp_path: Path) -> None:
    samples = read.table(rows(tmp_path / "a.csv", np.array([[1.0, -2.0], [3.0, 4.0]]), ["b", "a"]))
    assert samples.form == Numbers(shape=[2], columns=["c0", "c1"], low=-2, high=4)
    assert samples.labels == ["a", "b"]
    assert samples.kinds.tolist() == [1, 0]


def test_landmarks_become_what_the_page_computes(tmp_path: Path) -> None:
    seen = measured_hands().seen
    points, metric = seen.points[:4], seen.metric[:4]
    labels = ["fist", "open", "fist", "open"]
    both = np.concatenate([points[..., :2].reshape(4, -1), metric.reshape(4, -1)], axis=1)
    samples = read.landmarks(rows(tmp_path / "both.csv", both, labels))
    expected = features_of(points, metric)
    assert samples.form == HandFeatures(shape=[FEATURES])
    assert samples.inputs == pytest.approx(expected, abs=2e-3)
    in_space = read.landmarks(rows(tmp_path / "space.csv", metric.reshape(4, -1), labels))
    assert in_space.inputs == pytest.approx(features_of(metric, metric), abs=2e-3)
    assert read.landmarks(rows(tmp_path / "features.csv", expected, labels)).inputs == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("count", "labels", "sentence"),
    [
        (64, ["a", "b"], "64 numbers in a row, which are no landmarks"),
        (63, ["a", "a"], 'only one class in the last column of .*: "a"'),
        (63, [f"{number}.5" for number in range(60)], "has 60 different labels in 60 rows"),
        (63, ["a", ""], '"" in the last column of .* is no name'),
    ],
)
def test_rows_that_cannot_be_learned_are_told(tmp_path: Path, count: int, labels: list[str], sentence: str) -> None:
    file = rows(tmp_path / "a.csv", np.random.default_rng(1).normal(size=(len(labels), count)), labels)
    with pytest.raises(TrainingError, match=sentence):
        read.landmarks(file)


def test_sounds_are_pieces_of_their_files(tmp_path: Path) -> None:
    for label, count in (("long", 2.5), ("short", 0.5)):
        (tmp_path / label).mkdir()
        with wave.open(str(tmp_path / label / "1.wav"), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(np.ones(round(PIECE_SAMPLES * count), "<i2").tobytes())
    samples = read.sounds(tmp_path, Progress())
    assert samples.sources == ["long/1.wav", "long/1.wav", "short/1.wav"]
    assert samples.kinds.tolist() == [0, 0, 1]
    assert samples.inputs.shape == (3, 61, 40, 1)
