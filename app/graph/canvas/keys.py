"""Keys: what the keyboard does on the canvas."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.graph.canvas.gestures.move import moved_by_arrow
from app.graph.canvas.inline_editing import InlineEditing
from app.graph.canvas.surface import Surface
from app.model.numbers import begins_number

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Keys:
    """Handles every key event; each method returns whether the key was one of the canvas's."""

    def __init__(self, view: Surface, inline: InlineEditing):
        self._view = view
        self._inline = inline
        self._space = False
        self._panned = False

    def pressed(self, event: QKeyEvent) -> bool:
        view, key = self._view, event.key()
        selection = view.session.selection
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space, self._panned = True, False
        elif key in _ARROWS and alt and selection:
            graphs, way = view.session.graphs, _ARROWS[Qt.Key(key)]
            graphs.edit(*moved_by_arrow(graphs.present, selection, way, event.modifiers()))
            view.show_node(selection[0])
        else:
            return self._typed_number(event)
        return True

    def released(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            return False
        asked = self._space and not self._panned
        self._space = False
        if asked:
            self._ask_for_quick_add()
        return True

    def let_go(self) -> None:
        """The keyboard has gone elsewhere."""
        self._space = False

    def space_taken(self) -> bool:
        """Whether Space is held at a press of the mouse: it asks for no node then."""
        self._panned = True
        return self._space

    def _ask_for_quick_add(self) -> None:
        view = self._view
        at = view.viewport().mapFromGlobal(view.cursor().pos())
        inside = view.viewport().rect().contains(at)
        view.node_requested.emit(view.mapToScene(at) if inside else view.middle())

    def _typed_number(self, event: QKeyEvent) -> bool:
        """A digit (or a sign or point) with one leaf selected begins its number."""
        session, text = self._view.session, event.text()
        selection = session.selection
        if not begins_number(text) or len(selection) != 1 or session.graph.nodes[selection[0]].op:
            return False
        self._inline.edit_number(selection[0], text)
        return True
