"""PointTable: the cells of a table, and what is in its columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from app.model.files.point_table.cells import (
    DOUBTFUL_MISSING,
    MISSING,
    class_key,
    folded,
    number,
)
from app.model.files.point_table.header import Row
from engine.core.messages import Message, message

MOST_CLASSES = 20
"""A column with more values than that holds numbers, not classes."""
LOOKED_AT = 500
"""Rows by which it is told what a column may hold."""
LOOKED_AT_COLUMNS = 50
_LONGEST_MISSING = max(map(len, MISSING))


@dataclass(frozen=True, slots=True)
class PointTable:
    """The cells of a file, each row with its line; `count` rows stand in the file.

    Of more than MOST_POINTS rows so many are here, drawn at random; fewer of very wide ones.
    """

    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    count: int
    unnamed: frozenset[int] = frozenset()
    """The columns that have no name in the file."""
    decimal: str = "."
    """How `1,234` and `1.234` are read; see `cells.number`."""
    decimal_sure: bool = True
    """Whether other numbers of the file prove it."""
    header: Row | None = None
    """The row that was read as names."""
    skipped: tuple[Row, ...] = ()
    """Titles above it."""
    text_rows: frozenset[int] = frozenset()
    """The lines of rows without any number, as of units: no column is judged by them."""
    decimal_commas: bool = False
    """Whether commas part the cells too, which a blank tells from decimal commas."""
    sentinels: frozenset[float] = frozenset()
    """Numbers that stand for a missing value, as −999 may."""
    values: frozenset[str] = frozenset()
    """What else would stand for a missing value, and is a class here."""

    @property
    def outer_columns(self) -> list[int]:
        """The first and last columns, among which roles are guessed; in most tables these are all.

        A picture a row has hundreds of columns, and its class at one end.
        """
        width = len(self.titles)
        return sorted({*range(width)[:LOOKED_AT_COLUMNS], *range(width)[-LOOKED_AT_COLUMNS:]})

    def title(self, index: int) -> str | Message:
        """How a column is called, to be said."""
        if index in self.unnamed:
            return message("column {number}", number=index + 1)
        return self.titles[index]

    def number(self, cell: str) -> float | None:
        return number(cell, self.decimal)

    def is_missing(self, cell: str) -> bool:
        """Whether a cell says that there is nothing, as NA and ? do."""
        if self.sentinels and self.number(cell) in self.sentinels:
            return True
        if cell[:1].isdigit() or len(cell) > _LONGEST_MISSING:
            return False
        text = folded(cell)
        return text in MISSING and text not in self.values

    def class_key(self, cell: str) -> float | str:
        return class_key(cell, self.decimal)

    def column(self, index: int, most: int | None = None) -> list[str]:
        """What stands in a column, or in its first `most` rows, without what is missing."""
        width = len(self.titles)
        # Rows that are too long are left out: what stands in them may be of other columns.
        rows = self.rows[:most]
        if self.text_rows:
            rows = tuple(row for row in rows if row[0] not in self.text_rows)
        cells = [
            cells[index]
            for _, cells in rows
            if index < len(cells) and (len(cells) <= width or not any(cells[width:]))
        ]
        missing = {cell for cell in set(cells) if self.is_missing(cell)}
        return [cell for cell in cells if cell not in missing] if missing else cells

    def writings(self, index: int) -> list[list[str]]:
        """The classes of a column, in order, each in all its writings, the usual one first."""
        found: dict[float | str, list[str]] = {}
        for cell, _ in Counter(self.column(index)).most_common():
            found.setdefault(self.class_key(cell), []).append(cell)
        return [found[key] for key in sorted(found, key=_in_order)]

    def classes(self, index: int) -> list[str]:
        """The classes of a column in the order of the numbers and words that they are."""
        return [cells[0] for cells in self.writings(index)]

    def doubtful_missing(self, index: int) -> list[str]:
        """What is taken for a missing value in a column and may be a class as well."""
        rows = [cells for line, cells in self.rows if line not in self.text_rows]
        found = {cells[index] for cells in rows if index < len(cells)}
        return sorted({folded(cell) for cell in found} & (DOUBTFUL_MISSING - self.values))

    def without(self, index: int) -> int:
        """How many rows with numbers miss the cell of a column."""
        return len(self.rows) - len(self.text_rows) - len(self.column(index))

    def numeric(self, index: int) -> bool:
        """Whether most of a column's cells are numbers."""
        cells = self.column(index, LOOKED_AT)
        return 2 * sum(self.number(cell) is not None for cell in cells) > len(cells)


def titles_of(names: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[int]]:
    """A title for each column, and which of them have no name."""
    titles = tuple(name or f"column {index + 1}" for index, name in enumerate(names))
    return titles, frozenset(index for index, name in enumerate(names) if not name)


def _in_order(key: float | str) -> tuple[bool, float, str]:
    return (True, 0.0, key) if isinstance(key, str) else (False, key, "")
