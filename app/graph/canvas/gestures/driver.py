"""GestureDriver: carries a gesture from press to release, and makes its edit."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from app.graph.canvas.gestures.gesture import Edit, Gesture, Pointer
from app.graph.canvas.gestures.overlay import Overlay
from app.graph.canvas.gestures.wire import DrawWire
from app.graph.canvas.surface import Surface
from app.state.interaction import Interaction


class GestureDriver(Interaction):
    """The one gesture in progress on a canvas, if there is one, and what it does to the session."""

    def __init__(self, view: Surface):
        self._view = view
        self._session = view.session
        self._overlay = Overlay(view)
        self._panned = QPoint()
        self.gesture: Gesture | None = None
        self._session.graphs.about_to_change.connect(self.cancel)
        self._session.register(self)

    def begin(self, kind: type[Gesture], start: Pointer) -> None:
        """A button was pressed."""
        self.gesture = kind(self._session.graph, self._session.selection, start)
        self._panned = QPoint()
        if self.gesture.cursor is not None:
            self._view.viewport().setCursor(self.gesture.cursor)
        self._show(self.gesture)

    def move(self, at: Pointer) -> None:
        if self.gesture:
            self.gesture.move(at)
            self._show(self.gesture)

    def release(self, at: Pointer) -> None:
        """The button was released: the gesture is an edit, or it was a click."""
        self.move(at)
        gesture = self._end()
        if gesture and gesture.dragging:
            self._make(gesture.edit())
            if isinstance(gesture, DrawWire) and gesture.asks_for_node:
                self._view.quick_add_requested.emit(at.scene, gesture.anchor)
        elif gesture:
            gesture.click()
            self._session.select(gesture.selection)

    def commit(self) -> None:
        if self.gesture and self.gesture.needs_target:
            self.cancel()
        gesture = self._end()
        if gesture and gesture.dragging:
            self._make(gesture.edit())

    def cancel(self) -> None:
        gesture = self._end()
        if gesture:
            gesture.cancel()
            self._pan(gesture)
            self._session.select(gesture.selection)
            self._session.graphs.drop()

    def _show(self, gesture: Gesture) -> None:
        self._pan(gesture)
        self._session.select(gesture.selection)
        if gesture.shown is not self._session.graph:
            self._session.graphs.preview(gesture.shown)
        self._overlay.show(gesture)

    def _pan(self, gesture: Gesture) -> None:
        if gesture.pan != self._panned:
            self._view.pan_by(gesture.pan - self._panned)
            self._panned = gesture.pan

    def _end(self) -> Gesture | None:
        """Take the gesture away, so that nothing its edit sets off finds it in progress."""
        gesture, self.gesture = self.gesture, None
        if gesture:
            self._overlay.clear(gesture)
            if gesture.cursor is not None:
                self._view.viewport().unsetCursor()
        return gesture

    def _make(self, edit: Edit | None) -> None:
        if edit:
            self._session.graphs.edit(*edit)
