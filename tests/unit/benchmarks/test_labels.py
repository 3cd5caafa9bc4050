"""What stands in a `labels.csv`, as the benchmark reads it."""

from pathlib import Path

import pytest

from tests.benchmarks.vision.labels import (
    Box,
    LabelledHand,
    LabelsError,
    plain_label,
    read_labels,
    sets_in,
    unnamed_pictures,
)

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff\xe0"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("one.png", "two.jpg", "nobody.JPEG"):
        (tmp_path / name).write_bytes(PNG if name.endswith("png") else JPEG)
    return tmp_path


def hands(folder: Path, table: str, encoding: str = "utf-8") -> dict[str, list[LabelledHand]]:
    (folder / "labels.csv").write_bytes(table.encode(encoding))
    return {picture.path.name: picture.hands for picture in read_labels(folder)}


def faults(folder: Path, table: str) -> str:
    with pytest.raises(LabelsError) as failure:
        hands(folder, table)
    return str(failure.value)


def test_each_row_is_a_hand_and_a_row_with_nothing_but_a_name_is_a_picture_without_one(folder: Path) -> None:
    table = (
        "file,x,y,width,height,label\ntwo.jpg,410,220,300,380,open hand\ntwo.jpg,0.6,.1,0.2,0.3,\nnobody.JPEG,,,,,\n"
    )
    assert hands(folder, table) == {
        "two.jpg": [
            LabelledHand(Box(410, 220, 300, 380), "open hand"),
            LabelledHand(Box(0.6, 0.1, 0.2, 0.3), None),
        ],
        "nobody.JPEG": [],
    }


@pytest.mark.parametrize(
    "table",
    [
        "file,x,y,width,height\none.png,10,20,30,40\n",
        "\ufeffFile; X; Y; Width; Height; Who\r\none.png;10;20;30;40,0;Ann\r\n\r\n",
        "height\twidth\ty\tx\tfilename\n40\t30\t20\t10\tone.png\n",
        "image,xmin,ymin,xmax,ymax\none.png,10,20,40,60\n",
        '"file","x","y","width","height"\n"one.png","10","20","30","40"\n# a remark\n',
        "file,x,y,width,height\n.\\one.png,10,20,30,40",
    ],
    ids=["plain", "a German spreadsheet", "tabs in another order", "corners", "quoted", "a path of Windows"],
)
def test_the_table_may_be_written_as_spreadsheets_and_people_do(folder: Path, table: str) -> None:
    assert hands(folder, table) == {"one.png": [LabelledHand(Box(10, 20, 30, 40))]}


def test_a_hand_whose_place_nobody_wrote_down_has_a_label_or_is_counted(folder: Path) -> None:
    table = "file,label,hands\none.png,Closed_Fist,\ntwo.jpg,,2\nnobody.JPEG,no hand,\n"
    assert hands(folder, table) == {
        "one.png": [LabelledHand(None, "fist")],
        "two.jpg": [LabelledHand(), LabelledHand()],
        "nobody.JPEG": [],
    }


def test_every_fault_is_named_with_its_line_and_what_to_do(folder: Path) -> None:
    (folder / "song.png").write_bytes(b"ID3")
    told = faults(
        folder,
        "file,x,y,width,height,label\nonne.png,1,2,3,4,fist\none.png,1,2,3,,\none.png,1,2,three,4,\none.png,5,5,0,5,\n"
        "song.png,,,,,\n,1,2,3,4,\n",
    )
    assert "line 2: there is no picture 'onne.png'; did you mean 'one.png'?" in told
    assert "line 3: the box is not whole: height is missing" in told
    assert "line 4: width is 'three', which is no number" in told
    assert "line 5: the box is 0 wide" in told
    assert "line 6: 'song.png' is neither a PNG nor a JPEG" in told
    assert "line 7: the name of the picture is missing" in told


def test_many_faults_are_cut_short(folder: Path) -> None:
    told = faults(folder, "file\n" + "ghost.png\n" * 50)
    assert told.count("line ") == 10
    assert "and 40 more" in told


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "no column is called `file`"),
        ("a,b\n1,2\n", "no column is called `file`"),
        ("file,x,y,width,height,label\n", "names no picture"),
    ],
    ids=["empty", "without a header", "only a header"],
)
def test_a_table_without_pictures_is_no_table(folder: Path, table: str, told: str) -> None:
    assert told in faults(folder, table)


def test_a_table_that_is_no_text_is_told(folder: Path) -> None:
    with pytest.raises(LabelsError, match="not UTF-8"):
        hands(folder, "file,label\none.png,Fäust\n", "latin-1")


def test_a_folder_is_one_set_or_holds_several(folder: Path) -> None:
    with pytest.raises(LabelsError, match=r"holds no labels\.csv"):
        sets_in(folder)
    with pytest.raises(LabelsError, match="no folder"):
        sets_in(folder / "nowhere")
    for name in ("b", "a"):
        (folder / name).mkdir()
        (folder / name / "labels.csv").touch()
    assert sets_in(folder) == [folder / "a", folder / "b"]
    (folder / "labels.csv").touch()
    assert sets_in(folder) == [folder]


def test_pictures_that_the_table_does_not_name_are_told(folder: Path) -> None:
    hands(folder, "file\none.png\n")
    assert unnamed_pictures(folder, read_labels(folder)) == ["nobody.JPEG", "two.jpg"]


def test_a_box_in_pixels_becomes_fractions_and_one_in_fractions_stays() -> None:
    assert Box(40, 30, 20, 10).as_fraction(80, 60) == Box(0.5, 0.5, 0.25, 10 / 60)
    assert Box(0, 0, 1, 1).as_fraction(80, 60) == Box(0, 0, 1, 1)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Open", "open hand"),
        ("closed-fist", "fist"),
        (" Thumbs  Up ", "thumbs up"),
        ("none", "none of these"),
        ("like", "thumbs up"),
        ("Four", "four fingers"),
        ("1", "one finger"),
        ("", None),
    ],
)
def test_labels_are_the_models_own_words(text: str, label: str | None) -> None:
    assert plain_label(text) == label
