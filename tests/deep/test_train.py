"""`tjbot train` on own samples with the real TensorFlow; the result is judged again by the real TensorFlow.js."""

import json
import os
import re
import signal
import socket
import subprocess
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.deep.tensorflow_js import ROOT, tensorflow_js
from tjbot.learn.gestures.poses import POSES, draw_hands
from tjbot.learn.progress import Progress
from tjbot.learn.teaching import read
from tjbot.learn.teaching.samples import Samples, divide
from tjbot.protocol.models import CARD, ModelCard, Pixels, check_files, decode_card

pytestmark = [pytest.mark.deep, pytest.mark.timeout(1800)]

Train = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def train(learn_python: Path, tmp_path: Path) -> Train:
    """Runs `tjbot train` in a folder of its own."""

    def run(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            [learn_python, "-m", "tjbot.cli", "train", *map(str, words)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
            capture_output=True,
            text=True,
        )
        assert ended.returncode == code, ended.stderr
        assert "Traceback" not in ended.stderr
        return ended

    return run


def card_in(folder: Path) -> ModelCard:
    """The card of a model whose files are all as it says."""
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    card = decode_card(files.pop(CARD))
    check_files(card, files)
    return card


def told_right_by_the_page(folder: Path, samples: Samples, held_back: float = 0.2, seed: int = 1) -> float:
    """The accuracy that TensorFlow.js has on what was held back."""
    held = divide(samples, held_back, seed).held_back
    answers = tensorflow_js(folder, samples.inputs[held].astype(float).tolist())
    return float((np.array(answers).argmax(axis=1) == samples.kinds[held]).mean())


@pytest.fixture
def iris(tmp_path: Path) -> Path:
    """A table of three kinds that can be told apart, with columns of very different sizes."""
    chance = np.random.default_rng(1)
    lines = ["length,weight,height,kind"]
    for place in range(150):
        kind = place % 3
        values = chance.normal([kind * 3, kind * -20 + 5, 1000], [0.5, 2, 100])
        lines.append(",".join(f"{value:.3f}" for value in values) + f",{('red', 'green', 'blue')[kind]}")
    path = tmp_path / "iris.csv"
    path.write_text("\n".join(lines))
    return path


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures of circles, squares and crosses."""
    folder = tmp_path_factory.mktemp("shapes")
    chance = np.random.default_rng(1)
    for kind in ("circle", "square", "cross"):
        (folder / kind).mkdir()
        for number in range(30):
            image = Image.new("RGB", (160, 120), tuple(int(part) for part in chance.integers(150, 255, 3)))
            drawing = ImageDraw.Draw(image)
            x, y, size = chance.integers(60, 100), chance.integers(50, 70), chance.integers(20, 40)
            color = tuple(int(part) for part in chance.integers(0, 120, 3))
            box = (x - size, y - size, x + size, y + size)
            if kind == "circle":
                drawing.ellipse(box, fill=color)
            elif kind == "square":
                drawing.rectangle(box, fill=color)
            else:
                drawing.line(box, fill=color, width=9)
                drawing.line((x - size, y + size, x + size, y - size), fill=color, width=9)
            image.save(folder / kind / f"{number}.png")
    return folder


def test_a_table(train: Train, iris: Path, tmp_path: Path) -> None:
    words = ["--name", "Iris", "--author", "6b", "--licence", "CC0-1.0", "--logs", "logs"]
    told = train("table", iris, "--to", "model", *words).stdout
    assert '150 samples: 50 of "blue", 50 of "green", 50 of "red".' in told
    assert "of 30 samples that it never saw are told right." in told
    assert "Rows are what they are, columns what they were taken for:" in told
    card = card_in(tmp_path / "model")
    assert (card.name, card.author, card.licence) == ("Iris", "6b", "CC0-1.0")
    assert card.accuracy
    assert card.accuracy.samples == 30
    assert card.accuracy.right >= 0.9
    assert told_right_by_the_page(tmp_path / "model", read.table(iris)) == pytest.approx(card.accuracy.right, abs=0.04)
    for name in ("train", "watched"):
        (events,) = (tmp_path / "logs" / name).iterdir()
        data = events.read_bytes()
        assert data.count(b"accuracy") > 3
        assert b"scalars" in data


def test_the_same_seed_gives_the_same_model(train: Train, iris: Path, tmp_path: Path) -> None:
    for folder, seed in (("one", 1), ("same", 1), ("other", 2)):
        train("table", iris, "--to", folder, "--epochs", 3, "--seed", seed)
    weights = [(tmp_path / folder / "group1-shard1of1.bin").read_bytes() for folder in ("one", "same", "other")]
    one, same, other = (np.frombuffer(data, "<f2").astype(float) for data in weights)
    assert one == pytest.approx(same, abs=2e-3)
    assert np.abs(one - other).max() > 0.1


def test_pictures_by_the_page_s_own_features(train: Train, shapes: Path, tmp_path: Path) -> None:
    train("images", shapes, "--to", "model")
    card = card_in(tmp_path / "model")
    assert card.labels == ["circle", "cross", "square"]
    assert card.input.shape == [1280]
    assert card.accuracy
    assert card.accuracy.right >= 0.8


def test_a_whole_network_takes_pictures_on_any_page(train: Train, shapes: Path, tmp_path: Path) -> None:
    train("images", shapes, "--to", "model", "--whole")
    card = card_in(tmp_path / "model")
    assert card.input == Pixels(shape=[224, 224, 3], black=-127 / 128, white=1)
    assert card.bytes < 8_000_000
    assert card.accuracy
    pictures = read.pictures(shapes, "pixels", 224, Progress())
    scaled = (pictures.inputs.astype(float) - 127) / 128
    given = Samples(scaled, pictures.kinds, pictures.labels, pictures.sources, card.input)
    assert told_right_by_the_page(tmp_path / "model", given) == pytest.approx(card.accuracy.right, abs=0.06)


def test_pictures_from_scratch(train: Train, shapes: Path, tmp_path: Path) -> None:
    train("images", shapes, "--from", "pixels", "--side", 48, "--to", "model", "--quantise", "uint8")
    card = card_in(tmp_path / "model")
    assert card.input.shape == [48, 48, 3]
    assert card.accuracy
    assert card.accuracy.right >= 0.6
    seen = told_right_by_the_page(tmp_path / "model", read.pictures(shapes, "pixels", 48, Progress()))
    assert seen == pytest.approx(card.accuracy.right, abs=0.06)


def test_landmarks(train: Train, tmp_path: Path) -> None:
    hands = draw_hands(np.random.default_rng(1), 600, POSES[:4])
    # Ours are drawn with y upwards and z to the camera.
    landmarks = (hands.landmarks * [1, -1, -1]).reshape(len(hands.kinds), -1)
    head = ",".join(f"{axis}{point}" for point in range(21) for axis in "xyz")
    rows = [
        ",".join(f"{value:.5f}" for value in row) + f",kind {kind}"
        for row, kind in zip(landmarks, hands.kinds, strict=True)
    ]
    file = tmp_path / "hands.csv"
    file.write_text("\n".join([f"{head},kind", *rows]))
    train("landmarks", file, "--to", "model")
    card = card_in(tmp_path / "model")
    assert card.accuracy
    assert card.accuracy.right > 0.7
    assert told_right_by_the_page(tmp_path / "model", read.landmarks(file)) == pytest.approx(
        card.accuracy.right, abs=0.03
    )


def test_sounds(train: Train, tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    times = np.arange(22_050) / 22_050
    for kind, hertz in (("low", 300), ("high", 2500), ("noise", 0)):
        (tmp_path / "sounds" / kind).mkdir(parents=True)
        for number in range(15):
            tone = np.sin(2 * np.pi * hertz * chance.uniform(0.8, 1.2) * times) * chance.uniform(0.1, 0.8)
            samples = tone + chance.normal(0, 0.02 if hertz else 0.2, len(times))
            with wave.open(str(tmp_path / "sounds" / kind / f"{number}.wav"), "wb") as file:
                file.setparams((1, 2, 22_050, 0, "NONE", ""))
                file.writeframes((samples.clip(-1, 1) * 32_000).astype("<i2").tobytes())
    train("sounds", "sounds", "--to", "model")
    card = card_in(tmp_path / "model")
    assert card.accuracy
    assert card.accuracy.right >= 0.8
    heard = told_right_by_the_page(tmp_path / "model", read.sounds(tmp_path / "sounds", Progress()))
    assert heard == pytest.approx(card.accuracy.right, abs=0.12)


def test_a_loss_that_is_no_number_is_told_and_nothing_is_written(train: Train, iris: Path, tmp_path: Path) -> None:
    ended = train("table", iris, "--to", "model", "--rate", "1e30", code=1)
    assert "its loss is no number any more (NaN).\nTry a smaller step: --rate 0.0001" in ended.stderr
    assert not (tmp_path / "model").exists()


def test_an_unreadable_picture_is_named(train: Train, tmp_path: Path) -> None:
    for kind in ("cat", "dog"):
        (tmp_path / "pictures" / kind).mkdir(parents=True)
        (tmp_path / "pictures" / kind / "1.png").write_bytes(b"no picture")
    assert 'The picture "pictures/cat/1.png" cannot be read.' in train("images", "pictures", code=1).stderr


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Machines:
    """Two processes that train together, each as a machine of its own."""

    def __init__(self, python: Path, folder: Path, *words: object) -> None:
        machines = [f"127.0.0.1:{port}" for port in free_ports(2)]
        self.processes = []
        for index in range(2):
            config = {"cluster": {"worker": machines}, "task": {"type": "worker", "index": index}}
            self.processes.append(
                subprocess.Popen(
                    [python, "-u", "-m", "tjbot.cli", "train", *map(str, words)],
                    cwd=folder,
                    env={**os.environ, "PYTHONPATH": str(ROOT), "TF_CONFIG": json.dumps(config)},
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )

    def ends(self) -> list[Any]:
        """Code, output and errors of each."""
        said = [process.communicate(timeout=600) for process in self.processes]
        return [(process.returncode, *texts) for process, texts in zip(self.processes, said, strict=True)]


def test_two_machines_train_together(learn_python: Path, iris: Path, tmp_path: Path) -> None:
    machines = Machines(learn_python, tmp_path, "table", iris, "--to", "model", "--epochs", 60)
    first, second = machines.ends()
    assert first[0] == 0, first[2]
    assert second[0] == 0, second[2]
    assert "Written to model." in first[1]
    assert second[1] == "Done; the first machine has the result.\n"
    card = card_in(tmp_path / "model")
    assert card.accuracy
    assert card.accuracy.right >= 0.85
    assert told_right_by_the_page(tmp_path / "model", read.table(iris)) == pytest.approx(card.accuracy.right, abs=0.04)


def test_a_machine_that_goes_away_is_told(learn_python: Path, iris: Path, tmp_path: Path) -> None:
    logs = tmp_path / "logs" / "train"
    words = ["table", iris, "--to", "model", "--epochs", 10_000, "--rate", "1e-7", "--logs", "logs"]
    machines = Machines(learn_python, tmp_path, *words)
    first, second = machines.processes
    while first.poll() is None and not (logs.is_dir() and any(path.stat().st_size > 300 for path in logs.iterdir())):
        time.sleep(0.1)
    second.send_signal(signal.SIGKILL)
    (code, _, errors), _ = machines.ends()
    assert code == 1
    assert "Traceback" not in errors
    assert re.search(r"machines that TF_CONFIG names did not stay together: .*\nStart the same command", errors)
    assert not (tmp_path / "model").exists()
