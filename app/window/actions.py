"""Actions: the commands of the menus as Qt has them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.ui.command_table import MENUS, ROWS, SEPARATOR, ActionRow, sequences
from app.ui.key_names import native
from app.ui.translation import say


class Actions:
    """The table as QActions. `connect` gives each its slot; `menu` makes a context menu."""

    def __init__(self, parent: QWidget):
        self._parent = parent
        self._actions: dict[str, QAction] = {}
        for row in ROWS:
            if isinstance(row, ActionRow):
                self._actions[row.name] = self._action(row)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def _action(self, row: ActionRow) -> QAction:
        action = QAction(say(row.text), self._parent)
        action.setShortcuts(sequences(row))
        action.setCheckable(row.checkable)
        self._parent.addAction(action)
        return action

    def connect(self, slots: dict[str, Callable[[], object]]) -> None:
        """Give every command its slot, by name; rows that open a submenu have none."""
        for name, slot in slots.items():
            self._actions[name].triggered.connect(lambda _checked=False, slot=slot: slot())

    def fill(self, bar: QMenuBar, submenus: dict[str, QMenu]) -> None:
        """Put all of it into a menu bar; a row whose name is in `submenus` opens that menu."""
        menus: dict[str, QMenu] = {}
        for row in ROWS:
            title = row if isinstance(row, str) else row.menu
            if title not in menus:
                menus[title] = bar.addMenu(say(MENUS[title]))
                menus[title].setToolTipsVisible(True)
            menu = menus[title]
            if isinstance(row, str):
                menu.addSeparator()
            elif row.name in submenus:
                submenus[row.name].setTitle(say(row.text))
                menu.addMenu(submenus[row.name])
            else:
                menu.addAction(self._actions[row.name])

    def menu(self, names: tuple[str, ...]) -> QMenu:
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in names:
            if name == SEPARATOR:
                menu.addSeparator()
            else:
                menu.addAction(self._actions[name])
        return menu

    def offer(self, holds: set[str]) -> None:
        """Enable what can be done now, and its keys: the rows whose need is met."""
        for row in ROWS:
            if not isinstance(row, ActionRow):
                continue
            action = self._actions[row.name]
            if row.needs:
                action.setEnabled(row.needs in holds)
            if row.keys_need:
                keys = sequences(row) if row.keys_need in holds else []
                if keys != action.shortcuts():
                    action.setShortcuts(keys)

    def shortcuts(self) -> list[tuple[str, str, str]]:
        """Menu, command and keys of every row that has keys."""
        return [
            (row.menu, self._actions[row.name].text(), keys)
            for row in ROWS
            if isinstance(row, ActionRow) and (keys := ", ".join(map(native, sequences(row))))
        ]
