"""Questions: boxes that stand in the way, for what can't be undone and for files that failed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMessageBox, QWidget

from app.model.files.disk import is_file
from app.ui.translation import say

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
    box = QMessageBox(icon, "Chalkgrad", text, Button.NoButton, parent)
    # A name may hold anything, and looks like itself.
    box.setTextFormat(Qt.TextFormat.PlainText)
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


def completed(path: Path, ending: str, others: Collection[str] = ()) -> Path:
    """`path` with `ending`, unless its name has that or one of the others.

    What stands behind a point need not be an ending: `lecture 1.2`.
    """
    known = {ending, *others}
    return path if path.suffix.lower() in known else path.with_name(path.name + ending)


def may_replace(parent: QWidget, path: Path, asked: Path) -> bool:
    """Whether a file may be written: a dialog has asked about the name as it was typed, `asked`,
    and not about a longer one.
    """
    if path == asked or not is_file(path):
        return True
    answer = ask(
        parent,
        say("There is already a file {name}.", name=path.name),
        say("Replace it?"),
        {Button.Cancel: "", Button.Yes: say("Replace")},
        icon=Icon.Warning,
    )
    return answer == Button.Yes
