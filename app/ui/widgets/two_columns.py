"""TwoColumns: two columns of cards, one below the other and scrolled in a small window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

_NARROW = 700
"""Pixels below which they don't stand side by side."""
_LEAST, _LEAST_ONE = 500, 1_160
"""Pixels of height that two columns need side by side, and one under the other."""


class TwoColumns(QScrollArea):
    """Height and scroll bar are set here: Qt would take the height that the pictures would like
    best, and find out about the bar in several rounds.
    """

    def __init__(self, left: QVBoxLayout, right: QVBoxLayout):
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._whole = whole = QWidget()
        whole.setAutoFillBackground(True)
        whole.setBackgroundRole(QPalette.ColorRole.Base)
        self._halves = QHBoxLayout(whole)
        self._halves.setContentsMargins(20, 0, 20, 16)
        self._halves.setSpacing(24)
        self._halves.addLayout(left, 9)
        self._halves.addLayout(right, 11)
        self.setWidget(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Not by the width that a scroll bar leaves: that would come and go with it.
        narrow = self.width() < _NARROW
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(way)
        least = _LEAST_ONE if narrow else _LEAST
        bar = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            bar.ScrollBarAlwaysOn if self.height() < least else bar.ScrollBarAlwaysOff
        )
        room = self.viewport().size()
        self._whole.resize(room.width(), max(room.height(), least))
        super().resizeEvent(event)
