"""The program with its window: what is made at the start, and in which order."""

from __future__ import annotations

import gc
import importlib
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

import resources
from app import self_test
from app.editing import GRAPH_TYPE
from app.language import install_language, said
from app.log import Log
from app.main_window import MainWindow
from app.model.examples import load_example
from app.model.setup import Setup
from app.self_test import SelfTest
from app.session import Session
from app.settings import Settings
from app.theme import Theme
from app.version import VERSION
from app.watch import Watch

if TYPE_CHECKING:
    from app.safety import Safety

FIRST_EXAMPLE = "cheatsheet"
SETTLED = 100
IDLE = 800
"""Milliseconds after the start: the window has been painted; nothing is asked of it."""


class Application(QApplication):
    """A Mac names a file to be opened in an event; elsewhere the command line does."""

    file_opened = Signal(Path)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self.file_opened.emit(Path(event.file()))
            return True
        return super().event(event)


def run(file: Path | None) -> int:
    """Open the window, with `file` if there is one, and stay until it is closed."""
    name_application()
    results = self_test.folder_asked_for()
    data = results / "data" if results else data_folder()
    watch = Watch(Log(data / "logs"))
    watch.begin()
    testing = SelfTest(results, watch) if results else None
    application = Application([])
    application.setWindowIcon(QIcon(str(resources.path("icons", "chalkgrad.svg"))))
    settings = Settings()
    install_language(application, settings.language)
    window = make_window(settings)
    application.file_opened.connect(window.open)
    window.show()
    # The view has its size only once the window is shown.
    QTimer.singleShot(0, window.graph_page.view.fit)
    if file is not None:
        QTimer.singleShot(0, lambda: window.open(file))
    QTimer.singleShot(SETTLED, lambda: keep_safe(window, watch, data).offers.show())
    # Once the window stands and nothing is asked of it, so that the first plot comes at once.
    QTimer.singleShot(IDLE, warm_up)
    if testing:
        testing.start(window, file)
    # Ctrl+C in a terminal ends the program as closing the window would not: at once.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    status = application.exec()
    clipboard = application.clipboard()
    held = clipboard.mimeData()
    if held and held.hasFormat(GRAPH_TYPE):
        # Qt frees the clipboard after Python has gone, and what Python made would crash it then.
        clipboard.setText(clipboard.text())
    watch.end()
    return testing.status(status) if testing else status


def name_application() -> None:
    """Give Qt the names that it shows, and makes the places of files from."""
    QApplication.setApplicationName("chalkgrad")
    QApplication.setApplicationDisplayName("Chalkgrad")
    QApplication.setApplicationVersion(VERSION)
    QApplication.setDesktopFileName("chalkgrad")


def data_folder() -> Path:
    """Where the system wants what a program keeps for itself; it may not be there yet."""
    place = QStandardPaths.StandardLocation.AppDataLocation
    return Path(QStandardPaths.writableLocation(place))


def make_window(settings: Settings) -> MainWindow:
    """The window with the first example in it, as it is remembered, and not shown yet."""
    session = Session(Setup(settings.training) if settings.training else None)
    window = MainWindow(session, settings, Theme(settings.theme))
    session.begin(load_example(FIRST_EXAMPLE))
    if problem := settings.problem:
        window.notices.say("settings", said(window, problem))
    return window


def keep_safe(window: MainWindow, watch: Watch, data: Path) -> Safety:
    """Lose nothing that is done in the window, which is shown already, nor what is dropped on it.

    `data` is where the program keeps its own files.
    """
    # Imported here for the sake of the program's start: before it there is nothing to lose.
    from app.safety import Safety

    safety = Safety(window, window.session, window.documents, window.notices, watch, data)
    safety.drops.opened.connect(window.open)
    safety.offers.restored.connect(lambda: window.show_tab(0))
    once = Qt.ConnectionType.SingleShotConnection
    window.closed.connect(safety.recovery.close, once)
    return safety


def warm_up() -> None:
    """Import pyqtgraph and numpy, which take a good part of a second, and collect garbage again."""
    gc.enable()
    importlib.import_module("app.panels.plots")
