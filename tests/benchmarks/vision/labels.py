"""Which hands are in a folder of pictures: reads its `labels.csv`.

    file,x,y,width,height,label
    kitchen.jpg,410,220,300,380,open hand
    kitchen.jpg,0.62,0.1,0.2,0.3,fist
    nobody.jpg,,,,,

A row is a hand; a picture with several hands has several rows, one without a hand a row with nothing but its name.
`x` and `y` are the left upper corner of a box round the whole hand, wrist to finger tips. All four numbers of a box
are pixels, or (where none is above 1) fractions of the picture as one sees it, turned upright. The label may be left
out. A hand whose box is not known has a label only; how many such hands there are may stand in a column `hands`.
Corners (`xmin, ymin, xmax, ymax`) do as well as sizes, and columns that are not known here are passed over.
"""

import csv
import difflib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

TABLE = "labels.csv"
PICTURES = {".png", ".jpg", ".jpeg"}
_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_MOST_PROBLEMS = 10

_COLUMNS = {
    "file": ("file", "filename", "file name", "image", "picture", "path", "name"),
    "x": ("x", "left", "xmin", "x min", "x1"),
    "y": ("y", "top", "ymin", "y min", "y1"),
    "width": ("width", "w", "box width"),
    "height": ("height", "h", "box height"),
    "right": ("right", "xmax", "x max", "x2"),
    "bottom": ("bottom", "ymax", "y max", "y2"),
    "label": ("label", "class", "gesture", "pose"),
    "hands": ("hands", "hand count", "number of hands"),
}
_NO_HAND = {"no hand", "no hands", "empty", "nothing", "background"}
_FINGERS = ("one finger", "two fingers", "three fingers", "four fingers", "five fingers")
_SAME_LABEL = {
    "open": "open hand",
    "palm": "open hand",
    "open palm": "open hand",
    "closed": "fist",
    "closed hand": "fist",
    "closed fist": "fist",
    "pinching": "pinch",
    "pointing": "point",
    "none": "none of these",
    "other": "none of these",
    "no gesture": "none of these",
    "like": "thumbs up",
    "thumb up": "thumbs up",
    "dislike": "thumbs down",
    "thumb down": "thumbs down",
    "peace": "victory",
    "okay": "ok",
    "rock": "rock on",
    "call": "call me",
    **dict(zip(("one", "two", "three", "four", "five"), _FINGERS, strict=True)),
    **dict(zip("12345", _FINGERS, strict=True)),
}
"""What collections of photos call what our models know."""


class LabelsError(Exception):
    """A folder that can not be measured with; its text tells what is wrong where, and what to do."""


@dataclass(frozen=True)
class Box:
    """A rectangle: its left upper corner and its size, y downwards."""

    x: float
    y: float
    width: float
    height: float

    def as_fraction(self, width: int, height: int) -> "Box":
        """The same in fractions of a picture so many pixels large; one that is in fractions already stays."""
        if max(self.x, self.y, self.width, self.height) <= 1:
            return self
        return Box(self.x / width, self.y / height, self.width / width, self.height / height)


@dataclass(frozen=True)
class LabelledHand:
    """A hand that is in a picture; None where a thing is not known of it."""

    box: Box | None = None
    label: str | None = None


@dataclass
class LabelledPicture:
    """A picture, and every hand that is in it."""

    path: Path
    hands: list[LabelledHand] = field(default_factory=list)


def plain_label(text: str) -> str | None:
    """A label as the models write theirs: `Closed_Fist` is `fist`; None for an empty one."""
    words = " ".join(text.replace("_", " ").replace("-", " ").lower().split())
    return _SAME_LABEL.get(words, words) or None


def sets_in(folder: Path) -> list[Path]:
    """The folders with a table of labels: this one, or those in it.

    Raises:
        LabelsError: there is none.
    """
    if not folder.is_dir():
        raise LabelsError(f"{folder} is no folder. Give the folder that holds the pictures and their {TABLE}.")
    sets = [folder] if (folder / TABLE).is_file() else sorted(table.parent for table in folder.glob(f"*/{TABLE}"))
    if not sets:
        raise LabelsError(
            f"{folder} holds no {TABLE}, and none of its folders does. Write one: a first line "
            "`file,x,y,width,height,label`, then a line for each hand (CONTRIBUTING.md shows how)."
        )
    return sets


def read_labels(folder: Path) -> list[LabelledPicture]:
    """The pictures of a folder with a table of labels, in the table's order.

    Raises:
        LabelsError: there is no table, or it or a picture is not right; every fault is named with its line.
    """
    table = folder / TABLE
    try:
        text = table.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise LabelsError(f"{table} can not be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise LabelsError(f"{table} is not UTF-8 text. Save it as “CSV UTF-8”.") from None
    reader = _Reader(folder, text)
    pictures = reader.read()
    if reader.problems:
        raise LabelsError("\n".join([f"{table} has faults:", *_shortened(reader.problems)]))
    if not pictures:
        raise LabelsError(f"{table} names no picture. Write a line for each hand below the first line.")
    return pictures


def unnamed_pictures(folder: Path, pictures: Sequence[LabelledPicture]) -> list[str]:
    """The pictures that lie in the folder without being named in its table."""
    named = {picture.path.resolve() for picture in pictures}
    files = (path for path in folder.iterdir() if path.suffix.lower() in PICTURES)
    return sorted(path.name for path in files if path.resolve() not in named)


class _Reader:
    """Reads one table, and gathers what is wrong with it."""

    def __init__(self, folder: Path, text: str) -> None:
        self.problems: list[str] = []
        self._folder = folder
        first = text.split("\n", 1)[0]
        self._delimiter = max(",;\t", key=first.count)
        self._rows = list(csv.reader(io.StringIO(text), delimiter=self._delimiter))
        self._columns: dict[str, int] = {}
        self._pictures: dict[Path, LabelledPicture] = {}

    def read(self) -> list[LabelledPicture]:
        if not self._find_columns(self._rows[0] if self._rows else []):
            return []
        for line, row in enumerate(self._rows[1:], start=2):
            if not any(cell.strip() for cell in row) or row[0].startswith("#"):
                continue
            try:
                self._read_row(row)
            except LabelsError as problem:
                self.problems.append(f"line {line}: {problem}")
        return list(self._pictures.values())

    def _find_columns(self, header: list[str]) -> bool:
        written = [" ".join(cell.replace("_", " ").lower().split()) for cell in header]
        for column, names in _COLUMNS.items():
            place = next((written.index(name) for name in names if name in written), None)
            if place is not None:
                self._columns[column] = place
        if "file" not in self._columns:
            self.problems.append("line 1: no column is called `file`. It must be: file,x,y,width,height,label")
        return not self.problems

    def _read_row(self, row: list[str]) -> None:
        path = self._picture(self._cell(row, "file"))
        box = self._box(row)
        label = plain_label(self._cell(row, "label"))
        picture = self._pictures.setdefault(path, LabelledPicture(path))
        if box is not None:
            picture.hands.append(LabelledHand(box, label))
            return
        empty = label is None or label in _NO_HAND
        count = self._number(row, "hands") if self._cell(row, "hands") else float(not empty)
        picture.hands += [LabelledHand(None, None if empty else label)] * round(count)

    def _picture(self, name: str) -> Path:
        if not name:
            raise LabelsError("the name of the picture is missing.")
        path = self._folder / name.replace("\\", "/")
        if path in self._pictures:
            return path
        if not path.is_file():
            near = difflib.get_close_matches(name, [file.name for file in self._folder.iterdir()], 1)
            raise LabelsError(f"there is no picture {name!r}{f'; did you mean {near[0]!r}?' if near else '.'}")
        with path.open("rb") as file:
            if not file.read(8).startswith(_BEGINNINGS):
                raise LabelsError(f"{name!r} is neither a PNG nor a JPEG. Save it as one of these.")
        return path

    def _box(self, row: list[str]) -> Box | None:
        has_corners = "right" in self._columns and "bottom" in self._columns
        columns = ("x", "y", "right", "bottom") if has_corners else ("x", "y", "width", "height")
        given = [column for column in columns if self._cell(row, column)]
        if not given:
            return None
        if len(given) < len(columns):
            missing = ", ".join(column for column in columns if column not in given)
            raise LabelsError(f"the box is not whole: {missing} is missing. Leave all four empty for no hand.")
        x, y, *size = (self._number(row, column) for column in columns)
        width, height = (size[0] - x, size[1] - y) if has_corners else size
        if width <= 0 or height <= 0:
            raise LabelsError(f"the box is {width:g} wide and {height:g} high; both must be more than 0.")
        return Box(x, y, width, height)

    def _number(self, row: list[str], column: str) -> float:
        text = self._cell(row, column)
        try:
            number = float(text if self._delimiter == "," else text.replace(",", "."))
        except ValueError:
            raise LabelsError(f"{column} is {text!r}, which is no number.") from None
        if not 0 <= number < 1e5:
            raise LabelsError(f"{column} is {text}; it must be pixels or a fraction, from 0 on.")
        return number

    def _cell(self, row: list[str], column: str) -> str:
        place = self._columns.get(column)
        return row[place].strip() if place is not None and place < len(row) else ""


def _shortened(problems: list[str]) -> list[str]:
    more = len(problems) - _MOST_PROBLEMS
    return [*problems[:_MOST_PROBLEMS], *([f"… and {more} more."] if more > 0 else [])]
