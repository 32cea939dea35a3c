"""FittedCurve: the answer of a regression as a line through the samples."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.model.numbers import number
from app.train.analysis.fast_forward import FastForward
from app.train.points.chart import Answer, Chart, rounded
from app.train.points.samples import Samples
from app.ui.theme import Tokens, text_font

_ASKED = 300


class FittedCurve(Chart):
    """Both axes have their own scale; `places` go from the left to the right."""

    room = np.array((1.12, 1.5))

    def __init__(self, samples: Samples, tokens: Tokens, size: tuple[int, int], window: np.ndarray):
        super().__init__(samples, tokens, size, window)
        self._low, self._high = window
        self._unit = (self._high - self._low) / size
        self.places = np.linspace(self._low[0], self._high[0], _ASKED, dtype=np.float32)[:, None]

    def answer(self, forward: FastForward) -> QPolygonF:
        """The scores as a line, no farther outside than a painter can count."""
        scores = np.nan_to_num(forward.scores(self.places))
        high = self._high[1] - self._low[1]
        ys = np.clip(scores, self._low[1] - high, self._high[1] + high)
        return QPolygonF(self.positions(list(zip(self.places[:, 0], ys, strict=True))))

    def paint_answer(self, painter: QPainter, answer: Answer) -> None:
        assert isinstance(answer, QPolygonF)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.tokens.color("data"), 2.5))
        painter.drawPolyline(answer)

    def paint_ground(self, painter: QPainter) -> None:
        """A card, with a line for every half or whole number that fits."""
        width, height = self.size
        painter.fillRect(QRectF(0, 0, width, height), self.tokens.color("card"))
        painter.setFont(text_font(11))
        for x in ticks(self._low[0], self._high[0]):
            at = self.at((x, 0.0)).x()
            self._rule(painter, QLineF(at, 0, at, height), QPointF(at + 4, height - 6), x)
        for y in ticks(self._low[1], self._high[1]):
            at = self.at((0.0, y)).y()
            self._rule(painter, QLineF(0, at, width, at), QPointF(6, at - 4), y)

    def _rule(self, painter: QPainter, line: QLineF, at: QPointF, value: float) -> None:
        painter.setPen(self.tokens.color("line"))
        painter.drawLine(line)
        painter.setPen(self.tokens.color("muted"))
        painter.drawText(at, number(value))

    def paint_marks(self, painter: QPainter, samples: Samples) -> None:
        ink, card = self.tokens.color("text"), self.tokens.color("card")
        for rows, hollow in ((samples.train, False), (samples.test, True)):
            painter.setPen(QPen(ink, 2.0) if hollow else QPen(card, 1.0))
            painter.setBrush(card if hollow else ink)
            for at in self.positions(rows):
                painter.drawEllipse(at, 3.5, 3.5)

    def place(self, at: QPointF) -> tuple[float, float]:
        x = self._low[0] + at.x() * self._unit[0]
        y = self._high[1] - at.y() * self._unit[1]
        return rounded(x, self._unit[0]), rounded(y, self._unit[1])

    def _pixels(self, places: np.ndarray) -> np.ndarray:
        corner = np.array((self._low[0], self._high[1]))
        pixels: np.ndarray = (places - corner) / (self._unit[0], -self._unit[1])
        return pixels


def ticks(low: float, high: float) -> list[float]:
    """Round numbers between two, about five of them."""
    rough = (high - low) / 5
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * min((factor for factor in (1, 2, 5, 10) if factor * power >= rough), default=10)
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return [float(step * index) for index in range(first, last + 1)]
