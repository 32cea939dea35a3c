"""Reading a table: line by line, in bounded memory, with an eye on whether it is still wanted."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from random import Random
from typing import BinaryIO

from app.model.files.disk import FileError
from app.model.files.point_table.cells import number, proven_decimal
from app.model.files.point_table.decoding import text_lines
from app.model.files.point_table.detection import layout_of
from app.model.files.point_table.header import Head, Row, names_of_comments, split_head
from app.model.files.point_table.layout import COMMENTS, Layout
from app.model.files.point_table.records import Record, records
from app.model.files.point_table.table import PointTable, titles_of
from engine.core.messages import message
from engine.learning.datasets import LEAST_POINTS, MOST_POINTS

LARGEST_TABLE = 1 << 30
"""Bytes."""
_MOST_CELLS = 2_000_000
"""Of rows so wide that MOST_POINTS of them had more cells, fewer are drawn."""
_MOST_TEXT = 1 << 28
"""Characters of the rows that are drawn, and of those by which the layout is told."""
_HEAD = 200
"""Lines by which the layout and the names are told."""
_MOST_COMMENTS = 20_000
"""Lines that are looked through for the first _HEAD that are no comments."""
_BEAT = 4096
"""Lines from one look at the watch to the next."""

Watch = Callable[[float], bool]
"""Told which share has been read, from 0 to 1; whether it is still wanted."""


def unwatched(_share: float) -> bool:
    return True


def read_table(source: bytes | BinaryIO, watch: Watch = unwatched) -> PointTable:
    """The cells of a file: with a header or without, in any usual layout and encoding.

    Raises FileError for what is no table of at least two columns and two rows, and where it is no
    longer wanted.
    """
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    lines = enumerate(_watched(file, watch), 1)
    head = _head(lines)
    layout = layout_of([text for _, text in head])
    found = records(chain(head, lines), layout)
    first = list(islice(found, _HEAD))
    parts = split_head([(line, tuple(layout.cells(text))) for line, text in first], layout)
    begun = {line for line, _ in parts.body}
    width = max((len(cells) for _, cells in parts.body), default=1)
    room = min(MOST_POINTS, max(LEAST_POINTS, _MOST_CELLS // max(width, 1)))
    body = (record for record in first if record[0] in begun)
    count, drawn = _drawn(chain(body, found), room)
    if count < LEAST_POINTS:
        raise FileError(message("Rows of numbers in the file: {count}. 2 are needed.", count=count))
    # Of a row that is far too wide, and is left out, not all is kept.
    most = max(2 * width, _HEAD)
    rows = tuple((line, tuple(layout.cells(text)[:most])) for line, text in drawn)
    above = [text for line, text in head if line < rows[0][0] and layout.is_comment(text)]
    return _table(rows, count, parts, layout, above)


def _table(
    rows: tuple[Row, ...], count: int, parts: Head, layout: Layout, above: Sequence[str]
) -> PointTable:
    """The rows that were drawn of `count`, with names to their columns, which comments may give."""
    width = max(_usual_length(rows), len(parts.names))
    names = parts.names or _sparse_names(layout, rows) or names_of_comments(above, layout, width)
    rows, names = _without_empty(_padded(rows, layout), names, max(width, len(names)))
    if len(names) < 2:
        raise FileError(
            message("There is only one column. Two features and a class are needed, or x and y.")
        )
    titles, unnamed = titles_of(names)
    header = (parts.header[0], names) if parts.header else None
    text_rows = frozenset(
        line for line, cells in rows if all(number(cell) is None for cell in cells)
    )
    table = PointTable(
        titles,
        rows,
        count,
        unnamed,
        *_decimal(rows, layout),
        header,
        parts.titles,
        text_rows,
        layout.decimal_commas,
    )
    return replace(table, values=frozenset(_classes_after_all(table)))


def _watched(file: BinaryIO, watch: Watch) -> Iterator[str]:
    """The lines of a file, as long as they are wanted."""
    size = file.seek(0, io.SEEK_END) or 1
    if size > LARGEST_TABLE:
        raise FileError(message("The file is larger than {size} GiB.", size=LARGEST_TABLE >> 30))
    file.seek(0)
    for at, line in enumerate(text_lines(file)):
        # What is written while it is read shall not keep it from ending.
        if at % _BEAT == 0 and not (file.tell() <= LARGEST_TABLE and watch(file.tell() / size)):
            raise FileError(message("Reading the file was cancelled."))
        yield line


def _head(lines: Iterator[Record]) -> list[Record]:
    """The first lines, so many that those of the table are among them."""
    head: list[Record] = []
    shown, text, anything = 0, 0, Layout(",", COMMENTS)
    for record in islice(lines, _MOST_COMMENTS):
        head.append(record)
        shown += anything.holds_cells(record[1])
        text += len(record[1])
        if shown == _HEAD or text > _MOST_TEXT >> 6:
            break
    return head


def _drawn(rows: Iterable[Record], room: int) -> tuple[int, list[Record]]:
    """How many rows there are, and at most `room` of them, drawn at random, in their order."""
    kept: list[Record] = []
    count, text, rng = 0, 0, Random(0)
    for record in rows:
        # Every row is as likely to be among those that are taken: Vitter 1985, algorithm R.
        place = count if count < room else int(rng.random() * (count + 1))
        if place < room:
            text += len(record[1]) - sum(len(old) for _, old in kept[place : place + 1])
            if text > _MOST_TEXT:
                raise FileError(message("The file is not a table: its rows are too long."))
            kept[place : place + 1] = [record]
        count += 1
    return count, sorted(kept)


def _usual_length(rows: Sequence[Row]) -> int:
    lengths = Counter(len(cells) for _, cells in rows)
    return max(lengths, key=lambda length: (lengths[length], length))


def _sparse_names(layout: Layout, rows: Sequence[Row]) -> tuple[str, ...]:
    """The numbers by which LIBSVM calls its features, after its label."""
    width = max(len(cells) for _, cells in rows)
    return ("label", *map(str, range(1, width))) if layout.sparse else ()


def _padded(rows: tuple[Row, ...], layout: Layout) -> tuple[Row, ...]:
    """Rows of LIBSVM end with what is not 0."""
    if not layout.sparse:
        return rows
    width = max(len(cells) for _, cells in rows)
    return tuple((line, (*cells, *["0"] * (width - len(cells)))) for line, cells in rows)


def _without_empty(
    rows: tuple[Row, ...], names: tuple[str, ...], width: int
) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Rows and names without columns that hold nothing, as a delimiter at each end makes them."""
    names = (*names, *[""] * (width - len(names)))
    usual = _usual_length(rows)
    full = (cells for _, cells in rows if len(cells) == usual)
    filled = {at for cells in full for at, cell in enumerate(cells[:width]) if cell}
    if len(filled) == width:
        return rows, names
    kept = [at for at, name in enumerate(names) if name or at in filled]
    short = tuple((line, _at(kept, cells, width)) for line, cells in rows)
    return short, tuple(names[at] for at in kept)


def _at(kept: Sequence[int], cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """The cells at these places, and what stands beyond the width; all, where others have any."""
    if any(cell for at, cell in enumerate(cells[:width]) if at not in kept):
        return cells
    return (*(cells[at] for at in kept if at < len(cells)), *filter(None, cells[width:]))


def _decimal(rows: Sequence[Row], layout: Layout) -> tuple[str, bool]:
    """The decimal mark of the numbers that could be read in two ways, and whether it is sure."""
    commas = [cell for _, cells in rows for cell in cells if "," in cell]
    points = [cell for _, cells in rows[:_HEAD] for cell in cells if "." in cell]
    if not commas:
        # Where points part groups of digits, commas are decimal, and seldom part cells.
        return ".", layout.delimiter == "," or not points or any(map(proven_decimal, points))
    proofs = Counter(filter(None, map(proven_decimal, (*commas, *points))))
    if proofs["."] == proofs[","]:
        # A comma that parts cells can't be a decimal mark without quotes.
        parted = layout.delimiter == "," and not layout.decimal_commas
        return "." if parted else ",", False
    decimal = max(proofs, key=lambda mark: proofs[mark])
    return decimal, len(proofs) == 1


def _classes_after_all(table: PointTable) -> Iterator[str]:
    """What would stand for a missing value, but is one of two classes: − beside +, or `none`."""
    for index in table.outer_columns:
        marks = table.doubtful_missing(index)
        if marks and not table.numeric(index):
            classes = table.classes(index)
            if len(classes) == 1 or (len(classes) < 4 and "+" in classes):
                yield from marks
