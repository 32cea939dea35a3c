"""Roles: what the columns of a table probably stand for, by what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.model.files.point_table.cells import folded
from app.model.files.point_table.table import LOOKED_AT, MOST_CLASSES, PointTable
from app.model.files.point_table.words import (
    AXES,
    CLASS_WORDS,
    COUNTER_WORDS,
    DATE_WORDS,
    HIGH,
    OUTCOME_WORDS,
    SPLIT_FLAGS,
    SPLIT_WORDS,
    SPLITS,
)

_NAMED = 8
"""What a name says of a class: as much as all that is in the column."""
_LEAST_COUNTED = 5
"""Rows by which a column without such a name is taken for a count of them."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What the columns stand for: x1, x2 and a class, or x and y where `label` is None.

    The rows whose label is `positive` are of the class +1, all others of the class −1, but for
    those of the classes in `left_out`, which are not taken.
    """

    first: int
    second: int
    label: int | None = None
    positive: str = ""
    scaled: bool = False
    left_out: frozenset[str] = frozenset()


def guess_columns(table: PointTable) -> ColumnChoice:
    """What the columns probably stand for, at the numbers as they are."""
    labels = label_columns(table)
    return choice_for(table, labels[0] if labels else None)


def choice_for(table: PointTable, label: int | None, without: int | None = None) -> ColumnChoice:
    """What the other columns probably stand for, where the class is known; one may be left out."""
    columns = [index for index in used_columns(table) if index not in (label, without)]
    return with_label(table, ColumnChoice(*_features(table, columns, label)), label)


def with_label(table: PointTable, choice: ColumnChoice, label: int | None) -> ColumnChoice:
    """The choice with another column for the class, and its likely class +1."""
    names = table.classes(label) if label is not None else []
    high = [name for name in names if folded(name) in HIGH]
    positive = (high if len(names) == 2 and high else names or [""])[-1]
    return replace(choice, label=label, positive=positive, left_out=frozenset())


def label_columns(table: PointTable) -> list[int]:
    """Those that may hold classes, few values and each of them many times; the likeliest first.

    None where there would be no two others.
    """
    columns = used_columns(table)
    if len(columns) < 3:
        return []
    found = [index for index in columns if _is_label(table, index)]
    return sorted(found, key=lambda index: _label_score(table, index), reverse=True)


def is_surely_label(table: PointTable, index: int, other: int) -> bool:
    """Whether nobody would take another column for the class."""
    return _label_score(table, index)[0] >= _label_score(table, other)[0] + _NAMED


def counting_columns(table: PointTable) -> list[int]:
    """Columns that number or name the rows; none, where too few others would be left."""
    columns = table.outer_columns
    found = [index for index in columns if _names_rows(table, index)]
    others = [index for index in columns if index not in found]
    counters = [index for index in others if _counts(table, index)]
    numeric = [index for index in others if index not in counters and table.numeric(index)]
    labels = [index for index in others if index not in counters and _is_label(table, index)]
    # What only looks like a count may as well be the feature that is missing beside a class.
    needed = 3 if labels and all(index in numeric for index in labels) else 2
    if len(numeric) >= needed:
        found = sorted((*found, *counters))
    rest = [index for index in columns if index not in found and table.numeric(index)]
    return found if len(rest) > 1 else []


def possible_counters(table: PointTable) -> list[int]:
    """Columns of whole numbers, used though they may number the rows: a first one without a name
    in which nearly all differ, one with such a name, and one that grows from row to row. None where
    too few others would be left.
    """
    numeric = [index for index in used_columns(table) if table.numeric(index)]
    others = len(numeric) - any(index in numeric for index in label_columns(table))
    return [index for index in numeric if others > 2 and _may_count(table, index)]


def used_columns(table: PointTable) -> list[int]:
    """The columns that may hold features or classes: all but those that number the rows."""
    counters = counting_columns(table)
    return [index for index in table.outer_columns if index not in counters]


def is_split(table: PointTable, index: int) -> bool:
    """Whether a column says which rows are to train on and which to test on."""
    values = {folded(cell) for cell in table.column(index)}
    words = _words(table, index)
    flag = len(values) == 2 and words & SPLITS and (words & SPLIT_FLAGS or words == {"train"})
    return bool((values and values <= SPLITS) or words & SPLIT_WORDS or flag)


def has_class_name(table: PointTable, index: int) -> bool:
    """Whether a column is called as classes are."""
    return bool(_words(table, index) & CLASS_WORDS)


def _words(table: PointTable, index: int) -> set[str]:
    """The words of a column's name; none, if it has no name."""
    if index in table.unnamed:
        return set()
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", table.titles[index])
    return set(re.findall(r"n°|[#№]|[^\W_]+", folded(parted)))


def _is_label(table: PointTable, index: int) -> bool:
    # Most columns of numbers have too many values, and need not be looked at as classes.
    if len(set(table.column(index, LOOKED_AT))) > 5 * MOST_CLASSES:
        return False
    cells = table.column(index)
    names = table.classes(index)
    if not (2 <= len(names) <= MOST_CLASSES and 2 * len(names) <= len(cells)):
        return False
    numbers = [table.number(name) for name in names]
    whole = all(number is None or number.is_integer() for number in numbers)
    return (whole or len(names) == 2) and not is_split(table, index)


def _label_score(table: PointTable, index: int) -> tuple[int, int]:
    """The higher, the likelier it holds the class; of equal columns the last one's is highest."""
    values = len(table.classes(index))
    words = _words(table, index)
    score = _NAMED if has_class_name(table, index) else _NAMED // 2 if words & OUTCOME_WORDS else 0
    score += 3 if not table.numeric(index) else 0
    score += 3 if values == 2 else 1 if values < 6 else 0
    columns = used_columns(table)
    score += 2 if index in (columns[0], columns[-1]) else 0
    return score, index


def _names_rows(table: PointTable, index: int) -> bool:
    """Whether a column has the name of one that numbers or names the rows, or the place and none,
    and a different value in each row.
    """
    begins = index == 0 and index in table.unnamed and len(table.unnamed) < len(table.titles)
    if not (begins or _words(table, index) & COUNTER_WORDS):
        return False
    numbers = [table.number(cell) for cell in table.column(index)]
    if not _differs(table, index) and not (begins and _counts_in_parts(_whole(numbers))):
        return False
    return all(number is None for number in numbers) or len(_whole(numbers)) == len(numbers)


def _may_count(table: PointTable, index: int) -> bool:
    cells = table.column(index, LOOKED_AT)
    whole = _whole([table.number(cell) for cell in cells])
    if len(whole) < max(len(cells), _LEAST_COUNTED) or min(whole) < 0:
        return False
    if _words(table, index) & COUNTER_WORDS:
        return True
    if _is_label(table, index):
        return False
    begins = index == 0 and index in table.unnamed and 10 * len(set(whole)) > 8 * len(whole)
    grows = all(low < high for low, high in pairwise(whole))
    return begins or grows


def _counts(table: PointTable, index: int) -> bool:
    """Whether a column counts the rows from 0 or 1, in their order or another."""
    # Most columns of numbers have fractions, and need not be looked at as a whole.
    first = table.column(index, LOOKED_AT)
    if len(_whole(map(table.number, first))) < len(first):
        return False
    if not _differs(table, index) or table.without(index):
        return False
    cells = table.column(index)
    whole = _whole([table.number(cell) for cell in cells])
    if len(whole) < max(len(cells), _LEAST_COUNTED) or whole[0] < 0:
        return False
    if sorted(whole) in (list(range(len(whole))), list(range(1, len(whole) + 1))):
        return True
    # Where only some rows were drawn the count goes on with the lines.
    lines = [line for line, _ in table.rows if line not in table.text_rows]
    ahead = [number - line for number, line in zip(whole, lines, strict=True)]
    steady = 10 * sum(number == ahead[0] for number in ahead) > 9 * len(ahead)
    return steady and ahead[0] < 1 and all(low < high for low, high in pairwise(whole))


def _counts_in_parts(whole: Sequence[int]) -> bool:
    """Whether numbers count on, but for a few new beginnings, as where tables were put together."""
    return sum(high == low + 1 for low, high in pairwise(whole)) * 10 > 8 * len(whole)


def _differs(table: PointTable, index: int) -> bool:
    """Whether nearly all rows have different cells in a column; looked at in the first ones."""
    cells = table.column(index, LOOKED_AT)
    return bool(cells) and 20 * len(set(cells)) >= 19 * len(cells)


def _whole(numbers: Iterable[float | None]) -> list[int]:
    return [int(number) for number in numbers if number is not None and number.is_integer()]


def _features(table: PointTable, columns: list[int], label: int | None) -> tuple[int, int]:
    """The two columns of numbers: those called x and y, or else the first two that vary."""
    named = {folded(table.titles[index]): index for index in reversed(columns)}
    for low, high in AXES:
        if low in named and high in named and table.numeric(named[low]):
            return named[low], named[high]
    numeric = [index for index in columns if table.numeric(index)]
    # Of many columns a flag, a constant, an id or a date is the last that one would draw.
    varied = [i for i in numeric if len(numeric) > 2 and len(set(table.column(i))) > 2]
    varied.sort(key=lambda index: bool(_words(table, index) & (COUNTER_WORDS | DATE_WORDS)))
    rest = [index for index in table.outer_columns if index != label]
    first, second, *_ = dict.fromkeys((*varied, *numeric, *columns, *rest, *range(2)))
    return first, second
