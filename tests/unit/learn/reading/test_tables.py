"""Tables as spreadsheets write them, and what is told of those that are none."""

from pathlib import Path

import pytest

from tjbot.learn.errors import TrainingError
from tjbot.learn.reading.tables import read_table

IRIS = "sepal length,petal width,kind\n5.1,0.2,setosa\n6.0,1.5,versicolor\n"


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_table_has_names_numbers_and_labels(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, IRIS), labelled=True)
    assert table.columns == ["sepal length", "petal width"]
    assert table.values.tolist() == [pytest.approx([5.1, 0.2]), [6, 1.5]]
    assert table.labels == ["setosa", "versicolor"]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + IRIS,
        IRIS.replace(",", ";"),
        IRIS.replace(",", "\t"),
        IRIS.replace(",", ";").replace(".", ","),
        IRIS.replace("\n", "\r\n\r\n"),
        IRIS.replace("5.1", ' "5.1" ').replace("setosa", "  setosa "),
        IRIS + ",,\n\n",
    ],
)
def test_other_ways_to_write_it_are_read_the_same(tmp_path: Path, text: str) -> None:
    table = read_table(written(tmp_path, text.replace(' "5.1" ', '"5.1"')), labelled=True)
    assert table.values.tolist() == [pytest.approx([5.1, 0.2]), [6, 1.5]]
    assert table.labels == ["setosa", "versicolor"]


def test_without_labels_all_columns_are_numbers(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "a,b\n1,2\n"), labelled=False)
    assert (table.columns, table.values.tolist(), table.labels) == (["a", "b"], [[1, 2]], [])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty, or no table"),
        ("\n\n", "is empty, or no table"),
        (b"PK\3\4\0\0", "is empty, or no table"),
        (b"a,b\n\xff,x\n", "no text in UTF-8"),
        ("a,b,kind\n", "names in its first line, but no rows"),
        ("kind\ncat\n", "has 1 columns; it needs 2"),
        ("1,2,cat\n3,4,dog\n", "The first line of .* holds numbers. Put a line"),
        ("a,a,kind\n1,2,cat\n", 'Two columns of .* are called "a"'),
        ("a,b,kind\n1,2,cat\n1,cat\n", "Line 3 of .* has 2 columns, the first line 3"),
        ("a,b,kind\n1,2,cat\n1,two,cat\n", 'Line 3 of .*, column "b": "two" is no number'),
        ("a,b,kind\n1,,cat\n", 'Line 2 of .*, column "b": "" is no number'),
        ("a,b,kind\n1,nan,cat\n", '"nan" is no number'),
        ("a,b,kind\n1,1e38,cat\n", '"1e38" is no number that one can use'),
        ("a,kind\n" + "1,cat\n" * 20_001, "There are 20001 rows; at most 20000"),
        (",".join(f"c{number}" for number in range(1001)) + ",kind\n1\n", "has 1002 columns"),
    ],
)
def test_what_is_no_table_is_told_with_its_place(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    with pytest.raises(TrainingError, match=sentence) as caught:
        read_table(written(tmp_path, text), labelled=True)
    assert caught.value.hint


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"cannot be read: No such file"):
        read_table(tmp_path / "nowhere.csv", labelled=True)
