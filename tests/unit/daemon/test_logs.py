"""What is logged: bounded, and without what an error says in its own words."""

import asyncio
import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tjbot.daemon import logs
from tjbot.daemon.logs import FILE, FOLDER, MOST_FILE_BYTES, OLDER_FILES, begin, watch_loop

SENTENCE = "Ada said hello"


@pytest.fixture(autouse=True)
def logging_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    monkeypatch.setattr(logging, "raiseExceptions", True)
    root, ours = logging.getLogger(), logging.getLogger("tjbot")
    before = root.handlers[:], root.level, ours.level
    root.handlers = []
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers, root.level, _ = before
    ours.setLevel(before[2])


def written(home: Path) -> str:
    return "".join(path.read_text() for path in sorted((home / FOLDER).glob("*")))


def fail() -> None:
    try:
        raise FileNotFoundError(2, SENTENCE, SENTENCE)
    except OSError as error:
        raise ValueError(SENTENCE) from error


def test_an_error_is_told_with_its_kind_and_place_and_without_its_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(tmp_path, {})
    try:
        fail()
    except ValueError:
        logging.getLogger("tjbot.robot").exception("The part voice failed")
    for text in (written(tmp_path), capsys.readouterr().err):
        assert "The part voice failed" in text
        assert "ValueError" in text
        assert "FileNotFoundError (ENOENT)" in text
        assert f"daemon/{Path(__file__).name}:" in text
        assert SENTENCE not in text


def test_what_nobody_caught_is_told_in_the_same_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin(tmp_path, {})

    async def forgotten() -> None:
        asyncio.get_running_loop().call_soon(fail)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    loop = asyncio.new_event_loop()
    watch_loop(loop)
    loop.run_until_complete(forgotten())
    loop.close()
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    try:
        fail()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    text = written(tmp_path)
    assert (text.count("Something broke that nobody"), SENTENCE in text) == (3, False)
    assert SENTENCE not in capsys.readouterr().err


def test_the_files_never_grow_beyond_their_bound(tmp_path: Path) -> None:
    begin(tmp_path, {})
    log = logging.getLogger("tjbot.test")
    for number in range(20_000):
        log.info("line %d %s", number, "x" * 80)
    sizes = [path.stat().st_size for path in (tmp_path / FOLDER).iterdir()]
    assert len(sizes) == OLDER_FILES + 1
    assert all(size <= MOST_FILE_BYTES for size in sizes)
    assert "line 19999" in (tmp_path / FOLDER / FILE).read_text()


def test_the_journal_keeps_its_own_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "journal").open("w") as journal:
        monkeypatch.setattr(sys, "stderr", journal)
        status = os.fstat(journal.fileno())
        begin(tmp_path / "home", {"JOURNAL_STREAM": f"{status.st_dev}:{status.st_ino}"})
        logging.getLogger("tjbot.test").warning("it is told")
    assert not (tmp_path / "home").exists()
    assert (tmp_path / "journal").read_text() == "it is told\n"


def test_a_disk_that_takes_no_log_keeps_nobody_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    begin(tmp_path, {})
    logging.getLogger("tjbot.test").warning("it is told")
    assert capsys.readouterr().err == "it is told\n"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / FOLDER).unlink()
    begin(tmp_path, {})
    monkeypatch.setattr(logs.RotatingFileHandler, "shouldRollover", full)
    logging.getLogger("tjbot.test").warning(SENTENCE)
    assert capsys.readouterr().err == f"{SENTENCE}\n"
