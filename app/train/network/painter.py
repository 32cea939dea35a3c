"""NetworkPainter: the picture of a network; what stays while it trains is made once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from app.train.network.places import MARGIN, NetworkLayout, NeuronAt, WeightAt
from app.train.network.thumbnails import Thumbnails
from app.ui.theme import Tokens, text_font
from app.ui.translation import say
from engine.learning.run import Run

# Lines of one sign and one of so many strengths are drawn together, with one pen. Of thousands
# nobody sees one: the strongest are drawn.
_STRENGTHS = 6
_WIDEST = 4.0
_SHARE_OF_NEURON = 0.14
_MOST_LINES = 700

_FRAME = 2.0
"""Pixels of a neuron's card around its picture, if it is large enough for a frame."""

_RIGHT = Qt.AlignmentFlag.AlignRight
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class NetworkPainter:
    """Of one run, in a widget of one size, in one theme."""

    def __init__(self, run: Run, tokens: Tokens, size: QSize, scale: float):
        self._tokens = tokens
        self._run = run
        sizes = [run.dataset.inputs, *run.settings.hidden, 1]
        self.places = NetworkLayout(sizes, size.width(), size.height())
        side = self.places.side
        self._frame = _FRAME if side >= 12 else 0.0
        self._corners = [self._corner(neuron) for neuron in self.places.neurons()]
        self._input_corners = [self._corner(neuron) for neuron in self.places.inputs()]
        self._tracks = [self.places.track(neuron) for neuron in self.places.neurons()]
        self._thumbnails = Thumbnails(run, tokens, int(side - 2 * self._frame), scale)
        widest = min(_WIDEST, max(1.0, _SHARE_OF_NEURON * side))
        self._pens = [self._pen(strength, widest) for strength in range(1, _STRENGTHS + 1)]
        self._size, self._scale = size, scale
        self._cards = self._layer(self._paint_cards)
        self._look: tuple[bytes, bytes | None] | None = None
        self._weights = QPixmap()

    def _corner(self, neuron: NeuronAt) -> QPointF:
        return self.places.box(neuron).topLeft() + QPointF(self._frame, self._frame)

    def _pen(self, strength: int, widest: float) -> tuple[QPen, QPen]:
        """Of a strength: for numbers below 0, and for those above."""
        share = strength / _STRENGTHS
        width = max(0.8, widest * share)
        mixed = (self._tokens.mixed(token, 0.1 + 0.9 * share**2) for token in ("grad", "data"))
        below, above = (QPen(color, width) for color in mixed)
        return below, above

    def shown(self, numbers: Sequence[float]) -> np.ndarray | None:
        """The lines that are drawn, where not all of them are."""
        if len(self.places.lines) <= _MOST_LINES:
            return None
        sizes = np.abs(np.array(numbers)[self.places.weights])
        return np.argpartition(sizes, -_MOST_LINES)[-_MOST_LINES:]

    def paint(self, painter: QPainter, numbers: Sequence[float], kept: bool = False) -> None:
        """`numbers` holds one a parameter: the parameters themselves, or their gradients.

        A picture that is to be kept in a file has lines and words, where the screen has a layer.
        """
        array = np.array(numbers)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grades = _grades(array[self.places.weights])
        drawn = self.shown(numbers)
        if kept:
            self._paint_weights(painter, grades, drawn)
            self._paint_cards(painter)
        else:
            painter.drawPixmap(0, 0, self._weights_layer(grades, drawn))
            painter.drawPixmap(0, 0, self._cards)
        self._thumbnails.draw_inputs(painter, self._input_corners)
        self._thumbnails.draw(painter, self._corners)
        self._paint_biases(painter, _relative(array[self.places.biases]))

    def _weights_layer(self, grades: np.ndarray, drawn: np.ndarray | None) -> QPixmap:
        """The lines, which take longer than all the rest: painted when one of them looks other."""
        look = (grades.tobytes(), None if drawn is None else drawn.tobytes())
        if look != self._look:
            self._look = look
            self._weights = self._layer(lambda on: self._paint_weights(on, grades, drawn))
        return self._weights

    def _paint_weights(
        self, painter: QPainter, grades: np.ndarray, drawn: np.ndarray | None
    ) -> None:
        """The faint ones first, so that the strong ones lie above."""
        lines = self.places.lines
        if drawn is not None:
            grades, lines = grades[drawn], [lines[index] for index in drawn.tolist()]
        if not grades.any():
            painter.setPen(QPen(self._tokens.color("line"), 0.8))
            painter.drawLines(lines)
            return
        for strength, pens in enumerate(self._pens, start=1):
            for pen, grade in zip(pens, (-strength, strength), strict=True):
                chosen = np.flatnonzero(grades == grade).tolist()
                if chosen:
                    painter.setPen(pen)
                    painter.drawLines([lines[index] for index in chosen])

    def _paint_biases(self, painter: QPainter, biases: np.ndarray) -> None:
        """From the middle of its track: to the right above 0, to the left below."""
        bars: dict[str, list[QRectF]] = {"data": [], "grad": []}
        for track, bias in zip(self._tracks, biases.tolist(), strict=True):
            length = track.width() / 2 * abs(bias)
            left = track.center().x() - (length if bias < 0 else 0.0)
            bar = QRectF(left, track.top(), length, track.height())
            bars["data" if bias > 0 else "grad"].append(bar)
        painter.setPen(Qt.PenStyle.NoPen)
        for token, rects in bars.items():
            painter.setBrush(self._tokens.color(token))
            painter.drawRects(rects)

    def paint_hovered(self, painter: QPainter, under: NeuronAt | WeightAt | None) -> None:
        """Light what is under the mouse."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._tokens.color("now"), 2.5))
        if isinstance(under, WeightAt):
            painter.drawLine(self.places.line_of(under.neuron, under.source))
        elif isinstance(under, NeuronAt):
            self._paint_ring(painter, under)

    def paint_focus(self, painter: QPainter, neuron: NeuronAt) -> None:
        """A ring around the neuron that the keys act on."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._tokens.color("data"), 2.0))
        self._paint_ring(painter, neuron)

    def _paint_ring(self, painter: QPainter, neuron: NeuronAt) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = self.places.box(neuron).united(self.places.track(neuron))
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 6, 6)

    def _layer(self, paint: Callable[[QPainter], None]) -> QPixmap:
        """A part of the picture that is painted once, to be shown for a while."""
        layer = QPixmap(self._size * self._scale)
        layer.setDevicePixelRatio(self._scale)
        layer.fill(Qt.GlobalColor.transparent)
        painter = QPainter(layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
        painter.end()
        return layer

    def _paint_cards(self, painter: QPainter) -> None:
        """Cards, names, and the tracks of the bars: they stay while the run goes on."""
        places = self.places
        painter.setBrush(self._tokens.color("card"))
        painter.setPen(QPen(self._tokens.mixed("muted", 0.5), 1.0))
        corner = places.side / 5
        for neuron in (*places.inputs(), *places.neurons()):
            box = places.box(neuron).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, corner, corner)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._tokens.color("line"))
        painter.drawRects(self._tracks)
        self._paint_names(painter, places)

    def _paint_names(self, painter: QPainter, places: NetworkLayout) -> None:
        """What goes in, and what comes out."""
        painter.setFont(text_font(12))
        painter.setPen(self._tokens.color("text"))
        names = ["x"] if places.sizes[0] == 1 else ["x₁", "x₂"]
        room = MARGIN - places.side / 2 - 8
        for neuron, name in zip(places.inputs(), names, strict=True):
            left = QRectF(0, places.centre(neuron).y() - 10, room, 20)
            painter.drawText(left, _RIGHT | _MIDDLE, name)
        at = places.centre(places.neurons()[-1])
        right = QRectF(places.width - room, at.y() - 10, room, 20)
        painter.drawText(right, _MIDDLE, say("score"))


def _grades(weights: np.ndarray) -> np.ndarray:
    """How each line looks: its strength, from 1, with the sign of the weight; 0 for no weight."""
    shares = _relative(weights)
    grades: np.ndarray = (np.sign(shares) * np.ceil(np.abs(shares) * _STRENGTHS)).astype(np.int8)
    return grades


def _relative(numbers: np.ndarray) -> np.ndarray:
    """Numbers against the largest of them, from −1 to 1."""
    return numbers / max(float(np.abs(numbers).max()), 1e-300)
