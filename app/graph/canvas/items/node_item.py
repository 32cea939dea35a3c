"""NodeItem: one node, painted whole by one item."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
)
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.graph.canvas import geometry as g
from app.graph.canvas.items.node_texts import (
    Text,
    font_of,
    head,
    laid_out,
    placed,
    row_words,
    tag_room,
)  # fmt: skip
from app.model.graph.node import Node
from app.model.numbers import number
from app.ui.theme import BADGE, Tokens, current_tokens
from app.ui.translation import say
from engine.core.ops import OPS

OVERVIEW = 0.3
"""Below this zoom no text can be read: nodes are cards of one colour."""
DETAIL = 0.45
"""Below this zoom the small text can't be read, and is left out."""

BOUNDS = g.BOX.adjusted(-g.PORT_RADIUS - 4.0, -6.0, g.PORT_RADIUS + 4.0, 6.0)
"""The card with its ports and the ring of a selection."""
FIGURES = QRectF(12.0, 41.0, g.WIDTH - 24.0, 43.0)
"""The two numbers and their words, between the ports."""
FIGURES_AND_EDGE = FIGURES.adjusted(-3.0, -2.5, 5.0, 2.5)
"""With the pixels around it that are painted anew as well."""
MOST = BOUNDS.united(
    QRectF((g.WIDTH - g.NOTE_WIDTH) / 2, g.NOTE_TOP - 4.0, g.NOTE_WIDTH, 76.0)
).united(g.OUTPUT_TAG)
"""What a node with a tag and a note of four lines covers."""
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
    def frame(self) -> tuple[object, ...]:
        """All but the two numbers."""
        node = self.node
        return (
            node.label, node.op, node.inputs, self.formula, self.note, self.wrong, self.summed,
            self.mistaken, self.output, self.wired_out,
        )  # fmt: skip

    @property
    def badge(self) -> str:
        return say("leaf") if self.node.op is None else OPS[self.node.op].symbol


class NodeItem(QGraphicsItem):
    """Draws the face that `face_of` gives for its id. Knows nothing of the graph and changes
    nothing.
    """

    def __init__(
        self, id_: int, face_of: Callable[[int], NodeFace], tokens: Tokens | None = None
    ) -> None:
        super().__init__()
        self.id = id_
        self.stale = True
        """Whether what it shows may have changed since `face` was taken. In a large graph most
        nodes are out of sight, and take no new face until they are seen."""
        self.selected = False
        self.current = False
        self.offered: int | None = None
        """The slot that a wire under way would take."""
        self.refused = False
        self._face_of = face_of
        self._face: NodeFace | None = None
        self._tokens = tokens
        self._texts: list[Text] = []
        self._figures: list[Text] = []
        self._laid_out: NodeFace | None = None
        """The face that the texts are of."""
        self._note_text: Text | None = None
        self._badge = QRectF()
        self._note = QRectF()
        self._bounds = MOST
        self.setZValue(1.0)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    @property
    def face(self) -> NodeFace:
        """What it shows now."""
        self.refresh()
        assert self._face is not None
        return self._face

    def refresh(self) -> None:
        """Show what it has to, if that may have changed."""
        if not self.stale:
            return
        self.stale = False
        face = self._face_of(self.id)
        if face != self._face:
            before, self._face = self._face, face
            if before and before.frame == face.frame:
                # The rest of the card, and what lies behind it, is left alone.
                self.update(FIGURES)
                return
            note = self._note
            self._put_note(face)
            self._bound()
            self._stack()
            self.update(BOUNDS.united(tag_room()).united(note).united(self._note))

    @property
    def covered(self) -> QRectF:
        """What it covers, with its tag and its note, in its own coordinates."""
        face = self.face
        bounds = BOUNDS.united(tag_room().adjusted(-2.0, -2.0, 2.0, 2.0)) if face.output else BOUNDS
        return bounds.united(self._note.adjusted(-1.0, -1.0, 1.0, 1.0)) if face.note else bounds

    def mark(self, *, selected: bool, current: bool = False) -> None:
        if (selected, current) != (self.selected, self.current):
            self.prepareGeometryChange()
            self.selected, self.current = selected, current
            self._stack()
            self.update()

    @property
    def marked(self) -> bool:
        """Whether it is to be found among the others, however far away."""
        return self.selected or self.current or self.refused or self.offered is not None

    def _stack(self) -> None:
        """What is marked stands in front, and what says something in front of what does not."""
        noted = bool(self._face and self._face.note)
        self.setZValue(2.0 if self.selected or self.current else 1.5 if noted else 1.0)

    def offer(self, slot: int | None, *, refused: bool = False) -> None:
        """Show which port a wire under way would take, or that this node can't take it."""
        if (slot, refused) != (self.offered, self.refused):
            self.offered, self.refused = slot, refused
            self.update()

    def boundingRect(self) -> QRectF:
        reach = WIDEST_HALO if self.current or self.selected else 0.0
        return self._bounds.adjusted(-reach, -reach, reach, reach)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self._bounds)
        return path

    # Texts are made when a face is first painted: in a large graph few of them are ever seen.

    def _lay_out(self, face: NodeFace) -> None:
        if self._laid_out is None or self._laid_out.frame != face.frame:
            leaf = face.node.op is None
            self._badge, texts = head(face.badge, leaf, face.node.label, face.formula)
            self._texts = [*texts, *([self._note_text] if self._note_text else [])]
            if face.output:
                self._texts.append(placed(say("output"), "tag", "text", tag_room(), 0.5))
        self._laid_out = face
        grad = "error" if face.mistaken else "grad"
        self._figures = [
            *row_words(),
            placed(number(face.data), "figure", "data", g.DATA_ROW, 1.0),
            placed(number(face.grad), "figure", grad, g.GRAD_ROW, 1.0),
        ]

    def _bound(self) -> None:
        """Room for what a node may show, so that the scene need not be told of every change."""
        bounds = MOST.united(tag_room()).united(self._note.adjusted(-1.0, -1.0, 1.0, 1.0))
        if not self._bounds.contains(bounds):
            self.prepareGeometryChange()
            self._bounds = bounds

    def _put_note(self, face: NodeFace) -> None:
        """The sentence below the node, on as many lines as it needs."""
        self._note, self._note_text = QRectF(), None
        if not face.note:
            return
        static, size = laid_out(face.note, "note", g.NOTE_WIDTH)
        at = QPointF((g.WIDTH - g.NOTE_WIDTH) / 2, g.NOTE_TOP)
        color = "error" if face.wrong else "grad" if face.mistaken or face.summed else "muted"
        self._note_text = Text(at, static, font_of("note"), color, small=True)
        middle, wide = g.WIDTH / 2, QFontMetricsF(font_of("note")).horizontalAdvance(face.note)
        wide = min(wide, g.NOTE_WIDTH) + 12.0
        self._note = QRectF(middle - wide / 2, at.y() - 2.0, wide, size.height() + 4.0)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        face = self.face
        if face is not self._laid_out:
            self._lay_out(face)
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        tokens = self._tokens or current_tokens()
        if FIGURES_AND_EDGE.contains(option.exposedRect) and zoom >= OVERVIEW:
            painter.fillRect(FIGURES_AND_EDGE, tokens.color("card"))
            self._paint_texts(painter, self._figures, zoom)
            return
        kind = "error" if face.wrong else "leaf" if face.node.op is None else "op"
        self._paint_box(painter, kind, zoom)
        if zoom < OVERVIEW:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        badge = "leaf" if face.node.op is None else "op"
        painter.setBrush(tokens.mixed(badge, BADGE))
        painter.drawRoundedRect(self._badge, 12.0, 12.0)
        if face.output:
            painter.setBrush(tokens.mixed("now", 0.3, "background"))
            painter.drawRoundedRect(tag_room(), 11.0, 11.0)
        if zoom >= DETAIL and not self._note.isNull():
            # A ground of its own, so that it can be read over whatever stands below.
            painter.setBrush(tokens.color("background", 0.9))
            painter.drawRoundedRect(self._note, 6.0, 6.0)
        self._paint_ports(painter, face)
        self._paint_texts(painter, (*self._texts, *self._figures), zoom)

    def _paint_texts(self, painter: QPainter, texts: Iterable[Text], zoom: float) -> None:
        tokens = self._tokens or current_tokens()
        for text in texts:
            if zoom >= DETAIL or not text.small:
                painter.setFont(text.font)
                painter.setPen(tokens.color(text.color))
                painter.drawStaticText(text.at, text.static)

    def _paint_box(self, painter: QPainter, kind: str, zoom: float) -> None:
        tokens = self._tokens or current_tokens()
        if self.selected or self.current or self.refused:
            halo = "error" if self.refused else "now" if self.current else "data"
            painter.setBrush(Qt.BrushStyle.NoBrush)
            # What is marked can be found however small the graph is seen.
            pixels = 3.0 if self.current else 2.0
            wide = max(3.0, min(pixels / min(zoom, 1.0), WIDEST_HALO))
            out = 2.5 + wide / 2
            painter.setPen(QPen(tokens.color(halo), wide))
            box = g.BOX.adjusted(-out, -out, out, out)
            painter.drawRoundedRect(box, g.CORNER + out, g.CORNER + out)
        painter.setBrush(tokens.color("card"))
        painter.setPen(QPen(tokens.color(kind), 1.6))
        painter.drawRoundedRect(g.BOX, g.CORNER, g.CORNER)
        painter.setPen(QPen(tokens.color("line"), 1.0))
        painter.drawLine(QPointF(10.0, 37.0), QPointF(g.WIDTH - 10.0, 37.0))

    def _paint_ports(self, painter: QPainter, face: NodeFace) -> None:
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
