"""DoubtList: what was guessed of a table, each sentence with the button that mends it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.model.files.point_table import Doubt
from app.ui.translation import literal, say
from app.ui.widgets.section import WrappedLabel

_MOST_HEIGHT = 150
"""Pixels; more sentences are scrolled to."""


class DoubtList(QScrollArea):
    """`mended` has the Doubt whose button was clicked."""

    mended = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: list[QPushButton] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QPushButton { padding: 2px 10px; }")
        self.setAccessibleName(say("What was guessed"))

    def show_doubts(self, found: Sequence[Doubt]) -> None:
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.buttons = []
        for doubt in found:
            column.addLayout(self._row(doubt))
        # A button whose click leads here may not be gone before the click is over.
        if earlier := self.takeWidget():
            earlier.deleteLater()
        self.setWidget(rows)
        self.setVisible(bool(found))
        self._fit()

    def _row(self, doubt: Doubt) -> QHBoxLayout:
        words = WrappedLabel(Qt.TextFormat.PlainText)
        words.setText(say(doubt.words))
        row = QHBoxLayout()
        row.addWidget(words, 1)
        if doubt.instead:
            button = QPushButton(literal(say(doubt.instead)))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False: self.mended.emit(doubt))
            self.buttons.append(button)
            row.addWidget(button)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the sentences are, up to a limit."""
        rows = self.widget()
        if rows and (layout := rows.layout()):
            height = layout.totalHeightForWidth(self.viewport().width())
            self.setFixedHeight(min(max(height, 0), _MOST_HEIGHT))
