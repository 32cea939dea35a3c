"""Surface: the canvas below view and gestures: zoom, pan, hits, sentences, dropped pieces."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QNativeGestureEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from app.graph.canvas import geometry as g
from app.graph.canvas.bubble import Bubble
from app.graph.canvas.geometry import Hit
from app.graph.canvas.scene import GraphScene
from app.model.graph.graph import FARTHEST
from app.model.graph.node import Wire
from app.model.graph.pieces import PIECE_TYPE
from app.state.session import Session
from app.ui.theme import current_tokens
from app.ui.translation import say
from app.ui.widgets.focus_ring import FocusRing
from engine.core.messages import Message

SMALLEST, LARGEST = 0.02, 4.0
DOTS = 24
REACH = FARTHEST + 100_000.0
"""How far it can be panned from the origin, in scene units: to every node, and a way further."""


@lru_cache(maxsize=8)
def _dots(left: int, top: int, right: int, bottom: int) -> list[QPointF]:
    """The dots of the ground from a corner on. Kept, as the same part is painted often."""
    columns = range(left, right + DOTS, DOTS)
    return [QPointF(x, y) for y in range(top, bottom + DOTS, DOTS) for x in columns]


class Surface(FocusRing, QGraphicsView):
    """A view of a session's GraphScene that can be zoomed and panned without scroll bars."""

    piece_dropped = Signal(str, object)
    """The name of a piece, and where in the scene."""
    node_requested = Signal(object)
    """By key: about where in the scene a node is to be added."""
    quick_add_requested = Signal(object, object)
    """Where (QPointF, in the scene), and the Anchor of the wire that asks for a node, or None."""
    wire_selected = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None):
        super().__init__(parent)
        self.setProperty("role", "canvas")
        self.show_reached(by_key=False)
        self.session = session
        self.wire: Wire | None = None
        """The selected wire, if one is."""
        self.graph_scene = GraphScene()
        self._fits = False
        """Whether the graph is to be seen whole once the view is shown."""
        self.setScene(self.graph_scene)
        self.setSceneRect(-REACH, -REACH, 2 * REACH, 2 * REACH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setRenderHints(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # What floats over the canvas is a child of the view: the viewport scrolls its children.
        self._bubble = Bubble(self)

    @property
    def zoom(self) -> float:
        """The scale of the view: 1.0 is 100 %."""
        return self.transform().m11()

    @property
    def room(self) -> tuple[float, float]:
        """Width and height of what is seen, in pixels."""
        size = self.viewport().size()
        return float(size.width()), float(size.height())

    def zoom_to(self, zoom: float, around: QPoint | None = None) -> None:
        """Set the scale; the scene point under `around` stays where it is."""
        around = around or self.viewport().rect().center()
        fixed = self.mapToScene(around)
        zoom = min(max(zoom, SMALLEST), LARGEST)
        self.setTransform(self.transform().fromScale(zoom, zoom))
        self.graph_scene.show_from(zoom)
        self.pan_by(around - self.mapFromScene(fixed))
        self.graph_scene.show_faces()

    def pan_by(self, way: QPoint) -> None:
        """Move what is shown by `way`, in pixels."""
        for bar, distance in (
            (self.horizontalScrollBar(), way.x()),
            (self.verticalScrollBar(), way.y()),
        ):
            bar.setValue(bar.value() - distance)

    def fit(self) -> None:
        """See the whole graph, at 100 % at most; once it is shown, if it is hidden."""
        self._fits = not self.isVisible()
        box = self.graph_scene.box_of()
        if box.isNull():
            self.zoom_to(1.0)
            self.centerOn(0.0, 0.0)
            return
        box.adjust(-40.0, -40.0, 40.0, 40.0)
        size = self.viewport().size()
        self.zoom_to(min(size.width() / box.width(), size.height() / box.height(), 1.0))
        self.centerOn(box.center())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.graph_scene.show_faces()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.graph_scene.show_faces()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._fits:
            self.fit()

    def reveal(self) -> None:
        """See the whole graph if a part of it is out of sight."""
        if not self._seen().contains(self.graph_scene.box_of()):
            self.fit()

    def show_node(self, id_: int) -> None:
        """Scroll as little as needed for a node to be seen; not at all if it is."""
        node = self.graph_scene.nodes[id_]
        if not self._seen().contains(g.BOX.translated(node.pos())):
            self.ensureVisible(node.sceneBoundingRect(), 24, 24)

    def show_nodes(self, ids: Iterable[int]) -> None:
        """Scroll as little as needed for nodes to be seen; see the whole graph if need be."""
        box = QRectF()
        for id_ in ids:
            box |= g.BOX.translated(self.graph_scene.nodes[id_].pos())
        seen = self._seen()
        if box.width() > seen.width() or box.height() > seen.height():
            self.fit()
        elif not seen.contains(box):
            self.ensureVisible(box, 24, 24)

    def _seen(self) -> QRectF:
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def middle(self) -> QPointF:
        """The scene position in the middle of the view."""
        return self.mapToScene(self.viewport().rect().center())

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and (
            event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom_to(self.zoom * (1.0 + event.value()), event.position().toPoint())
            return True
        return super().viewportEvent(event)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        tokens = current_tokens()
        painter.fillRect(rect, tokens.color("background"))
        if self.zoom < 0.4:
            return
        painter.setPen(QPen(tokens.color("line"), 2.0 / self.zoom))
        left, top = int(rect.left()) // DOTS * DOTS, int(rect.top()) // DOTS * DOTS
        painter.drawPoints(_dots(left, top, int(rect.right()), int(rect.bottom())))

    # What gestures and keys ask of it.

    def hit(self, at: QPoint) -> Hit:
        # A port is felt as far as it is seen, whatever the zoom.
        return self.graph_scene.hit(
            self.mapToScene(at), min(g.PORT_REACH, max(g.PORT_RADIUS + 2.0, 12.0 / self.zoom))
        )

    def select_wire(self, wire: Wire | None) -> None:
        self.wire = wire
        if wire is not None:
            self.session.select([])
        self.graph_scene.select_wire(wire)
        self.wire_selected.emit()

    def show_refusal(self, reason: Message | None, at: QPoint) -> None:
        """Show a sentence at a place of the view, or nothing."""
        self._bubble.show_text(say(reason) if reason else "", at)

    def hold_refusal(self, reason: Message | None, at: QPoint) -> None:
        """Keep a sentence at a place of the view until another is held, or None."""
        self._bubble.hold(say(reason) if reason else "", at)

    def show_note(self, words: Message) -> None:
        """Show a sentence that explains what is seen, in the corner."""
        self._bubble.show_text(say(words), QPoint(), calm=True)

    # Pieces dragged in from the palette.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._accept(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._accept(event)

    def _accept(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(PIECE_TYPE):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop(event, event.position().toPoint())

    def drop(self, event: QDropEvent, at: QPoint) -> None:
        """Take what was let go at a place of the view."""
        data = event.mimeData().data(PIECE_TYPE)
        if data.isEmpty():
            event.ignore()
            return
        event.acceptProposedAction()
        name = bytes(data.data()).decode(errors="replace")
        self.piece_dropped.emit(name, self.mapToScene(at))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
