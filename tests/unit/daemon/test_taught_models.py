"""The models that pupils taught, on disk: all of one or nothing, an end to how many, and nothing lost on the way."""

import errno
import hashlib
import logging
import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.taught import WEIGHTS, model_files, model_zip, zipped
from tjbot.daemon import taught_models
from tjbot.daemon.taught_models import MOST_MODELS, TaughtModels
from tjbot.errors import ChangedMeanwhileError, ModelError, NoRoomError, RefusedError, UnknownNameError, WireError
from tjbot.protocol.models import CARD, AnalyserSpectrogram, HandFeatures, HandMovement, Numbers, Pixels, Spectrogram


@pytest.fixture
def models(tmp_path: Path) -> TaughtModels:
    return TaughtModels(tmp_path / "home")


def save(models: TaughtModels, id_: str, data: bytes, based_on: str | None = None) -> str:
    """Saves a zip, as it arrives over HTTP; the model's hash."""
    with models.arriving() as arriving:
        arriving.write(data)
        arriving.flush()
        return models.save(id_, Path(arriving.name), based_on=based_on).hash


def content(models: TaughtModels, id_: str, name: str) -> bytes:
    with models.open(id_, [name])[name].file as file:
        return file.read()


def in_the_folder(tmp_path: Path) -> list[str]:
    folder = tmp_path / "home" / "models"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_robot_without_models_has_none(models: TaughtModels, tmp_path: Path) -> None:
    assert (models.all(), models.hashes(), models.look_again()) == ([], {}, False)
    assert not (tmp_path / "home").exists()


def test_what_was_saved_is_there_and_after_a_restart_too(models: TaughtModels, tmp_path: Path) -> None:
    files = model_files()
    hash_ = save(models, "fruit-1", zipped(files))
    for store in (models, TaughtModels(tmp_path / "home")):
        (model,) = store.all()
        assert (model.id, model.card.name, model.card.labels, model.kind) == (
            "fruit-1",
            "Fruit",
            ["apple", "banana"],
            "pictures",
        )
        assert model.hash == hash_ == hashlib.sha256(files[CARD]).hexdigest()
        assert model.bytes == sum(map(len, files.values()))
        assert abs(model.changed - time.time() * 1000) < 60_000
        assert store.hashes() == {"fruit-1": hash_}
        assert {name: content(store, "fruit-1", name) for name in files} == files
        opened = store.open("fruit-1")
        assert {name: each.file.read() for name, each in opened.items()} == files
        for each in opened.values():
            each.file.close()
    assert in_the_folder(tmp_path) == ["fruit-1"]
    assert (tmp_path / "home" / "models").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("looks_at", "kind"),
    [
        (Pixels(shape=[96, 96, 3], black=-1, white=1), "pictures"),
        (HandFeatures(shape=[87]), "hands"),
        (HandMovement(shape=[24, 11]), "movements"),
        (
            Spectrogram(
                shape=[43, 32, 1],
                rate_hertz=16000,
                window_samples=512,
                step_samples=256,
                low_hertz=100,
                high_hertz=8000,
            ),
            "sounds",
        ),
        (
            AnalyserSpectrogram(shape=[43, 232, 1], rate_hertz=44100, window_samples=2048, step_samples=1024),
            "sounds",
        ),
        (Numbers(shape=[4]), "numbers"),
    ],
)
def test_its_kind_follows_from_what_it_takes(models: TaughtModels, looks_at: object, kind: str) -> None:
    save(models, "one", model_zip(input=looks_at))
    assert models.find("one").kind == kind


def test_models_come_by_name(models: TaughtModels) -> None:
    for id_, name in (("a", "pets"), ("b", "Apples"), ("c", "pets")):
        save(models, id_, model_zip(name=name))
    assert [model.id for model in models.all()] == ["b", "a", "c"]


def test_a_model_is_replaced_only_by_who_knows_what_is_there(models: TaughtModels, tmp_path: Path) -> None:
    first = save(models, "fruit", model_zip(b"first"))
    for based_on in (None, "0" * 64):
        with pytest.raises(ChangedMeanwhileError, match=r'Another model "fruit" is on the robot already\.'):
            save(models, "fruit", model_zip(b"second"), based_on)
    assert content(models, "fruit", WEIGHTS) == b"first"
    second = save(models, "fruit", model_zip(b"second"), first)
    assert content(models, "fruit", WEIGHTS) == b"second"
    assert models.hashes() == {"fruit": second}
    with pytest.raises(ChangedMeanwhileError, match="removed meanwhile"):
        save(models, "other", model_zip(b"second"), first)
    assert in_the_folder(tmp_path) == ["fruit"]


def test_the_same_model_once_more_is_no_conflict_and_mends_what_was_damaged(
    models: TaughtModels, tmp_path: Path
) -> None:
    hash_ = save(models, "fruit", model_zip(b"weights"))
    (tmp_path / "home" / "models" / "fruit" / WEIGHTS).write_bytes(b"WEIGHTS")
    with pytest.raises(ModelError, match=r'The file weights.bin of the model "fruit" is damaged'):
        models.open("fruit")
    assert save(models, "fruit", model_zip(b"weights")) == hash_
    assert content(models, "fruit", WEIGHTS) == b"weights"


def test_a_model_is_removed(models: TaughtModels, tmp_path: Path) -> None:
    hash_ = save(models, "fruit", model_zip())
    with pytest.raises(ChangedMeanwhileError):
        models.remove("fruit", based_on="0" * 64)
    models.remove("fruit", based_on=hash_)
    assert (models.all(), in_the_folder(tmp_path)) == ([], [])
    with pytest.raises(UnknownNameError, match='no model "fruit"'):
        models.remove("fruit")
    save(models, "fruit", model_zip())
    models.remove("fruit")
    assert TaughtModels(tmp_path / "home").all() == []


def test_an_opened_file_stays_what_it_is_when_the_model_is_replaced_or_removed(models: TaughtModels) -> None:
    first = save(models, "fruit", model_zip(b"first"))
    opened = models.open("fruit", [WEIGHTS])[WEIGHTS]
    save(models, "fruit", model_zip(b"second"), first)
    models.remove("fruit")
    with opened.file as file:
        assert file.read() == b"first"
    assert opened.meant.sha256 == hashlib.sha256(b"first").hexdigest()


@pytest.mark.parametrize("name", ["none.bin", "..", "../fruit/model.json", ""])
def test_only_what_the_card_names_is_opened(models: TaughtModels, tmp_path: Path, name: str) -> None:
    save(models, "fruit", model_zip())
    (tmp_path / "home" / "models" / "fruit" / "more.bin").write_bytes(b"")
    with pytest.raises(UnknownNameError, match="has no file"):
        models.open("fruit", [name])
    with pytest.raises(UnknownNameError, match="has no file"):
        models.open("fruit", ["more.bin"])


@pytest.mark.parametrize("id_", ["", ".", "..", "../x", "a/b", "Fruit", "-a", "_a", "a.zip", "x" * 49, "ü", "a\n"])
def test_an_id_is_a_plain_name_of_a_folder(models: TaughtModels, tmp_path: Path, id_: str) -> None:
    with pytest.raises(ModelError, match="cannot have the id"):
        save(models, id_, model_zip())
    assert in_the_folder(tmp_path) == []


def test_there_is_an_end_to_how_many(models: TaughtModels) -> None:
    for number in range(MOST_MODELS):
        save(models, f"model-{number}", model_zip(bytes([number])))
    with pytest.raises(NoRoomError, match=r"has 30 models already\. Remove one first\."):
        save(models, "one-more", model_zip())
    save(models, "model-1", model_zip(b"changed"), models.hashes()["model-1"])
    models.remove("model-2")
    save(models, "one-more", model_zip())


def test_there_is_an_end_to_how_large(models: TaughtModels, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taught_models, "MOST_BYTES", 3_000_000)
    first = save(models, "one", model_zip(bytes(2_000_000)))
    with pytest.raises(NoRoomError, match="larger than 3 MB together"):
        save(models, "two", model_zip(bytes(1_000_000)))
    save(models, "one", model_zip(bytes(2_500_000)), first)


@pytest.mark.parametrize(
    ("number", "kind", "sentence"),
    [
        (errno.ENOSPC, NoRoomError, "The robot's disk is full, so the model could not be saved."),
        (errno.EDQUOT, NoRoomError, "The robot's disk is full, so the model could not be saved."),
        (errno.EROFS, ModelError, "The model could not be saved: Read-only file system. Nothing was changed."),
    ],
)
def test_a_disk_that_takes_nothing_leaves_what_was(
    models: TaughtModels,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    kind: type[Exception],
    sentence: str,
) -> None:
    first = save(models, "fruit", model_zip(b"first"))

    def full(_: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(kind) as caught:
            save(models, "fruit", model_zip(b"second"), first)
    assert sentence in str(caught.value)
    assert in_the_folder(tmp_path) == ["fruit"]
    assert content(models, "fruit", WEIGHTS) == b"first"
    save(models, "fruit", model_zip(b"second"), first)


def test_a_folder_that_cannot_be_put_in_place_leaves_the_old_one(
    models: TaughtModels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = save(models, "fruit", model_zip(b"first"))
    rename = Path.rename

    def not_the_new_one(path: Path, target: Path) -> Path:
        if path.name.startswith(".new-"):
            raise OSError(errno.EIO, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", not_the_new_one)
    with pytest.raises(ModelError, match="could not be saved: Input/output error"):
        save(models, "fruit", model_zip(b"second"), first)
    assert (in_the_folder(tmp_path), content(models, "fruit", WEIGHTS)) == (["fruit"], b"first")


def test_a_robot_that_stops_does_not_wait_for_the_disk(models: TaughtModels, tmp_path: Path) -> None:
    models.close()
    with pytest.raises(RefusedError, match="The robot is stopping, so the model was not saved"):
        save(models, "fruit", model_zip())
    assert in_the_folder(tmp_path) == []


def test_a_start_removes_what_a_killed_daemon_left(models: TaughtModels, tmp_path: Path) -> None:
    save(models, "fruit", model_zip(b"first"))
    save(models, "pets", model_zip(b"pets"))
    folder = tmp_path / "home" / "models"
    # Killed between the two renames of a replacement, after them, while it removed, unpacked and received.
    (folder / "fruit").rename(folder / ".old-fruit")
    for left in (".new-fruit", ".old-pets", ".gone-third"):
        (folder / left).mkdir()
        (folder / left / CARD).write_bytes(b"half")
    (folder / ".arriving-x.zip").write_bytes(b"half")
    (folder / ".DS_Store").write_bytes(b"not ours")
    store = TaughtModels(tmp_path / "home")
    assert in_the_folder(tmp_path) == [".DS_Store", "fruit", "pets"]
    assert (content(store, "fruit", WEIGHTS), content(store, "pets", WEIGHTS)) == (b"first", b"pets")


def replace_for_ever(home: Path) -> None:
    """What a process does that is killed at any moment."""
    models = TaughtModels(home)
    number = 0
    while True:
        number += 1
        save(models, "fruit", model_zip(b"%d" % number * 50_000), models.hashes().get("fruit"))
        if number % 5 == 0:
            models.remove("fruit")


def test_whenever_it_is_killed_a_model_is_whole_or_not_there(tmp_path: Path) -> None:
    dice = random.Random(1)
    there = 0
    for _ in range(12):
        # Forked, because importing all anew would take longer than what is tested.
        process = multiprocessing.get_context("fork").Process(target=replace_for_ever, args=(tmp_path,))
        process.start()
        time.sleep(dice.uniform(0.02, 0.3))
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        store = TaughtModels(tmp_path)
        names = [path.name for path in (tmp_path / "models").iterdir()]
        assert names == [model.id for model in store.all()]
        for model in store.all():
            there += 1
            for each in store.open(model.id).values():
                each.file.close()
    assert there


def test_what_somebody_puts_into_the_folder_by_hand_is_found(models: TaughtModels, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "models" / "by-hand"
    folder.mkdir(parents=True)
    for name, data in model_files().items():
        (folder / name).write_bytes(data)
    assert models.look_again()
    assert not models.look_again()
    assert content(models, "by-hand", WEIGHTS) == b"weights"
    (folder / CARD).unlink()
    assert models.look_again()
    assert models.all() == []


def test_a_folder_that_is_no_model_is_told_once_and_left_alone(
    models: TaughtModels, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "home" / "models"
    elsewhere = tmp_path / "elsewhere"
    for place in (folder / "short", folder / "linked-file", elsewhere):
        place.mkdir(parents=True)
        for name, data in model_files().items():
            (place / name).write_bytes(data)
    (folder / "short" / WEIGHTS).write_bytes(b"w")
    (folder / "linked-file" / WEIGHTS).unlink()
    (folder / "linked-file" / WEIGHTS).symlink_to(elsewhere / WEIGHTS)
    (folder / "linked").symlink_to(elsewhere)
    (folder / "empty").mkdir()
    (folder / "pipe").mkdir()
    os.mkfifo(folder / "pipe" / CARD)
    (folder / "no-json").mkdir()
    (folder / "no-json" / CARD).write_bytes(b"{")
    (folder / "file").write_bytes(b"")
    (folder / "Not An Id").mkdir()
    with caplog.at_level(logging.WARNING):
        models.look_again()
        models.look_again()
    assert models.all() == []
    assert len([record for record in caplog.records if "`tjbot doctor` names it" in record.getMessage()]) == 7
    assert not any(path.name in caplog.text for path in folder.iterdir())
    assert len(in_the_folder(tmp_path)) == 8


def test_a_folder_that_cannot_be_read_is_no_reason_not_to_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models").mkdir()

    def refused(_: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refused)
    assert TaughtModels(tmp_path).all() == []
    assert "cannot be used" in caplog.text


def changed(**other: bytes | None) -> bytes:
    """A zip of a model of which some files are others (None: missing)."""
    renamed = {name.replace("__", "."): data for name, data in other.items()}
    files = {**model_files(), **renamed}
    return zipped({name: data for name, data in files.items() if data is not None})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (changed(weights__bin=b"WEIGHTS"), 'The file "weights.bin" is not the one that tjbot-model.json names.'),
        (changed(weights__bin=b"longer than it should be"), "has 24 bytes, but tjbot-model.json says 7."),
        (changed(weights__bin=None), 'The file "weights.bin" is missing.'),
        (changed(evil__js=b"alert()"), 'The zip holds "evil.js", which tjbot-model.json does not name.'),
        (zipped({"model.json": b"{}"}), "The zip holds no tjbot-model.json"),
        (zipped({CARD: b"{"}), "tjbot-model.json is no JSON"),
        (zipped({CARD: b"x" * 1_100_000}), "tjbot-model.json is longer than 1048576 bytes."),
        (model_zip(labels=["banana"] * 2), 'the label "banana" twice'),
        (model_zip(labels=["x" * 65]), "length <= 64"),
        (model_zip(labels=[""]), "length >= 1"),
        (model_zip(labels=[str(number) for number in range(1001)]), "length <= 1000"),
        (model_zip(version=2), "this TJBot knows format 1"),
    ],
)
def test_what_is_no_whole_model_is_refused_in_words(
    models: TaughtModels, tmp_path: Path, data: bytes, sentence: str
) -> None:
    with pytest.raises((ModelError, WireError)) as caught:
        save(models, "fruit", data)
    assert sentence in str(caught.value)
    assert (in_the_folder(tmp_path), models.all()) == ([], [])
