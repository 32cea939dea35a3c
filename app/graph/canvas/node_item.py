"""NodeItem: one node, painted whole by one item."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QStaticText,
    QTextOption,
    QTransform,
)
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.graph.canvas import geometry as g
from app.model.graph.node import Node
from app.model.numbers import number
from app.ui.theme import BADGE, Tokens, current_tokens, fixed_font, text_font
from app.ui.translation import say
from engine.core.ops import OPS

DETAIL = 0.45
"""Below this zoom the small text can't be read, and is left out."""

WIDEST_HALO = 40.0
"""Scene units that the ring around a marked node takes at most, on a graph seen from afar."""


@dataclass(frozen=True, slots=True)
class NodeFace:
    """All that a node shows. Two equal faces look the same, so nothing is painted anew."""

    node: Node
    formula: str = ""
    data: float | None = None
    grad: float | None = None
    note: str = ""
    wrong: bool = False
    """The note is an error of this node."""
    summed: bool = False
    """The note is the sum of the gradients that arrived."""
    mistaken: bool = False
    """The gradient is that of a mistake, not the right one."""
    output: bool = False
    wired_out: bool = False

    @property
    def badge(self) -> str:
        return say("leaf") if self.node.op is None else OPS[self.node.op].symbol


@dataclass(frozen=True, slots=True)
class _Text:
    at: QPointF
    static: QStaticText
    font: QFont
    color: str
    small: bool


@lru_cache
def _font(name: str) -> QFont:
    return {
        "badge": text_font(13, bold=True),
        "name": text_font(16, bold=True),
        "formula": text_font(11),
        "word": text_font(12),
        "figure": fixed_font(16, bold=True),
        "tag": text_font(12, bold=True),
        "note": text_font(12),
    }[name]


def _tag() -> QRectF:
    """Where the word for the output stands, above the middle of the node."""
    spare = QFontMetricsF(_font("tag")).horizontalAdvance(say("output")) + 20.0
    more = max(0.0, spare - g.OUTPUT_TAG.width()) / 2
    return g.OUTPUT_TAG.adjusted(-more, 0.0, more, 0.0)


class NodeItem(QGraphicsItem):
    """Draws a Face. Knows nothing of the graph and changes nothing."""

    def __init__(self, id_: int, tokens: Tokens | None = None) -> None:
        super().__init__()
        self.id = id_
        self.face: NodeFace | None = None
        self.selected = False
        self.current = False
        self.offered: int | None = None
        """The slot that a wire under way would take."""
        self.refused = False
        self._tokens = tokens
        self._texts: list[_Text] = []
        self._laid_out: NodeFace | None = None
        """The face that the texts are of."""
        self._note_text: _Text | None = None
        self._badge = QRectF()
        self._note = QRectF()
        self._bounds = g.BOX
        self.setZValue(1.0)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_face(self, face: NodeFace) -> None:
        if face != self.face:
            self.face = face
            self._bound(face, self._put_note(face))
            self._stack()
            self.update()

    def mark(self, *, selected: bool, current: bool = False) -> None:
        if (selected, current) != (self.selected, self.current):
            self.prepareGeometryChange()
            self.selected, self.current = selected, current
            self._stack()
            self.update()

    def _stack(self) -> None:
        """What is marked stands in front, and what says something in front of what does not."""
        noted = bool(self.face and self.face.note)
        self.setZValue(2.0 if self.selected or self.current else 1.5 if noted else 1.0)

    def offer(self, slot: int | None, *, refused: bool = False) -> None:
        """Show which port a wire under way would take, or that this node can't take it."""
        if (slot, refused) != (self.offered, self.refused):
            self.offered, self.refused = slot, refused
            self.update()

    def boundingRect(self) -> QRectF:
        reach = WIDEST_HALO if self.current else 0.0
        return self._bounds.adjusted(-reach, -reach, reach, reach)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self._bounds)
        return path

    # Texts are made when a face is first painted: in a large graph few of them are ever seen.

    def _lay_out(self, face: NodeFace) -> None:
        self._laid_out = face
        self._texts = [self._note_text] if self._note_text else []
        badge = QFontMetricsF(_font("badge")).horizontalAdvance(face.badge)
        self._badge = QRectF(10.0, 7.0, max(badge + 16.0, 34.0), 24.0)
        color = "leaf" if face.node.op is None else "op"
        self._put(face.badge, "badge", color, self._badge, Qt.AlignmentFlag.AlignHCenter)
        left = self._badge.right() + 8.0
        head = QRectF(left, 3.0, g.WIDTH - 12.0 - left, 32.0)
        name = QFontMetricsF(_font("name"))
        label = name.elidedText(face.node.label, Qt.TextElideMode.ElideRight, head.width())
        self._put(label, "name", "text", head)
        taken = name.horizontalAdvance(label) + 8.0
        if QFontMetricsF(_font("formula")).horizontalAdvance(face.formula) < head.width() - taken:
            right = Qt.AlignmentFlag.AlignRight
            self._put(face.formula, "formula", "muted", head, right, small=True)
        for word, value, row in (("data", face.data, g.DATA_ROW), ("grad", face.grad, g.GRAD_ROW)):
            self._put(word, "word", word, row.adjusted(4.0, 0.0, 0.0, 0.0), small=True)
            color = "error" if face.mistaken and word == "grad" else word
            self._put(number(value), "figure", color, row, Qt.AlignmentFlag.AlignRight)
        if face.output:
            self._put(say("output"), "tag", "text", _tag(), Qt.AlignmentFlag.AlignHCenter)

    def _bound(self, face: NodeFace, note: QRectF) -> None:
        bounds = g.BOX.adjusted(-g.PORT_RADIUS - 4.0, -6.0, g.PORT_RADIUS + 4.0, 6.0)
        if face.output:
            bounds = bounds.united(_tag().adjusted(-2.0, -2.0, 2.0, 2.0))
        bounds = bounds.united(note)
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds

    def _put(
        self, text: str, font: str, color: str, room: QRectF,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft, small: bool = False,
    ) -> None:  # fmt: skip
        if not text:
            return
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.prepare(QTransform(), _font(font))
        size = static.size()
        spare = room.width() - size.width()
        part = {Qt.AlignmentFlag.AlignLeft: 0.0, Qt.AlignmentFlag.AlignRight: 1.0}.get(align, 0.5)
        at = QPointF(room.left() + spare * part, room.center().y() - size.height() / 2)
        self._texts.append(_Text(at, static, _font(font), color, small))

    def _put_note(self, face: NodeFace) -> QRectF:
        """The sentence below the node, on as many lines as it needs."""
        self._note, self._note_text = QRectF(), None
        if not face.note:
            return self._note
        static = QStaticText(face.note)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.setTextWidth(g.NOTE_WIDTH)
        static.setTextOption(QTextOption(Qt.AlignmentFlag.AlignHCenter))
        static.prepare(QTransform(), _font("note"))
        size: QSizeF = static.size()
        at = QPointF((g.WIDTH - g.NOTE_WIDTH) / 2, g.NOTE_TOP)
        color = "error" if face.wrong else "grad" if face.mistaken or face.summed else "muted"
        self._note_text = _Text(at, static, _font("note"), color, small=True)
        middle, wide = g.WIDTH / 2, QFontMetricsF(_font("note")).horizontalAdvance(face.note)
        wide = min(wide, g.NOTE_WIDTH) + 12.0
        self._note = QRectF(middle - wide / 2, at.y() - 2.0, wide, size.height() + 4.0)
        return self._note.adjusted(-1.0, -1.0, 1.0, 1.0)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        face = self.face
        if face is None:
            return
        if face is not self._laid_out:
            self._lay_out(face)
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        tokens = self._tokens or current_tokens()
        kind = "error" if face.wrong else "leaf" if face.node.op is None else "op"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter, kind, zoom)
        painter.setPen(Qt.PenStyle.NoPen)
        badge = "leaf" if face.node.op is None else "op"
        painter.setBrush(tokens.mixed(badge, BADGE))
        painter.drawRoundedRect(self._badge, 12.0, 12.0)
        if face.output:
            painter.setBrush(tokens.mixed("now", 0.3, "background"))
            painter.drawRoundedRect(_tag(), 11.0, 11.0)
        if zoom >= DETAIL and not self._note.isNull():
            # A ground of its own, so that it can be read over whatever stands below.
            painter.setBrush(tokens.color("background", 0.9))
            painter.drawRoundedRect(self._note, 6.0, 6.0)
        self._paint_ports(painter, face, kind)
        for text in self._texts:
            if zoom >= DETAIL or not text.small:
                painter.setFont(text.font)
                painter.setPen(tokens.color(text.color))
                painter.drawStaticText(text.at, text.static)

    def _paint_box(self, painter: QPainter, kind: str, zoom: float) -> None:
        tokens = self._tokens or current_tokens()
        if self.selected or self.current or self.refused:
            halo = "error" if self.refused else "now" if self.current else "data"
            painter.setBrush(Qt.BrushStyle.NoBrush)
            # The current node can be found however small the graph is seen.
            wide = min(3.0 / min(zoom, 1.0), WIDEST_HALO) if self.current else 3.0
            out = 2.5 + wide / 2
            painter.setPen(QPen(tokens.color(halo), wide))
            box = g.BOX.adjusted(-out, -out, out, out)
            painter.drawRoundedRect(box, g.CORNER + out, g.CORNER + out)
        painter.setBrush(tokens.color("card"))
        painter.setPen(QPen(tokens.color(kind), 1.6))
        painter.drawRoundedRect(g.BOX, g.CORNER, g.CORNER)
        painter.setPen(QPen(tokens.color("line"), 1.0))
        painter.drawLine(QPointF(10.0, 37.0), QPointF(g.WIDTH - 10.0, 37.0))

    def _paint_ports(self, painter: QPainter, face: NodeFace, kind: str) -> None:
        for slot, source in enumerate(face.node.inputs):
            assert face.node.op is not None
            self._paint_port(painter, g.input_port(face.node.op, slot), slot, source is not None)
        self._paint_port(painter, g.output_port(), g.OUTPUT_SLOT, face.wired_out)

    def _paint_port(self, painter: QPainter, at: QPointF, slot: int, wired: bool) -> None:
        tokens = self._tokens or current_tokens()
        offered = slot == self.offered
        radius = g.PORT_RADIUS + (3.0 if offered else 0.0)
        painter.setBrush(tokens.color("now" if offered else "card"))
        painter.setPen(QPen(tokens.color("muted" if wired else "op"), 1.4))
        painter.drawEllipse(at, radius, radius)
