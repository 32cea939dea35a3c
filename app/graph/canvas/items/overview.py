"""Overview: all nodes and wires at once, as they are seen from afar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.graph.canvas import geometry as g
from app.graph.canvas.items.wire_item import WIRE
from app.ui.theme import Tokens, current_tokens

Cards = Mapping[str, Sequence[QRectF]]
"""The token of a colour to the nodes that have it."""

FILL = 0.16
"""How much of its colour a card holds."""
MOST_ROUNDED = 500
"""Cards up to which they have round corners; of more nobody sees them."""
_LINE = 1.0
"""Pixels of a wire and of the edge of a card."""


class Overview(QGraphicsItem):
    """Draws cards and wires without a text: thousands in the time of a hundred items."""

    def __init__(self, tokens: Tokens | None = None) -> None:
        super().__init__()
        self._tokens = tokens
        self._cards: Cards = {}
        self._wires: Sequence[QPainterPath] = ()
        self._bounds = QRectF()
        self.setZValue(-1.0)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_all(self, cards: Cards, wires: Sequence[QPainterPath]) -> None:
        """Draw these, in scene coordinates, from now on."""
        self.prepareGeometryChange()
        self._cards, self._wires = cards, wires
        self._bounds = QRectF()
        for boxes in cards.values():
            for box in boxes:
                self._bounds |= box
        self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds.adjusted(-40.0, -40.0, 40.0, 40.0)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        tokens = self._tokens or current_tokens()
        # Opaque: a line that is half transparent takes ten times as long.
        pen = QPen(tokens.mixed("muted", WIRE, "background"), _LINE)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path in self._wires:
            painter.drawPath(path)
        few = sum(map(len, self._cards.values())) <= MOST_ROUNDED
        for token, boxes in self._cards.items():
            pen.setColor(tokens.color(token))
            painter.setPen(pen)
            painter.setBrush(tokens.mixed(token, FILL))
            if few:
                for box in boxes:
                    painter.drawRoundedRect(box, g.CORNER, g.CORNER)
            else:
                painter.drawRects(boxes)
