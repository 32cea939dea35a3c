"""Move: the selected nodes follow the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

from app.canvas.geometry import snapped
from app.canvas.gestures.gesture import ADDING, Gesture, select_clicked
from app.model.graph import Graph

if TYPE_CHECKING:
    from app.canvas.view import GraphView


class Move(Gesture):
    """Drags the selection by the node that was pressed. It snaps to the grid; Alt frees it."""

    def __init__(self, view: GraphView, start: QPoint, id_: int, modifiers: Qt.KeyboardModifier):
        super().__init__(view, start)
        self.id = id_
        # A press on one of several selected nodes may begin a drag of them all.
        self._selects_late = id_ in self.session.selection and not modifiers & ADDING
        if not self._selects_late:
            select_clicked(self.session, id_, modifiers)

    def dragged(self, to: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        self.session.preview(self._moved(to, modifiers))

    def released(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        if self.dragging:
            ids = self.session.selection
            what = self.graph.name_of(self.id) if len(ids) == 1 else f"{len(ids)} nodes"
            self.session.edit(f"Move {what}", self._moved(at, modifiers))
        elif self._selects_late:
            self.session.select([self.id])

    def _moved(self, to: QPoint, modifiers: Qt.KeyboardModifier) -> Graph:
        way = self.scene_at(to) - self.scene_at(self.start)
        x, y = self.graph.positions[self.id]
        dx, dy = way.x(), way.y()
        if not modifiers & Qt.KeyboardModifier.AltModifier:
            dx, dy = snapped(x + dx) - x, snapped(y + dy) - y
        ids = self.session.selection or (self.id,)
        places = {id_: self.graph.positions[id_] for id_ in ids}
        return self.graph.moved({id_: (a + dx, b + dy) for id_, (a, b) in places.items()})
