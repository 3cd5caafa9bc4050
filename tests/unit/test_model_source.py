"""Models that a teacher brings: folders and zips as people pack them, or a sentence."""

from pathlib import Path

import pytest

from tests.taught import WEIGHTS, model_files, zipped
from tjbot.errors import ModelError, WireError
from tjbot.model_source import read_model
from tjbot.protocol.models import CARD

FILES = model_files()


def folder(path: Path, files: dict[str, bytes]) -> Path:
    path.mkdir()
    for name, data in files.items():
        (path / name).write_bytes(data)
    return path


def zip_file(path: Path, files: dict[str, bytes]) -> Path:
    path.write_bytes(zipped(files, 8))
    return path


def test_of_a_folder_what_the_card_names_is_read(tmp_path: Path) -> None:
    card, files = read_model(folder(tmp_path / "fruit", {**FILES, "README.txt": b"Hello"}))
    assert (card.name, files) == ("Fruit", FILES)


@pytest.mark.parametrize("place", ["", "fruit/", "my models/fruit/"])
def test_in_a_zip_the_model_may_lie_in_a_folder(tmp_path: Path, place: str) -> None:
    others = {"__MACOSX/fruit/._model.json": b"", f"{place}more/{CARD}": b"another", f"{place}notes.txt": b""}
    packed = zip_file(tmp_path / "fruit.zip", {**others, **{place + name: data for name, data in FILES.items()}})
    assert read_model(packed)[1] == FILES


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"model.json": b"{}"}, "holds no tjbot-model.json"),
        ({**FILES, CARD: b"{"}, "is no JSON"),
        ({**FILES, CARD: b" " * 2_000_000}, "1048576"),
        ({**FILES, WEIGHTS: b"WEIGHTS"}, 'The model\'s file "weights.bin" was changed or damaged'),
        ({**FILES, WEIGHTS: b"far too long"}, "weights.bin"),
        ({name: data for name, data in FILES.items() if name != WEIGHTS}, '"weights.bin" is missing'),
    ],
)
def test_what_is_no_whole_model_is_told(tmp_path: Path, files: dict[str, bytes], sentence: str) -> None:
    for source in (folder(tmp_path / "fruit", files), zip_file(tmp_path / "fruit.zip", files)):
        with pytest.raises((ModelError, WireError)) as caught:
            read_model(source)
        assert sentence in str(caught.value)
        assert "neither a folder" not in str(caught.value)


def test_what_is_no_zip_is_told(tmp_path: Path) -> None:
    text = tmp_path / "fruit.txt"
    text.write_text("Hello")
    with pytest.raises(ModelError, match="is neither a folder nor a zip"):
        read_model(text)
    with pytest.raises(ModelError, match="cannot be read: No such file"):
        read_model(tmp_path / "none")
    cut = tmp_path / "cut.zip"
    data = bytearray(zipped(model_files(b"0123456789" * 100)))
    at = data.index(b"0123456789")
    data[at] = 0
    cut.write_bytes(bytes(data))
    with pytest.raises(ModelError, match="that can be read: Bad CRC"):
        read_model(cut)
    with pytest.raises(ModelError, match=r"Convert it first: tjbot convert .*fruit\.keras"):
        read_model(zip_file(tmp_path / "fruit.keras", {"config.json": b""}))
