"""Tables: CSV files with a first line of names, as spreadsheets write them."""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tjbot.learn.errors import TrainingError
from tjbot.learn.reading.classes import check_count
from tjbot.learn.weights import Array

MOST_COLUMNS = 1000
LARGEST = 1e9
"""A number may be this large at the most."""


@dataclass(frozen=True)
class Table:
    """`values` are (rows, columns); `labels` has the last column of each row as it is written, or is empty."""

    columns: list[str]
    values: Array
    labels: list[str]


def read_table(path: Path, *, labelled: bool) -> Table:
    """Reads a CSV file: UTF-8, separated by commas, semicolons or tabs; with semicolons and tabs a number may have a
    decimal comma. Empty lines are left out.

    Args:
        path: of the file.
        labelled: whether the last column holds labels instead of numbers.

    Raises:
        TrainingError: the file is not there or no table, or something in it is no number.
    """
    lines = _lines(path)
    separator = max(",;\t", key=lines[0].count)
    rows = [
        (number, [cell.strip() for cell in cells])
        for number, cells in enumerate(csv.reader(lines, delimiter=separator), 1)
        if any(cell.strip() for cell in cells)
    ]
    (_, names), *rows = rows
    least = 2 if labelled else 1
    if len(names) < least or len(names) > MOST_COLUMNS:
        raise TrainingError(
            f'"{path}" has {len(names)} columns; it needs {least} to {MOST_COLUMNS}.',
            "A line looks like 5.1,3.5,setosa: numbers, and what they are."
            if labelled
            else "A line looks like 5.1,3.5.",
        )
    columns = names[:-1] if labelled else names
    if all(_number(name, separator) is not None for name in columns):
        raise TrainingError(
            f'The first line of "{path}" holds numbers.', "Put a line with the columns' names above it."
        )
    repeated = next((name for name in columns if columns.count(name) > 1), None)
    if repeated is not None:
        raise TrainingError(f'Two columns of "{path}" are called "{repeated}".', "Give each a name of its own.")
    if not rows:
        raise TrainingError(f'"{path}" has names in its first line, but no rows.', "Add some.")
    check_count(len(rows), "rows")
    values = np.empty((len(rows), len(columns)), "float32")
    for place, (number, cells) in enumerate(rows):
        if len(cells) != len(names):
            raise TrainingError(
                f'Line {number} of "{path}" has {len(cells)} columns, the first line {len(names)}.',
                "Fill it up, or remove it.",
            )
        for column, cell in enumerate(cells[: len(columns)]):
            value = _number(cell, separator)
            if value is None or abs(value) > LARGEST:
                raise TrainingError(
                    f'Line {number} of "{path}", column "{columns[column]}": "{cell}" is no number that one can use.',
                    f"Write a number between -{LARGEST:.0f} and {LARGEST:.0f}, with a point: 3.5.",
                )
            values[place, column] = value
    return Table(columns, values, [cells[-1] for _, cells in rows] if labelled else [])


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise TrainingError(f'"{path}" is no text in UTF-8.', "Save the table as CSV (UTF-8).") from None
    except OSError as error:
        raise TrainingError(f'"{path}" cannot be read: {error.strerror}.', "Check its name.") from None
    lines = text.splitlines()
    if "\0" in text or not any(line.strip() for line in lines) or not lines[0].strip():
        raise TrainingError(f'"{path}" is empty, or no table.', "Its first line names the columns.")
    return lines


def _number(cell: str, separator: str) -> float | None:
    try:
        value = float(cell if separator == "," else cell.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
