"""InlineField: a number or a name typed in place, on the node."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.theme import fixed_font
from engine.core.messages import Message


class InlineField(QLineEdit):
    """A line over the node: Enter takes it, Escape leaves it, a refused text stays and says why."""

    refused = Signal(object)
    """A Message: why the text can't be taken."""
    done = Signal()

    def __init__(self, parent: QWidget, take: Callable[[str], Message | None]):
        super().__init__(parent)
        self._take = take
        self.setProperty("in_place", True)
        self._open = True
        self.textEdited.connect(lambda: self._wrong(False))

    def edit(self, text: str, place: QRect, size: float) -> None:
        """Begin with `text`, all of it selected, at `place`."""
        self.setFont(fixed_font(max(11.0, size)))
        self.setGeometry(place)
        self.setText(text)
        self.show()
        self.setFocus()
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
        if self._open and event.reason() != Qt.FocusReason.PopupFocusReason:
            # A click elsewhere takes what can be taken; what can't is left as it was.
            self._take(self.text())
            self.leave()

    def finish(self) -> None:
        """Take what is in it, and close; or say why it can't be taken."""
        reason = self._take(self.text())
        if reason is None:
            self.leave()
        else:
            self._wrong(True)
            self.refused.emit(reason)

    def _wrong(self, wrong: bool) -> None:
        self.setProperty("wrong", wrong)
        self.style().unpolish(self)
        self.style().polish(self)

    def leave(self) -> None:
        """Close without taking what is in it."""
        if self._open:
            self._open = False
            self.done.emit()
            self.hide()
            self.deleteLater()
