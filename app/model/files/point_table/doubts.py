"""Doubts: what was guessed of a table and may be otherwise, each with what mends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.model.files.point_table.cells import number
from app.model.files.point_table.header import counts_on
from app.model.files.point_table.points import shortened
from app.model.files.point_table.rereading import (
    halves_of_numbers,
    with_all_commas_parting,
    with_first_row_as_names,
    with_halves_joined,
    with_header_as_point,
    with_title_as_names,
)
from app.model.files.point_table.roles import (
    ColumnChoice,
    choice_for,
    counting_columns,
    has_class_name,
    is_split,
    is_surely_label,
    label_columns,
    possible_counters,
    used_columns,
)
from app.model.files.point_table.table import PointTable
from app.model.numbers import full
from engine.core.messages import Message, counted, marked, message

_MOST_NAMED = 6
"""Names that a sentence lists."""
_SENTINELS = frozenset({-9.0, -99.0, -999.0, -9999.0, -99999.0, 999.0, 9999.0, 99999.0})
_LOOKED_AT = 100
"""Rows that are looked through for an example."""
_MOST_WRITINGS = 100
"""Values of a column that is looked at as one of classes."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence; and, where it may be otherwise, what a button says and leads to."""

    words: Message
    instead: Message | None = None
    table: PointTable | None = None
    choice: ColumnChoice | None = None
    """None where it is to be guessed anew."""


def doubts(table: PointTable, choice: ColumnChoice) -> tuple[Doubt, ...]:
    """What is said of a table that is read so, the gravest first."""
    return (
        *_of_commas(table),
        *_of_names(table),
        *_of_decimals(table, choice),
        *_of_sentinels(table, choice),
        *_of_counters(table, choice),
        *_of_classes_together(table, choice),
        *_of_the_class(table, choice),
        *_of_missing(table, choice),
        *_of_writings(table, choice),
        *_of_titles(table),
        *_of_splits(table, choice),
    )


def _of_commas(table: PointTable) -> Iterator[Doubt]:
    """Whether commas part the cells or stand within numbers."""
    if table.decimal_commas:
        cells = [cell for _, cells in table.rows[:_LOOKED_AT] for cell in cells if "," in cell]
        if cells:
            words = marked("A comma without a blank is a decimal comma, as in “{cell}”.")
            yield Doubt(
                message(words, cell=shortened(cells[0])),
                message("All commas part the cells"),
                with_all_commas_parting(table),
            )
    elif halves := halves_of_numbers(table):
        first, second = (table.column(index)[-1] for index in (halves[0], halves[0] + 1))
        words = marked("“{first}” and “{second}” may be one number with a decimal comma.")
        yield Doubt(
            message(words, first=first, second=second),
            message("The commas are decimal commas"),
            with_halves_joined(table),
        )


def _of_names(table: PointTable) -> Iterator[Doubt]:
    """Whether a row of numbers names the columns."""
    if table.header and any(table.number(cell) is not None for cell in table.header[1]):
        line, cells = table.header
        yield Doubt(
            message("Line {line} names the columns: {cells}.", line=line, cells=_listed(cells)),
            message("It is a point"),
            with_header_as_point(table),
        )
    elif not table.header and len(table.rows) > 2:
        line, cells = table.rows[0]
        if counts_on(cells) or (not cells[0] and counts_on(cells[1:])):
            yield Doubt(
                message("Line {line} is a point: {cells}.", line=line, cells=_listed(cells)),
                message("It names the columns"),
                with_first_row_as_names(table),
            )


def _of_decimals(table: PointTable, choice: ColumnChoice) -> Iterator[Doubt]:
    """How the first number is read that could be two."""
    if table.decimal_sure:
        return
    other = "." if table.decimal == "," else ","
    for index in (choice.first, choice.second):
        for cell in table.column(index):
            now, then = table.number(cell), number(cell, other)
            if now is not None and then is not None and now != then:
                places = {"cell": shortened(cell), "number": _written(now)}
                yield Doubt(
                    Message("“{cell}” is read as {number}.", places),
                    message("Read it as {number}", number=_written(then)),
                    replace(table, decimal=other),
                    choice,
                )
                return


def _of_sentinels(table: PointTable, choice: ColumnChoice) -> Iterator[Doubt]:
    """A number far from all others that stands for a missing one in many programs."""
    for index in (choice.first, choice.second):
        found = {table.number(cell) for cell in table.column(index)}
        numbers = sorted(each for each in found if each is not None)
        for value, rest in (
            ((numbers[0], numbers[1:]), (numbers[-1], numbers[:-1])) if numbers else ()
        ):
            if value in _SENTINELS and rest and _is_far(value, rest):
                yield Doubt(
                    message("{number} may stand for a missing number.", number=_written(value)),
                    message("Leave these rows out"),
                    replace(table, sentinels=table.sentinels | {value}),
                    choice,
                )


def _is_far(value: float, others: Sequence[float]) -> bool:
    """Whether a number is further from others, in order, than twice what lies between them."""
    gap = min(abs(value - others[0]), abs(value - others[-1]))
    return gap > 2 * (others[-1] - others[0]) and gap > 0


def _of_counters(table: PointTable, choice: ColumnChoice) -> Iterator[Doubt]:
    """Columns that number the rows, and are used or not."""
    chosen = (choice.first, choice.second, choice.label)
    for index in counting_columns(table):
        title = table.title(index)
        if index in chosen:
            yield Doubt(
                message("“{column}” numbers the rows.", column=title),
                message("Leave it out"),
                table,
            )
        elif table.numeric(index):
            yield Doubt(
                message("“{column}” numbers the rows, and is not used.", column=title),
                message("Use it as x₁"),
                table,
                replace(choice, first=index, second=choice.first),
            )
        else:
            yield Doubt(message("“{column}” names the rows, and is not used.", column=title))
    for index in possible_counters(table):
        if index in chosen:
            yield Doubt(
                message("“{column}” may number the rows.", column=table.title(index)),
                message("Leave it out"),
                table,
                choice_for(table, choice.label, without=index),
            )


def _of_the_class(table: PointTable, choice: ColumnChoice) -> Iterator[Doubt]:
    """What else the class could be."""
    labels = label_columns(table)
    others = [index for index in labels if index != choice.label]
    if choice.label in labels and others and is_surely_label(table, choice.label, others[0]):
        return
    if others:
        other = table.title(others[0])
        if choice.label is None:
            words = message("“{column}” could be a class.", column=other)
        else:
            column = table.title(choice.label)
            words = message(
                "“{column}” is the class; “{other}” could be it too.", column=column, other=other
            )
        instead = message("“{column}” is the class", column=other)
        yield Doubt(words, instead, table, choice_for(table, others[0]))
    elif choice.label is None and has_class_name(table, choice.second):
        words = message(
            "“{column}” is taken as y: a class needs two features beside it.",
            column=table.title(choice.second),
        )
        yield Doubt(words)
    elif not labels and choice.label is None and len(used_columns(table)) > 2:
        yield Doubt(message("No column holds classes: x and y are taken, for a curve."))


def _of_classes_together(table: PointTable, choice: ColumnChoice) -> Iterator[Doubt]:
    """What stands in the class −1, where it is more than one."""
    if choice.label is None or len(set(table.column(choice.label))) > _MOST_WRITINGS:
        return
    out = {choice.positive, *choice.left_out}
    together = [name for name in table.classes(choice.label) if name not in out]
    if len(together) > 1:
        words = marked("Class −1 is several classes taken together: {names}.")
        yield Doubt(message(words, names=_listed(together)))


def _of_missing(table: PointTable, choice: ColumnChoice) -> Iterator[Doubt]:
    """How many rows have no class, and what may be one after all."""
    if choice.label is None:
        return
    for mark in table.doubtful_missing(choice.label):
        yield Doubt(
            message("“{mark}” stands for a class that is missing.", mark=mark),
            message("It is a class"),
            replace(table, values=table.values | {mark}),
            choice,
        )
    missing = table.without(choice.label)
    if missing:
        yield Doubt(
            counted(
                "One row has no class, and is left out.",
                "{count} rows have no class, and are left out.",
                missing,
            )
        )


def _of_writings(table: PointTable, choice: ColumnChoice) -> Iterator[Doubt]:
    """Classes that are written in more than one way."""
    if choice.label is None or len(set(table.column(choice.label))) > _MOST_WRITINGS:
        return
    for writings in table.writings(choice.label):
        if len(writings) > 1:
            yield Doubt(
                message("One class, in several writings: {names}.", names=_listed(writings))
            )


def _of_titles(table: PointTable) -> Iterator[Doubt]:
    if len(table.skipped) == 1:
        line, cells = table.skipped[0]
        text = shortened(" ".join(filter(None, cells)))
        words = message("Line {line} is a title: “{text}”.", line=line, text=text)
        # A title seldom has as many commas as the table.
        if table.header and len(cells) == len(table.titles) and all(cells):
            instead = message("It names the columns")
            yield Doubt(words, instead, with_title_as_names(table))
        else:
            yield Doubt(words)
    elif table.skipped:
        first, last = table.skipped[0][0], table.skipped[-1][0]
        yield Doubt(message("Lines {first} to {last} are titles.", first=first, last=last))


def _of_splits(table: PointTable, choice: ColumnChoice) -> Iterator[Doubt]:
    chosen = (choice.first, choice.second, choice.label)
    for index in used_columns(table):
        if index not in chosen and is_split(table, index):
            words = marked("“{column}” says which rows are for testing, and is not used.")
            yield Doubt(message(words, column=table.title(index)))


def _written(value: float) -> str:
    return full(value).removesuffix(".0")


def _listed(cells: Sequence[str]) -> str:
    """The first cells, one after another."""
    names = [shortened(cell) for cell in cells if cell]
    more = ["…"] if len(names) > _MOST_NAMED else []
    return ", ".join((*names[:_MOST_NAMED], *more))
