"""Distributions: weights and gradients of every layer as histograms, with the size of each."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.model.numbers import UNKNOWN, number
from app.model.training.shown_run import ShownRun
from app.train.analysis.diagnosis import FAINT, exploding, fading, layer_slopes
from app.train.analysis.fast_forward import FastForward
from app.ui.theme import current_tokens, fixed_font, text_font
from app.ui.translation import say
from app.ui.widgets.lazy_view import LazyView
from engine.learning.run import Run

_BINS = 31
_NAMES = 80.0
"""Pixels for the names of the layers."""
_MEANS = 64.0
"""Pixels for the mean sizes beside the bars."""
_GAP = 16.0
_TWO_LINES = 34.0
"""Pixels of a row that has room for two lines of its name."""


class Distributions(LazyView):
    """A row a layer: its weights and biases, and their gradients at the last update."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._run: Run | None = None
        self._forward: FastForward | None = None
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.histograms = Histograms()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.addWidget(self.histograms, 1)
        column.addWidget(self.sentence)

    def set_run(self, shown: ShownRun) -> None:
        self._run, self._forward = shown.run, FastForward(shown.run)
        self.histograms.set_run(shown)
        self.refresh()

    def show_present(self) -> None:
        if self._run is None:
            return
        self.histograms.update()
        words = self._words(self._run)
        if words != self.sentence.text():
            self.sentence.setText(words)

    def _words(self, run: Run) -> str:
        """Whether the gradient arrives in the first layer, with numbers."""
        assert self._forward
        if message := exploding(run, self._forward) or fading(run, self._forward):
            return say(message)
        slopes = layer_slopes(run)
        if not slopes:
            return say("There are no gradients yet: Step makes the first update.")
        if not any(slopes):
            if run.settings.l1 or run.settings.l2:
                return say(
                    "The loss has no gradient at any weight: all that is left is that of the "
                    "penalty."
                )
            return say("The gradient of every weight is 0.")
        if len(slopes) == 1 or slopes[-1] == 0.0:
            return say("mean |grad| of the weights: {size}.", size=number(slopes[0], 2))
        if max(slopes) < FAINT:
            return say(
                "The gradients are tiny in all layers: {first} on average in layer 1, {last} in "
                "the last one.",
                first=number(slopes[0], 2),
                last=number(slopes[-1], 2),
            )
        return say(
            "The gradient reaches layer 1: there it is {share} times that in the last layer.",
            share=number(slopes[0] / slopes[-1], 2),
        )


class Histograms(QWidget):
    """The picture; numbers that it names are the run's."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._shown: ShownRun | None = None
        self._layers: list[slice] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(say("Weights and gradients of every layer as histograms"))

    def set_run(self, shown: ShownRun) -> None:
        self._shown, run = shown, shown.run
        sizes = [run.dataset.inputs, *run.settings.hidden, 1]
        ends = np.cumsum([0, *((before + 1) * after for before, after in pairwise(sizes))])
        self._layers = [slice(start, end) for start, end in pairwise(ends.tolist())]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown is None:
            return
        painter = QPainter(self)
        head, foot = 20.0, 14.0
        width = (self.width() - _NAMES - _GAP) / 2 - _MEANS
        row = (self.height() - head - foot) / len(self._layers)
        columns = (
            (say("weights and biases"), "data", self._shown.run.parameters),
            (say("gradients"), "grad", self._shown.grads),
        )
        for index, (title, token, numbers) in enumerate(columns):
            left = _NAMES + index * (width + _MEANS + _GAP)
            self._write(painter, QRectF(left, 0, width, head), title, token)
            means = QRectF(left + width, 0, _MEANS, head)
            self._note(painter, means, say("mean |w|") if index == 0 else say("mean |grad|"))
            array = np.array(numbers)
            # One scale for all layers: what is small in one of them shall look small.
            largest = float(np.abs(array).max())
            for layer, part in enumerate(self._layers):
                room = QRectF(left, head + layer * row, width, row)
                self._paint_histogram(painter, room, array[part], largest, token)
            self._paint_scale(painter, QRectF(left, self.height() - foot, width, foot), largest)
        for layer in range(len(self._layers)):
            self._name(painter, QRectF(0, head + layer * row, _NAMES, row), layer)

    def _paint_histogram(
        self, painter: QPainter, room: QRectF, numbers: np.ndarray, largest: float, token: str
    ) -> None:
        """Bars around 0 in the middle, and the mean size beside them."""
        shares = numbers / largest if largest else numbers
        places = np.minimum(((shares + 1.0) * (_BINS / 2)).astype(int), _BINS - 1)
        counts = np.bincount(places, minlength=_BINS)
        base = room.bottom() - 3.0
        high = max(4.0, room.height() - 8.0) / counts.max()
        step = room.width() / _BINS
        painter.setPen(QPen(current_tokens().color("line"), 1))
        painter.drawLine(QPointF(room.left(), base), QPointF(room.right(), base))
        painter.fillRect(
            QRectF(room.center().x(), room.top() + 4, 1, base - room.top() - 4),
            current_tokens().color("line"),
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current_tokens().mixed(token, 0.75))
        painter.drawRects(
            [
                QRectF(
                    room.left() + place * step + 0.5, base - count * high, step - 1.0, count * high
                )
                for place, count in enumerate(counts.tolist())
                if count
            ]
        )
        mean = number(float(np.abs(numbers).mean()), 2) if self._known(largest) else UNKNOWN
        self._note(painter, QRectF(room.right(), room.top(), _MEANS, room.height()), mean)

    def _note(self, painter: QPainter, room: QRectF, words: str) -> None:
        painter.setFont(fixed_font(10))
        painter.setPen(current_tokens().color("muted"))
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, side, words)

    def _known(self, largest: float) -> bool:
        """Before the first update there are no gradients, and their numbers are all 0."""
        return largest > 0.0 or (self._shown is not None and self._shown.run.step > 0)

    def _paint_scale(self, painter: QPainter, room: QRectF, largest: float) -> None:
        """What the left end, the middle and the right end of all bars of a column stand for."""
        painter.setFont(fixed_font(10))
        painter.setPen(current_tokens().color("muted"))
        if largest:
            end = number(largest, 2)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, f"−{end}")
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, "0")
            painter.drawText(room, Qt.AlignmentFlag.AlignRight, end)

    def _name(self, painter: QPainter, room: QRectF, layer: int) -> None:
        assert self._shown
        hidden = self._shown.run.settings.activations
        title = say("layer {layer}", layer=layer + 1)
        kind = hidden[layer] if layer < len(hidden) else say("score")
        painter.setPen(current_tokens().color("text"))
        painter.setFont(text_font(12))
        at = room.center().y()
        if room.height() < _TWO_LINES:
            painter.drawText(QRectF(4, at - 8, room.width(), 16), f"{layer + 1}  {kind}")
            return
        painter.drawText(QRectF(4, at - 16, room.width(), 16), title)
        painter.setPen(current_tokens().color("muted"))
        painter.drawText(QRectF(4, at, room.width(), 16), kind)

    def _write(self, painter: QPainter, room: QRectF, title: str, token: str) -> None:
        painter.setFont(text_font(12, bold=True))
        painter.setPen(current_tokens().color(token))
        free = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextDontClip
        painter.drawText(room, free, title)
