"""A Train tab in a window, with its header above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.state.session import Session
from app.train.form.fields import ChoiceField, TextField
from app.train.page import TrainPage
from engine.learning.run import Run


@dataclass
class Hand:
    """What a user does at the page, by mouse and keys."""

    page: TrainPage
    qtbot: QtBot

    @property
    def run(self) -> Run:
        return self.page.prepare().run

    def click(self, button: str) -> None:
        self.qtbot.mouseClick(getattr(self.page.tools, button), Qt.MouseButton.LeftButton)

    def type(self, name: str, text: str, leave: bool = True) -> None:
        """Replace what stands in a field; Enter takes it."""
        field = self.page.form.fields[name]
        assert isinstance(field, TextField)
        field.line.setFocus()
        field.line.selectAll()
        self.qtbot.keyClick(field.line, Qt.Key.Key_Delete)
        self.qtbot.keyClicks(field.line, text)
        if leave:
            self.qtbot.keyClick(field.line, Qt.Key.Key_Return)

    def choose(self, name: str, value: str) -> None:
        """Go to an entry of a list by the arrow keys."""
        field = self.page.form.fields[name]
        assert isinstance(field, ChoiceField)
        field.box.setFocus()
        self.qtbot.keyClick(field.box, Qt.Key.Key_Home)
        while field.text != value:
            before = field.text
            self.qtbot.keyClick(field.box, Qt.Key.Key_Down)
            assert field.text != before, f"no {value} to choose"

    def wait_for_end(self) -> None:
        self.qtbot.waitUntil(lambda: self.run.ended, timeout=30_000)


@pytest.fixture
def hand(qtbot: QtBot) -> Iterator[Hand]:
    window = QWidget()
    page = TrainPage(Session())
    column = QVBoxLayout(window)
    column.addWidget(page.tools)
    column.addWidget(page, 1)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    qtbot.waitExposed(window)
    # The heads of the cards find out how much room they need.
    QApplication.sendPostedEvents()
    yield Hand(page, qtbot)
    page.pause()
