"""Notices: sentences above the pages; each stays until it is answered, and none is in the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.translation import say

MOST_SHOWN = 3
"""More at once would leave the canvas no room: the others follow when one of these has gone."""


class Notice(QFrame):
    """A sentence, a button for each thing that can be done about it, and a cross to put it away."""

    closed = Signal()

    def __init__(self, text: str, choices: Mapping[str, Callable[[], object]], *, grave: bool):
        super().__init__()
        self.setProperty("role", "notice")
        self.setProperty("grave", "true" if grave else "false")
        self.words = QLabel(text)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.buttons = [self._button(*choice) for choice in choices.items()]
        self.cross = QToolButton()
        self.cross.setText("✕")
        self.cross.setToolTip(say("Dismiss"))
        self.cross.setAccessibleName(say("Dismiss"))
        self.cross.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.addWidget(self.words, 1)
        for button in (*self.buttons, self.cross):
            # A click leaves the keyboard with the canvas; Tab comes here all the same.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)

    def _button(self, text: str, choose: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(lambda _on=False: choose())
        return button


class Notices(QWidget):
    """A column of notices, the newest on top, each known by a key."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._shown: dict[str, Notice] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.hide()

    def post(
        self,
        key: str,
        text: str,
        choices: Mapping[str, Callable[[], object]] | None = None,
        *,
        grave: bool = False,
    ) -> Notice:
        """Show a sentence, in place of the last one with this key."""
        self.drop(key)
        notice = Notice(text, choices or {}, grave=grave)
        notice.closed.connect(lambda: self.drop(key))
        self._shown[key] = notice
        self._column.insertWidget(0, notice)
        self._place()
        # A screen reader says it too.
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(notice, text))
        return notice

    def drop(self, key: str) -> None:
        """Put a notice away, if there is one of this key."""
        notice = self._shown.pop(key, None)
        if notice:
            self._column.removeWidget(notice)
            # The last button pressed may be one of its own, and is still at work.
            notice.hide()
            notice.deleteLater()
            self._place()

    def __getitem__(self, key: str) -> Notice:
        return self._shown[key]

    def __contains__(self, key: str) -> bool:
        return key in self._shown

    def _place(self) -> None:
        for place, notice in enumerate(reversed(self._shown.values())):
            notice.setVisible(place < MOST_SHOWN)
        self.setVisible(bool(self._shown))
