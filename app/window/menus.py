"""The submenus that are filled from a list: recent files, examples, presets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.model.catalogue.examples import Example
from app.model.catalogue.presets import Preset
from app.state.preferences import Preferences
from app.ui.translation import literal, say


class RecentMenu(QMenu):
    """The files opened or saved last; made anew whenever it opens."""

    chosen = Signal(Path)

    def __init__(self, settings: Preferences, parent: QWidget):
        super().__init__(parent)
        self._settings = settings
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        for path in self._settings.recent:
            action = self.addAction(literal(str(path)))
            action.triggered.connect(lambda _=False, path=path: self.chosen.emit(path))
        if self.isEmpty():
            self.addAction(say("No file yet")).setEnabled(False)
        else:
            self.addSeparator()
            clear = self.addAction(say("Clear the List"))
            clear.triggered.connect(lambda _=False: self._settings.clear_recent())


def fill(menu: QMenu, rows: Iterable[Example | Preset], choose: Callable[[str], None]) -> None:
    """One entry a row, with its words as the tooltip."""
    menu.setToolTipsVisible(True)
    for row in rows:
        action = menu.addAction(say(row.title))
        action.setToolTip(say(row.words))
        action.triggered.connect(lambda _=False, name=row.name: choose(name))
