"""ShortcutsDialog: every key on one page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.ui.command_table import MENUS
from app.ui.key_names import modifiers
from app.ui.screen_room import room_on
from app.ui.theme import fixed_font
from app.ui.translation import say
from engine.core.messages import marked

CANVAS = (
    (marked("Space or double-click"), marked("add a node at the cursor")),
    (marked("Drag from port to port"), marked("wire two nodes, either way round")),
    (
        marked("Drag a wire’s end"),
        marked("move it to another port; drop it on empty canvas to remove it"),
    ),
    (
        marked("Drag a leaf’s number"),
        marked(
            "change it; {shift} is finer, {ctrl} coarser; of a selected leaf the wheel does too"
        ),
    ),
    (marked("Digits, F2 or double-click"), marked("type a leaf’s number")),
    (marked("{alt}+arrows, with {shift} further"), marked("move what is selected")),
    (marked("Drag a node with {ctrl}"), marked("move it off the grid")),
    (marked("Wheel"), marked("zoom at the cursor")),
    (marked("Sideways wheel, or two fingers"), marked("move the canvas")),
    (marked("Middle button, or Space and drag"), marked("move the canvas")),
    (marked("Escape"), marked("cancel what is under way")),
)


class ShortcutsDialog(QDialog):
    """Lists the mouse actions on the canvas and the keys of all commands."""

    def __init__(self, rows: list[tuple[str, str, str]], parent: QWidget):
        super().__init__(parent)
        self.setWindowTitle(say("Keyboard Shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(24)
        self._heading(grid, say("Canvas"))
        names = modifiers()
        for keys, does in CANVAS:
            self._row(grid, say(keys, **names), say(does, **names))
        menu = ""
        for title, text, keys in rows:
            if title != menu:
                self._heading(grid, say(MENUS[title]))
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
