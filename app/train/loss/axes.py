"""LossAxes: the plot itself, with its scales, its zoom, and the place of the mouse on it."""

from __future__ import annotations

import sys

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QWidget

from app.ui.theme import ThemedWidget, current_tokens
from app.ui.translation import say
from app.ui.widgets.focus_ring import FocusRing
from app.ui.widgets.number_axis import NumberAxis, common_exponent, multiples

LEAST = 1e-9
"""What stands for a loss of 0 on a logarithmic scale, unless other losses are smaller still."""

_ROUND = (1.0, 1.2, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)
_LOG_STEP = 0.25
_LIMITS = {"minXRange": 2.0, "maxXRange": 1e8, "minYRange": 1e-9, "maxYRange": 1e12}
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
        self._heights = NumberAxis("left")
        super().__init__(axisItems={"left": self._heights})
        self.is_zoomed = False
        self._floor = LEAST
        """The least loss that a logarithmic scale shows."""
        self._losses: dict[pg.PlotDataItem, tuple[np.ndarray, np.ndarray]] = {}
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
        self.getAxis("bottom").enableAutoSIPrefix(False)
        for side in ("bottom", "left"):
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
        """Whether the losses stand on a logarithmic scale."""
        self._heights.set_scale(log=log)
        self._draw_losses()
        self.fit()

    def show_losses(self, curve: pg.PlotDataItem, steps: np.ndarray, losses: np.ndarray) -> None:
        """Draw a curve, one loss a step, both of shape (count,); nan is a gap."""
        self._losses[curve] = (steps, np.minimum(losses, sys.float_info.max))
        self._draw_losses(curve)

    def _draw_losses(self, *curves: pg.PlotDataItem) -> None:
        """Draw some curves, or all of them, on the present scale."""
        for curve in curves or self._losses:
            steps, losses = self._losses[curve]
            if self._heights.is_log:
                heights = np.log10(np.maximum(losses, self._floor))
            else:
                heights = multiples(losses, self._heights.exponent)
            curve.setData(steps, heights)

    def show_all(self, last: float, low: float, high: float) -> None:
        """Make room for steps up to `last` and losses from `low`, above 0, to `high`."""
        scale = (self._heights.exponent, self._floor)
        if self._heights.is_log:
            self._floor = min(low, LEAST)
            bottom = np.floor(np.log10(low) / _LOG_STEP) * _LOG_STEP
            top = np.ceil(np.log10(max(high, low)) / _LOG_STEP) * _LOG_STEP
            heights = (float(bottom), float(max(top, bottom + 2 * _LOG_STEP)))
        else:
            largest = np.array([high])
            exponent = common_exponent(largest)
            self._heights.set_scale(exponent=exponent)
            heights = (0.0, round_up(1.03 * float(multiples(largest, exponent)[0])))
        if scale != (self._heights.exponent, self._floor):
            self._draw_losses()
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
