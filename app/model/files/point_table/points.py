"""The points of a table as its columns are read, and what kept rows out, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.model.files.point_table.roles import ColumnChoice, guess_columns
from app.model.files.point_table.table import PointTable
from engine.core.messages import Message, message
from engine.core.number_text import short
from engine.learning.datasets import LARGEST, LEAST_POINTS, Sample

_LARGEST_NUMBER = 1e100
"""No number of a file is further from 0, so that the spread of a column stays finite."""
_TOO_WIDE = 3.0
_TOO_NARROW = 0.2
"""Beyond these spreads a network of small weights learns badly, and columns are scaled."""


@dataclass(frozen=True, slots=True)
class ImportedPoints:
    """The points of a table, and by line what kept others out."""

    points: tuple[Sample, ...] = ()
    problems: tuple[tuple[int, Message], ...] = ()
    trouble: Message | None = None
    """Why these points can't be learned from."""
    set_aside: int = 0
    """Rows of classes that are left out."""


def guess(table: PointTable) -> ColumnChoice:
    """What the columns probably stand for, and whether their numbers are to be scaled."""
    return fitted(table, guess_columns(table))


def fitted(table: PointTable, choice: ColumnChoice) -> ColumnChoice:
    """The choice with the numbers scaled where that helps to learn."""
    read = taken(table, replace(choice, scaled=False))
    return replace(choice, scaled=_needs_scaling(read))


def taken(table: PointTable, choice: ColumnChoice) -> ImportedPoints:
    """The points that a table holds, read so."""
    points: list[Sample] = []
    problems: list[tuple[int, Message]] = []
    left_out = {table.class_key(name) for name in choice.left_out}
    set_aside = 0
    for line, cells in table.rows:
        if (
            left_out
            and _label(cells, choice)
            and table.class_key(_label(cells, choice)) in left_out
        ):
            set_aside += 1
            continue
        point = _point(table, cells, choice)
        if isinstance(point, Message):
            problems.append((line, point))
        else:
            points.append(point)
    if choice.scaled:
        points = _scaled(points)
    return ImportedPoints(tuple(points), tuple(problems), _trouble(points), set_aside)


def _label(cells: Sequence[str], choice: ColumnChoice) -> str:
    return cells[choice.label] if choice.label is not None and choice.label < len(cells) else ""


def _point(table: PointTable, cells: Sequence[str], choice: ColumnChoice) -> Sample | Message:
    """The point of a row, or what is wrong with it."""
    width = len(table.titles)
    if len(cells) > width and any(cells[width:]):
        return message(
            "{count} cells stand here, and {width} columns.", count=len(cells), width=width
        )
    numbers: list[float] = []
    for index in (choice.first, choice.second):
        cell = cells[index] if index < len(cells) else ""
        if table.is_missing(cell):
            return message("“{column}” is missing.", column=table.title(index))
        number = table.number(cell)
        if number is None:
            return message("“{cell}” is not a number.", cell=shortened(cell))
        largest = _LARGEST_NUMBER if choice.scaled else LARGEST
        if abs(number) > largest:
            return message(
                "{cell} lies beyond ±{largest}.", cell=shortened(cell), largest=short(largest)
            )
        numbers.append(number)
    if choice.label is None:
        return tuple(numbers)
    label = _label(cells, choice)
    if table.is_missing(label):
        return message("“{column}” is missing.", column=table.title(choice.label))
    up = table.class_key(label) == table.class_key(choice.positive)
    return (*numbers, 1.0 if up else -1.0)


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


def shortened(cell: str) -> str:
    """A cell as a sentence has it, of at most 21 characters and in one line."""
    text = " ".join(cell.split())
    return text if len(text) <= 20 else f"{text[:20]}…"
