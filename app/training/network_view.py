"""NetworkView: the neurons by layer, and every weight as a line."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme import LIGHT, Tokens, text_font
from engine.training import Run

# Lines of one sign and one of so many strengths are drawn together, with one pen.
_STRENGTHS = 6
_WIDEST = 4.0
_SHARE_OF_NEURON = 0.22

# Smooth lines take three times as long: with more than this, they are drawn as they come.
_MOST_SMOOTH = 1_200

_LARGEST_PITCH = 46.0
_MARGIN = 68.0
_RIGHT = Qt.AlignmentFlag.AlignRight


class NetworkView(QWidget):
    """Line width is |w| against the largest one, colour its sign; a neuron's fill is its bias."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._tokens = LIGHT
        self._run: Run | None = None
        self._sizes: list[int] = []
        self._weights = np.empty(0, dtype=int)
        self._biases = np.empty(0, dtype=int)
        self._neurons: list[QPointF] = []
        self._inputs: list[QPointF] = []
        self._lines: list[QLineF] = []
        self._side = 0.0
        self.setMinimumSize(240, 140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(640, 400)

    def wear(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.update()

    def take(self, run: Run) -> None:
        """Another run: another network."""
        self._run = run
        self._sizes = [run.dataset.inputs, *run.settings.hidden, 1]
        self._weights, self._biases = _places(self._sizes)
        self._settle()
        self.update()

    def _settle(self) -> None:
        """Give every neuron its place, and every weight its line."""
        if not self._sizes:
            return
        middle = self.height() / 2
        pitch = min(_LARGEST_PITCH, (self.height() - 12) / max(self._sizes))
        self._side = 0.72 * pitch
        gap = (self.width() - 2 * _MARGIN) / (len(self._sizes) - 1)
        layers = [
            [
                QPointF(_MARGIN + gap * index, middle + pitch * (row - (size - 1) / 2))
                for row in range(size)
            ]
            for index, size in enumerate(self._sizes)
        ]
        self._neurons = [neuron for layer in layers[1:] for neuron in layer]
        self._inputs = layers[0]
        self._lines = [
            QLineF(start, end)
            for before, after in pairwise(layers)
            for end in after
            for start in before
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._run is None:
            return
        parameters = np.array(self._run.parameters)
        painter = QPainter(self)
        smooth = len(self._lines) <= _MOST_SMOOTH
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        self._paint_weights(painter, _relative(parameters[self._weights]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_neurons(painter, _relative(parameters[self._biases]).tolist())
        self._paint_names(painter)

    def _paint_weights(self, painter: QPainter, weights: np.ndarray) -> None:
        """The faint ones first, so that the strong ones lie above."""
        strengths = np.ceil(np.abs(weights) * _STRENGTHS).astype(int)
        widest = min(_WIDEST, _SHARE_OF_NEURON * self._side)
        for strength in range(1, _STRENGTHS + 1):
            share = strength / _STRENGTHS
            for token, sign in (("grad", weights < 0), ("data", weights > 0)):
                chosen = np.flatnonzero(sign & (strengths == strength)).tolist()
                color = self._tokens.mixed(token, 0.1 + 0.9 * share**2)
                painter.setPen(QPen(color, max(0.8, widest * share)))
                painter.drawLines([self._lines[index] for index in chosen])

    def _paint_neurons(self, painter: QPainter, biases: list[float]) -> None:
        painter.setPen(QPen(self._tokens.color("muted"), 1.0))
        for at, bias in zip(self._neurons, biases, strict=True):
            token = "data" if bias > 0 else "grad"
            painter.setBrush(self._tokens.mixed(token, 0.6 * abs(bias)))
            painter.drawRoundedRect(self._box(at), self._side / 5, self._side / 5)
        painter.setBrush(self._tokens.color("card"))
        for at in self._inputs:
            painter.drawRoundedRect(self._box(at), self._side / 5, self._side / 5)

    def _paint_names(self, painter: QPainter) -> None:
        """What goes in, and what comes out."""
        painter.setFont(text_font(12))
        painter.setPen(self._tokens.color("text"))
        names = ["x"] if len(self._inputs) == 1 else ["x₁", "x₂"]
        room = _MARGIN - self._side / 2 - 8
        for at, name in zip(self._inputs, names, strict=True):
            left = QRectF(0, at.y() - 10, room, 20)
            painter.drawText(left, _RIGHT | Qt.AlignmentFlag.AlignVCenter, name)
        at = self._neurons[-1]
        right = QRectF(self.width() - room, at.y() - 10, room, 20)
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter, self.tr("score"))

    def _box(self, at: QPointF) -> QRectF:
        return QRectF(at.x() - self._side / 2, at.y() - self._side / 2, self._side, self._side)


def _places(sizes: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Where weights and biases stand among the parameters: neuron by neuron, its bias last."""
    weights: list[int] = []
    biases: list[int] = []
    place = 0
    for before, after in pairwise(sizes):
        for _ in range(after):
            weights += range(place, place + before)
            biases.append(place + before)
            place += before + 1
    return np.array(weights), np.array(biases)


def _relative(numbers: np.ndarray) -> np.ndarray:
    """Numbers against the largest of them, from −1 to 1."""
    return numbers / max(float(np.abs(numbers).max()), 1e-12)
