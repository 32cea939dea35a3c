"""PointGestures: dragging a point, and the eraser; each ends in an edit of the own points."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from app.train.points.chart import Chart
from app.train.points.samples import Samples
from app.ui.theme import Tokens
from engine.core.messages import Message, message
from engine.learning.datasets import Sample

Tool = Literal["first", "second", "eraser"]
"""A point of the class +1 (or a sample of a curve), a point of the class −1, the eraser."""

REACH = 9.0
"""Pixels within which a point is under the mouse."""

_TREMOR = 4.0
"""Pixels that the mouse must move before a press counts as a drag."""


class PointGesture(ABC):
    """One press of the mouse, from the rows before it to those after it."""

    def __init__(self, chart: Chart, rows: Sequence[Sample]):
        self.chart = chart
        self.rows = tuple(rows)

    @abstractmethod
    def move(self, at: QPointF) -> bool:
        """Follow the mouse to `at`; return whether other points are hidden from now on."""

    @property
    @abstractmethod
    def hidden(self) -> set[int]:
        """The indices of the rows that do not lie in their place."""

    @abstractmethod
    def paint(self, painter: QPainter, tokens: Tokens) -> None:
        """Paint what the gesture drags."""

    @abstractmethod
    def edit(self) -> tuple[Message, tuple[Sample, ...]] | None:
        """The name of what was done, and the rows after it; None if nothing was."""


class MovePoint(PointGesture):
    """Dragging a point: the one at `index`, or a new one of the class `target`."""

    def __init__(
        self, chart: Chart, rows: Sequence[Sample], at: QPointF,
        index: int | None = None, target: tuple[float, ...] = (),
    ):  # fmt: skip
        super().__init__(chart, rows)
        self.index = index
        # A point is held where it was pressed, and stays until the mouse has moved far enough.
        self._apart = QPointF() if index is None else chart.at(rows[index]) - at
        self._start, self._moved = at, index is None
        self._target = target if index is None else tuple(rows[index][2:])
        self.row: Sample = (*chart.place(at), *self._target) if index is None else rows[index]

    def move(self, at: QPointF) -> bool:
        self._moved = self._moved or (at - self._start).manhattanLength() >= _TREMOR
        if not self._moved:
            return False
        width, height = self.chart.size
        at = at + self._apart
        inside = QPointF(min(max(at.x(), 0.0), width), min(max(at.y(), 0.0), height))
        self.row = (*self.chart.place(inside), *self._target)
        return False

    @property
    def hidden(self) -> set[int]:
        return set() if self.index is None else {self.index}

    def paint(self, painter: QPainter, tokens: Tokens) -> None:
        painter.setPen(QPen(tokens.color("now"), 2.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(self.chart.at(self.row), 8.0, 8.0)
        self.chart.paint_marks(painter, Samples(self.chart.samples.kind, [self.row], []))

    def edit(self) -> tuple[Message, tuple[Sample, ...]] | None:
        if self.index is None:
            return message("add a point"), (*self.rows, self.row)
        if self.row == self.rows[self.index]:
            return None
        rows = list(self.rows)
        rows[self.index] = self.row
        return message("move a point"), tuple(rows)


class ErasePoints(PointGesture):
    """The eraser: points that it passes are hidden."""

    def __init__(self, chart: Chart, rows: Sequence[Sample], at: QPointF):
        super().__init__(chart, rows)
        self._at = at
        self._erased: set[int] = set()
        self.move(at)

    def move(self, at: QPointF) -> bool:
        # A quick move is reported at few places: all between them are passed too.
        found = self.chart.along(self.rows, self._at, at, REACH)
        self._at = at
        more = not self._erased.issuperset(found)
        self._erased.update(found)
        return more

    @property
    def hidden(self) -> set[int]:
        return self._erased

    def paint(self, painter: QPainter, tokens: Tokens) -> None:
        painter.setPen(QPen(tokens.color("text"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(self._at, REACH, REACH)

    def edit(self) -> tuple[Message, tuple[Sample, ...]] | None:
        if not self._erased:
            return None
        rows = tuple(row for index, row in enumerate(self.rows) if index not in self._erased)
        if len(self._erased) == 1:
            return message("erase a point"), rows
        return message("erase {count} points", count=len(self._erased)), rows
