"""User: somebody who works at the window without a pause, by mouse and keys."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from app.ui.timers import new_timer
from app.window.frame import MainWindow
from app.window.workspace import Workspace
from tests.app.hand import Hand

LEFT = Qt.MouseButton.LeftButton
LONGEST_WAIT = 30.0
"""Seconds until something that is waited for counts as missing."""


class User(Hand):
    """A hand that also answers questions, opens menus, and uses what stands around the canvas."""

    def __init__(self, workspace: Workspace, folder: Path, dice: Random):
        super().__init__(workspace)
        self.folder = folder
        self.dice = dice
        self.answers = Answers(workspace.window)

    def wait(self, milliseconds: int) -> None:
        QTest.qWait(milliseconds)

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + LONGEST_WAIT
        while not condition():
            assert time.monotonic() < end, "it never happened"
            QTest.qWait(5)

    def push(self, button: QWidget) -> None:
        QTest.mouseClick(button, LEFT)

    def fill(self, line: QLineEdit, text: str) -> None:
        """Replace what stands in a line, and take it with Enter."""
        line.setFocus()
        line.selectAll()
        QTest.keyClick(line, Qt.Key.Key_Delete)
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    def drag_on(self, widget: QWidget, start: QPoint, end: QPoint) -> None:
        QTest.mousePress(widget, LEFT, pos=start)
        for share in (0.3, 0.6, 1.0):
            QTest.mouseMove(widget, start + (end - start) * share)
        QTest.mouseRelease(widget, LEFT, pos=end)

    def open_menu(self, at: QPoint) -> None:
        """Ask for the context menu at a place of the canvas, and leave it again."""
        port = self.view.viewport()
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(port, QContextMenuEvent(reason, at, port.mapToGlobal(at)))
        if menu := QApplication.activePopupWidget():
            QTest.keyClick(menu, Qt.Key.Key_Down)
            QTest.keyClick(menu, Qt.Key.Key_Escape)

    def leave_dialogs(self) -> None:
        for dialog in self.window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.close()


class Answers(QObject):
    """Answers what stands in the way: a file dialog with `path`, a question with Discard or OK."""

    def __init__(self, window: MainWindow):
        super().__init__(window)
        self.path = Path()
        self.told: list[str] = []
        """The words of all boxes."""
        timer = new_timer(self, 20)
        timer.timeout.connect(self._look)
        timer.start()

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QMessageBox):
            self.told.append(f"{dialog.text()} {dialog.informativeText()}")
            buttons = QMessageBox.StandardButton
            button = dialog.button(buttons.Discard) or dialog.button(buttons.Ok)
            QTest.mouseClick(button or dialog.buttons()[0], LEFT)
        elif isinstance(dialog, QFileDialog):
            name = dialog.findChild(QLineEdit, "fileNameEdit")
            name.setText(str(self.path))
            QTest.keyClick(name, Qt.Key.Key_Return)
