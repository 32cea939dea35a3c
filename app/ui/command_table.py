"""The commands of the menus, each with its keys, as one table."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from app.ui.key_names import native

Standard = QKeySequence.StandardKey
Shortcut = QKeySequence.StandardKey | str | None


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One command: where it stands, what it says, its keys, and the name it is found by."""

    menu: str
    name: str
    text: str
    shortcuts: tuple[Shortcut, ...] = ()
    needs: str = ""
    """What must hold for it to be offered: a key of what the window says of its state."""
    checkable: bool = False


SEPARATOR = ""

ROWS: tuple[ActionRow | str, ...] = (
    ActionRow("File", "new", "New", (Standard.New,)),
    ActionRow("File", "new_window", "New Window", ("Ctrl+Shift+N",)),
    ActionRow("File", "open", "Open…", (Standard.Open,)),
    ActionRow("File", "recent", "Open Recent"),
    ActionRow("File", "examples", "Examples"),
    "File",
    ActionRow("File", "save", "Save", (Standard.Save,)),
    ActionRow("File", "save_as", "Save As…", (Standard.SaveAs, "Ctrl+Shift+S")),
    ActionRow("File", "export", "Export…", ("Ctrl+E",), "exportable"),
    "File",
    ActionRow("File", "associate", "Open .chalk Files with Chalkgrad", checkable=True),
    "File",
    ActionRow("File", "quit", "Quit", (Standard.Quit, "Ctrl+Q")),
    ActionRow("Edit", "undo", "Undo", (Standard.Undo,), "undo"),
    ActionRow("Edit", "redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    "Edit",
    ActionRow("Edit", "cut", "Cut", (Standard.Cut,), "nodes"),
    ActionRow("Edit", "copy", "Copy", (Standard.Copy,), "nodes"),
    ActionRow("Edit", "paste", "Paste", (Standard.Paste,), "page"),
    ActionRow("Edit", "duplicate", "Duplicate", ("Ctrl+D",), "nodes"),
    ActionRow("Edit", "delete", "Delete", ("Delete", "Backspace"), "deletable"),
    "Edit",
    ActionRow("Edit", "select_all", "Select All", (Standard.SelectAll,), "graph"),
    ActionRow("Edit", "select_next", "Select the Next Node", ("N",), "graph"),
    ActionRow("Edit", "select_before", "Select the Node Before", ("Shift+N",), "graph"),
    ActionRow("View", "graph_tab", "Graph", ("Ctrl+1",)),
    ActionRow("View", "train_tab", "Train", ("Ctrl+2",)),
    "View",
    ActionRow("View", "zoom_in", "Zoom In", (Standard.ZoomIn, "Ctrl+="), "page"),
    ActionRow("View", "zoom_out", "Zoom Out", (Standard.ZoomOut,), "page"),
    ActionRow("View", "actual_size", "Actual Size", ("Ctrl+0",), "page"),
    ActionRow("View", "fit", "Fit", ("F",), "page"),
    "View",
    ActionRow("View", "label_wires", "Local Derivatives on Every Wire", ("D",), checkable=True),
    ActionRow("View", "motion", "Motion", checkable=True),
    "View",
    ActionRow("View", "theme_system", "Theme of the System", checkable=True),
    ActionRow("View", "theme_light", "Light Theme", checkable=True),
    ActionRow("View", "theme_dark", "Dark Theme", checkable=True),
    "View",
    ActionRow("View", "reset_settings", "Reset Settings…"),
    ActionRow("Graph", "quick_add", "Add a Node…", ("A",), "page"),
    ActionRow("Graph", "wire", "Wire the Selected Nodes", ("W",), "nodes"),
    "Graph",
    ActionRow("Graph", "rename", "Rename", ("Ctrl+R",), "node"),
    ActionRow("Graph", "edit_number", "Edit the Number", ("F2",), "leaf"),
    ActionRow("Graph", "trainable", "Trainable", ("T",), "leaves", checkable=True),
    ActionRow("Graph", "make_output", "Make It the Output", ("O",), "node"),
    "Graph",
    ActionRow("Graph", "arrange", "Arrange", ("Ctrl+L",), "graph"),
    ActionRow("Graph", "expression", "Type an Expression", ("Ctrl+K",), "page"),
    "Graph",
    ActionRow("Graph", "play", "Play or Pause the Passes", ("P",), "output"),
    ActionRow("Graph", "timeline_start", "To the Start", ("Home",), "output"),
    ActionRow("Graph", "timeline_end", "To the End", ("End",), "output"),
    ActionRow("Graph", "live", "Show Everything", ("L",), "output"),
    ActionRow("Train", "presets", "Presets"),
    "Train",
    ActionRow("Train", "import_points", "Import Points…", ("Ctrl+Shift+I",)),
    ActionRow("Train", "open_model", "Open a Model…", ("Ctrl+Shift+O",)),
    "Train",
    ActionRow("Train", "train", "Train or Pause", ("Ctrl+Return",)),
    ActionRow("Train", "train_step", "One Step", ("Ctrl+.",)),
    ActionRow("Train", "speed", "Speed"),
    ActionRow("Train", "next_part", "Next Part of the Update", ("Ctrl+Shift+Return",)),
    ActionRow("Train", "train_reset", "Reset to the Same Start", ("Ctrl+Backspace",)),
    "Train",
    ActionRow("Train", "open_loss", "Open the Loss on the Canvas", ("Ctrl+Shift+L",)),
    ActionRow("Help", "shortcuts", "Keyboard Shortcuts", ("Ctrl+/",)),
    ActionRow("Help", "about", "About Chalkgrad"),
)
"""A lone menu name is a separator in that menu."""

NODE_MENU = ("edit_number", "rename", "make_output", "trainable", SEPARATOR,
             "cut", "copy", "duplicate", "delete")  # fmt: skip
WIRE_MENU = ("delete",)
CANVAS_MENU = ("quick_add", "paste", "select_all", SEPARATOR, "fit", "arrange")


def keys_of(name: str) -> str:
    """The first keys of a command, as the system writes them."""
    row = next(row for row in ROWS if isinstance(row, ActionRow) and row.name == name)
    return native(sequences(row)[0])


def sequences(row: ActionRow) -> list[QKeySequence]:
    """Its keys, each once; of a standard command the first that the system has for it."""
    keys: list[QKeySequence] = []
    for shortcut in row.shortcuts:
        if isinstance(shortcut, QKeySequence.StandardKey):
            keys += QKeySequence.keyBindings(shortcut)[:1]
        elif shortcut:
            keys.append(QKeySequence(shortcut))
    return list(dict.fromkeys(keys))
