"""Screen room: how large a window may be so that all of it can be seen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QScreen

FRAME = QSize(24, 48)
"""What a window's frame and title take at most. Pixels."""
PANELS = QSize(0, 40)
"""What a desktop keeps for itself where it does not say so."""


def room_on(screen: QScreen) -> QSize:
    """Without the frame, and what the desktop keeps for itself."""
    room = screen.availableGeometry().size() - FRAME
    return room - PANELS if is_wayland() else room


def is_wayland() -> bool:
    """Whether the desktop says neither where a window is, nor how much of a screen is free."""
    return QGuiApplication.platformName() == "wayland"
