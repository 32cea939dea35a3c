"""Pan: the canvas follows the hand."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from app.graph.canvas.gestures.gesture import Gesture
from app.graph.canvas.surface import Surface


class Pan(Gesture):
    """Moves what is seen, and nothing else."""

    def __init__(self, view: Surface, start: QPoint):
        super().__init__(view, start)
        self._last = start
        view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def moved(self, to: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        self.view.pan_by(to - self._last)
        self._last = to

    def released(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        self.view.viewport().unsetCursor()

    def settled(self) -> None:
        self.released(self.at, self.modifiers)

    def cancelled(self) -> None:
        self.view.pan_by(self.start - self._last)
        self.view.viewport().unsetCursor()
