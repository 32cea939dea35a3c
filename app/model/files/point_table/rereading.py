"""A table that is read otherwise: by the row that names its columns, or by what its commas mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from app.model.files.point_table.table import LOOKED_AT, LOOKED_AT_COLUMNS, PointTable, titles_of

_WHOLE = re.compile(r"[-+−]?(?:0|[1-9]\d*)")


def with_header_as_point(table: PointTable) -> PointTable:
    """The same with its row of names read as a point."""
    assert table.header
    rows = (table.header, *table.rows)
    unnamed = _named(table, ())
    return replace(unnamed, header=None, rows=rows, count=table.count + 1)


def with_first_row_as_names(table: PointTable) -> PointTable:
    """The same with its first row read as names."""
    header, *rows = table.rows
    named = _named(table, header[1])
    return replace(named, header=header, rows=tuple(rows), count=table.count - 1)


def with_title_as_names(table: PointTable) -> PointTable:
    """The same with the last title read as names, and what was read as names as a row of words."""
    assert table.header
    *skipped, header = table.skipped
    return replace(
        _named(table, header[1]),
        header=header,
        skipped=tuple(skipped),
        rows=(table.header, *table.rows),
        count=table.count + 1,
        text_rows=table.text_rows | {table.header[0]},
    )


def with_all_commas_parting(table: PointTable) -> PointTable:
    """The same with cells parted at their decimal commas too."""
    rows = tuple((line, tuple(",".join(cells).split(","))) for line, cells in table.rows)
    widths = Counter(len(cells) for _, cells in rows)
    usual = max(widths, key=lambda width: (widths[width], width))
    width = max(usual, len(table.titles))
    parted = replace(table, titles=("",) * width, rows=rows, header=None, decimal_commas=False)
    return _named(parted, ())


def halves_of_numbers(table: PointTable) -> list[int]:
    """The columns of whole parts, where those after them seem to be what stood behind a decimal
    comma: digits that begin with 0, as whole numbers don't. Empty where too little speaks for it.
    """
    found: list[int] = []
    signs = 0
    for at in range(min(len(table.titles) - 1, LOOKED_AT_COLUMNS)):
        if at - 1 in found:
            continue
        whole, digits = (set(table.column(index, LOOKED_AT)) for index in (at, at + 1))
        if not (whole and digits):
            continue
        if all(map(_WHOLE.fullmatch, whole)) and all(map(str.isdecimal, digits)):
            negative = bool({"-0", "−0"} & whole)
            if negative or any(cell[0] == "0" and len(cell) > 1 for cell in digits):
                found.append(at)
                signs += 1 + negative
    return found if signs > 1 and len(table.titles) - len(found) > 1 else []


def with_halves_joined(table: PointTable) -> PointTable:
    """The same with the columns of `halves_of_numbers` and those after them put together."""
    firsts = halves_of_numbers(table)

    def joined(cells: Sequence[str]) -> tuple[str, ...]:
        parts = (
            cells[at : at + 2] if at in firsts else cells[at : at + 1] for at in range(len(cells))
        )
        return tuple(",".join(part) for at, part in enumerate(parts) if at - 1 not in firsts)

    width = len(table.titles) - len(firsts)
    names = next((cells for _, cells in table.skipped if len(cells) == width), ())
    rows = tuple((line, joined(cells)) for line, cells in table.rows)
    whole = replace(table, titles=("",) * width, rows=rows, header=None, skipped=(), decimal=",")
    return _named(replace(whole, decimal_sure=True), names)


def _named(table: PointTable, names: Sequence[str]) -> PointTable:
    """The table with these names of its columns, of which some may be missing."""
    width = len(table.titles)
    titles, unnamed = titles_of((*names, *[""] * width)[:width])
    return replace(table, titles=titles, unnamed=unnamed)
