"""Small plots of the right column. Imports pyqtgraph, which takes a while: import it late."""

from __future__ import annotations

import html
from collections.abc import Sequence
from math import copysign, log10

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.model.explain.nudge import NudgeCurve
from app.ui.theme import ThemedWidget, current_tokens
from app.ui.translation import say
from app.ui.widgets.number_axis import NumberAxis, common_exponent, multiples, padded

HEIGHT = 168
SHOOTING = 5.0
"""A curve that is so many times as high as all but its ends, top and bottom, has a pole."""
FAR = 1e3
"""Heights of the plot beyond which a tangent is drawn no further."""


class SmallPlot(ThemedWidget, pg.PlotWidget):
    """A plot that is read, not operated: no menus, no buttons, no zooming."""

    def __init__(self, x: str, y: str, parent: QWidget | None = None):
        axes = {side: NumberAxis(side) for side in ("bottom", "left")}
        super().__init__(parent, axisItems=axes)
        self._axes = axes
        self._titles = {"bottom": x, "left": y}
        self._lines: list[tuple[pg.PlotDataItem, str, float, Qt.PenStyle]] = []
        self.setFixedHeight(HEIGHT)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(x=False, y=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def multiples(self, side: str, numbers: np.ndarray) -> np.ndarray:
        """`numbers`, nan among them, as the axis of a side ("bottom", "left") is to draw them."""
        exponent = common_exponent(numbers[np.isfinite(numbers)])
        self._axes[side].set_scale(exponent=exponent)
        return multiples(numbers, exponent)

    def titled(self, x: str, y: str) -> None:
        """Name the two axes."""
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
            self.setLabel(side, html.escape(title), color=current_tokens().muted)

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

    def show_curve(self, curve: NudgeCurve, *, still: bool = False) -> None:
        """Draw the curve, its point, and its tangent; the ends of the axes stay where it is `still`
        the curve that is shown, and while the point is held."""
        exponents = [axis.exponent for axis in self._axes.values()]
        xs = self.multiples("bottom", np.array([*curve.xs, curve.x]))
        heights = [np.nan if y is None else y for y in (*curve.ys, curve.y)]
        ys = self.multiples("left", np.array(heights, dtype=float))
        still = still and exponents == [axis.exponent for axis in self._axes.values()]
        (xs, x), (ys, y) = ((numbers[:-1], float(numbers[-1])) for numbers in (xs, ys))
        if not still:
            self._curve.setData(xs, ys)
        known = ys[np.isfinite(ys)]
        if not (still or self.holding):
            self.setXRange(*padded(float(xs[0]), float(xs[-1]), 0.02), padding=0)
            if len(known):
                self.setYRange(*_heights(known, y), padding=0)
        if curve.y is None:
            self._point.setData([], [])
        else:
            self._point.setData([x], [y])
        self._tangent.setData(*self._tangent_ends(curve, xs, (x, y)))

    def _tangent_ends(
        self, curve: NudgeCurve, xs: np.ndarray, at: tuple[float, float]
    ) -> tuple[list[float], list[float]]:
        """The two ends of the tangent, x and y: as wide as the curve, or far out of sight."""
        if curve.y is None or curve.slope is None:
            return [], []
        x, y = at
        exponent = self._axes["left"].exponent - self._axes["bottom"].exponent
        slope = float(multiples(np.array([curve.slope]), exponent)[0])
        bottom, top = self.getViewBox().viewRange()[1]
        most = FAR * (top - bottom)
        ends = [float(xs[0]) - x, float(xs[-1]) - x]
        if abs(slope) * max(map(abs, ends)) > most:
            ends = [copysign(min(abs(end), most / abs(slope)), end) for end in ends]
        rises = [copysign(min(abs(slope * end), most), slope * end) for end in ends]
        return [x + end for end in ends], [y + rise for rise in rises]

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
        x = float(box.mapSceneToView(self.mapToScene(at.toPoint())).x())
        self.dragged.emit(x * 10.0 ** self._axes["bottom"].exponent)


def _heights(ys: np.ndarray, y: float) -> tuple[float, float]:
    """The heights to show of a curve and of the point on it, `y`, nan where there is none: all, or
    where the curve shoots up at a pole, most of it."""
    last = len(ys) - 1
    # Not np.percentile, which asks for a part of numpy that the bundle leaves out.
    order = np.sort(ys)
    bottom, low, high, top = order[[0, round(0.05 * last), round(0.95 * last), last]]
    if high > low and top - bottom > SHOOTING * (high - low):
        bottom, top = max(bottom, low - (high - low)), min(top, high + (high - low))
    # A comparison with nan is false.
    bottom, top = (y if y < bottom else bottom), (y if y > top else top)
    return padded(float(bottom), float(top))


def _decades(low: float, high: float) -> tuple[float, float]:
    """The ends of a logarithmic axis, at least a power of ten apart."""
    room = max(0.08 * (high - low), (1.0 - (high - low)) / 2)
    return low - room, high + room


class ErrorPlot(SmallPlot):
    """How far a difference quotient is from the gradient, by the step h; both axes are logs."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__("h", say("error"), parent)
        for axis in self._axes.values():
            axis.set_scale(log=True)
        self._errors = self.line("grad")
        self.follow_theme()

    def show_errors(self, steps: Sequence[float], errors: Sequence[float]) -> None:
        """Draw the errors by step; those of 0 have no place on a logarithmic axis."""
        shown = [(log10(h), log10(e)) for h, e in zip(steps, errors, strict=True) if e > 0.0]
        hs, heights = ([pair[side] for pair in shown] for side in (0, 1))
        self._errors.setData(hs, heights)
        if shown:
            self.setXRange(*padded(min(hs), max(hs), 0.05), padding=0)
            self.setYRange(*_decades(min(heights), max(heights)), padding=0)


class StepsPlot(SmallPlot):
    """The output over the steps of a descent."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__("step", "", parent)
        self._outputs = self.line("data")
        self.follow_theme()

    def show_outputs(self, outputs: Sequence[float]) -> None:
        """Draw the output before the first step and after each."""
        heights = self.multiples("left", np.array(outputs, dtype=float))
        self._outputs.setData(np.arange(len(heights)), heights)
        self.setXRange(*padded(0.0, max(len(heights) - 1.0, 1.0), 0.02), padding=0)
        self.setYRange(*padded(float(heights.min()), float(heights.max())), padding=0)
