"""AboutDialog: what this program is, and under which licences it and its parts are used."""

from __future__ import annotations

import platform

import PySide6
from PySide6.QtCore import QSize, QSysInfo, Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.ui.screen_room import room_on
from app.ui.theme import fixed_font
from app.ui.translation import say
from app.version import VERSION
from app.window.licences import licences

READING = (960, 600)
"""Pixels, of a window for long texts."""


class AboutDialog(QDialog):
    """Versions and licence as text that can be selected; a button opens the licences."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self.setWindowTitle(say("About Chalkgrad"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = QLabel(f"Chalkgrad {VERSION}")
        title.setProperty("role", "title")
        self.words = QLabel("\n\n".join(self._sentences()))
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        for label in (title, self.words):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.licences = buttons.addButton(say("&Licences"), QDialogButtonBox.ButtonRole.ActionRole)
        self.licences.clicked.connect(lambda: LicencesDialog(parent).show())
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        for part in (title, self.words, buttons):
            column.addWidget(part)
        self.setMinimumWidth(440)
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()

    def _sentences(self) -> list[str]:
        return [
            say("See how backpropagation works, on numbers small enough to check by hand."),
            say("Chalkgrad is free software under the MIT licence."),
            say("Qt is used under the LGPL version 3."),
            say(
                "Python {python}, Qt {qt}, PySide6 {pyside}, on {system}",
                python=platform.python_version(),
                qt=qVersion(),
                pyside=PySide6.__version__,
                system=QSysInfo.prettyProductName(),
            ),
        ]


class LicencesDialog(QDialog):
    """The licences, by name on the left, and the text of one."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self.setWindowTitle(say("Licences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._licences = licences()
        self.names = QListWidget()
        self.names.setAccessibleName(say("Licences"))
        self.names.addItems([licence.name for licence in self._licences])
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(say("Licence text"))
        self.text.setFont(fixed_font(12))
        # Tab goes on to the list, and a cursor shows where the keyboard is in the text.
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            self.text.textInteractionFlags() | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.names.currentRowChanged.connect(self._show)
        row = QHBoxLayout(self)
        row.addWidget(self.names, 1)
        row.addWidget(self.text, 3)
        self.names.setCurrentRow(0)
        self.resize(QSize(*READING).boundedTo(room_on(parent.screen())))

    def _show(self, row: int) -> None:
        self.text.setPlainText(self._licences[row].read())
