"""Roles: what the columns of a table probably stand for, by what is in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from app.model.files.point_table.cells import folded
from app.model.files.point_table.table import LOOKED_AT, MOST_CLASSES, PointTable

_CLASS_WORDS = frozenset({
    "class", "classes", "label", "labels", "target", "kind", "type", "species", "category",
    "klasse", "art", "typ", "sorte", "classe", "espèce", "étiquette", "clase", "etiqueta",
    "especie", "tipo",
})  # fmt: skip
_OUTCOME_WORDS = frozenset({
    "outcome", "diagnosis", "result", "survived", "passed", "group", "gruppe", "groupe", "grupo",
    "ergebnis",
})  # fmt: skip
_COUNTER_WORDS = frozenset({
    "id", "idx", "index", "nr", "no", "n°", "nº", "№", "#", "row", "rownames", "lfd", "unnamed",
})  # fmt: skip
_SPLIT_WORDS = frozenset({"split", "fold", "partition"})
_SPLITS = frozenset({
    "train", "training", "test", "testing", "val", "valid", "validation", "dev", "eval",
    "holdout",
})  # fmt: skip
_AXES = (("x", "y"), ("x1", "x2"), ("x₁", "x₂"))
_HIGH = frozenset({
    "1", "+1", "+", "yes", "y", "true", "t", "ja", "oui", "sí", "si", "positive", "pos",
})  # fmt: skip
"""What is the class +1 of two, whatever comes last in order."""
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


def choice_for(table: PointTable, label: int | None) -> ColumnChoice:
    """What the other columns probably stand for, where the class is known."""
    columns = [index for index in used_columns(table) if index != label]
    return with_label(table, ColumnChoice(*_features(table, columns, label)), label)


def with_label(table: PointTable, choice: ColumnChoice, label: int | None) -> ColumnChoice:
    """The choice with another column for the class, and its likely class +1."""
    names = table.classes(label) if label is not None else []
    high = [name for name in names if folded(name) in _HIGH]
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
    found = [index for index in columns if _counts(table, index)]
    others = [index for index in columns if index not in found and table.numeric(index)]
    return found if len(others) > 1 else []


def used_columns(table: PointTable) -> list[int]:
    """The columns that may hold features or classes: all but those that number the rows."""
    counters = counting_columns(table)
    return [index for index in table.outer_columns if index not in counters]


def is_split(table: PointTable, index: int) -> bool:
    """Whether a column says which rows are to train on and which to test on."""
    values = {folded(cell) for cell in table.column(index)}
    return bool((values and values <= _SPLITS) or _words(table, index) & _SPLIT_WORDS)


def _words(table: PointTable, index: int) -> set[str]:
    """The words of a column's name; none, if it has no name."""
    if index in table.unnamed:
        return set()
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", table.titles[index])
    return set(re.split(r"[\s_.:\-]+", folded(parted)))


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
    score = _NAMED if words & _CLASS_WORDS else _NAMED // 2 if words & _OUTCOME_WORDS else 0
    score += 3 if not table.numeric(index) else 0
    score += 3 if values == 2 else 1 if values < 6 else 0
    columns = used_columns(table)
    score += 2 if index in (columns[0], columns[-1]) else 0
    return score, index


def _counts(table: PointTable, index: int) -> bool:
    """Whether a column counts or names the rows."""
    first = table.column(index, LOOKED_AT)
    if 20 * len(set(first)) < 19 * len(first):
        return False
    cells = table.column(index)
    if not cells or 20 * len(set(cells)) < 19 * len(cells) or len(cells) < len(table.rows):
        return False
    numbers = [table.number(cell) for cell in cells]
    whole = [int(number) for number in numbers if number is not None and number.is_integer()]
    if whole and len(whole) < len(cells):
        return False
    unnamed = index == 0 and index in table.unnamed and len(table.unnamed) < len(table.titles)
    if unnamed or _words(table, index) & _COUNTER_WORDS:
        return bool(whole) or not table.numeric(index)
    if len(whole) < _LEAST_COUNTED or whole[0] < 0:
        return False
    rising = all(low < high for low, high in pairwise(whole))
    # Where only some rows were drawn the count goes on with the lines.
    ahead = [number - line for number, (line, _) in zip(whole, table.rows, strict=True)]
    steady = 10 * sum(number == ahead[0] for number in ahead) > 9 * len(ahead)
    return rising and steady and ahead[0] < 1


def _features(table: PointTable, columns: list[int], label: int | None) -> tuple[int, int]:
    """The two columns of numbers: those called x and y, or else the first two that vary."""
    named = {folded(table.titles[index]): index for index in reversed(columns)}
    for low, high in _AXES:
        if low in named and high in named and table.numeric(named[low]):
            return named[low], named[high]
    numeric = [index for index in columns if table.numeric(index)]
    # Of many columns a flag or a constant is the last that one would draw.
    varied = [i for i in numeric if len(numeric) > 2 and len(set(table.column(i))) > 2]
    rest = [index for index in table.outer_columns if index != label]
    first, second, *_ = dict.fromkeys((*varied, *numeric, *columns, *rest, *range(2)))
    return first, second
