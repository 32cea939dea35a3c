"""Actions: every command of the menus, with its shortcut, as one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.key_names import native

Standard = QKeySequence.StandardKey
Shortcut = QKeySequence.StandardKey | str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One command: where it stands, what it says, its keys, and the name it is found by."""

    menu: str
    name: str
    text: str
    shortcuts: tuple[Shortcut, ...] = ()
    needs: str = ""
    """What must hold for it to be offered: a key of what the window says of its state."""
    checkable: bool = False


SEPARATOR = ""

ROWS: tuple[Row | str, ...] = (
    Row("File", "new", "New", (Standard.New,)),
    Row("File", "new_window", "New Window", ("Ctrl+Shift+N",)),
    Row("File", "open", "Open…", (Standard.Open,)),
    Row("File", "recent", "Open Recent"),
    Row("File", "examples", "Examples"),
    "File",
    Row("File", "save", "Save", (Standard.Save,)),
    Row("File", "save_as", "Save As…", (Standard.SaveAs, "Ctrl+Shift+S")),
    Row("File", "export", "Export…", ("Ctrl+E",), "exportable"),
    "File",
    Row("File", "associate", "Open .chalk Files with Chalkgrad", checkable=True),
    "File",
    Row("File", "quit", "Quit", (Standard.Quit, "Ctrl+Q")),
    Row("Edit", "undo", "Undo", (Standard.Undo,), "undo"),
    Row("Edit", "redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    "Edit",
    Row("Edit", "cut", "Cut", (Standard.Cut,), "nodes"),
    Row("Edit", "copy", "Copy", (Standard.Copy,), "nodes"),
    Row("Edit", "paste", "Paste", (Standard.Paste,), "page"),
    Row("Edit", "duplicate", "Duplicate", ("Ctrl+D",), "nodes"),
    Row("Edit", "delete", "Delete", ("Delete", "Backspace"), "deletable"),
    "Edit",
    Row("Edit", "select_all", "Select All", (Standard.SelectAll,), "graph"),
    Row("Edit", "select_next", "Select the Next Node", ("N",), "graph"),
    Row("Edit", "select_before", "Select the Node Before", ("Shift+N",), "graph"),
    Row("View", "graph_tab", "Graph", ("Ctrl+1",)),
    Row("View", "train_tab", "Train", ("Ctrl+2",)),
    "View",
    Row("View", "zoom_in", "Zoom In", (Standard.ZoomIn, "Ctrl+="), "page"),
    Row("View", "zoom_out", "Zoom Out", (Standard.ZoomOut,), "page"),
    Row("View", "actual_size", "Actual Size", ("Ctrl+0",), "page"),
    Row("View", "fit", "Fit", ("F",), "page"),
    "View",
    Row("View", "label_wires", "Local Derivatives on Every Wire", ("D",), checkable=True),
    Row("View", "motion", "Motion", checkable=True),
    "View",
    Row("View", "theme_system", "Theme of the System", checkable=True),
    Row("View", "theme_light", "Light Theme", checkable=True),
    Row("View", "theme_dark", "Dark Theme", checkable=True),
    "View",
    Row("View", "reset_settings", "Reset Settings…"),
    Row("Graph", "quick_add", "Add a Node…", ("A",), "page"),
    Row("Graph", "wire", "Wire the Selected Nodes", ("W",), "nodes"),
    "Graph",
    Row("Graph", "rename", "Rename", ("Ctrl+R",), "node"),
    Row("Graph", "edit_number", "Edit the Number", ("F2",), "leaf"),
    Row("Graph", "trainable", "Trainable", ("T",), "leaves", checkable=True),
    Row("Graph", "make_output", "Make It the Output", ("O",), "node"),
    "Graph",
    Row("Graph", "arrange", "Arrange", ("Ctrl+L",), "graph"),
    Row("Graph", "expression", "Type an Expression", ("Ctrl+K",), "page"),
    "Graph",
    Row("Graph", "play", "Play or Pause the Passes", ("P",), "output"),
    Row("Graph", "timeline_start", "To the Start", ("Home",), "output"),
    Row("Graph", "timeline_end", "To the End", ("End",), "output"),
    Row("Graph", "live", "Show Everything", ("L",), "output"),
    Row("Train", "presets", "Presets"),
    "Train",
    Row("Train", "import_points", "Import Points…", ("Ctrl+Shift+I",)),
    Row("Train", "open_model", "Open a Model…", ("Ctrl+Shift+O",)),
    "Train",
    Row("Train", "train", "Train or Pause", ("Ctrl+Return",)),
    Row("Train", "train_step", "One Step", ("Ctrl+.",)),
    Row("Train", "speed", "Speed"),
    Row("Train", "next_part", "Next Part of the Update", ("Ctrl+Shift+Return",)),
    Row("Train", "train_reset", "Reset to the Same Start", ("Ctrl+Backspace",)),
    "Train",
    Row("Train", "open_loss", "Open the Loss on the Canvas", ("Ctrl+Shift+L",)),
    Row("Help", "shortcuts", "Keyboard Shortcuts", ("Ctrl+/",)),
    Row("Help", "about", "About Chalkgrad"),
)
"""A lone menu name is a separator in that menu."""

NODE_MENU = ("edit_number", "rename", "make_output", "trainable", SEPARATOR,
             "cut", "copy", "duplicate", "delete")  # fmt: skip
WIRE_MENU = ("delete",)
CANVAS_MENU = ("quick_add", "paste", "select_all", SEPARATOR, "fit", "arrange")


class Actions:
    """The table as QActions. `connect` gives each its slot; `menu` makes a context menu."""

    def __init__(self, parent: QWidget):
        self._parent = parent
        self._actions: dict[str, QAction] = {}
        for row in ROWS:
            if isinstance(row, Row):
                self._actions[row.name] = self._action(row)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def _action(self, row: Row) -> QAction:
        action = QAction(self._parent.tr(row.text), self._parent)
        action.setShortcuts(_sequences(row))
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
                menus[title] = bar.addMenu(self._parent.tr(title))
                menus[title].setToolTipsVisible(True)
            menu = menus[title]
            if isinstance(row, str):
                menu.addSeparator()
            elif row.name in submenus:
                submenus[row.name].setTitle(self._parent.tr(row.text))
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
        """Enable what can be done now: the rows whose need is met."""
        for row in ROWS:
            if isinstance(row, Row) and row.needs:
                self._actions[row.name].setEnabled(row.needs in holds)

    def shortcuts(self) -> list[tuple[str, str, str]]:
        """Menu, command and keys of every row that has keys."""
        return [
            (row.menu, self._actions[row.name].text(), keys)
            for row in ROWS
            if isinstance(row, Row)
            and (keys := ", ".join(native(key) for key in self._actions[row.name].shortcuts()))
        ]


def keys_of(name: str) -> str:
    """The first keys of a command, as the system writes them."""
    row = next(row for row in ROWS if isinstance(row, Row) and row.name == name)
    return native(_sequences(row)[0])


def _sequences(row: Row) -> list[QKeySequence]:
    """Its keys, each once; of a standard command the first that the system has for it."""
    keys: list[QKeySequence] = []
    for shortcut in row.shortcuts:
        if isinstance(shortcut, QKeySequence.StandardKey):
            keys += QKeySequence.keyBindings(shortcut)[:1]
        elif shortcut:
            keys.append(QKeySequence(shortcut))
    return list(dict.fromkeys(keys))
