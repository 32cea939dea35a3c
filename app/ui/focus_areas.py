"""The way of the keyboard from one area of a page to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def focus_next_area(areas: Sequence[QWidget], way: int) -> None:
    """Give the focus to the area after the one that has it (`way` 1), or before it (−1).

    Areas that are hidden, or hold nothing that takes the keyboard, are left out.
    """
    now = QApplication.focusWidget()
    holding = [i for i, area in enumerate(areas) if now and (area is now or area.isAncestorOf(now))]
    at = holding[0] if holding else (-1 if way > 0 else 0)
    for step in range(1, len(areas) + 1):
        target = _first_stop(areas[(at + way * step) % len(areas)])
        if target:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def _first_stop(area: QWidget) -> QWidget | None:
    """The first widget of an area that Tab reaches: the area itself, or one in it."""
    # PySide takes what `nextInFocusChain` returns for a child of the widget that is asked: once
    # that is deleted, as a field over a node is, every widget behind it counts as deleted too.
    for widget in (area, *area.findChildren(QWidget)):
        takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
        if takes and widget.isVisible():
            return widget
    return None
