"""Timers of Qt, set by their methods.

Properties as keywords fail in a Turkish locale: PySide looks for an upper case of `i` there, and
finds İ.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer


def new_timer(parent: QObject | None, milliseconds: int, *, once: bool = False) -> QTimer:
    """A timer that is not started yet, and lives as long as its parent."""
    timer = QTimer(parent)
    timer.setInterval(milliseconds)
    timer.setSingleShot(once)
    return timer
