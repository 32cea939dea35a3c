"""RunList: the earlier runs by colour and by what tells them apart; each can be hidden."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from app.ui.translation import say

WIDTH = 168
_SWATCH = QSize(16, 12)
_NAME, _VALUE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class RunRow:
    """What the list says of a run."""

    name: str
    tip: str
    color: QColor


class RunList(QWidget):
    """Runs are known by their place in the list."""

    shown_changed = Signal()
    """Another run is hidden, or none is any more."""
    taken_up = Signal(int)
    """The settings of a run are wanted again."""
    removed = Signal(int)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        title = QLabel(say("EARLIER RUNS"))
        title.setProperty("role", "heading")
        self.rows = _RunListWidget()
        self.rows.setAccessibleName(say("Earlier runs"))
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setWordWrap(True)
        self.rows.setIconSize(_SWATCH)
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.rows.customContextMenuRequested.connect(self._show_menu)
        self.rows.itemChanged.connect(lambda _item: self.shown_changed.emit())
        self.rows.itemActivated.connect(lambda item: self.taken_up.emit(self.rows.row(item)))
        self.rows.unwanted.connect(self.removed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(title)
        column.addWidget(self.rows, 1)
        self.setFixedWidth(WIDTH)

    def show_values(self, values: list[str]) -> None:
        """A value a run, under its name."""
        self.rows.blockSignals(True)
        for place, value in enumerate(values):
            item = self.rows.item(place)
            if value != item.data(_VALUE):
                item.setData(_VALUE, value)
                item.setText(f"{item.data(_NAME)}\n{value}")
        self.rows.blockSignals(False)

    def show_rows(self, rows: list[RunRow], hidden: set[int]) -> None:
        """Make the list anew."""
        self.rows.blockSignals(True)
        current = self.rows.currentRow()
        self.rows.clear()
        for place, row in enumerate(rows):
            item = QListWidgetItem(_swatch(row.color), row.name)
            item.setData(_NAME, row.name)
            item.setToolTip(f"{row.name}\n{row.tip}")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(
                Qt.CheckState.Unchecked if place in hidden else Qt.CheckState.Checked
            )
            self.rows.addItem(item)
        self.rows.setCurrentRow(min(current, len(rows) - 1))
        self.rows.blockSignals(False)

    @property
    def hidden(self) -> set[int]:
        """The places of the runs that are not drawn."""
        return {
            place
            for place in range(self.rows.count())
            if self.rows.item(place).checkState() == Qt.CheckState.Unchecked
        }

    def _show_menu(self, at: QPoint) -> None:
        item = self.rows.itemAt(at)
        if item is None:
            return
        place = self.rows.row(item)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, signal in (
            (say("Take These Settings Again"), lambda: self.taken_up.emit(place)),
            (say("Remove"), lambda: self.removed.emit(place)),
            (say("Remove All"), self.cleared.emit),
        ):
            menu.addAction(text).triggered.connect(lambda _=False, signal=signal: signal())
        menu.popup(self.rows.viewport().mapToGlobal(at))


class _RunListWidget(QListWidget):
    """Delete takes the current one away."""

    unwanted = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentRow() >= 0:
            self.unwanted.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


def _swatch(color: QColor) -> QIcon:
    picture = QPixmap(_SWATCH)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setPen(QPen(color, 2.0))
    painter.drawLine(0, _SWATCH.height() // 2, _SWATCH.width(), _SWATCH.height() // 2)
    painter.end()
    return QIcon(picture)
