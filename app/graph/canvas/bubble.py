"""Bubble: a sentence beside the cursor, at the place that it is about."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.theme import set_property
from app.ui.translation import say

STAYS = 5_000
"""Milliseconds for which a sentence stays after the mouse is released."""


class Bubble(QLabel):
    """Shows a sentence near a point, inside its parent, and goes by itself; one that is held is
    there whenever no other is.
    """

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
        self._timer.timeout.connect(self._rest)
        self._held: tuple[str, QPoint] | None = None
        self.hide()

    def hold(self, text: str, at: QPoint) -> None:
        """Keep a sentence at `at` until another is held; an empty text ends that."""
        self._held = (text, at) if text else None
        self._rest()

    def show_text(self, text: str, at: QPoint, calm: bool = False) -> None:
        """Show `text` below and right of `at` for a while; an empty text takes it away at once."""
        if text:
            self._show_sentence(text, at, calm)
            self._timer.start(STAYS)
        else:
            self._rest()

    def _rest(self) -> None:
        self._timer.stop()
        if self._held:
            self._show_sentence(*self._held, calm=False)
        else:
            self.hide()

    def _show_sentence(self, text: str, at: QPoint, calm: bool) -> None:
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
