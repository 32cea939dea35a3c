"""NetworkLayout: where neurons and weights stand in the picture, and among its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF

MARGIN = 68.0
_LARGEST_PITCH = 52.0
_BOX = 0.7
"""Share of the pitch that a neuron takes; below it stands its bias."""
_CLEAR = 22.0
"""Pixels from which it is clear what a neuron sees: below, a layer stands in two columns."""
_WIDEST = 0.2
"""Of the room between two layers: what a neuron of two columns takes at most."""
_REACH = 5.0
"""Pixels within which a line is under the mouse."""


@dataclass(frozen=True, slots=True)
class NeuronAt:
    """A neuron by layer and index, both from 0; the layer −1 holds the inputs."""

    layer: int
    index: int


@dataclass(frozen=True, slots=True)
class WeightAt:
    """The weight `source` of a neuron; `parameter` is its place among the parameters."""

    neuron: NeuronAt
    source: int
    parameter: int


class NetworkLayout:
    """The geometry of a picture of `width` × `height`; `sizes` are the inputs and every layer."""

    def __init__(self, sizes: list[int], width: float, height: float):
        self.sizes = sizes
        self.width, self.height = width, height
        gap = (width - 2 * MARGIN) / (len(sizes) - 1)
        pitch = min(_LARGEST_PITCH, (height - 6) / max(sizes))
        staggered = min(_CLEAR, 2 * _BOX * pitch, _WIDEST * gap)
        self.side = max(3.0, round(max(_BOX * pitch, staggered)))
        self._pitch = self.side / _BOX
        self.bar = max(2.0, min(4.0, 0.12 * self._pitch))
        """The height of the bar that shows a bias."""
        self.weights, self.biases = parameter_places(sizes)
        self.columns = [MARGIN + gap * index for index in range(len(sizes))]
        self._centres = [self._column(x, size) for x, size in zip(self.columns, sizes, strict=True)]
        half = self.side / 2
        self.lines = [
            QLineF(start.x() + half, start.y(), end.x() - half, end.y())
            for before, after in pairwise(self._centres)
            for end in after
            for start in before
        ]
        self._ends = np.array([(line.x1(), line.y1(), line.x2(), line.y2()) for line in self.lines])

    def _column(self, x: float, size: int) -> list[QPointF]:
        """The middles of a layer's neurons; every other one to the side if there are many."""
        pitch = min(self._pitch, (self.height - 2 * self.bar - self.side) / max(1, size - 1))
        aside = 0.6 * self.side if pitch < 0.95 * self._pitch else 0.0
        top = self.height / 2 - pitch * (size - 1) / 2 - self.bar / 2
        return [
            QPointF(x + (aside if row % 2 else -aside), top + pitch * row) for row in range(size)
        ]

    def centre(self, neuron: NeuronAt) -> QPointF:
        return self._centres[neuron.layer + 1][neuron.index]

    def box(self, neuron: NeuronAt) -> QRectF:
        """Its card: whole pixels, so that its picture is sharp."""
        at = self.centre(neuron)
        half = self.side / 2
        return QRectF(round(at.x() - half), round(at.y() - half), self.side, self.side)

    def track(self, neuron: NeuronAt) -> QRectF:
        """Where the bar of its bias has room."""
        box = self.box(neuron)
        return QRectF(box.left(), box.bottom() + 1.5, box.width(), self.bar)

    def neurons(self) -> list[NeuronAt]:
        """All of them, layer by layer, without the inputs."""
        return [
            NeuronAt(layer, index)
            for layer, size in enumerate(self.sizes[1:])
            for index in range(size)
        ]

    def inputs(self) -> list[NeuronAt]:
        return [NeuronAt(-1, index) for index in range(self.sizes[0])]

    def bias(self, neuron: NeuronAt) -> int:
        """The place of its bias among the parameters."""
        return int(self.biases[sum(self.sizes[1 : neuron.layer + 1]) + neuron.index])

    def neuron_at(self, at: QPointF) -> NeuronAt | None:
        """The neuron or input under the mouse, its bias included."""
        reach = max(0.0, (9.0 - self.side) / 2)
        for neuron in (*self.inputs(), *self.neurons()):
            box = self.box(neuron).united(self.track(neuron))
            if box.adjusted(-reach, 0, reach, 0).contains(at):
                return neuron
        return None

    def weight_at(self, at: QPointF, shown: np.ndarray | None = None) -> WeightAt | None:
        """The weight whose line is nearest to the mouse, of those `shown` if not all are."""
        start, end = self._ends[:, :2], self._ends[:, 2:]
        point, along = np.array((at.x(), at.y())), end - start
        share = ((point - start) * along).sum(axis=1) / (along**2).sum(axis=1)
        nearest = start + np.clip(share, 0.0, 1.0)[:, None] * along
        distances = np.hypot(*(point - nearest).T)
        if shown is not None:
            hidden = np.ones(len(distances), dtype=bool)
            hidden[shown] = False
            distances[hidden] = np.inf
        line = int(distances.argmin())
        return self._weight(line) if distances[line] <= _REACH else None

    def _weight(self, line: int) -> WeightAt:
        rest = line
        for layer, (before, after) in enumerate(pairwise(self.sizes)):
            if rest < before * after:
                neuron = NeuronAt(layer, rest // before)
                return WeightAt(neuron, rest % before, int(self.weights[line]))
            rest -= before * after
        raise IndexError(line)

    def line_of(self, neuron: NeuronAt, source: int) -> QLineF:
        """The line of one weight."""
        sizes = self.sizes
        before = sum(a * b for a, b in pairwise(sizes[: neuron.layer + 1]))
        return self.lines[before + neuron.index * sizes[neuron.layer] + source]


def parameter_places(sizes: list[int]) -> tuple[np.ndarray, np.ndarray]:
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
