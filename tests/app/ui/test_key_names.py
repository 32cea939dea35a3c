"""Keys: the shortcuts of the table, and how keys are written where a sentence names one."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.command_table import ROWS, ActionRow, keys_of
from app.ui.key_names import modifiers, native
from app.window.shortcuts_dialog import ShortcutsDialog

ROOT = Path(__file__).resolve().parents[3]
SHORTCUTS = [
    keys
    for row in ROWS
    if isinstance(row, ActionRow)
    for keys in row.shortcuts
    if isinstance(keys, str)
]
# Of Qt's Ctrl, which is ⌘ on a Mac: what macOS keeps for itself.
KEPT_BY_MACOS = {
    "Ctrl+Space", "Meta+Space", "Ctrl+Tab", "Ctrl+`", "Ctrl+H", "Ctrl+M", "Ctrl+Alt+Esc",
    "Ctrl+Shift+3", "Ctrl+Shift+4", "Ctrl+Shift+5", "Ctrl+Shift+Q", "Ctrl+Alt+D",
}  # fmt: skip
# Input methods of Windows and Linux, where another alphabet is typed.
KEPT_BY_INPUT_METHODS = {"Ctrl+Space", "Shift+Space"}


class German(QTranslator):
    """What stands in Qt's own translation, and shows which names go through it."""

    def translate(self, context, source, _disambiguation=None, _n=-1):
        names = {"Ctrl": "Strg", "Shift": "Umschalt"}
        return names.get(source, source) if context == "QShortcut" else source


@pytest.fixture
def german(qapp):
    translator = German()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.mark.usefixtures("german")
def test_keys_in_sentences_are_written_as_the_system_writes_them(workspace, window):
    assert modifiers() == {"ctrl": "Strg", "shift": "Umschalt", "alt": "Alt"}
    assert native(QKeySequence.StandardKey.Undo) == "Strg+Z"
    assert keys_of("next_part") == "Strg+Umschalt+Return"
    page = ShortcutsDialog(workspace.actions_table.shortcuts(), window)
    words = [label.text() for label in page.findChildren(QLabel)]
    assert (
        "change it; Umschalt is finer, Strg coarser; of a selected leaf the wheel does too" in words
    )
    assert "Strg+Umschalt+N" in words
    tips = [widget.toolTip() for widget in window.findChildren(QWidget)]
    assert "Undo (Strg+Z)" in tips
    assert not [word for word in words + tips if re.search("Ctrl|Shift|[{}]", word)]


@pytest.mark.usefixtures("qapp")
def test_no_shortcut_is_one_that_the_system_keeps_for_itself():
    assert {keys for keys in SHORTCUTS if QKeySequence(keys).isEmpty()} == set()
    assert not KEPT_BY_MACOS & set(SHORTCUTS)
    assert not KEPT_BY_INPUT_METHODS & set(SHORTCUTS)


def test_a_node_is_added_by_the_key_that_the_menu_shows(hand, workspace):
    assert workspace.actions_table["quick_add"].shortcut().toString() == "A"
    hand.key(Qt.Key.Key_A)
    assert workspace.graph_page.quick_add.isVisible()


def sentences(path):
    """The texts of a file that may be shown: all but those that explain the code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in explained:
            yield str(node.value)


@pytest.mark.parametrize("folder", ["app", "engine"])
def test_no_sentence_names_a_key_that_another_system_calls_otherwise(folder):
    keys = re.compile(r"\b(Ctrl|Control\+|Alt|Shift|Meta|Cmd|Option)\b")
    for path in (ROOT / folder).rglob("*.py"):
        named = {text for text in sentences(path) if keys.search(text)}
        assert named <= set(SHORTCUTS), path
