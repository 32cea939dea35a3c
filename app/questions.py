"""Questions: boxes that stand in the way, for what can't be undone and for files that failed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMessageBox, QWidget

Button = QMessageBox.StandardButton
Icon = QMessageBox.Icon


def ask(
    parent: QWidget,
    text: str,
    why: str,
    choices: Mapping[Button, str],
    *,
    icon: Icon = Icon.Question,
) -> Button:
    """The button that was chosen; the first is taken by Enter, and Cancel, if there, by Escape.

    `choices` holds what stands on the buttons; no text leaves the one that Qt has for it.
    """
    box = QMessageBox(icon, "Chalkgrad", text, parent=parent)
    box.setInformativeText(why)
    for button, words in choices.items():
        made = box.addButton(button)
        if words:
            made.setText(words)
            # Qt's picture is for Qt's word.
            made.setIcon(QIcon())
    box.setDefaultButton(next(iter(choices)))
    return Button(box.exec())


def tell(parent: QWidget, what: str, why: str) -> None:
    """Say what went wrong, and why."""
    ask(parent, what, why, {Button.Ok: ""}, icon=Icon.Warning)
