"""Which of the first rows name the columns, which are titles, and which are points already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.model.files.point_table.cells import MISSING, class_key, folded, number
from app.model.files.point_table.detection import usual_width
from app.model.files.point_table.layout import Layout

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


def split_head(rows: Sequence[Row]) -> Head:
    """Tell the first rows of a table apart. Rows below the names, as of units, are in the body."""
    width = _filled_width([cells for _, cells in rows])
    rows = [(line, cells if any(cells[width:]) else cells[:width]) for line, cells in rows]
    first = next((at for at, row in enumerate(rows) if _is_first(rows, at, width)), len(rows))
    at = _header_above(rows[:first], width)
    if at is None and first < len(rows) and _names_columns(rows, first):
        at = first
    if at is None:
        kept = [row for row in rows[:first] if not _is_title(row)]
        titles = tuple(row for row in rows[:first] if _is_title(row))
        return Head(titles, None, (), (*kept, *rows[first:]))
    header, body = rows[at], tuple(rows[at + 1 :])
    return Head(tuple(rows[:at]), header, _shifted(header[1], body, width), body)


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


def _is_first(rows: Sequence[Row], at: int, width: int) -> bool:
    """Whether this row has the width of the points, and a number."""
    cells = rows[at][1]
    return len(cells) == width and any(number(cell) is not None for cell in cells)


def _is_title(row: Row) -> bool:
    return sum(map(bool, row[1])) < 2


def _header_above(rows: Sequence[Row], width: int) -> int | None:
    """Which of the rows above the first numbers has the names: of those as wide as the points the
    first, or else the last one.
    """
    worded = [
        at
        for at, (_, cells) in enumerate(rows)
        if all(number(cell) is None for cell in cells) and (any(cells[1:]) or width < 2)
    ]
    wide = [at for at in worded if len(rows[at][1]) == width]
    near = [at for at in worded if len(rows[at][1]) >= width - 1]
    return wide[0] if wide else near[-1] if near else None


def _names_columns(rows: Sequence[Row], at: int) -> bool:
    """Whether a row with numbers in it names the columns all the same."""
    cells = rows[at][1]
    columns = [[row[1][i] for row in rows[at + 1 :] if i < len(row[1])] for i in range(len(cells))]
    if not cells[0] and all(columns[0]) and columns[0]:
        return True
    of_numbers = [i for i, column in enumerate(columns) if _is_numeric(column)]
    words = [i for i in of_numbers if number(cells[i]) is None and folded(cells[i]) not in MISSING]
    if words and 2 * len(words) >= len(of_numbers):
        return True
    return counts_on(cells) and _is_odd_point(cells, columns)


def _is_numeric(column: Sequence[str]) -> bool:
    return 10 * sum(number(cell) is not None for cell in column) > 8 * len(column)


def _is_odd_point(cells: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Whether a row of whole numbers is unlike all rows below it."""
    fractions = [2 * sum("." in cell or "," in cell for cell in column) for column in columns]
    if all(count > len(column) > 0 for count, column in zip(fractions, columns, strict=True)):
        return True
    classes = Counter(class_key(cell) for cell in columns[-1])
    repeated = len(classes) > 1 and 3 * len(classes) <= len(columns[-1])
    return len(cells) > 2 and repeated and class_key(cells[-1]) not in classes


def _shifted(names: Sequence[str], body: Sequence[Row], width: int) -> tuple[str, ...]:
    """The names at their columns: R writes none over those of the rows."""
    first = [cells[0] for _, cells in body if len(cells) == width]
    last = [cells[-1] for _, cells in body if len(cells) == width]
    if len(names) == width - 1 and all(last) and last and len(set(first)) == len(first):
        return ("", *names)
    return tuple(names)
