"""Plane: a classification as a picture, with the network's answer as a colour at every place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPen

from app.theme import Tokens
from engine.datasets import Row
from engine.training import Run

# The shorter side of the grid at which the network is asked: while it trains, and at rest.
_COARSE, _FINE = 28, 64

# A network larger than this is asked at fewer points while it trains, in about the same time.
_LARGE = 400

# Pixels of the picture for each point of the grid, filled in between the scores.
_BETWEEN = 6

# How far the colour of a class covers the background where the network is sure.
_STRONGEST = 0.66


class Plane:
    """Both axes have the same scale: the rectangle shows as much of the plane as it has room for.

    `size` is the rectangle's, in pixels.
    """

    def __init__(self, run: Run, tokens: Tokens, size: tuple[int, int]):
        self._rows = (run.train, run.test)
        self._tokens = tokens
        self._size = size
        places = np.array([row[:2] for row in (*run.train, *run.test)])
        low, high = places.min(axis=0), places.max(axis=0)
        self._middle = (low + high) / 2
        spread = np.maximum(high - low, 1e-6) * 1.3
        self._unit = float(np.max(spread / size))
        self._colors = _colors(tokens)
        large = max(1.0, len(run.parameters) / _LARGE)
        self._coarse = max(_COARSE // 2, round(_COARSE / large**0.5))

    def points(self, fine: bool) -> list[tuple[float, float]]:
        """Where the network is asked, row by row from the top."""
        columns, rows = self._grid(fine)
        half = np.array(self._size) * self._unit / 2
        (left, bottom), (right, top) = self._middle - half, self._middle + half
        xs, ys = np.linspace(left, right, columns).tolist(), np.linspace(top, bottom, rows).tolist()
        return [(x, y) for y in ys for x in xs]

    def picture(self, scores: Sequence[float], fine: bool) -> QImage:
        """The scores at `points` as an image; between them the score is interpolated."""
        columns, rows = self._grid(fine)
        grid = np.clip(np.reshape(scores, (rows, columns)), -3.0, 3.0)
        between = 2 if fine else _BETWEEN
        filled = _filled(_filled(grid, between).T, between).T
        indices = ((np.clip(filled, -1.0, 1.0) + 1.0) * 127.5).astype(np.uint8)
        height, width = indices.shape
        image = QImage(indices.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
        image.setColorTable(self._colors)
        return image.convertToFormat(QImage.Format.Format_RGB32)

    def paint_answer(self, painter: QPainter, image: QImage) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, *self._size), image)

    def paint_ground(self, painter: QPainter) -> None:
        """Nothing lies under the colours."""

    def paint_marks(self, painter: QPainter) -> None:
        """Circles and squares for the two classes; those to test with are hollow."""
        tokens = self._tokens
        for rows, hollow in zip(self._rows, (False, True), strict=True):
            for row in rows:
                color = tokens.color("data" if row[2] > 0 else "grad")
                painter.setPen(QPen(color, 2.0) if hollow else QPen(tokens.color("card"), 1.0))
                painter.setBrush(tokens.color("card") if hollow else color)
                _mark(painter, self._at(row), row[2] > 0, 4.0 if hollow else 4.5)

    def _grid(self, fine: bool) -> tuple[int, int]:
        """Columns and rows."""
        unit = min(self._size) / (_FINE if fine else self._coarse)
        width, height = self._size
        return max(2, round(width / unit)), max(2, round(height / unit))

    def _at(self, row: Row) -> QPointF:
        x, y = (np.array(row[:2]) - self._middle) / self._unit
        return QPointF(self._size[0] / 2 + x, self._size[1] / 2 - y)


def _mark(painter: QPainter, at: QPointF, circle: bool, radius: float) -> None:
    if circle:
        painter.drawEllipse(at, radius, radius)
    else:
        side = 2 * radius - 1
        painter.drawRect(QRectF(at.x() - side / 2, at.y() - side / 2, side, side))


def _colors(tokens: Tokens) -> list[int]:
    """From the class −1 through the background to the class +1, in 256 steps."""
    strengths = np.linspace(-1.0, 1.0, 256)
    return [
        tokens.mixed("data" if t > 0 else "grad", _STRONGEST * abs(t), "background").rgb()
        for t in strengths.tolist()
    ]


def _filled(grid: np.ndarray, between: int) -> np.ndarray:
    """`between` times as many rows, on straight lines from one to the next."""
    at = np.linspace(0.0, len(grid) - 1.0, len(grid) * between)
    above = np.minimum(at.astype(int), len(grid) - 2)
    part = (at - above)[:, None]
    return grid[above] * (1.0 - part) + grid[above + 1] * part
