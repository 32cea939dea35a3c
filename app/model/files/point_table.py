"""Points from a CSV file: its cells, what they can stand for, and what is wrong, line by line."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from app.model.files.disk import FileError
from engine.core.messages import Message, marked, message
from engine.learning.datasets import LARGEST, LEAST_POINTS, MOST_POINTS, Sample

MOST_CLASSES = 20
"""A column with more values than that holds numbers, not classes."""

_DELIMITERS = "\t;, "
"""The first that stands in every line parts the cells. Beside ; a number may have a comma."""
_LINES_LOOKED_AT = 20
_LARGEST_NUMBER = 1e100
"""No number of a file is further from 0, so that the spread of a column stays finite."""
_TOO_WIDE = 3.0
_TOO_NARROW = 0.2
"""Beyond these spreads a network of small weights learns badly, and columns are scaled."""


@dataclass(frozen=True, slots=True)
class PointTable:
    """The cells of a file, each row with its line; `count` rows stand in the file.

    Of more than MOST_POINTS rows so many are here, drawn at random.
    """

    titles: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    count: int

    def column(self, index: int) -> list[str]:
        return [cells[index] for _, cells in self.rows if index < len(cells) and cells[index]]

    def classes(self, index: int) -> list[str]:
        """The different values of a column, in order: as numbers where all of them are."""
        names = set(self.column(index))
        if all(_number(name) is not None for name in names):
            return sorted(names, key=lambda name: (_number(name) or 0.0, name))
        return sorted(names)

    def numeric(self, index: int) -> bool:
        """Whether most of a column's cells are numbers."""
        cells = self.column(index)
        return 2 * sum(_number(cell) is not None for cell in cells) > len(cells)


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What the columns stand for: x1, x2 and a class, or x and y where `label` is None.

    The rows whose label is `positive` are of the class +1, all others of the class −1.
    """

    first: int
    second: int
    label: int | None = None
    positive: str = ""
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class ImportedPoints:
    """The points of a table, and by line what kept others out."""

    points: tuple[Sample, ...] = ()
    problems: tuple[tuple[int, Message], ...] = ()
    trouble: Message | None = None
    """Why these points can't be learned from."""


def read_table(content: bytes) -> PointTable:
    """The cells of a file: with a header or without, parted by tabs, semicolons, commas or spaces.

    Raises FileError for what is no table of at least two columns and two rows.
    """
    text = _decoded(content)
    delimiter = _delimiter(text)
    rows: list[tuple[int, tuple[str, ...]]] = []
    titles: tuple[str, ...] = ()
    count, rng = 0, Random(0)
    try:
        for line, read in _lines(text, delimiter):
            cells = [_ungrouped(cell) for cell in read] if delimiter == "," else read
            if not (count or titles or any(_number(cell) is not None for cell in cells)):
                titles = _stripped(cells)
                continue
            # Every row is as likely to be among those that are taken: Vitter 1985, algorithm R.
            place = count if count < MOST_POINTS else int(rng.random() * (count + 1))
            if place < MOST_POINTS:
                rows[place : place + 1] = [(line, _stripped(cells))]
            count += 1
    except csv.Error:
        # With line ends and zero bytes looked after, the one thing that the reader refuses.
        words = marked("The file is not a table: a cell has more than {most:,} characters.")
        raise FileError(message(words, most=csv.field_size_limit())) from None
    if count < LEAST_POINTS:
        raise FileError(message("Rows of numbers in the file: {count}. 2 are needed.", count=count))
    width = max(len(cells) for _, cells in rows)
    if width < 2:
        raise FileError(
            message("There is only one column. Two features and a class are needed, or x and y.")
        )
    names = (*titles[:width], *(f"column {number + 1}" for number in range(len(titles), width)))
    return PointTable(names, tuple(sorted(rows)), count)


def guess(table: PointTable) -> ColumnChoice:
    """What the columns probably stand for."""
    columns = range(len(table.titles))
    numeric = [index for index in columns if table.numeric(index)]
    labels = [index for index in columns if _is_label(table, index)]
    label = max(labels, default=None) if len(columns) > 2 else None
    features = [index for index in (*numeric, *columns) if index != label]
    first, second = list(dict.fromkeys(features))[:2]
    positive = table.classes(label)[-1] if label is not None else ""
    choice = ColumnChoice(first, second, label, positive)
    return ColumnChoice(first, second, label, positive, scaled=_needs_scaling(taken(table, choice)))


def taken(table: PointTable, choice: ColumnChoice) -> ImportedPoints:
    """The points that a table holds, read so."""
    points: list[Sample] = []
    problems: list[tuple[int, Message]] = []
    for line, cells in table.rows:
        point = _point(table, cells, choice)
        if isinstance(point, Message):
            problems.append((line, point))
        else:
            points.append(point)
    if choice.scaled:
        points = _scaled(points)
    return ImportedPoints(tuple(points), tuple(problems), _trouble(points))


def _is_label(table: PointTable, index: int) -> bool:
    """Whether a column may hold classes: few values, each of them many times."""
    names = Counter(table.column(index))
    return 2 <= len(names) <= MOST_CLASSES and 2 * len(names) <= sum(names.values())


def _point(table: PointTable, cells: Sequence[str], choice: ColumnChoice) -> Sample | Message:
    """The point of a row, or what is wrong with it."""
    numbers: list[float] = []
    for index in (choice.first, choice.second):
        title = table.titles[index]
        cell = cells[index] if index < len(cells) else ""
        if not cell:
            return message("“{column}” is missing.", column=title)
        number = _number(cell)
        if number is None:
            return message("“{cell}” is not a number.", cell=_short(cell))
        largest = _LARGEST_NUMBER if choice.scaled else LARGEST
        if abs(number) > largest:
            return message("{cell} lies beyond ±{largest:g}.", cell=_short(cell), largest=largest)
        numbers.append(number)
    if choice.label is None:
        return tuple(numbers)
    label = cells[choice.label] if choice.label < len(cells) else ""
    if not label:
        return message("“{column}” is missing.", column=table.titles[choice.label])
    return (*numbers, 1.0 if label == choice.positive else -1.0)


def _needs_scaling(read: ImportedPoints) -> bool:
    if len(read.points) < LEAST_POINTS:
        # Numbers too large to be taken as they are.
        return bool(read.problems)
    columns = list(zip(*(point[:2] for point in read.points), strict=True))
    largest = max(abs(number) for column in columns for number in column)
    spread = min(max(column) - min(column) for column in columns)
    return bool(largest > _TOO_WIDE or spread < _TOO_NARROW)


def _scaled(points: list[Sample]) -> list[Sample]:
    """Both columns from −1 to 1; one that never changes becomes 0."""
    if not points:
        return points
    scaled = []
    for column in list(zip(*points, strict=True))[:2]:
        middle, half = (max(column) + min(column)) / 2, (max(column) - min(column)) / 2
        scaled.append([(number - middle) / half if half else 0.0 for number in column])
    return [
        (first, second, *point[2:])
        for first, second, point in zip(*scaled, points, strict=True)
    ]  # fmt: skip


def _trouble(points: Sequence[Sample]) -> Message | None:
    if len(points) < LEAST_POINTS:
        places = {"least": LEAST_POINTS, "count": len(points)}
        return Message("{least} points are needed, and {count} can be read.", places)
    if len({point[:2] for point in points}) == 1:
        return Message("All points are in the same place: there is nothing to learn.")
    if len(points[0]) == 3 and len({point[2] for point in points}) == 1:
        return Message("All points are of one class: there is nothing to separate.")
    return None


_GROUPED = re.compile(r"[-−+]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")


def _ungrouped(cell: str) -> str:
    """`1,000` as 1000: where commas part the cells, those inside a number group its digits."""
    typed = cell.strip()
    return typed.replace(",", "") if _GROUPED.fullmatch(typed) else cell


def _number(cell: str) -> float | None:
    """A finite number, with a point or a comma."""
    typed = cell.replace("−", "-")
    if "," in typed and "." not in typed:
        typed = typed.replace(",", ".")
    try:
        number = float(typed)
    except ValueError:
        return None
    # float() takes 1_000 too, which no program that writes tables means.
    return number if math.isfinite(number) and "_" not in typed else None


def _decoded(content: bytes) -> str:
    """The text, in the encodings that spreadsheets write."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise FileError(message("The file is not text."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _delimiter(text: str) -> str:
    lines = [
        line.strip()
        for _, line in zip(range(_LINES_LOOKED_AT), io.StringIO(text), strict=False)
        if line.strip() and not line.startswith("#")
    ]
    return next((sign for sign in _DELIMITERS if all(sign in line for line in lines)), ",")


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row that is no comment and not empty."""
    reader = csv.reader(
        io.StringIO(text), delimiter=delimiter, skipinitialspace=True, strict=False
    )  # fmt: skip
    for cells in reader:
        if any(cells) and not cells[0].startswith("#"):
            yield reader.line_num, cells


def _stripped(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)


def _short(cell: str) -> str:
    return cell if len(cell) <= 20 else f"{cell[:20]}…"
