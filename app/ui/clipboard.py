"""What is on the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def clipboard_content() -> QMimeData:
    """What was copied last, here or elsewhere; empty where nothing is there to be had."""
    # Qt has none at all where nobody has copied anything, or the owner does not answer.
    return QGuiApplication.clipboard().mimeData() or QMimeData()
