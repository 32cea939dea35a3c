"""SegmentedButtons: a few buttons side by side, one of them pressed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from app.ui.theme import text_font


class SegmentedButtons(QWidget):
    """Arrow keys go from one to the next."""

    chosen = Signal(int)

    def __init__(self, titles: tuple[str, ...], name: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setStyleSheet('QPushButton[tab="true"] { padding: 3px 10px; font-size: 13px; }')
        self.buttons: list[QPushButton] = []
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for index, title in enumerate(titles):
            button = QPushButton(title)
            button.setProperty("tab", "true")
            button.setCheckable(True)
            # The pressed one is bold: none shall move when another one is.
            wide = QFontMetrics(text_font(13, bold=True)).horizontalAdvance(title)
            button.setMinimumWidth(wide + 26)
            self._group.addButton(button, index)
            self.buttons.append(button)
            row.addWidget(button)
        self.buttons[0].setChecked(True)
        self._group.idToggled.connect(self._toggled)

    @property
    def index(self) -> int:
        return self._group.checkedId()

    def choose(self, index: int) -> None:
        self.buttons[index].setChecked(True)

    def _toggled(self, index: int, on: bool) -> None:
        if on:
            self.chosen.emit(index)
