"""Screen room: how large a window may be so that all of it can be seen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QScreen

FRAME = QSize(24, 48)
"""What a window's frame and title take at most. Pixels."""


def room_on(screen: QScreen) -> QSize:
    """Without the frame, and what the desktop keeps for itself."""
    return screen.availableGeometry().size() - FRAME
