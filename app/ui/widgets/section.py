"""Section and Words: a part of the right column under a heading, and the text in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget


class WrappedLabel(QLabel):
    """Text on as many lines as it needs. A long name in it is cut off, and widens no column."""

    def __init__(self, format_: Qt.TextFormat = Qt.TextFormat.RichText):
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(format_)
        self.setMinimumWidth(1)


class Section(QWidget):
    """A heading to click, and a body below it. What is in it is worked out while it is open."""

    opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.heading = QToolButton()
        self.heading.setCheckable(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setArrowType(Qt.ArrowType.RightArrow)
        self.heading.setProperty("heading", "true")
        # A long name in it makes no column wider.
        self.heading.setMinimumWidth(1)
        self.body = QWidget()
        self.body.hide()
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(4, 4, 0, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.body)
        self.heading.toggled.connect(self._toggle)

    @property
    def is_open(self) -> bool:
        return self.heading.isChecked()

    def open(self, wanted: bool = True) -> None:
        self.heading.setChecked(wanted)

    def _toggle(self, wanted: bool) -> None:
        arrow = Qt.ArrowType.DownArrow if wanted else Qt.ArrowType.RightArrow
        self.heading.setArrowType(arrow)
        self.body.setVisible(wanted)
        self.opened.emit(wanted)
