"""Small plots of the right column. Imports pyqtgraph, which takes a while: import it late."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.model.explain.nudge import NudgeCurve
from app.ui.theme import ThemedWidget, current_tokens
from app.ui.translation import say

HEIGHT = 168
SHOOTING = 5.0
"""A curve that is so many times as high as all but its ends, top and bottom, has a pole."""


class SmallPlot(ThemedWidget, pg.PlotWidget):
    """A plot that is read, not operated: no menus, no buttons, no zooming."""

    def __init__(self, x: str, y: str, parent: QWidget | None = None):
        super().__init__(parent)
        self._titles = {"bottom": x, "left": y}
        self._lines: list[tuple[pg.PlotDataItem, str, float, Qt.PenStyle]] = []
        self.setFixedHeight(HEIGHT)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(x=False, y=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for side in self._titles:
            self.getAxis(side).enableAutoSIPrefix(False)

    def titled(self, x: str, y: str) -> None:
        self._titles = {"bottom": x, "left": y}
        self._label()

    def recolor(self) -> None:
        tokens = current_tokens()
        self.setBackground(QColor(tokens.background))
        for side in self._titles:
            self.getAxis(side).setPen(pg.mkPen(tokens.line))
            self.getAxis(side).setTextPen(pg.mkPen(tokens.muted))
        for curve, token, width, style in self._lines:
            curve.setPen(pg.mkPen(getattr(tokens, token), width=width, style=style))
        self._label()

    def _label(self) -> None:
        for side, title in self._titles.items():
            self.setLabel(side, title, color=current_tokens().muted)

    def line(self, token: str, width: float = 2.0, *, dashed: bool = False) -> pg.PlotDataItem:
        """A curve in the colour of a token, in every theme."""
        curve = self.plot(connect="finite", antialias=True)
        # Hundreds of points are drawn ten times faster so, but dashes would run together.
        curve.opts["segmentedLineMode"] = "auto" if dashed else "on"
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        self._lines.append((curve, token, width, style))
        return curve


class NudgePlot(SmallPlot):
    """The output over one leaf, its tangent, and the point, to be dragged along the curve."""

    dragged = Signal(float)
    """The leaf's number under the hand."""
    let_go = Signal()
    cancelled = Signal()
    """Escape, while the hand held the point."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__("", "", parent)
        self._curve = self.line("data")
        self._tangent = self.line("grad", dashed=True)
        self._point = pg.ScatterPlotItem(size=13)
        self.addItem(self._point)
        self.holding = False
        self._focus_before: QWidget | None = None
        self.follow_theme()

    def recolor(self) -> None:
        super().recolor()
        tokens = current_tokens()
        self._point.setBrush(pg.mkBrush(tokens.grad))
        self._point.setPen(pg.mkPen(tokens.card))

    def show_curve(self, curve: NudgeCurve) -> None:
        xs = np.array(curve.xs)
        ys = np.array([np.nan if y is None else y for y in curve.ys], dtype=float)
        self._curve.setData(xs, ys)
        if not self.holding and len(xs):
            self.setXRange(xs[0], xs[-1], padding=0.02)
        known = ys[np.isfinite(ys)]
        if len(known) and not self.holding:
            self.setYRange(*_heights(known, curve.y), padding=0)
        known_here = curve.y is not None
        self._point.setData(*([curve.x], [curve.y]) if known_here else ([], []))
        ends = [xs[0], xs[-1]] if known_here and curve.slope is not None else []
        self._tangent.setData(ends, [curve.tangent(x) for x in ends])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.holding = True
            # So that Escape comes here.
            self._focus_before = self.window().focusWidget()
            self.setFocus()
            self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.holding and not event.buttons():
            # It was let go where the plot could not see it, over a question.
            self.settle()
        if self.holding:
            self._drag(event.position())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.settle()

    def settle(self) -> None:
        """Let the point go, if it is held, where it is."""
        if self.holding:
            self.release()
            self.let_go.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.holding and event.key() == Qt.Key.Key_Escape:
            self.release()
            self.cancelled.emit()

    def release(self) -> None:
        """Hold the point no longer, and say nothing of it."""
        if not self.holding:
            return
        self.holding = False
        if self._focus_before:
            self._focus_before.setFocus()

    def _drag(self, at: QPointF) -> None:
        box = self.getPlotItem().getViewBox()
        self.dragged.emit(float(box.mapSceneToView(self.mapToScene(at.toPoint())).x()))


def _heights(ys: np.ndarray, y: float | None) -> tuple[float, float]:
    """The heights to show of a curve: all, or where it shoots up at a pole, most of it."""
    bottom, low, high, top = np.percentile(ys, (0, 5, 95, 100))
    if high > low and top - bottom > SHOOTING * (high - low):
        bottom, top = max(bottom, low - (high - low)), min(top, high + (high - low))
    if y is not None:
        bottom, top = min(bottom, y), max(top, y)
    room = (top - bottom) * 0.08 or 1.0
    return float(bottom - room), float(top + room)


class ErrorPlot(SmallPlot):
    """How far a difference quotient is from the gradient, by the step h; both axes are logs."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__("h", say("error"), parent)
        self.setLogMode(x=True, y=True)
        self._errors = self.line("grad")
        self.follow_theme()

    def show_errors(self, steps: Sequence[float], errors: Sequence[float]) -> None:
        shown = [(h, e) for h, e in zip(steps, errors, strict=True) if e > 0.0]
        self._errors.setData([h for h, _ in shown], [e for _, e in shown])


class StepsPlot(SmallPlot):
    """The output over the steps of a descent."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__("step", "", parent)
        self._outputs = self.line("data")
        self.follow_theme()

    def show_outputs(self, outputs: Sequence[float]) -> None:
        self._outputs.setData(np.arange(len(outputs)), np.array(outputs, dtype=float))
