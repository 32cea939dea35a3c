"""LossAxes: the plot itself, with its scales, its zoom, and the place of the mouse on it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QWidget

from app.model.numbers import number
from app.ui.theme import ThemedWidget, current_tokens
from app.ui.translation import say
from app.ui.widgets.focus_ring import FocusRing

LEAST, MOST = 1e-9, 1e30
"""Between these a loss can be drawn; a run that diverges goes to 1e200 and beyond."""

_ROUND = (1.0, 1.2, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)
_LOG_STEP = 0.25
_LIMITS = {"minXRange": 2.0, "maxXRange": 1e8, "minYRange": 1e-9, "maxYRange": 1e32}
_TICK = 20.0
"""Pixels that the words of a tick need."""
_DIGITS = tuple(range(1, 10))
_POWERS = (1, 2, 3, 5, 10)
_ZOOM = 0.8
_PAN = 0.1


class LossAxes(ThemedWidget, FocusRing, pg.PlotWidget):
    """Shows all of the curves until somebody zooms: wheel, or a frame drawn with the mouse.

    The scales grow in steps: axes that change with every picture are slow, and hard to read.
    """

    pointed = Signal(object)
    """The step under the mouse; None where it is not over the plot."""
    zoomed = Signal(bool)
    """Whether a part is shown, and not all."""

    def __init__(self) -> None:
        super().__init__(axisItems={"left": _LossAxis("left")})
        self.is_zoomed = False
        self._log = False
        self._all = ((0.0, 10.0), (0.0, 1.0))
        box = self.getViewBox()
        box.setMouseMode(pg.ViewBox.RectMode)
        box.setLimits(**_LIMITS)
        box.sigRangeChangedManually.connect(lambda *_: self._zoom())
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseTracking(True)
        self.showGrid(y=True, alpha=0.25)
        self.disableAutoRange()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        for side in ("bottom", "left"):
            self.getAxis(side).enableAutoSIPrefix(False)
            # Its ticks and words take longer to paint than all curves, and seldom change.
            self.getAxis(side).setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        # A width of its own would lay the plot out anew whenever a number gets longer.
        self.getAxis("left").setWidth(64)
        self.follow_theme()

    @property
    def ringed(self) -> QWidget:
        # A border of its own would cut the axes off: pyqtgraph lays out the size with it.
        return self.parentWidget() or self

    def recolor(self) -> None:
        tokens = current_tokens()
        self.setBackground(tokens.card)
        frame = self.getViewBox().rbScaleBox
        frame.setPen(pg.mkPen(tokens.data, width=1))
        frame.setBrush(pg.mkBrush(tokens.color("data", 0.15)))
        for side, text in (("bottom", say("step")), ("left", say("loss"))):
            axis = self.getAxis(side)
            axis.setPen(tokens.line)
            axis.setTextPen(tokens.muted)
            axis.setLabel(text, color=tokens.muted)

    def set_log(self, log: bool) -> None:
        self._log = log
        self.setLogMode(x=False, y=log)
        self.fit()

    def show_all(self, last: float, low: float, high: float) -> None:
        """Make room for steps up to `last` and losses from `low` to `high`."""
        if self._log:
            bottom = np.floor(np.log10(max(low, LEAST)) / _LOG_STEP) * _LOG_STEP
            top = np.ceil(np.log10(max(high, LEAST)) / _LOG_STEP) * _LOG_STEP
            heights = (float(bottom), float(max(top, bottom + _LOG_STEP)))
        else:
            heights = (0.0, round_up(1.03 * high))
        everything = ((0.0, max(10.0, last)), heights)
        if everything != self._all:
            self._all = everything
            if not self.is_zoomed:
                self.fit()

    def draw(self, painter: QPainter) -> None:
        """Draw all of it for a picture that is kept: the axes too as lines and words."""
        axes = [self.getAxis(side) for side in ("bottom", "left")]
        for axis in axes:
            axis.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        # The pens of curves don't grow with the scale, and on the screen smooth lines are slow.
        curves = [item.curve.opts for item in self.listDataItems()]
        before = [{key: curve[key] for key in ("pen", "antialias")} for curve in curves]
        for curve in curves:
            pen = QPen(pg.mkPen(curve["pen"]))
            pen.setWidthF(pen.widthF() * painter.transform().m11())
            curve.update(pen=pen, antialias=True)
        room = self.viewport().rect()
        self.render(painter, QRectF(room), room)
        for curve, kept in zip(curves, before, strict=True):
            curve.update(kept)
        for axis in axes:
            axis.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def fit(self) -> None:
        """Show everything again."""
        steps, losses = self._all
        self.setRange(xRange=steps, yRange=losses, padding=0)
        if self.is_zoomed:
            self.is_zoomed = False
            self.zoomed.emit(False)

    def _zoom(self) -> None:
        if not self.is_zoomed:
            self.is_zoomed = True
            self.zoomed.emit(True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus zoom, arrows go left and right, Home shows everything."""
        key, box = event.key(), self.getViewBox()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            factor = 1.0 / _ZOOM if key == Qt.Key.Key_Minus else _ZOOM
            box.scaleBy((factor, factor))
            self._zoom()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.is_zoomed:
            (left, right), _ = box.viewRange()
            way = _PAN * (right - left)
            box.translateBy(x=way if key == Qt.Key.Key_Right else -way)
        elif key == Qt.Key.Key_Home:
            self.fit()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        box = self.getViewBox()
        at = self.mapToScene(event.position().toPoint())
        inside = box.sceneBoundingRect().contains(at)
        self.pointed.emit(box.mapSceneToView(at).x() if inside else None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)


def round_up(number: float) -> float:
    """The least round number that is not below `number`, which is above 0."""
    power = 10.0 ** np.floor(np.log10(max(number, LEAST)))
    return float(next(factor * power for factor in (*_ROUND, 20.0) if factor * power >= number))


class _LossAxis(pg.AxisItem):
    """On a log scale 1, 2 and 5 times powers of ten, as far as there is room for their words."""

    def logTickValues(
        self, low: float, high: float, size: float, _ticks: object
    ) -> list[tuple[float, list[float]]]:
        """Logarithms of the numbers that stand at the axis, `size` pixels long."""
        most = max(2.0, size / _TICK)
        for factors, apart in ((_DIGITS, 1), ((1, 2, 5), 1), *(((1,), apart) for apart in _POWERS)):
            powers = range(int(np.floor(low / apart)) * apart, int(np.ceil(high)) + 1, apart)
            found = [power + float(np.log10(factor)) for power in powers for factor in factors]
            shown = [value for value in found if low <= value <= high]
            # Between 9 and 10 there is least room.
            closest = min((b - a for a, b in pairwise(found)), default=1.0)
            if len(shown) <= most and closest * size / (high - low) >= _TICK:
                break
        return [(1.0, shown)]

    def logTickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [number(10.0**value, 2) for value in values]
