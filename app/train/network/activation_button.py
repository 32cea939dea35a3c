"""ActivationButton: shows an activation, by its curve where there is no room for a name."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolButton

from engine.core.ops import OPS
from engine.learning.network import LINEAR

_ARGUMENTS = [step / 4 for step in range(-12, 13)]
_MARGIN = 5


class ActivationButton(QToolButton):
    """A QToolButton that draws `curve`, the name of an activation, if that is set."""

    curve = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.curve:
            return
        shape = QPolygonF([QPointF(x, -_answer(self.curve, x)) for x in _ARGUMENTS])
        bounds = shape.boundingRect()
        room = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.palette().buttonText().color(), 1.5)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.translate(room.topLeft())
        painter.scale(room.width() / bounds.width(), room.height() / bounds.height())
        painter.translate(-bounds.topLeft())
        painter.drawPolyline(shape)


def _answer(activation: str, x: float) -> float:
    return x if activation == LINEAR else OPS[activation].compute(x)
