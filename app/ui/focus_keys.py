"""Which keys belong to the widget that has the focus, before any command of the window."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from app.ui.command_table import keys_named

Key = Qt.Key
Standard = QKeySequence.StandardKey

_NAVIGATION = frozenset(
    (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down,
     Key.Key_PageUp, Key.Key_PageDown, Key.Key_Home, Key.Key_End)
)  # fmt: skip
EDITING = (
    Standard.Undo, Standard.Redo, Standard.Cut, Standard.Copy, Standard.Paste, Standard.SelectAll,
    Standard.Delete, Standard.Backspace, Standard.DeleteStartOfWord, Standard.DeleteEndOfWord,
    Standard.DeleteEndOfLine, Standard.DeleteCompleteLine,
    Standard.MoveToNextWord, Standard.MoveToPreviousWord,
    Standard.MoveToStartOfLine, Standard.MoveToEndOfLine,
    Standard.MoveToStartOfDocument, Standard.MoveToEndOfDocument,
    Standard.SelectNextWord, Standard.SelectPreviousWord,
    Standard.SelectStartOfLine, Standard.SelectEndOfLine,
    Standard.SelectStartOfDocument, Standard.SelectEndOfDocument,
)  # fmt: skip
_TEXTS = (QLineEdit, QAbstractSpinBox, QTextEdit, QPlainTextEdit)
_CONTROL = Qt.KeyboardModifier.ControlModifier
_LINES = (QLineEdit, QTextEdit, QPlainTextEdit)
_CONTROLS = (QAbstractSlider, QAbstractItemView, QAbstractButton, QComboBox)

# Native codes of the keys 1 to 9 and 0 above the letters, whatever they are labelled with.
_DIGIT_CODES = {
    "win32": (2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
    "darwin": (18, 19, 20, 21, 23, 22, 26, 28, 25, 29),
}
_X11_DIGIT_CODES = (10, 11, 12, 13, 14, 15, 16, 17, 18, 19)
"""Those of X11 and of Wayland: the code of evdev plus 8."""


class FocusKeys(QObject):
    """Keeps a window's commands from the keys that the widget with the focus uses itself.

    Not an override of the window's `event`: an error in what is painted would go through it.
    """

    def __init__(self, window: QWidget):
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        # Sent to the widget with the focus and on to its parents, before keys are looked up.
        if not isinstance(event, QKeyEvent):
            return False
        focused = QApplication.focusWidget()
        if event.type() == QEvent.Type.ShortcutOverride and keeps_key(focused, event):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and _redoes(event) and isinstance(focused, _LINES):
            # Of the keys that redo, a text knows only the first of this system.
            focused.redo()
            return True
        # Where the layout has digits with Shift, Ctrl with their keys is Ctrl with the digit.
        if event.type() == QEvent.Type.KeyPress and (digit := digit_of(event)) is not None:
            return self._trigger(QKeySequence(_CONTROL | Qt.Key(Qt.Key.Key_0 + digit)))
        return False

    def _trigger(self, keys: QKeySequence) -> bool:
        """Do the command of these keys; whether there is one."""
        for action in self._window.findChildren(QAction):
            if keys in action.shortcuts():
                action.trigger()
                return True
        return False


def keeps_key(widget: QWidget | None, event: QKeyEvent) -> bool:
    """Whether a widget with the focus uses a key itself, so that it is no shortcut.

    A text is edited with it; a list, a slider or a button is operated with it.
    """
    navigates = event.key() in _NAVIGATION
    if isinstance(widget, _TEXTS):
        shift = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        plain = not event.modifiers() & ~shift
        edits = any(event.matches(key) for key in EDITING) or _redoes(event)
        return (navigates and plain) or edits
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return navigates and plain and isinstance(widget, _CONTROLS)


def _redoes(event: QKeyEvent) -> bool:
    return QKeySequence(event.keyCombination()) in keys_named("redo")


def digit_of(event: QKeyEvent) -> int | None:
    """The digit on the key that was pressed with Ctrl, where the layout asks for Shift to type it.

    None for any other key.
    """
    if (
        event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        != Qt.KeyboardModifier.ControlModifier
    ):
        return None
    code = event.nativeVirtualKey() if sys.platform == "darwin" else event.nativeScanCode()
    codes = _DIGIT_CODES.get(sys.platform, _X11_DIGIT_CODES)
    return (codes.index(code) + 1) % 10 if code in codes else None
