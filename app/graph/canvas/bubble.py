"""Bubble: a sentence beside the cursor, at the place that it is about."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.theme import set_property
from app.ui.translation import say

STAYS = 5_000
"""Milliseconds for which a sentence stays after the mouse is released."""


class Bubble(QLabel):
    """Shows a sentence near a point, inside its parent, and goes by itself."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self._parent = parent
        self.setProperty("role", "bubble")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAccessibleName(say("Note"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def show_text(self, text: str, at: QPoint, calm: bool = False) -> None:
        """Show `text` below and right of `at`; nothing hides it. An empty text hides it at once."""
        if not text:
            self.hide()
            return
        # A refusal is red; what only explains is not.
        set_property(self, "calm", "true" if calm else "false")
        if text != self.text():
            self.setText(text)
        self.setFixedWidth(min(280, self.fontMetrics().horizontalAdvance(text) + 32))
        self.adjustSize()
        room = self._parent.rect().adjusted(4, 4, -self.width() - 4, -self.height() - 4)
        x = max(room.left(), min(at.x() + 18, room.right()))
        y = max(room.top(), min(at.y() + 20, room.bottom()))
        self.move(x, y)
        self.raise_()
        self.show()
        self._timer.start(STAYS)
