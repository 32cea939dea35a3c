"""InlineField: a number or a name typed in place, on the node."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.theme import fixed_font, set_property
from engine.core.messages import Message


class InlineField(QLineEdit):
    """A line over the node: Enter takes it, Escape leaves it, a refused text stays and says why.

    Whatever takes the focus from it, it ends as by Enter: no text is dropped.
    """

    refused = Signal(object)
    """A Message: why the text can't be taken."""
    done = Signal()

    def __init__(self, parent: QWidget, take: Callable[[str], Message | None]):
        super().__init__(parent)
        self._take = take
        self._first = ""
        self._open = True
        self.setProperty("inline", True)
        self.textEdited.connect(lambda: set_property(self, "wrong", "false"))

    def put(self, place: QRect, size: float) -> None:
        """Stand at `place`, with letters of `size` pixels."""
        self.setFont(fixed_font(max(11.0, size)))
        self.setGeometry(place)

    def edit(self, text: str, typed: str = "") -> None:
        """Begin with `text`, all of it selected, or with what was `typed` in its place."""
        self._first = text
        if self.text() != typed:
            set_property(self, "wrong", "false")
        self.setText(typed or text)
        self.show()
        self.setFocus()
        if typed:
            # More will follow.
            self.end(False)
        else:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.finish()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A menu of its own gives the focus back.
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        if self.text().strip():
            self.finish()
        else:
            self.leave()

    def finish(self) -> None:
        """Take what is in it, and close; or say why it can't be taken."""
        if not self._open:
            return
        reason = self._take(self.text()) if self.text() != self._first else None
        if reason is None:
            self.leave()
        else:
            set_property(self, "wrong", "true")
            self.refused.emit(reason)

    def leave(self) -> None:
        """Close without taking what is in it."""
        if self._open:
            self._open = False
            self.done.emit()
            self.hide()
            self.deleteLater()
