"""Answers: what the monkey does with boxes and dialogs that stand in the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from app.ui.timers import new_timer
from tests.monkey.files import Files

LEFT = Qt.MouseButton.LeftButton


class Answers(QObject):
    """Looks every few milliseconds for what waits for an answer, and gives one by mouse or keys."""

    def __init__(self, window: QWidget, files: Files, note: Callable[[str], None]):
        super().__init__(window)
        self.dice = Random(0)
        """Of the action under way."""
        self.path: Path | None = None
        """The file that is chosen next; one by chance where there is none."""
        self.use_menu: Callable[[], object] = lambda: None
        self.waits = False
        """Whether the monkey itself lets the event loop run, and looks after menus."""
        self._files = files
        self._note = note
        self._wait()

    def _wait(self) -> None:
        # A timer of its own for each look: none comes again while what it called goes on.
        timer = new_timer(self, 5, once=True)
        timer.timeout.connect(self._look)
        timer.timeout.connect(timer.deleteLater)
        timer.start()

    def _look(self) -> None:
        self._wait()
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QMessageBox):
            self._answer(dialog)
        elif isinstance(dialog, QFileDialog):
            self._choose_file(dialog)
        elif isinstance(dialog, QDialog):
            self._use(dialog)
        elif QApplication.activePopupWidget() and not self.waits:
            # A button waits for its menu, in an event loop of its own.
            self.use_menu()
            self._leave_menus()

    @staticmethod
    def _leave_menus() -> None:
        for _ in range(4):
            if menu := QApplication.activePopupWidget():
                QTest.keyClick(menu, Qt.Key.Key_Escape)

    def _answer(self, box: QMessageBox) -> None:
        button = self.dice.choice(box.buttons())
        self._note(f"“{box.text()}” {button.text()}")
        if self.dice.random() < 0.2:
            QTest.keyClick(box, Qt.Key.Key_Escape)
        else:
            QTest.mouseClick(button, LEFT)

    def _choose_file(self, dialog: QFileDialog) -> None:
        saves = dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
        kinds = dialog.nameFilters()
        if self.path:
            self._enter(dialog, self.path)
            self.path = None
        elif self.dice.random() < 0.15:
            self._note("no file")
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        else:
            kind = self.dice.choice(kinds)
            if saves:
                dialog.selectNameFilter(kind)
            find = self._files.to_save if saves else self._files.to_open
            self._enter(dialog, find(self.dice, kind))

    def _enter(self, dialog: QFileDialog, path: Path) -> None:
        self._note(f"file {path.name}")
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        name.setText(str(path))
        QTest.keyClick(name, Qt.Key.Key_Return)

    def _use(self, dialog: QDialog) -> None:
        """Go through a few of its lists and buttons, and take or leave it."""
        for box in dialog.findChildren(QComboBox):
            if box.isVisible() and box.isEnabled() and self.dice.random() < 0.3:
                box.setFocus()
                for _ in range(self.dice.randrange(1, 4)):
                    QTest.keyClick(box, self.dice.choice((Qt.Key.Key_Down, Qt.Key.Key_Up)))
        last = dialog.findChildren(QDialogButtonBox)
        ends = [button for box in last for button in box.buttons()]
        others = [b for b in dialog.findChildren(QAbstractButton) if b not in ends]
        usable = [b for b in others if b.isVisible() and b.isEnabled()]
        for button in self.dice.sample(usable, min(len(usable), self.dice.randrange(3))):
            # One may have made the others others.
            if button in dialog.findChildren(QAbstractButton) and button.isVisible():
                QTest.mouseClick(button, LEFT)
        ends = [button for button in ends if button.isEnabled()]
        if ends and self.dice.random() < 0.8:
            button = self.dice.choice(ends)
            self._note(f"“{dialog.windowTitle()}” {button.text()}")
            QTest.mouseClick(button, LEFT)
        else:
            self._note(f"“{dialog.windowTitle()}” Escape")
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
