"""Gesture: what all gestures have in common."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt

from app.graph.canvas.surface import Surface
from app.state.session import Session

STILL = 3
"""Pixels the hand may tremble before a press becomes a drag."""


ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
"""With one of these keys a click adds to the selection, or takes away from it."""


def select_clicked(session: Session, id_: int, modifiers: Qt.KeyboardModifier) -> None:
    """What a click on a node does to the selection."""
    if not modifiers & ADDING:
        session.select([id_])
    elif id_ in session.selection:
        session.select(known for known in session.selection if known != id_)
    else:
        session.select([*session.selection, id_])


class Gesture:
    """A press that goes on. The view feeds it; only `released` may leave a change behind."""

    def __init__(self, view: Surface, start: QPoint):
        self.view = view
        self.session = view.session
        self.graph = view.session.graph
        self.start = start
        self.dragging = False
        self.at, self.modifiers = start, Qt.KeyboardModifier.NoModifier
        """Where the hand was last, and the keys that were held then."""

    def moved(self, to: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """The hand is at `to`, in the view's pixels."""
        self.at, self.modifiers = to, modifiers
        if not self.dragging:
            self.dragging = (to - self.start).manhattanLength() > STILL
            if self.dragging:
                self.began()
        if self.dragging:
            self.dragged(to, modifiers)

    def began(self) -> None:
        """The press became a drag."""

    def dragged(self, to: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """The hand drags, and is at `to`."""

    def released(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """The gesture is done: what it changed becomes one edit."""

    def settled(self) -> None:
        """The work is saved or left while the hand holds on. What is no change of the graph by
        itself yet, such as a wire in the air, is dropped; others take what is shown.
        """
        self.cancelled()

    def cancelled(self) -> None:
        """Escape, or the view lost the hand: leave everything as it was."""
        self.session.graphs.drop()

    def scene_at(self, at: QPoint) -> QPointF:
        return self.view.mapToScene(at)
