"""Curve: a regression as a picture, with the network's answer as a line through the samples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.model.words import short
from app.theme import Tokens, text_font
from engine.training import Run

_COARSE, _FINE = 100, 300


class Curve:
    """Both axes have their own scale. `size` is the rectangle's, in pixels."""

    def __init__(self, run: Run, tokens: Tokens, size: tuple[int, int]):
        self._rows = (run.train, run.test)
        self._tokens = tokens
        self._size = size
        places = np.array([*run.train, *run.test])
        low, high = places.min(axis=0), places.max(axis=0)
        margin = np.maximum(high - low, 1e-6) * (0.06, 0.25)
        self._low, self._high = low - margin, high + margin

    def points(self, fine: bool) -> list[tuple[float]]:
        """Where the network is asked, from the left to the right."""
        count = _FINE if fine else _COARSE
        return [(x,) for x in np.linspace(self._low[0], self._high[0], count).tolist()]

    def picture(self, scores: Sequence[float], fine: bool) -> QPolygonF:
        """The scores at `points` as a line, no farther outside than a painter can count."""
        xs = [x for (x,) in self.points(fine)]
        high = self._high[1] - self._low[1]
        ys = np.clip(scores, self._low[1] - high, self._high[1] + high).tolist()
        return QPolygonF([self._at(x, y) for x, y in zip(xs, ys, strict=True)])

    def paint_answer(self, painter: QPainter, line: QPolygonF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._tokens.color("data"), 2.5))
        painter.drawPolyline(line)

    def paint_ground(self, painter: QPainter) -> None:
        """A card, with a line for every half or whole number that fits."""
        width, height = self._size
        painter.fillRect(QRectF(0, 0, width, height), self._tokens.color("card"))
        painter.setFont(text_font(11))
        for x in _ticks(self._low[0], self._high[0]):
            at = self._at(x, 0.0).x()
            self._rule(painter, QLineF(at, 0, at, height), QPointF(at + 4, height - 6), x)
        for y in _ticks(self._low[1], self._high[1]):
            at = self._at(0.0, y).y()
            self._rule(painter, QLineF(0, at, width, at), QPointF(6, at - 4), y)

    def paint_marks(self, painter: QPainter) -> None:
        """Dots for the samples; those to test with are hollow."""
        ink, card = self._tokens.color("text"), self._tokens.color("card")
        for rows, hollow in zip(self._rows, (False, True), strict=True):
            painter.setPen(QPen(ink, 2.0) if hollow else QPen(card, 1.0))
            painter.setBrush(card if hollow else ink)
            for x, y in rows:
                painter.drawEllipse(self._at(x, y), 3.5, 3.5)

    def _rule(self, painter: QPainter, line: QLineF, at: QPointF, value: float) -> None:
        painter.setPen(self._tokens.color("line"))
        painter.drawLine(line)
        painter.setPen(self._tokens.color("muted"))
        painter.drawText(at, short(value))

    def _at(self, x: float, y: float) -> QPointF:
        (left, bottom), (right, top) = self._low, self._high
        width, height = self._size
        return QPointF((x - left) / (right - left) * width, (top - y) / (top - bottom) * height)


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers between two, about five of them."""
    rough = (high - low) / 5
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * min((factor for factor in (1, 2, 5, 10) if factor * power >= rough), default=10)
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return [float(step * index) for index in range(first, last + 1)]
