"""The commands of the menus, each with its keys, as one table."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from app.ui.key_names import native
from engine.core.messages import marked

Standard = QKeySequence.StandardKey
Shortcut = QKeySequence.StandardKey | str | None


ON_TRAIN_TAB = "train"
"""What the window says of its state while the Train tab is in front."""


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

    @property
    def keys_need(self) -> str:
        """What must hold for its keys to work, beside `needs`; its menu entry works always."""
        return ON_TRAIN_TAB if self.menu == "Train" else ""


MENUS = {
    "File": marked("File"), "Edit": marked("Edit"), "View": marked("View"),
    "Graph": marked("Graph"), "Train": marked("Train"), "Help": marked("Help"),
}  # fmt: skip
"""The title of each menu, by the name under which the rows know it."""
SEPARATOR = ""

ROWS: tuple[ActionRow | str, ...] = (
    ActionRow("File", "new", marked("New"), (Standard.New,)),
    ActionRow("File", "new_window", marked("New Window"), ("Ctrl+Shift+N",)),
    ActionRow("File", "open", marked("Open…"), (Standard.Open,)),
    ActionRow("File", "recent", marked("Open Recent")),
    ActionRow("File", "examples", marked("Examples")),
    "File",
    ActionRow("File", "save", marked("Save"), (Standard.Save,)),
    ActionRow("File", "save_as", marked("Save As…"), (Standard.SaveAs, "Ctrl+Shift+S")),
    ActionRow("File", "export", marked("Export…"), ("Ctrl+E",), "exportable"),
    "File",
    ActionRow("File", "associate", marked("Open .chalk Files with Chalkgrad"), checkable=True),
    "File",
    ActionRow("File", "quit", marked("Quit"), (Standard.Quit, "Ctrl+Q")),
    ActionRow("Edit", "undo", marked("Undo"), (Standard.Undo,), "undo"),
    ActionRow("Edit", "redo", marked("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    "Edit",
    ActionRow("Edit", "cut", marked("Cut"), (Standard.Cut,), "nodes"),
    ActionRow("Edit", "copy", marked("Copy"), (Standard.Copy,), "nodes"),
    ActionRow("Edit", "paste", marked("Paste"), (Standard.Paste,)),
    ActionRow("Edit", "duplicate", marked("Duplicate"), ("Ctrl+D",), "nodes"),
    ActionRow("Edit", "delete", marked("Delete"), ("Delete", "Backspace"), "deletable"),
    "Edit",
    ActionRow("Edit", "select_all", marked("Select All"), (Standard.SelectAll,), "graph"),
    ActionRow("Edit", "select_next", marked("Select the Next Node"), ("Down",), "graph"),
    ActionRow("Edit", "select_before", marked("Select the Previous Node"), ("Up",), "graph"),
    ActionRow("Edit", "add_next", marked("Select the Next Node Too"), ("Shift+Down",), "graph"),
    ActionRow("Edit", "add_before", marked("Select the Previous Node Too"), ("Shift+Up",), "graph"),
    ActionRow("Edit", "wire_on", marked("Go On Along the Wire"), ("Ctrl+Right",), "graph"),
    ActionRow("Edit", "wire_back", marked("Go Back Along the Wire"), ("Ctrl+Left",), "graph"),
    ActionRow("View", "graph_tab", marked("Graph"), ("Ctrl+1",)),
    ActionRow("View", "train_tab", marked("Train"), ("Ctrl+2",)),
    ActionRow("View", "next_area", marked("Go to the Next Area"), ("F6",)),
    ActionRow("View", "area_before", marked("Go to the Previous Area"), ("Shift+F6",)),
    "View",
    ActionRow("View", "zoom_in", marked("Zoom In"), (Standard.ZoomIn, "Ctrl+="), "page"),
    ActionRow("View", "zoom_out", marked("Zoom Out"), (Standard.ZoomOut,), "page"),
    ActionRow("View", "actual_size", marked("Actual Size"), ("Ctrl+0",), "page"),
    ActionRow("View", "fit", marked("Fit"), ("F",), "page"),
    "View",
    ActionRow(
        "View",
        "label_wires",
        marked("Local Derivatives on Every Wire"),
        ("D",),
        "page",
        checkable=True,
    ),
    ActionRow("View", "motion", marked("Motion"), checkable=True),
    "View",
    ActionRow("View", "theme_system", marked("System Theme"), checkable=True),
    ActionRow("View", "theme_light", marked("Light Theme"), checkable=True),
    ActionRow("View", "theme_dark", marked("Dark Theme"), checkable=True),
    "View",
    ActionRow("View", "reset_settings", marked("Reset Settings…")),
    ActionRow("Graph", "quick_add", marked("Add a Node…"), ("A",), "page"),
    ActionRow("Graph", "wire", marked("Wire the Selected Nodes"), ("W",), "nodes"),
    "Graph",
    ActionRow("Graph", "rename", marked("Rename"), ("Ctrl+R",), "node"),
    ActionRow("Graph", "edit_number", marked("Edit the Number"), ("F2",), "leaf"),
    ActionRow("Graph", "trainable", marked("Trainable"), ("T",), "leaves", checkable=True),
    ActionRow("Graph", "make_output", marked("Make It the Output"), ("O",), "node"),
    "Graph",
    ActionRow("Graph", "arrange", marked("Arrange"), ("Ctrl+L",), "graph"),
    ActionRow("Graph", "expression", marked("Type an Expression"), ("Ctrl+K",), "page"),
    "Graph",
    ActionRow("Graph", "play", marked("Play or Pause the Passes"), ("P",), "output"),
    ActionRow("Graph", "step_on", marked("One Step On"), ("Right", "PgDown"), "output"),
    ActionRow("Graph", "step_back", marked("One Step Back"), ("Left", "PgUp"), "output"),
    ActionRow("Graph", "timeline_start", marked("To the Start"), ("Home",), "output"),
    ActionRow("Graph", "timeline_end", marked("To the End"), ("End",), "output"),
    ActionRow("Graph", "live", marked("Show Everything"), ("L",), "output"),
    ActionRow("Train", "presets", marked("Presets")),
    "Train",
    ActionRow("Train", "import_points", marked("Import Points…"), ("Ctrl+Shift+I",)),
    ActionRow("Train", "open_model", marked("Open a Model…"), ("Ctrl+Shift+O",)),
    "Train",
    ActionRow("Train", "train", marked("Train or Pause"), ("Ctrl+Return",)),
    ActionRow("Train", "train_step", marked("One Step"), ("Ctrl+.",)),
    ActionRow("Train", "speed", marked("Speed")),
    ActionRow("Train", "next_part", marked("Next Part of the Update"), ("Ctrl+Shift+Return",)),
    ActionRow("Train", "train_reset", marked("Reset to the Same Start"), ("Ctrl+Backspace",)),
    "Train",
    ActionRow("Train", "open_loss", marked("Open the Loss on the Canvas"), ("Ctrl+Shift+L",)),
    ActionRow("Help", "shortcuts", marked("Keyboard Shortcuts"), ("Ctrl+/",)),
    ActionRow("Help", "about", marked("About Chalkgrad")),
)
"""A lone menu name is a separator in that menu."""

NODE_MENU = ("edit_number", "rename", "make_output", "trainable", SEPARATOR,
             "cut", "copy", "duplicate", "delete")  # fmt: skip
WIRE_MENU = ("wire_back", "wire_on", SEPARATOR, "delete")
CANVAS_MENU = ("quick_add", "paste", "select_all", SEPARATOR, "fit", "arrange")


def keys_named(name: str) -> list[QKeySequence]:
    """All keys of a command."""
    return sequences(next(r for r in ROWS if isinstance(r, ActionRow) and r.name == name))


def keys_of(name: str) -> str:
    """The first keys of a command, as the system writes them."""
    return native(keys_named(name)[0])


def sequences(row: ActionRow) -> list[QKeySequence]:
    """Its keys, each once; of a standard command the first that the system has for it."""
    keys: list[QKeySequence] = []
    for shortcut in row.shortcuts:
        if isinstance(shortcut, QKeySequence.StandardKey):
            keys += QKeySequence.keyBindings(shortcut)[:1]
        elif shortcut:
            keys.append(QKeySequence(shortcut))
    return list(dict.fromkeys(keys))
