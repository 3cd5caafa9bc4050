"""Zips that somebody sent: whatever they hold, the answer is files with plain names or a sentence."""

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.taught import model_files, zipped
from tjbot.daemon import model_zips
from tjbot.daemon.model_zips import open_model_zip, packed
from tjbot.errors import ModelError

MANY = {f"{number}.bin": b"" for number in range(66)}


def unpacked(tmp_path: Path, data: bytes) -> dict[str, bytes]:
    path = tmp_path / "sent.zip"
    path.write_bytes(data)
    with open_model_zip(path) as opened:
        return {name: b"".join(opened.chunks(name)) for name in opened.sizes()}


def special(name: str, *, mode: int = 0, flags: int = 0, kind: int = zipfile.ZIP_STORED) -> bytes:
    """A zip of one file that is none of the usual kind."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = kind
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        made.writestr(info, b"/etc/passwd")
    data = bytearray(sink.getvalue())
    data[data.index(b"PK\x01\x02") + 8] |= flags
    return bytes(data)


def bomb(tmp_path: Path, claimed: int | None = None) -> bytes:
    """90 MB of nothing in 90 kB; where `claimed` is given the zip says that it is so many bytes."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open("bomb.bin", "w") as member:
        for _ in range(90):
            member.write(bytes(1_000_000))
    data = bytearray(path.read_bytes())
    if claimed is not None:
        at = data.index(b"PK\x01\x02") + 24
        data[at : at + 4] = struct.pack("<I", claimed)
    return bytes(data)


@pytest.mark.parametrize("squeezed", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_ordinary_zip_is_unpacked(tmp_path: Path, squeezed: int) -> None:
    files = {**model_files(), "many.bin": bytes(range(256)) * 4000}
    assert unpacked(tmp_path, zipped(files, squeezed)) == files


def test_what_is_packed_can_be_unpacked_and_is_always_the_same(tmp_path: Path) -> None:
    files = {**model_files(), "many.bin": bytes(range(256)) * 4000, "empty.bin": b""}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    made = [b"".join(packed({name: (tmp_path / name).open("rb") for name in files})) for _ in range(2)]
    assert made[0] == made[1]
    assert unpacked(tmp_path, made[0]) == files


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This is no zip"),
        (b"PK\x05\x06", "This is no zip"),
        (b"not a zip at all" * 100, "This is no zip"),
        (zipped(model_files())[:-30], "This is no zip"),
        (zipped({"../evil.bin": b""}), 'The zip holds "../evil.bin"'),
        (zipped({"/etc/passwd": b""}), 'The zip holds "/etc/passwd"'),
        (zipped({"C:\\evil.bin": b""}), "side by side without folders"),
        (zipped({"my-model/model.json": b""}), "Pack the files themselves, not their folder"),
        (zipped({".hidden": b""}), 'The zip holds ".hidden"'),
        (zipped({"x" * 65: b""}), "side by side"),
        (zipped(MANY), "The zip holds 66 files; a model has at most 64 beside tjbot-model.json."),
        (special("link.bin", mode=0o120777), "is no file but a link or a device"),
        (special("pipe.bin", mode=0o010644), "is no file but a link or a device"),
        (special("locked.bin", flags=1), "locked with a password"),
        (special("odd.bin", kind=zipfile.ZIP_LZMA), "does not unpack"),
        (special("odd.bin", kind=zipfile.ZIP_BZIP2), "does not unpack"),
    ],
)
def test_what_is_no_zip_of_a_model_is_refused_in_words(tmp_path: Path, data: bytes, sentence: str) -> None:
    with pytest.raises(ModelError) as caught:
        unpacked(tmp_path, data)
    assert sentence in str(caught.value)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        made.writestr("a.bin", b"1")
        made.writestr("a.bin", b"2")
    with pytest.raises(ModelError, match="two files of one name"):
        unpacked(tmp_path, sink.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="larger than 80 MB when it is unpacked"):
        unpacked(tmp_path, bomb(tmp_path))


def test_a_bomb_that_lies_gives_no_more_than_it_says(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(bomb(tmp_path, claimed=5000))
    with open_model_zip(path) as opened:
        chunks = opened.chunks("bomb.bin")
        with pytest.raises(ModelError, match=r"The zip is broken at bomb\.bin"):
            list(chunks)
    tracemalloc.start()
    try:
        with pytest.raises(ModelError):
            unpacked(tmp_path, path.read_bytes())
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_a_table_of_contents_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    entry = zipped({"a.bin": b""})
    table = entry[entry.index(b"PK\x01\x02") : entry.index(b"PK\x05\x06")] * 700_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(table), 0, 0)
    path = tmp_path / "sent.zip"
    path.write_bytes(table + end)
    del table
    tracemalloc.start()
    try:
        with pytest.raises(ModelError, match="This is no zip"), open_model_zip(path):
            pass
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


@given(st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_zip_that_was_damaged_anywhere_is_unpacked_as_it_was_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    files = model_files()
    sent = bytearray(zipped(files, data.draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))))
    for _ in range(data.draw(st.integers(1, 4))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = unpacked(tmp_path, bytes(sent))
    except ModelError:
        return
    # What no checksum of the zip covers (its names, above all) the card's hashes do.
    assert set(found.values()) <= set(files.values())


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
@example("")
@example("..")
@example("a/../b")
@example("a\x00.bin")
@example("con\n")
@example("ﬁ.bin")
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    sink, info = io.BytesIO(), zipfile.ZipInfo("plain")
    # Given later, because zipfile would mend it.
    info.filename = name
    with zipfile.ZipFile(sink, "w") as made, made.open(info, "w") as member:
        member.write(b"data")
    try:
        found = unpacked(tmp_path, sink.getvalue())
    except ModelError:
        return
    for each in found:
        assert each.isascii()
        assert not set(each) & set("/\\:\0 \n")
        assert not each.startswith(".")


def test_the_bounds_are_those_that_we_tell() -> None:
    assert (model_zips.MOST_PACKED_BYTES, model_zips.MOST_UNPACKED_BYTES) == (40_000_000, 80_000_000)
