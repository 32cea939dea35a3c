"""Chart: what Plane and Curve have in common, points in a rectangle with an answer under them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter, QPolygonF

from app.train.analysis.fast_forward import FastForward
from app.train.points.samples import Samples
from app.ui.theme import Tokens
from engine.learning.datasets import Sample

Answer = QImage | QPolygonF


class Chart(ABC):
    """`size` is the rectangle's, in pixels; `window` holds the two corners, (lowest, highest), of
    what is surely shown, and `shown` those of all that is. A place is (x1, x2) in a
    classification, (x, y) otherwise.
    """

    room: ClassVar[np.ndarray]
    """How much of each coordinate is shown, against what the points take."""

    places: np.ndarray
    """Where the network is asked: (count, inputs)."""

    def __init__(self, samples: Samples, tokens: Tokens, size: tuple[int, int], window: np.ndarray):
        self.samples = samples
        self.tokens = tokens
        self.size = size
        self.window = self.shown = window

    @abstractmethod
    def answer(self, forward: FastForward) -> Answer:
        """What the network answers at `places`."""

    @abstractmethod
    def paint_answer(self, painter: QPainter, answer: Answer) -> None: ...

    @abstractmethod
    def paint_ground(self, painter: QPainter) -> None:
        """What lies under the answer."""

    @abstractmethod
    def paint_marks(self, painter: QPainter, samples: Samples) -> None:
        """The points; those to test with are hollow."""

    @abstractmethod
    def place(self, at: QPointF) -> tuple[float, float]:
        """What stands at a place of the rectangle, to the digits of a pixel."""

    @abstractmethod
    def _pixels(self, places: np.ndarray) -> np.ndarray:
        """Where places (count, 2) stand in the rectangle, (count, 2)."""

    def at(self, row: Sample) -> QPointF:
        """Where a point stands in the rectangle."""
        return self.positions([row])[0]

    def positions(self, rows: Sequence[Sample]) -> list[QPointF]:
        return [QPointF(x, y) for x, y in self._pixels(_places(rows)).tolist()]

    def near(self, rows: Sequence[Sample], at: QPointF, reach: float) -> int | None:
        """The index of the row nearest to a place, within `reach` pixels."""
        if not rows:
            return None
        distances = np.hypot(*(self._pixels(_places(rows)) - (at.x(), at.y())).T)
        nearest = int(distances.argmin())
        return nearest if distances[nearest] <= reach else None

    def along(
        self, rows: Sequence[Sample], start: QPointF, end: QPointF, reach: float
    ) -> list[int]:
        """The indices of all rows within `reach` pixels of the line from `start` to `end`."""
        first = np.array((start.x(), start.y()))
        way = np.array((end.x(), end.y())) - first
        apart = self._pixels(_places(rows)) - first
        share = np.clip(apart @ way / max(float(way @ way), 1e-9), 0.0, 1.0)
        distances = np.hypot(*(apart - share[:, None] * way).T)
        return np.flatnonzero(distances <= reach).tolist()


def _places(rows: Sequence[Sample]) -> np.ndarray:
    return np.array([row[:2] for row in rows], dtype=float).reshape(-1, 2)


def rounded(number: float, unit: float) -> float:
    """A number without the digits that are too small for a pixel, which stands for `unit`."""
    return round(float(number), max(0, 1 - int(np.floor(np.log10(unit)))))
