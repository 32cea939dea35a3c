"""WireItem: one wire, with what it carries on a chip at its middle."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPainterPathStroker, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.graph.canvas import geometry as g
from app.graph.canvas.items.node_item import DETAIL
from app.model.graph.node import Wire
from app.model.graph.routing.curve import Route
from app.ui.theme import Tokens, current_tokens, fixed_font

WIRE = 0.6
"""How much of its colour a wire at rest holds."""
REACH = 6.0
"""How near to a wire a press must be to grab it, in scene units."""


class WireItem(QGraphicsItem):
    """A line from an output port to an input port. `lit` is how it stands out, if it does."""

    def __init__(self, wire: Wire | None = None, tokens: Tokens | None = None) -> None:
        super().__init__()
        self.wire = wire
        self.lit = ""
        self.chip = ""
        self._along = 0.5
        self._pulse: float | None = None
        self._tokens = tokens
        self._path = QPainterPath()
        self._bounds = QRectF()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def run(self, start: QPointF, end: QPointF, route: Route = ()) -> None:
        """Lead the wire from `start` to `end` past cards, in scene coordinates."""
        path = g.wire_path(start, end, route)
        if path != self._path:
            self.prepareGeometryChange()
            self._path = path
            self._bound()

    def light(self, lit: str = "", chip: str = "", along: float = 0.5) -> None:
        """Stand out in the colour of a token, and say `chip` at a share of the way."""
        if (lit, chip, along) != (self.lit, self.chip, self._along):
            self.prepareGeometryChange()
            self.lit, self.chip, self._along = lit, chip, along
            # In front of the nodes, so that a chip can be read where there is no room beside them.
            self.setZValue(3.0 if chip else 0.5 if lit else 0.0)
            self._bound()
            self.update()

    @property
    def path(self) -> QPainterPath:
        """Where it runs, in scene coordinates."""
        return self._path

    def _bound(self) -> None:
        """Kept, as the scene asks for it far more often than it changes."""
        self._bounds = self._path.boundingRect().adjusted(-7.0, -7.0, 7.0, 7.0)
        if self.chip:
            chip = self.chip_box(self.chip, self._along)
            self._bounds = self._bounds.united(chip.adjusted(-2.0, -2.0, 2.0, 2.0))

    def boundingRect(self) -> QRectF:
        return self._bounds

    def pulse(self, along: float | None) -> None:
        """Show what flows, at a share of the way from output to input; None ends it."""
        self._pulse = along
        self.update()

    def shape(self) -> QPainterPath:
        stroker = QPainterPathStroker()
        stroker.setWidth(2 * REACH)
        return stroker.createStroke(self._path)

    def chip_box(self, chip: str, along: float) -> QRectF:
        """Where a chip with that text would stand."""
        width = QFontMetricsF(fixed_font(12, bold=True)).horizontalAdvance(chip) + 16.0
        middle = self._path.pointAtPercent(along)
        return QRectF(middle.x() - width / 2, middle.y() - 11.0, width, 22.0)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        tokens = self._tokens or current_tokens()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        color = tokens.color(self.lit) if self.lit else tokens.mixed("muted", WIRE, "background")
        painter.setPen(QPen(color, 3.0 if self.lit else 1.8))
        painter.drawPath(self._path)
        if self._pulse is not None:
            painter.setBrush(tokens.color("now"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(self._path.pointAtPercent(self._pulse), 6.0, 6.0)
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        if not self.chip or zoom < DETAIL:
            return
        box = self.chip_box(self.chip, self._along)
        painter.setBrush(tokens.color("card"))
        painter.setPen(QPen(color, 1.2))
        painter.drawRoundedRect(box, 11.0, 11.0)
        painter.setFont(fixed_font(12, bold=True))
        painter.setPen(tokens.color(self.lit or "muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.chip)
