"""What a model is tried on: made-up inputs, pictures, sounds, rows; and how its answers are compared."""

import wave
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tjbot.learn.conversion.convert import compare
from tjbot.learn.conversion.trials import Trials, random_trials, real_trials
from tjbot.learn.errors import ConversionError, TrainingError
from tjbot.learn.reading.waves import SPECTROGRAM
from tjbot.protocol.models import Numbers, Pixels

PICTURES = Pixels(shape=[4, 6, 3], black=-1, white=1)
ROWS = Numbers(shape=[2, 2])


def test_random_inputs_are_in_the_range_and_the_same_for_the_same_seed() -> None:
    trials = random_trials(Numbers(shape=[3], low=5, high=9), 1)
    assert trials.inputs.shape == (16, 3)
    assert trials.inputs.min() >= 5
    assert trials.inputs.max() <= 9
    assert (random_trials(Numbers(shape=[3], low=5, high=9), 1).inputs == trials.inputs).all()
    assert (random_trials(Numbers(shape=[3], low=5, high=9), 2).inputs != trials.inputs).any()
    turned = random_trials(Pixels(shape=[2, 2, 1], black=1, white=0), 1).inputs
    assert turned.min() >= 0


def test_pictures_are_given_as_the_model_wants_them_with_their_folders_as_labels(tmp_path: Path) -> None:
    for label, color in (("dark", "black"), ("light", "white")):
        (tmp_path / label).mkdir()
        Image.new("RGB", (30, 20), color).save(tmp_path / label / "one.png")
    trials = real_trials(tmp_path, PICTURES)
    assert trials.labels == ["dark", "light"]
    assert trials.inputs.shape == (2, 4, 6, 3)
    assert trials.inputs[:, 0, 0, 0].tolist() == [-1, 1]


def test_rows_may_have_a_label_or_not(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("a,b,c,d,kind\n1,2,3,4,cat\n")
    assert real_trials(file, ROWS).inputs.tolist() == [[[1, 2], [3, 4]]]
    assert real_trials(file, ROWS).labels == ["cat"]
    file.write_text("a,b,c,d\n1,2,3,4\n")
    assert real_trials(file, ROWS).labels == []


def test_sounds_become_spectrograms(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(b"\0\1" * 9000)
    assert real_trials(tmp_path, SPECTROGRAM).inputs.shape == (1, 61, 40, 1)


def test_samples_that_do_not_fit_are_told(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("a,b,c\n1,2,3\n")
    with pytest.raises(ConversionError, match="have 3 numbers; the model takes 4"):
        real_trials(file, ROWS)
    with pytest.raises(ConversionError, match="is a folder, but the model takes rows"):
        real_trials(tmp_path, ROWS)
    with pytest.raises(ConversionError, match="There are no pictures in the folder"):
        real_trials(tmp_path, PICTURES)
    with pytest.raises(ConversionError, match="There are no samples at"):
        real_trials(tmp_path / "nowhere", PICTURES)
    (tmp_path / "broken.png").write_bytes(b"no picture")
    with pytest.raises(TrainingError, match=r'broken\.png" cannot be read'):
        real_trials(tmp_path, PICTURES)


def test_answers_are_compared() -> None:
    before, after = np.array([[0.1, 0.9], [0.8, 0.2]]), np.array([[0.1, 0.9], [0.45, 0.55]])
    comparison = compare(before, after, Trials(before, "2 rows", ["no", "yes"]), ["no", "yes"])
    assert comparison.difference == pytest.approx(0.35)
    assert (comparison.same, comparison.count, comparison.right, comparison.known) == (1, 2, 1, 2)
    assert compare(before, after, Trials(before, "2 rows"), ["no", "yes"]).right is None


def test_one_number_says_yes_or_no() -> None:
    before, after = np.array([[0.4], [0.9]]), np.array([[0.6], [0.9]])
    assert compare(before, after, Trials(before, "2 rows"), ["yes"]).same == 1
