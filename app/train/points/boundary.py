"""Boundary: what the network answers, as a picture, and the points that it learns from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.model.training.setup import Setup
from app.train.analysis.fast_forward import FastForward
from app.train.points.chart import Answer, Chart
from app.train.points.fitted_curve import FittedCurve
from app.train.points.plane import Plane
from app.train.points.samples import Samples
from app.ui.theme import ThemedWidget, current_tokens, text_font
from app.ui.widgets.lazy_view import LazyView
from engine.learning.datasets import OWN, DatasetKind
from engine.learning.run import Run

_SMALLEST = 20
"""Pixels of a side, below which there is nothing to see."""


class Boundary(ThemedWidget, LazyView):
    """The network is asked anew when its parameters have changed; the points don't change in the
    course of a run, and are painted once.
    """

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setup = Setup()
        self.run: Run | None = None
        self.chart: Chart | None = None
        self.answer: Answer | None = None
        """What is shown of the network: an image, or a line for a regression."""
        self.chosen: int | None = None
        """The place of a point among those to train on: it wears a ring."""
        self._forward: FastForward | None = None
        self._answered: list[float] | None = None
        self._ground, self._marks = QPixmap(), QPixmap()
        self.setMinimumSize(220, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.follow_theme()

    def sizeHint(self) -> QSize:
        return QSize(440, 440)

    def recolor(self) -> None:
        self._rebuild()

    @property
    def editable(self) -> bool:
        """Whether the points are the user's own."""
        return self.setup.settings.dataset == OWN

    def set_run(self, setup: Setup, run: Run | None) -> None:
        """Another run at its start; or its points alone, where they make no run yet."""
        self.setup, self.run = setup, run
        self._forward = FastForward(run) if run else None
        self.chosen = None
        self._rebuild()

    def choose(self, point: int | None) -> None:
        self.chosen = point
        self.update()

    def show_present(self) -> None:
        if self._update_answer():
            self.update()

    def _rebuild(self) -> None:
        """Make anew what depends on the points, the colours and the size."""
        before, self.chart, self.answer, self._answered = self.chart, None, None, None
        if min(self.width(), self.height()) < _SMALLEST:
            return
        setup = self.setup
        samples = Samples.of_run(self.run) if self.run else Samples.own(setup, setup.rows())
        kind = Plane if samples.kind == "classification" else FittedCurve
        size = (self.width(), self.height())
        self.chart = kind(samples, current_tokens(), size, samples.window(kind.room))
        # What is edited by hand stays where it is, as long as there is room.
        if self.editable and isinstance(before, kind):
            same = kind(samples, current_tokens(), size, before.window)
            self.chart = same if samples.fit_in(same.shown) else self.chart
        self._ground = self._layer(self.chart.paint_ground)
        self.show_marks(samples)
        self._update_answer()

    def show_marks(self, samples: Samples) -> None:
        """Paint these points, in the place of those that were there."""
        if chart := self.chart:

            def paint(painter: QPainter) -> None:
                self._paint_axes(painter, samples.kind)
                chart.paint_marks(painter, samples)

            self._marks = self._layer(paint)
            self.update()

    def _paint_axes(self, painter: QPainter, kind: DatasetKind) -> None:
        """The names of the axes, at their ends."""
        across, up = ("x₁ →", "x₂ ↑") if kind == "classification" else ("x →", "y ↑")
        painter.setFont(text_font(12))
        for name, corner in (
            (across, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom),
            (up, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop),
        ):
            room = painter.boundingRect(self.rect().adjusted(8, 6, -8, -6), corner, name)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current_tokens().color("card", 0.7))
            painter.drawRoundedRect(room.adjusted(-5, -2, 5, 2), 6, 6)
            painter.setPen(current_tokens().color("text"))
            painter.drawText(room, corner, name)

    def _layer(self, paint: Callable[[QPainter], None]) -> QPixmap:
        scale = self.devicePixelRatioF()
        layer = QPixmap(self.size() * scale)
        layer.setDevicePixelRatio(scale)
        layer.fill("transparent")
        painter = QPainter(layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
        painter.end()
        return layer

    def _update_answer(self) -> bool:
        """Ask the network, if it is another by now; whether it was asked."""
        if not (self.run and self._forward and self.chart):
            return False
        if self.run.parameters is self._answered:
            return False
        self._answered = self.run.parameters
        self.answer = self.chart.answer(self._forward)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rebuild()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.chart:
            painter.drawPixmap(QPoint(), self._ground)
            if self.answer is not None:
                painter.save()
                self.chart.paint_answer(painter, self.answer)
                painter.restore()
            painter.drawPixmap(QPoint(), self._marks)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.paint_gesture(painter, self.chart)
            painter.restore()
        painter.setPen(QPen(current_tokens().color("data" if self.hasFocus() else "line"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def paint_gesture(self, painter: QPainter, chart: Chart) -> None:
        """Above all: the ring of the chosen point."""
        if self.chosen is not None and self.run:
            painter.setPen(QPen(current_tokens().color("now"), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(chart.at(self.run.train[self.chosen]), 8.0, 8.0)
