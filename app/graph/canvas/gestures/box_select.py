"""BoxSelect: a box drawn on empty canvas selects the nodes it touches."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtWidgets import QRubberBand

from app.graph.canvas import geometry as g
from app.graph.canvas.gestures.gesture import Gesture
from app.graph.canvas.surface import Surface


class BoxSelect(Gesture):
    """Selects while it is drawn; with Ctrl or Shift it adds to what was selected."""

    def __init__(self, view: Surface, start: QPoint, add: bool):
        super().__init__(view, start)
        self._before = self.session.selection
        self._kept = self._before if add else ()
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, view.viewport())
        self.session.select(self._kept)

    def dragged(self, to: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        box = QRect(self.start, to).normalized()
        self._band.setGeometry(box)
        self._band.show()
        area: QRectF = self.view.mapToScene(box).boundingRect()
        places = self.graph.positions.items()
        touched = [i for i, (x, y) in places if area.intersects(g.BOX.translated(x, y))]
        self.session.select([*self._kept, *touched])

    def released(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        self._band.deleteLater()

    def settled(self) -> None:
        self.released(self.at, self.modifiers)

    def cancelled(self) -> None:
        self._band.deleteLater()
        self.session.select(self._before)
