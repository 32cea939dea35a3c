"""Plane: a classification as a picture, with the network's answer as a colour at every place."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPen

from app.train.analysis.colormap import Colormap
from app.train.analysis.fast_forward import FastForward
from app.train.points.chart import Answer, Chart, rounded
from app.train.points.samples import Samples
from app.ui.theme import Tokens

FIELDS = 100 * 100
"""The network is asked in the middle of so many square fields, whatever the shape."""

# How far the colour of a class covers the background where the network is sure.
_STRONGEST = 0.66


class Plane(Chart):
    """Both axes have the same scale: the rectangle shows as much of the plane as it has room for.

    `places` go row by row from the top.
    """

    room = np.array((1.3, 1.3))

    def __init__(self, samples: Samples, tokens: Tokens, size: tuple[int, int], window: np.ndarray):
        super().__init__(samples, tokens, size, window)
        self._middle = window.mean(axis=0)
        self._unit = float(np.max((window[1] - window[0]) / size))
        half = np.array(size) * self._unit / 2
        self.shown = np.array([self._middle - half, self._middle + half])
        self._shades = Colormap(tokens, _STRONGEST)
        field = (size[0] * size[1] / FIELDS) ** 0.5
        self._columns, self._rows = (max(2, round(side / field)) for side in size)
        self.places = self._grid()

    def _grid(self) -> np.ndarray:
        low, high = self.shown
        across, down = (
            (np.arange(count) + 0.5) / count for count in (self._columns, self._rows)
        )  # fmt: skip
        xs = low[0] + across * (high[0] - low[0])
        ys = high[1] - down * (high[1] - low[1])
        return np.stack([part.ravel() for part in np.meshgrid(xs, ys)], axis=1).astype(np.float32)

    def answer(self, forward: FastForward) -> QImage:
        """The scores as colours."""
        scores = np.nan_to_num(np.clip(forward.scores(self.places), -1.0, 1.0))
        return self._shades.image(scores.reshape(self._rows, self._columns))

    def paint_answer(self, painter: QPainter, answer: Answer) -> None:
        assert isinstance(answer, QImage)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, *self.size), answer)

    def paint_ground(self, painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, *self.size), self.tokens.color("background"))

    def paint_marks(self, painter: QPainter, samples: Samples) -> None:
        """Circles and squares for the two classes."""
        tokens = self.tokens
        for rows, hollow in ((samples.train, False), (samples.test, True)):
            for row, at in zip(rows, self.positions(rows), strict=True):
                color = tokens.color("data" if row[2] > 0 else "grad")
                painter.setPen(QPen(color, 2.0) if hollow else QPen(tokens.color("card"), 1.0))
                painter.setBrush(tokens.color("card") if hollow else color)
                _mark(painter, at, row[2] > 0, 4.0 if hollow else 4.5)

    def place(self, at: QPointF) -> tuple[float, float]:
        x = self._middle[0] + (at.x() - self.size[0] / 2) * self._unit
        y = self._middle[1] + (self.size[1] / 2 - at.y()) * self._unit
        return rounded(x, self._unit), rounded(y, self._unit)

    def _pixels(self, places: np.ndarray) -> np.ndarray:
        pixels: np.ndarray = (places - self._middle) / (self._unit, -self._unit)
        return pixels + np.array(self.size) / 2


def _mark(painter: QPainter, at: QPointF, circle: bool, radius: float) -> None:
    if circle:
        painter.drawEllipse(at, radius, radius)
    else:
        side = 2 * radius - 1
        painter.drawRect(QRectF(at.x() - side / 2, at.y() - side / 2, side, side))
