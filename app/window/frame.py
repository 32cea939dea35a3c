"""MainWindow: the empty frame that stands at once; the workspace is put into it later."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QPaintEvent,
)
from PySide6.QtWidgets import QMainWindow

from app.state.preferences import Preferences
from app.ui.screen_room import is_wayland, room_on
from app.ui.theme import Theme

SIZE = (1440, 900)
SMALLEST = (900, 560)
"""Pixels."""


class MainWindow(QMainWindow):
    """Stands at its place and in its colours as soon as it is made, and knows nothing of what is
    in it.
    """

    painted = Signal()
    """It can be seen, for the first time."""
    filled = Signal(object)
    """The Workspace stands in it."""
    closed = Signal()
    """By its user, who was asked about what is not saved."""

    def __init__(self, settings: Preferences, theme: Theme):
        super().__init__()
        self.settings = settings
        self.theme = theme
        self.may_close: Callable[[], bool] = lambda: True
        """Asked before it closes."""
        self._was_painted = False
        self.setWindowTitle("Chalkgrad")
        self._follow_screens()
        self.restore_place()
        theme.apply()

    def restore_place(self) -> None:
        """The place and size that are remembered; those of the first start where none are."""
        self.resize(QSize(*SIZE).boundedTo(room_on(self.screen())))
        if place := self.settings.place("window"):
            self.restoreGeometry(place)
        if is_wayland() and not self.isMaximized():
            self.resize(self.size().boundedTo(room_on(self.screen())))

    def _follow_screens(self) -> None:
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._fit_screens)
        for screen in QGuiApplication.screens():
            screen.availableGeometryChanged.connect(self._fit_screens)
        self._fit_screens()

    def _fit_screens(self) -> None:
        """Be no larger at the least than any of the screens: one may be a projector."""
        smallest = QSize(*SMALLEST)
        for screen in QGuiApplication.screens():
            smallest = smallest.boundedTo(room_on(screen))
        self.setMinimumSize(smallest)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.settings.keep_place("window", self.saveGeometry())
        self.closed.emit()
        event.accept()
