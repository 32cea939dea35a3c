"""PointBoard: a Boundary that is read at any place, and where own points are edited by hand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from app.model.training.setup import Setup
from app.train.points.boundary import Boundary
from app.train.points.chart import Chart
from app.train.points.gestures import REACH, ErasePoints, MovePoint, PointGesture, Tool
from app.train.points.samples import Samples
from app.ui.theme import current_tokens
from app.ui.translation import say
from engine.learning.datasets import Sample
from engine.learning.run import Run

_STRIDE = 10.0
"""Pixels that an arrow key moves the cross; with Shift, one."""
_ARM = 9.0
_ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class PointBoard(Boundary):
    """Mouse and keys: a press adds a point with the tool, or takes one up; Escape lets go of it.

    Arrows move a cross, at which Enter does what a click does and Delete erases.
    """

    edited = Signal(str, object)
    """The name of an edit, and the own points after it."""
    previewed = Signal(object)
    """The own points as far as a gesture under way has changed them; None once it is over."""
    point_chosen = Signal(int)
    """The place among those to train on of a point that was clicked."""
    point_opened = Signal(int)
    """The same, of a double click."""
    pointed = Signal(object)
    """Where the mouse or the cross is, in pixels; None where neither is."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.tool: Tool = "first"
        self.crosshair: QPointF | None = None
        self._gesture: PointGesture | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("Points and the answer of the network"))

    def set_run(self, setup: Setup, run: Run | None) -> None:
        self._gesture = None
        super().set_run(setup, run)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.cancel()
        super().resizeEvent(event)

    def set_tool(self, tool: Tool) -> None:
        self.tool = tool
        self._show_cursor()

    def cancel(self) -> bool:
        """End the gesture in progress without an edit; return whether there was one."""
        if self._gesture is None:
            return False
        self._gesture = None
        self._show_points()
        self.previewed.emit(None)
        return True

    def commit(self) -> None:
        """End the gesture in progress, if there is one, in the edit that it stands for."""
        self._finish()

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.crosshair = None
        if event.button() == Qt.MouseButton.LeftButton and self.chart:
            other = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._gesture = self._gesture_at(self.chart, event.position(), other)
            self._show_points()
            if self._gesture:
                self._emit_preview(self._gesture)

    def _gesture_at(self, chart: Chart, at: QPointF, other: bool) -> PointGesture | None:
        """What a press there begins; `other` asks for a point of the other class."""
        if not self.editable:
            self._choose(self._trained_at(at))
            return None
        rows = self.setup.points
        if self.tool == "eraser":
            return ErasePoints(chart, rows, at)
        held = chart.near(rows, at, REACH)
        if held is not None:
            return MovePoint(chart, rows, at, held)
        target = (-1.0 if (self.tool == "second") != other else 1.0,)
        return MovePoint(
            chart, rows, at, target=target if chart.samples.kind == "classification" else ()
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._gesture:
            if self._gesture.move(event.position()):
                self._show_points()
            self.update()
            self._emit_preview(self._gesture)
        self.pointed.emit(event.position())
        self._show_cursor(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._finish()

    def _emit_preview(self, gesture: PointGesture) -> None:
        edit = gesture.edit()
        self.previewed.emit(edit[1] if edit else None)

    def _finish(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is None:
            return
        if edit := gesture.edit():
            name, rows = edit
            text = say(name)
            self.edited.emit(text, rows)
            return
        self._show_points()
        self.previewed.emit(None)
        if isinstance(gesture, MovePoint):
            self._choose(self._trained(gesture.row))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = self._trained_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and point is not None:
            self.point_opened.emit(point)
        else:
            self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)

    # The keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _ARROWS:
            self._move_crosshair(_ARROWS[key] * (1.0 if shift else _STRIDE))
        elif key == Qt.Key.Key_Escape and (self.cancel() or self.crosshair is not None):
            self._set_crosshair(None)
        elif self.chart and self.crosshair and key in _ENTER:
            self._gesture = self._gesture_at(self.chart, self.crosshair, shift)
            self._finish()
        elif self.chart and self.crosshair and self.editable and key == Qt.Key.Key_Delete:
            self._gesture = ErasePoints(self.chart, self.setup.points, self.crosshair)
            self._finish()
        else:
            super().keyPressEvent(event)

    def _move_crosshair(self, by: QPointF) -> None:
        at = QRectF(self.rect()).center() if self.crosshair is None else self.crosshair + by
        self._set_crosshair(
            QPointF(min(max(at.x(), 0.0), self.width()), min(max(at.y(), 0.0), self.height()))
        )

    def _set_crosshair(self, at: QPointF | None) -> None:
        self.crosshair = at
        self.pointed.emit(at)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.cancel()
        self._set_crosshair(None)

    # What is shown of it.

    def row_at(self, at: QPointF) -> Sample | None:
        """The point that stands there."""
        if self.chart is None:
            return None
        rows = self.chart.samples.rows
        nearest = self.chart.near(rows, at, REACH)
        return None if nearest is None else rows[nearest]

    def _trained_at(self, at: QPointF) -> int | None:
        row = self.row_at(at)
        return None if row is None else self._trained(row)

    def _trained(self, row: Sample) -> int | None:
        """The place of a point among those to train on."""
        return self.run.train.index(row) if self.run and row in self.run.train else None

    def _choose(self, point: int | None) -> None:
        if point is not None:
            self.point_chosen.emit(point)

    def _show_points(self) -> None:
        """Paint all points but those that the gesture in progress drags or erases."""
        if self.chart is None:
            return
        if self._gesture:
            self.show_marks(Samples.own(self.setup, self.setup.points, self._gesture.hidden))
        else:
            self.show_marks(self.chart.samples)

    def _show_cursor(self, at: QPointF | None = None) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if at is not None and self.row_at(at) is not None and self.tool != "eraser":
            shape = Qt.CursorShape.PointingHandCursor
        elif self.editable:
            shape = Qt.CursorShape.CrossCursor
        self.setCursor(shape)

    def paint_gesture(self, painter: QPainter, chart: Chart) -> None:
        if self._gesture:
            self._gesture.paint(painter, current_tokens())
        else:
            super().paint_gesture(painter, chart)
        if self.crosshair is not None:
            painter.setPen(QPen(current_tokens().color("text"), 1.5))
            for arm in (QPointF(_ARM, 0.0), QPointF(0.0, _ARM)):
                painter.drawLine(self.crosshair - arm, self.crosshair + arm)
