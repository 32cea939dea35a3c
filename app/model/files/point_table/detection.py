"""Which layout the lines of a file have."""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from app.model.files.disk import FileError
from app.model.files.point_table.cells import number
from app.model.files.point_table.layout import (
    COMMENTS,
    DELIMITERS,
    Layout,
    declared_delimiter,
    tells_commas_apart,
    unquoted,
)
from app.model.files.point_table.records import records
from engine.core.messages import marked, message

_SPARSE_ARFF = re.compile(r"\{\s*\d+\s[^{}]*\}(?:,\s*\{.*\})?")
_SPARSE = re.compile(r"[-+]?[\d.]+(\s+qid:\d+)?(\s+\d+:\S+)+\s*(#.*)?")


def layout_of(lines: Sequence[str]) -> Layout:
    """That by which most lines hold numbers, and as many cells each. Raises FileError for a format
    that is none of a table.
    """
    filled = [line for line in lines if line.strip()]
    # A sign that every line begins with is no comment: there would be no table.
    comments = tuple(
        sign for sign in COMMENTS if not all(line.lstrip().startswith(sign) for line in filled)
    )
    if filled and (declared := declared_delimiter(filled[0])):
        return Layout(declared, comments)
    shown = [line for line in filled if Layout(",", comments).holds_cells(line)]
    if shown and all(_SPARSE_ARFF.fullmatch(line.strip()) for line in shown):
        words = marked("Sparse ARFF files can’t be read. Save all values of each row.")
        raise FileError(message(words))
    if shown and 2 * sum(bool(_SPARSE.fullmatch(line.strip())) for line in shown) > len(shown):
        return Layout(" ", comments, sparse=True)
    inner = [unquoted(line) for line in shown]
    if shown and 10 * sum(map(operator.ne, inner, shown)) > 9 * len(shown):
        return replace(layout_of(inner), quoted_rows=True)
    choices = [Layout(sign, comments) for sign in DELIMITERS]
    scores = [_score(shown, choice) for choice in choices]
    if any(scores):
        best = choices[scores.index(max(scores))]
        return _with_decimal_commas(best, shown) if best.delimiter == "," else best
    # No numbers anywhere, so that what follows can only be refused.
    standing = (choice for choice in choices if all(choice.delimiter in line for line in shown))
    return next(standing, Layout(",", comments))


def usual_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells most rows with points have, which are those with two numbers; where there are
    none, how many most rows have.
    """
    points = [cells for cells in rows if _numbers(cells) > 1]
    widths = Counter(map(len, points or rows))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _with_decimal_commas(layout: Layout, lines: Sequence[str]) -> Layout:
    """The layout with decimal commas, where nearly all lines tell them from those between cells."""
    told = [apart for line in lines if (apart := tells_commas_apart(line)) is not None]
    if not told or 10 * sum(told) < 9 * len(told):
        return layout
    other = replace(layout, decimal_commas=True)
    rows = (_score(lines, each)[:1] for each in (layout, other))
    return other if next(rows) <= next(rows) else layout


def _score(lines: Sequence[str], layout: Layout) -> tuple[float, ...]:
    """Rows with points, and the share of numbers among their cells; empty where there are none."""
    try:
        rows = [layout.cells(text) for _, text in records(enumerate(lines, 1), layout)]
    except FileError:
        return ()
    width = usual_width(rows)
    good = [cells for cells in rows if len(cells) == width and _numbers(cells) > 1]
    cells = sum(map(len, good))
    return (len(good), sum(map(_numbers, good)) / cells) if good else ()


def _numbers(cells: Sequence[str]) -> int:
    return sum(number(cell) is not None for cell in cells)
