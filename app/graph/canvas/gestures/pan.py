"""Pan: the canvas follows the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from app.graph.canvas.gestures.gesture import Gesture, Pointer


class Pan(Gesture):
    """Moves what is seen, and nothing else; it follows from the first pixel on."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def move(self, at: Pointer) -> None:
        self.at = at

    def cancel(self) -> None:
        super().cancel()
        self.at = self.start

    @property
    def pan(self) -> QPoint:
        return self.at.pixel - self.start.pixel
