"""LazyView: a widget that shows what changes often, and does no work while it is hidden."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget


class LazyView(QWidget):
    """`refresh` does nothing while the view is hidden; it catches up when it is shown.

    No abstract class by `abc`: its metaclass and that of Qt's widgets can't be one.
    """

    def refresh(self) -> None:
        """Show what is so now."""
        if self.isVisible():
            self.show_present()

    def show_present(self) -> None:
        """What `refresh` does for a view that can be seen."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_present()
