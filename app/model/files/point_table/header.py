"""Which of the first rows name the columns, which are titles, and which are points already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.model.files.point_table.cells import MISSING, class_key, folded, number
from app.model.files.point_table.detection import usual_width
from app.model.files.point_table.layout import Layout
from app.model.files.point_table.words import USUAL_NAMES, are_units

Row = tuple[int, tuple[str, ...]]
"""The line at which it begins, counted from 1, and its cells."""

_ATTRIBUTE = re.compile(r"@attribute\s+('[^']*'|\"[^\"]*\"|[^\s{\[]+)", re.IGNORECASE)
"""A column as ARFF and KEEL declare it."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first rows, told apart. `names` is empty where no row has any."""

    titles: tuple[Row, ...]
    header: Row | None
    names: tuple[str, ...]
    body: tuple[Row, ...]


def split_head(rows: Sequence[Row], layout: Layout) -> Head:
    """Tell the first rows of a table apart. Rows below the names, as of units, are in the body."""
    width = _filled_width([cells for _, cells in rows])
    rows = [(line, cells if any(cells[width:]) else cells[:width]) for line, cells in rows]
    first = _first_point(rows, width)
    points = [cells for _, cells in rows[first:] if len(cells) == width]
    at = _header_above(rows[:first], points, layout)
    if at is None and first < len(rows) and _names_columns(rows, first):
        at = first
    if at is None:
        kept = [row for row in rows[:first] if not _is_title(row, width)]
        titles = tuple(row for row in rows[:first] if _is_title(row, width))
        return Head(titles, None, (), (*kept, *rows[first:]))
    header, names = rows[at], rows[at][1]
    # R writes no name over those of the rows.
    names = ("", *names) if len(names) == width - 1 and _begin_with_names(points) else names
    return Head(tuple(rows[:at]), header, names, tuple(rows[at + 1 :]))


def names_of_comments(comments: Sequence[str], layout: Layout, width: int) -> tuple[str, ...]:
    """The names in comments above the numbers, where there are as many as columns, or none."""
    declared = [found[1].strip("'\"") for line in comments if (found := _ATTRIBUTE.match(line))]
    if len(declared) == width:
        return tuple(declared)
    last = comments[-1].lstrip("#%/ \t") if comments else ""
    # numpy parts the names by blanks, whatever parts the numbers.
    for names in (layout.cells(last), re.split(r"[\s,;|]+", last.strip())):
        if len(names) == width and any(names) and all(number(name) is None for name in names):
            return tuple(names)
    return ()


def counts_on(cells: Sequence[str]) -> bool:
    """Whether the cells are 0, 1, 2 … or 1, 2, 3 …, as columns without names are called."""
    return any(
        list(cells) == [str(start + at) for at in range(len(cells))] for start in (0, 1)
    )  # fmt: skip


def _filled_width(rows: Sequence[Sequence[str]]) -> int:
    """The usual width without columns at the end that hold nothing."""
    width = usual_width(rows)
    places = (at + 1 for cells in rows for at, cell in enumerate(cells[:width]) if cell)
    return max(places, default=width)


def _first_point(rows: Sequence[Row], width: int) -> int:
    """The place of the first row that has the width of the points, a number, and no word where all
    of the later rows have numbers.
    """
    wide = [cells for _, cells in rows if len(cells) == width]
    columns = list(zip(*wide[len(wide) // 2 :], strict=True))
    numeric = [at for at, column in enumerate(columns) if not any(map(_is_word, column))]
    for place, (_, cells) in enumerate(rows):
        if (
            len(cells) == width
            and _numbers(cells)
            and not any(_is_word(cells[at]) for at in numeric)
        ):
            return place
    return len(rows)


def _is_word(cell: str) -> bool:
    return number(cell) is None and folded(cell) not in MISSING


def _is_title(row: Row, width: int) -> bool:
    cells = row[1]
    return sum(map(bool, cells)) < 2 or (len(cells) != width and len(_numbers(cells)) < 2)


def _header_above(
    rows: Sequence[Row], points: Sequence[Sequence[str]], layout: Layout
) -> int | None:
    """Which of the rows above the points has the names: of those that are as wide the likeliest, or
    else of those that are nearly as wide the last one.
    """
    width = len(points[0]) if points else 0
    worded = [at for at, (_, cells) in enumerate(rows) if _may_name(cells)]
    wide = [at for at in worded if len(rows[at][1]) == width]
    near = [at for at in worded if not _numbers(rows[at][1])]
    # Where blanks part the cells a title has as many as it has words.
    if layout.delimiter == " ":
        names = _begin_with_names(points)
        near = [at for at in near if names and len(rows[at][1]) == width - 1]
    else:
        near = [at for at in near if len(rows[at][1]) >= width - 1]
    found = wide or near
    if not found:
        return None
    # What looks like units has names above it, or is the names.
    named = [at for at in found if not are_units(rows[at][1])] or found[:1]
    return max(named if wide else named[-1:], key=lambda at: _likeness(rows[at][1]))


def _may_name(cells: Sequence[str]) -> bool:
    """Whether a row has words, and not signs alone as `data = [` has."""
    filled = [cell for cell in cells if cell]
    named = sum(any(sign.isalnum() or not sign.isascii() for sign in cell) for cell in filled)
    return 2 * named > len(filled) and any(map(_is_word, cells[1:]))


def _likeness(cells: Sequence[str]) -> tuple[bool, int, int, int]:
    """The higher, the likelier a row has the names of columns, and is not a title with commas."""
    known = sum(folded(cell) in USUAL_NAMES for cell in cells)
    words = sum(len(cell.split()) for cell in cells)
    return not _numbers(cells), sum(map(bool, cells)), known, -words


def _begin_with_names(points: Sequence[Sequence[str]]) -> bool:
    """Whether the first cells may name the rows: no two are the same, and none is a fraction."""
    first = [cells[0] for cells in points]
    numbers = [found for cell in first if (found := number(cell)) is not None]
    return (
        len(set(first)) == len(first)
        and all(found.is_integer() for found in numbers)
        and any(cells[-1] for cells in points)
    )


def _numbers(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if number(cell) is not None]


def _names_columns(rows: Sequence[Row], at: int) -> bool:
    """Whether a row with numbers in it names the columns all the same."""
    cells = rows[at][1]
    columns = [[row[1][i] for row in rows[at + 1 :] if i < len(row[1])] for i in range(len(cells))]
    if not cells[0] and all(columns[0]) and columns[0]:
        return True
    words = [
        cell for cell, column in zip(cells, columns, strict=True) if _is_odd_word(cell, column)
    ]
    return bool(words) or (
        len(_numbers(cells)) > 1 and counts_on(_numbers(cells)) and _is_odd_point(cells, columns)
    )


def _is_odd_word(cell: str, column: Sequence[str]) -> bool:
    """Whether a cell is no number, while all below it are."""
    below = [each for each in column if folded(each) not in MISSING]
    return _is_word(cell) and len(below) > 1 and len(_numbers(below)) == len(below)


def _is_odd_point(cells: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Whether a row of whole numbers is unlike all rows below it."""
    numeric = [column for column in columns if 2 * len(_numbers(column)) > len(column)]
    fractions = [sum("." in cell or "," in cell for cell in column) for column in numeric]
    if all(2 * count > len(column) for count, column in zip(fractions, numeric, strict=True)):
        return bool(numeric)
    classes = Counter(class_key(cell) for cell in columns[-1])
    repeated = len(classes) > 1 and 3 * len(classes) <= len(columns[-1])
    return len(cells) > 2 and repeated and class_key(cells[-1]) not in classes
