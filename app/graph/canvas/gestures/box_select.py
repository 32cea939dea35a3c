"""BoxSelect: a box drawn on empty canvas selects the nodes it touches."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from app.graph.canvas.geometry import BOX
from app.graph.canvas.gestures.gesture import ADDING, Gesture, Pointer
from app.model.graph.graph import Graph


class BoxSelect(Gesture):
    """Selects while it is drawn; with Ctrl or Shift it adds to what was selected."""

    def __init__(self, graph: Graph, selection: tuple[int, ...], start: Pointer):
        super().__init__(graph, selection, start)
        self._before = selection
        self.selection = self._kept = selection if start.modifiers & ADDING else ()

    def drag(self, at: Pointer) -> None:
        box = self.box
        assert box is not None
        places = self.graph.positions.items()
        touched = (id_ for id_, (x, y) in places if box.intersects(BOX.translated(x, y)))
        self.selection = tuple(dict.fromkeys((*self._kept, *touched)))

    def cancel(self) -> None:
        super().cancel()
        self.selection = self._before

    @property
    def box(self) -> QRectF | None:
        return QRectF(self.start.scene, self.at.scene).normalized() if self.dragging else None
