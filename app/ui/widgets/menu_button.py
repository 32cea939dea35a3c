"""A menu that drops from a button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QToolButton


def drop_menu(button: QToolButton, menu: QMenu) -> None:
    """Let `menu` open at a press of `button`."""
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(menu)

    def look_anew() -> None:
        # Qt tells a button nothing of a mouse that has left it while its menu was open.
        over = button.rect().contains(button.mapFromGlobal(QCursor.pos()))
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, over)
        button.update()

    menu.aboutToHide.connect(look_anew)
