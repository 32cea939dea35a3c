"""LossPlot: the loss of train and test over the steps. Imports pyqtgraph, which takes a while."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.model.words import number
from app.theme import LIGHT, Tokens
from engine.training import Measurement, Run

# More points than this can't be told apart on a screen.
_MOST_DRAWN = 1_000

# Between these a loss can be drawn; a run that diverges goes to 1e200 and beyond.
_LEAST, _MOST = 1e-9, 1e30


class Curves:
    """Step, train loss and test loss of a growing list of measurements, in arrays that grow."""

    def __init__(self) -> None:
        self._followed: Sequence[Measurement] = ()
        self.count = 0
        self._columns = np.empty((3, 1024))

    def follow(self, measurements: Sequence[Measurement]) -> None:
        """Take what is new; all of it if it is another list."""
        if measurements is not self._followed:
            self._followed, self.count = measurements, 0
        while len(measurements) > self._columns.shape[1]:
            self._columns = np.concatenate([self._columns, np.empty_like(self._columns)], axis=1)
        for index in range(self.count, len(measurements)):
            one = measurements[index]
            test = np.nan if one.test_loss is None else one.test_loss
            self._columns[:, index] = one.step, one.train_loss, test
        self.count = len(measurements)

    def drawn(self) -> np.ndarray:
        """The columns, thinned out to what a screen can show; the last one is always there."""
        every = max(1, -(-self.count // _MOST_DRAWN))
        return self._columns[:, (self.count - 1) % every : self.count : every]

    def nearest(self, step: float) -> np.ndarray | None:
        """The column of the measurement nearest to a step."""
        if not self.count:
            return None
        steps = self._columns[0, : self.count]
        right = min(int(np.searchsorted(steps, step)), self.count - 1)
        left = max(0, right - 1)
        return self._columns[:, left if step - steps[left] < steps[right] - step else right]


class LossPlot(QWidget):
    """The plot under its heading; the legend reads the values at the mouse, or the last ones."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.curves = Curves()
        self._tokens = LIGHT
        self._pointed: float | None = None
        self.plot = _Plot()
        self.train = self.plot.plot()
        self.test = self.plot.plot()
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self._line.hide()
        self.plot.addItem(self._line, ignoreBounds=True)
        self.legend = QLabel()
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # A longer number must not push the column wider.
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.log = QCheckBox(self.tr("log scale"))
        self.log.setToolTip(self.tr("Every line of the grid is ten times the one below."))
        self.log.toggled.connect(self._scale)
        self.plot.pointed.connect(self._point)
        self._lay_out()

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Loss"))
        title.setProperty("role", "title")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addWidget(self.legend, 1)
        head.addSpacing(12)
        head.addWidget(self.log)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 8, 12, 6)
        inside.addWidget(self.plot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(card, 1)

    def wear(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.plot.setBackground(tokens.card)
        # Wide lines are slow, unless they are drawn piece by piece; dashes can't be.
        self.train.setPen(pg.mkPen(tokens.data, width=2))
        self.train.curve.setSegmentedLineMode("on")
        self.test.setPen(pg.mkPen(tokens.op, width=1, style=Qt.PenStyle.DashLine))
        self._line.setPen(pg.mkPen(tokens.muted, width=1))
        for side, text in (("bottom", self.tr("step")), ("left", self.tr("loss"))):
            axis = self.plot.getAxis(side)
            axis.setPen(tokens.line)
            axis.setTextPen(tokens.muted)
            axis.setLabel(text, color=tokens.muted)
        self.log.setPalette(_checkbox_palette(tokens))
        self._tell()

    def show_run(self, run: Run) -> None:
        """Draw what has been measured so far."""
        self.curves.follow(run.history.measurements)
        steps, train, test = self.curves.drawn()
        self.train.setData(steps, np.clip(train, _LEAST, _MOST))
        if run.test:
            self.test.setData(steps, np.clip(test, _LEAST, _MOST))
        else:
            self.test.clear()
        self._set_range()
        self._tell()

    def _set_range(self) -> None:
        """From the start to now, all of it in sight."""
        steps, *losses = self.curves.drawn()
        known = np.concatenate(losses)
        known = np.clip(known[~np.isnan(known)], _LEAST, _MOST) if steps.size else np.ones(1)
        low, high = float(known.min()), float(known.max())
        if self.log.isChecked():
            low, high = float(np.log10(low)), float(np.log10(high))
            margin = max(0.05 * (high - low), 0.05)
            low, high = low - margin, high + margin
        else:
            low, high = 0.0, 1.05 * high
        self.plot.setRange(xRange=(0.0, max([10.0, *steps[-1:]])), yRange=(low, high), padding=0)

    def _scale(self, log: bool) -> None:
        self.plot.setLogMode(x=False, y=log)
        self._set_range()

    def _point(self, step: float | None) -> None:
        self._pointed = step
        self._line.setVisible(step is not None)
        self._tell()

    def _tell(self) -> None:
        """The legend, with the values at the mouse if it is there."""
        last = float("inf")
        column = self.curves.nearest(last if self._pointed is None else self._pointed)
        if column is None:
            self.legend.clear()
            return
        step, train, test = map(float, column)
        parts = []
        if self._pointed is not None:
            self._line.setValue(step)
            parts.append(f"{self.tr('step')} {step:.0f}")
        parts.append(_entry("━", self.tr("train"), train, self._tokens.data))
        if test == test:
            parts.append(_entry("╍", self.tr("test"), test, self._tokens.op))
        self.legend.setText("&nbsp;&nbsp;&nbsp;".join(parts))


def _checkbox_palette(tokens: Tokens) -> QPalette:
    """The style darkens the window's colour for the frame of the box: too dark for a dark theme."""
    palette = QPalette(QGuiApplication.palette())
    palette.setColor(QPalette.ColorRole.Window, tokens.color("muted"))
    palette.setColor(QPalette.ColorRole.Base, tokens.color("card"))
    return palette


def _entry(line: str, name: str, value: float, color: str) -> str:
    return f'<span style="color:{color}">{line}{line}</span> {name} {number(value, 3)}'


class _Plot(pg.PlotWidget):
    """A plot that is only looked at; `pointed` tells over which step the mouse is, or None."""

    pointed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setMenuEnabled(False)
        self.setMouseEnabled(False, False)
        self.hideButtons()
        self.setMouseTracking(True)
        self.showGrid(y=True, alpha=0.25)
        self.disableAutoRange()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(200, 120)
        for side in ("bottom", "left"):
            self.getAxis(side).enableAutoSIPrefix(False)
        # A width of its own would lay the plot out anew whenever a number gets longer.
        self.getAxis("left").setWidth(64)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        box = self.getViewBox()
        at = self.mapToScene(event.position().toPoint())
        inside = box.sceneBoundingRect().contains(at)
        self.pointed.emit(box.mapSceneToView(at).x() if inside else None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)
