"""Move: the selected nodes follow the mouse, or the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.graph.canvas.geometry import GRID, snapped
from app.graph.canvas.gestures.gesture import Edit, Gesture, Pointer, clicked
from app.model.graph.graph import Graph
from app.ui.translation import say
from engine.core.messages import counted


class Move(Gesture):
    """Drags the selection by the node that was pressed. It snaps to the grid; Ctrl frees it."""

    def __init__(self, graph: Graph, selection: tuple[int, ...], start: Pointer):
        super().__init__(graph, selection, start)
        self.id = start.hit.id
        # A press on a selected node may begin a drag of all of them.
        if self.id not in selection:
            self.selection = clicked(selection, self.id, start.modifiers)
        self._was_selected = self.id in selection

    def drag(self, at: Pointer) -> None:
        way = at.scene - self.start.scene
        x, y = self.graph.positions[self.id]
        dx, dy = way.x(), way.y()
        # Not Alt: many window managers of X11 move the window by it.
        if not at.modifiers & Qt.KeyboardModifier.ControlModifier:
            dx, dy = snapped(x + dx) - x, snapped(y + dy) - y
        self.shown = _moved(self.graph, self.selection, dx, dy)

    def click(self) -> None:
        if self._was_selected:
            self.selection = clicked(self.selection, self.id, self.start.modifiers)

    def edit(self) -> Edit | None:
        return Edit(_name(self.graph, self.selection), self.shown)


def moved_by_arrow(
    graph: Graph, ids: tuple[int, ...], way: tuple[int, int], modifiers: Qt.KeyboardModifier
) -> Edit:
    """The nodes one step of the grid that way, with Shift ten; a row of steps is one entry."""
    far = GRID * (10 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1)
    after = _moved(graph, ids, way[0] * far, way[1] * far)
    return Edit(_name(graph, ids), after, merge=f"arrows {ids}")


def _moved(graph: Graph, ids: tuple[int, ...], dx: float, dy: float) -> Graph:
    places = {id_: graph.positions[id_] for id_ in ids}
    return graph.moved({id_: (x + dx, y + dy) for id_, (x, y) in places.items()})


def _name(graph: Graph, ids: tuple[int, ...]) -> str:
    if len(ids) == 1:
        return say("move {nodes}", nodes=graph.name_of(ids[0]))
    return say("move {nodes}", nodes=say(counted("{count} node", "{count} nodes", len(ids))))
