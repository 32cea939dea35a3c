"""Palette: every piece, by family, with a search."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.graph.panels.piece_list import PieceList
from app.model.graph.pieces import matching
from app.ui.translation import say


class Palette(QFrame):
    """Drag a piece to the canvas, double-click it, or press Enter on it."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setMinimumWidth(180)
        heading = QLabel(say("NODES"))
        heading.setProperty("role", "heading")
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("Search…"))
        self.search.setAccessibleName(say("Search nodes"))
        self.search.setClearButtonEnabled(True)
        self.list = PieceList()
        self.list.setAccessibleName(say("Nodes to add"))
        self._nothing = QLabel(say("Nothing by that name."))
        self._nothing.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 8, 8)
        layout.setSpacing(8)
        for widget in (heading, self.search, self._nothing, self.list):
            layout.addWidget(widget)
        self.list.chosen.connect(self.chosen)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._choose)
        self.search.installEventFilter(self)
        self._filter("")

    def _filter(self, text: str) -> None:
        pieces = matching(text, translated=say)
        searching = bool(text.strip())
        self.list.fill(pieces, headings=not searching, current=searching)
        self._nothing.setVisible(not pieces)

    def _choose(self) -> None:
        piece = self.list.current()
        if piece:
            self.chosen.emit(piece.name)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Up and down in the search move through the list; Escape empties the search."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                return True
        return False
