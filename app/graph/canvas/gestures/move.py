"""Move: the selected nodes follow the hand."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from app.graph.canvas.geometry import GRID, snapped
from app.graph.canvas.gestures.gesture import ADDING, Gesture, select_clicked
from app.graph.canvas.surface import Surface
from app.model.graph.graph import Graph
from app.state.session import Session


class Move(Gesture):
    """Drags the selection by the node that was pressed. It snaps to the grid; Alt frees it."""

    def __init__(self, view: Surface, start: QPoint, id_: int, modifiers: Qt.KeyboardModifier):
        super().__init__(view, start)
        self.id = id_
        # A press on one of several selected nodes may begin a drag of them all.
        self._selects_late = id_ in self.session.selection and not modifiers & ADDING
        if not self._selects_late:
            select_clicked(self.session, id_, modifiers)

    def dragged(self, to: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        self.session.graphs.preview(self._moved(to, modifiers))

    def released(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        if self.dragging:
            self.session.graphs.edit(_name(self.session), self._moved(at, modifiers))
        elif self._selects_late:
            self.session.select([self.id])

    def settled(self) -> None:
        if self.dragging:
            self.released(self.at, self.modifiers)

    def _moved(self, to: QPoint, modifiers: Qt.KeyboardModifier) -> Graph:
        way = self.scene_at(to) - self.scene_at(self.start)
        x, y = self.graph.positions[self.id]
        dx, dy = way.x(), way.y()
        if not modifiers & Qt.KeyboardModifier.AltModifier:
            dx, dy = snapped(x + dx) - x, snapped(y + dy) - y
        ids = self.session.selection or (self.id,)
        places = {id_: self.graph.positions[id_] for id_ in ids}
        return self.graph.moved({id_: (a + dx, b + dy) for id_, (a, b) in places.items()})


def move_by_arrow(session: Session, way: tuple[int, int], modifiers: Qt.KeyboardModifier) -> None:
    """The selection one step of the grid that way, with Shift ten; a row of steps is one entry."""
    far = GRID * (10 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1)
    ids, positions = session.selection, session.graph.positions
    places = {i: (positions[i][0] + way[0] * far, positions[i][1] + way[1] * far) for i in ids}
    session.graphs.edit(_name(session), session.graph.moved(places), merge=f"arrows {ids}")


def _name(session: Session) -> str:
    ids = session.selection
    return f"Move {session.graph.name_of(ids[0])}" if len(ids) == 1 else f"Move {len(ids)} nodes"
