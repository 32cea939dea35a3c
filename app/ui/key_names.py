"""Key names: keys as the system writes them, where sentences name one: ⌘ on a Mac is Ctrl here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

_MODIFIERS = {
    "ctrl": Qt.KeyboardModifier.ControlModifier,
    "shift": Qt.KeyboardModifier.ShiftModifier,
    "alt": Qt.KeyboardModifier.AltModifier,
}


def native(keys: QKeySequence | QKeySequence.StandardKey) -> str:
    """Keys as a menu shows them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def modifiers() -> dict[str, str]:
    """What stands for `{ctrl}`, `{shift}` and `{alt}` in a sentence."""
    # A sequence of nothing but a modifier ends with the sign that joins it to a key.
    return {
        name: native(QKeySequence(modifier.value)).rstrip("+")
        for name, modifier in _MODIFIERS.items()
    }
