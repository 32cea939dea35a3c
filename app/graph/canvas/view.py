"""GraphView: the window onto the scene; gives every press to a gesture, and takes the keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.graph.canvas.geometry import Hit
from app.graph.canvas.gestures.box_select import BoxSelect
from app.graph.canvas.gestures.driver import GestureDriver
from app.graph.canvas.gestures.gesture import Gesture, Pointer
from app.graph.canvas.gestures.move import Move
from app.graph.canvas.gestures.pan import Pan
from app.graph.canvas.gestures.scroll import NOTCH, Scroll, Target, distance
from app.graph.canvas.gestures.scrub import Scrub, turned
from app.graph.canvas.gestures.wire import DrawWire
from app.graph.canvas.inline_editing import InlineEditing
from app.graph.canvas.keys import Keys
from app.graph.canvas.pulse import Pulse
from app.graph.canvas.surface import Surface
from app.model.explain.mistakes import MistakenPass
from app.model.explain.timeline import Moment
from app.model.graph.graph import Graph
from app.state.session import Session
from app.ui.translation import say

GESTURES: dict[str, type[Gesture]] = {
    "empty": BoxSelect, "number": Scrub, "name": Move, "node": Move, "port": DrawWire,
}  # fmt: skip
"""What a press of the left button on each part begins."""


class GraphView(Surface):
    """Draws the session's graph, and turns mouse and key input into edits of the session."""

    menu_requested = Signal(object, object)
    """The Hit under the cursor, and the QPoint on the screen."""

    def __init__(self, session: Session, parent: QWidget | None = None):
        super().__init__(session, parent)
        self._moment: Moment | None = None
        self._driver = GestureDriver(self)
        self._pulse = Pulse(self.graph_scene)
        self._held = Qt.MouseButton.NoButton
        self._scroll = Scroll()
        self.inline = InlineEditing(self)
        self._keys = Keys(self, self.inline)
        self.setAccessibleName(say("Canvas"))
        session.changed.connect(lambda _graph, _evaluation: self._show())
        session.selection_changed.connect(self._select)
        self._show()

    def pan_by(self, way: QPoint) -> None:
        super().pan_by(way)
        self.inline.commit()

    @property
    def gesture(self) -> Gesture | None:
        """What the mouse is in the middle of, if anything."""
        return self._driver.gesture

    def show_moment(self, moment: Moment | None) -> None:
        """Show what is known at a stop of the timeline; None shows everything."""
        self._moment = moment
        self._show()
        self._pulse.start(moment)
        if moment:
            self.show_node(moment.stop.id)

    def set_motion(self, wanted: bool) -> None:
        """Whether a pulse runs along the wires at a step."""
        self._pulse.wanted = wanted

    def show_mistake(self, broken: MistakenPass | None) -> None:
        """Show the gradients of a mistake beside the right ones, where they differ."""
        self.graph_scene.broken = broken
        self._show()

    def _show(self) -> None:
        graph, evaluation = self.session.graph, self.session.evaluation
        at_rest = graph is self.session.graphs.present
        self.graph_scene.show_graph(graph, evaluation, self._moment, at_rest=at_rest)
        if self.wire and self.wire not in self.graph_scene.wires:
            self.select_wire(None)

    def _select(self, ids: object) -> None:
        self.graph_scene.select(self.session.selection)
        if self.session.selection:
            self.select_wire(None)

    def follow(self, before: Graph) -> None:
        """See the whole graph where it is another one altogether than that `before`."""
        nodes = self.session.graph.nodes
        same = sum(before.nodes.get(id_) == node for id_, node in nodes.items())
        if 2 * same < len(nodes):
            self.fit()
        if same < len(nodes):
            self.show_refusal(None, QPoint())

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.inline.commit()
        self.show_refusal(None, QPoint())
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.gesture:
            return
        self._held = event.button()
        at = self._pointer(event)
        space = self._keys.space_taken()
        if event.button() == Qt.MouseButton.MiddleButton or space:
            self._driver.begin(Pan, at)
        elif event.button() == Qt.MouseButton.LeftButton:
            wire = at.hit.part == "wire"
            if at.hit.part != "port":
                self.select_wire((at.hit.id, at.hit.slot) if wire else None)
            if not wire:
                self._driver.begin(GESTURES[at.hit.part], at)

    def _pointer(self, event: QMouseEvent) -> Pointer:
        at = event.position().toPoint()
        # Finding what lies there takes a millisecond and more in a large graph.
        wanted = not self.gesture or self.gesture.needs_target
        hit = self.hit(at) if wanted else Hit()
        inside = self.viewport().rect().contains(at)
        return Pointer(at, self.mapToScene(at), hit, event.modifiers(), inside)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.gesture and not event.buttons():
            # It was released where the view could not see it, over a question.
            self._driver.commit()
        if self.gesture:
            self._driver.move(self._pointer(event))
        else:
            self._show_cursor(event.position().toPoint())

    def _show_cursor(self, at: QPoint) -> None:
        part = self.hit(at).part
        shapes = {
            "number": Qt.CursorShape.SizeHorCursor,
            "port": Qt.CursorShape.CrossCursor,
            "wire": Qt.CursorShape.PointingHandCursor,
        }
        self.viewport().setCursor(shapes.get(part, Qt.CursorShape.ArrowCursor))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # Another button that is let go meanwhile ends nothing.
        if self.gesture and event.button() == self._held:
            self._driver.release(self._pointer(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mouseReleaseEvent(event)
        at = event.position().toPoint()
        hit = self.hit(at)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if hit.part == "empty":
            self.quick_add_requested.emit(self.mapToScene(at), None)
        elif hit.part == "number":
            self.inline.edit_number(hit.id)
        elif hit.part in ("name", "node"):
            self.inline.edit_name(hit.id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        at, scroll = event.position().toPoint(), self._scroll
        if scroll.begins(event):
            scroll.start(event, self._selected_leaf_at(at))
        turn = event.angleDelta().y()
        if scroll.target is Target.PAN:
            self.pan_by(distance(event).toPoint())
        elif scroll.target is Target.ZOOM:
            self.zoom_to(self.zoom * 1.0015**turn, at)
        elif turn and not self.gesture and scroll.id in self.session.graphs.present.nodes:
            graph = self.session.graphs.present
            self.session.graphs.edit(*turned(graph, scroll.id, turn / NOTCH, event.modifiers()))

    def _selected_leaf_at(self, at: QPoint) -> int | None:
        """The selected leaf whose number lies there, if one does."""
        hit = self.hit(at)
        return hit.id if hit.part == "number" and hit.id in self.session.selection else None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.gesture:
            return
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        hit = (
            Hit("node", self.session.selection[0])
            if by_key and self.session.selection
            else (self.hit(event.pos()))
        )
        if hit.part == "wire":
            self.select_wire((hit.id, hit.slot))
        elif hit.part != "empty" and hit.id not in self.session.selection:
            self.session.select([hit.id])
        self.menu_requested.emit(hit, event.globalPos())

    # The keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if isinstance(QApplication.focusWidget(), QLineEdit):
            # What a field over a node does not use is none of the canvas's.
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self.escape()
        elif self.gesture or not self._keys.pressed(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self._keys.released(event):
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._keys.let_go()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._driver.cancel()
        super().hideEvent(event)

    def escape(self) -> None:
        """Escape: the gesture under way goes back; else nothing is selected."""
        self.show_refusal(None, QPoint())
        if self.gesture:
            self._driver.cancel()
        elif self.inline.is_open:
            self.inline.cancel()
        else:
            self.session.select([])
            self.select_wire(None)
