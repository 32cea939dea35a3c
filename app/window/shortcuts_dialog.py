"""ShortcutsDialog: every key on one page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.ui.key_names import modifiers
from app.ui.screen_room import room_on
from app.ui.theme import fixed_font

CANVAS = (
    ("Space, Tab or double-click", "add a node at the cursor"),
    ("Drag from port to port", "wire two nodes, either way round"),
    ("Drag a wire's end", "lead it to another port; drop it on empty canvas to remove it"),
    ("Drag a leaf's number", "change it; {shift} is finer, {ctrl} coarser; the wheel works too"),
    ("Digits, F2 or double-click", "type a leaf's number"),
    ("Arrows, with {shift} further", "move what is selected"),
    ("Drag a node with {alt}", "move it off the grid"),
    ("→ and ← with nothing selected", "step through the passes, on and back"),
    ("Wheel", "zoom at the cursor"),
    ("Middle button, or Space and drag", "move the canvas"),
    ("Escape", "leave what is under way, as it was before"),
)


class ShortcutsDialog(QDialog):
    """Lists the hand's habits on the canvas and the keys of all commands."""

    def __init__(self, rows: list[tuple[str, str, str]], parent: QWidget):
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard Shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(24)
        self._heading(grid, self.tr("Canvas"))
        names = modifiers()
        for keys, does in CANVAS:
            self._row(grid, self.tr(keys).format(**names), self.tr(does).format(**names))
        menu = ""
        for title, text, keys in rows:
            if title != menu:
                self._heading(grid, self.tr(title))
            menu = title
            self._row(grid, keys, text)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        QVBoxLayout(self).addWidget(area)
        wide = inner.sizeHint().width() + area.verticalScrollBar().sizeHint().width() + 40
        self.resize(QSize(wide, 640).boundedTo(room_on(parent.screen())))

    def _heading(self, grid: QGridLayout, text: str) -> None:
        label = QLabel(text)
        label.setProperty("role", "title")
        grid.addWidget(label, grid.rowCount(), 0, 1, 2)

    def _row(self, grid: QGridLayout, keys: str, does: str) -> None:
        row = grid.rowCount()
        label = QLabel(keys)
        label.setFont(fixed_font(12))
        grid.addWidget(label, row, 0)
        grid.addWidget(QLabel(does), row, 1)
