"""Report: what could not be done with a file, and why, in a box of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget


def report(window: QWidget, what: str, why: str) -> None:
    """Tell it, and wait until it was read."""
    box = QMessageBox(QMessageBox.Icon.Warning, "Chalkgrad", what, parent=window)
    box.setInformativeText(why)
    box.exec()
