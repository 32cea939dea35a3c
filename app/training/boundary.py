"""Boundary: what the network answers, as a picture, and the points that it learns from."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme import LIGHT, Tokens
from app.training.curve import Curve
from app.training.plane import Plane
from engine.errors import DomainError
from engine.training import Run

# How long the network is asked at a time, for one frame.
_PORTION = 0.006

# Points between two looks at the clock: 1.5 ms of the largest network.
_CHUNK = 16


class Sweep:
    """The scores of a run at many points, asked for a few milliseconds at a time."""

    def __init__(self, run: Run, points: Sequence[Sequence[float]]):
        self._run = run
        self._points = points
        self.scores: list[float] = []

    def go_on(self, seconds: float) -> bool:
        """Ask for that long; whether all is known. Raises DomainError."""
        end = time.perf_counter() + seconds
        while len(self.scores) < len(self._points):
            known = len(self.scores)
            self.scores += self._run.predict(self._points[known : known + _CHUNK])
            if time.perf_counter() >= end:
                break
        return len(self.scores) == len(self._points)


class Boundary(QWidget):
    """Coarse and quick while the run is training, finer once it rests.

    The points don't change in the course of a run: they are painted once, into two layers.
    """

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._tokens = LIGHT
        self._run: Run | None = None
        self._kind: Plane | Curve | None = None
        self._sweep: Sweep | None = None
        self._fine = False
        self.answer: QImage | QPolygonF | None = None
        """What is shown of the network: an image, or a line for a regression."""
        self._ground, self._marks = QPixmap(), QPixmap()
        self._rest = QTimer(self, interval=0)
        self._rest.timeout.connect(self._refine)
        self.setMinimumSize(220, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(440, 440)

    def wear(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._begin()

    def take(self, run: Run) -> None:
        """Another run: other points."""
        self._run = run
        self._begin()

    def follow(self) -> None:
        """A frame of the training: go on with the picture, and show it when it is complete."""
        self._rest.stop()
        if self._sweep is None or self._fine:
            self._start(fine=False)
        self._go_on()

    def settle(self) -> None:
        """The run rests: show its numbers as they are now, and then as finely as it goes."""
        self._start(fine=False)
        self._go_on()
        self._rest.start()

    def _begin(self) -> None:
        """Make anew what depends on the points, the colours and the size."""
        self._kind = self._sweep = self.answer = None
        if self._run is None or self.width() < 20 or self.height() < 20:
            return
        kind = Plane if self._run.dataset.kind == "classification" else Curve
        self._kind = kind(self._run, self._tokens, (self.width(), self.height()))
        self._ground = self._layer(self._kind.paint_ground)
        self._marks = self._layer(self._kind.paint_marks)
        self.settle()
        self.update()

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

    def _start(self, fine: bool) -> None:
        self._fine = fine
        if self._run and self._kind:
            self._sweep = Sweep(self._run, self._kind.points(fine))

    def _go_on(self) -> None:
        try:
            if self._kind and self._sweep and self._sweep.go_on(_PORTION):
                self.answer = self._kind.picture(self._sweep.scores, self._fine)
                self._sweep = None
                self.update()
        except DomainError:
            # A network that ran away has no answer everywhere: the last one stays.
            self._sweep = None

    def _refine(self) -> None:
        self._go_on()
        if self._sweep is None and not self._fine:
            self._start(fine=True)
        elif self._sweep is None:
            self._rest.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._begin()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._kind:
            painter.drawPixmap(QPoint(), self._ground)
            if self.answer is not None:
                painter.save()
                self._kind.paint_answer(painter, self.answer)
                painter.restore()
            painter.drawPixmap(QPoint(), self._marks)
        painter.setPen(QPen(self._tokens.color("line"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
