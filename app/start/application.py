"""The program with its window: what is made at the start, and in which order."""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon, QSessionManager
from PySide6.QtWidgets import QApplication

import resources
from app.errors.hooks import ErrorHooks, ErrorReport
from app.errors.log import Log
from app.start.signals import Signals, let_interrupt_end
from app.state.places import ProgramFolders, program_folders
from app.state.preferences import Preferences
from app.ui.theme import Theme
from app.ui.translation import install_language, say
from app.version import VERSION
from app.window.frame import MainWindow

if TYPE_CHECKING:
    from app.recovery.safety import Safety
    from app.start.self_test import SelfTest
    from app.window.workspace import Workspace

RESULTS = "CHALKGRAD_SELF_TEST"
"""The variable of the environment that asks for a self-test: a folder for what it finds."""
SETTLED = 100
IDLE = 800
"""Milliseconds after the workspace was built: it has been painted; nothing is asked of it."""


class Application(QApplication):
    """A Mac names a file to be opened in an event; elsewhere the command line does.

    No question stands in the way of a session that ends, as of a user who logs out.
    """

    session_ends = Signal()
    """What is not saved must be written now."""

    def __init__(self, arguments: list[str], file: Path | None = None):
        super().__init__(arguments)
        self._asked = [file] if file else []
        """The files that were named before anybody could open them."""
        self._session_ends = False
        self.commitDataRequest.connect(self._commit)
        self._opener: Callable[[Path], object] | None = None

    def open_with(self, opener: Callable[[Path], object]) -> None:
        """Let files that are named from now on be opened so, and those that were named before."""
        self._opener = opener
        for path in self._asked:
            opener(path)

    def _commit(self, manager: QSessionManager) -> None:
        self._session_ends = True
        # By a command line that has options of Qt's. What was not saved is offered at any start.
        manager.setRestartHint(QSessionManager.RestartHint.RestartNever)
        self.session_ends.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Quit and self._session_ends:
            # Qt would close the window, which asks about changes, and deletes the draft.
            self.exit()
            return True
        if isinstance(event, QFileOpenEvent):
            path = Path(event.file())
            if self._opener:
                self._opener(path)
            else:
                self._asked.append(path)
            return True
        return super().event(event)


def run(file: Path | None) -> int:
    """Open the window, with `file` if there is one, and stay until it is closed.

    The window stands first, empty; what stands in it takes longer to be read than all of Qt.
    """
    let_interrupt_end()
    name_application()
    results = os.environ.get(RESULTS)
    kept = program_folders()
    if results:
        kept = replace(kept, data=Path(results) / "data")
    hooks = ErrorHooks(Log(kept.data / "logs"))
    hooks.install()
    # The name is the first half of WM_CLASS.
    application = Application(["chalkgrad"], file)
    testing = _self_test(Path(results), hooks) if results else None
    application.setWindowIcon(QIcon(str(resources.path("icons", "chalkgrad.svg"))))
    settings = Preferences(kept.settings, kept.drive)
    install_language(application, settings.language)
    window = make_window(settings)
    if testing:
        testing.start(window, file)
    window.painted.connect(
        lambda: _fill(application, window, hooks, kept),
        Qt.ConnectionType.SingleShotConnection,
    )
    window.show()
    status = application.exec()
    hooks.uninstall()
    return testing.status(status) if testing else status


def make_window(settings: Preferences) -> MainWindow:
    """The window as it is remembered, still empty, and not shown yet."""
    return MainWindow(settings, Theme(settings.theme))


def _fill(
    application: Application, window: MainWindow, hooks: ErrorHooks, kept: ProgramFolders
) -> None:
    """Make what stands in the window, and open what is to be opened.

    An error on the way ends the program with a word: an empty window is of no use to anybody.
    """
    giving_up = hooks.happened.connect(
        lambda report, _times: _give_up(application, window, hooks, report)
    )
    # Imported here for the sake of the program's start: the window stands without.
    from app.graph.commands import leave_clipboard
    from app.start.requested_files import RequestedFiles
    from app.window.build import build_workspace

    workspace = build_workspace(window)
    hooks.happened.disconnect(giving_up)
    if kept.problem:
        workspace.notices.post("places", say(kept.problem))
    application.aboutToQuit.connect(leave_clipboard)
    # The view has its size only once it is shown.
    QTimer.singleShot(0, workspace.graph_page.view.fit)
    asked = RequestedFiles(window, workspace.session, workspace.train_page, workspace.notices)
    asked.opened.connect(workspace.open)
    QTimer.singleShot(0, lambda: application.open_with(asked.open))
    QTimer.singleShot(SETTLED, lambda: _guard(application, workspace, hooks, kept))
    # Once the window stands and nothing is asked of it, so that the first plot comes at once.
    QTimer.singleShot(IDLE, warm_up)


def _guard(
    application: Application, workspace: Workspace, hooks: ErrorHooks, kept: ProgramFolders
) -> None:
    """Lose nothing from now on, and offer what was not saved the last time."""
    safety = keep_safe(workspace, hooks, kept.data, kept.drive)
    application.session_ends.connect(safety.write_last)
    Signals(safety.write_last, safety)
    safety.offers.show()


def _give_up(
    application: Application, window: MainWindow, hooks: ErrorHooks, report: ErrorReport
) -> None:
    from app.ui.dialogs import tell

    what = say("Chalkgrad can’t start")
    why = say("{what}. The log is {path}", what=report.summary, path=hooks.log.path)

    def end() -> None:
        tell(window, what, why)
        application.exit(1)

    # Not at once: this is the middle of what failed.
    QTimer.singleShot(0, end)


def _self_test(results: Path, hooks: ErrorHooks) -> SelfTest:
    # Imported here, as hardly any start tests itself.
    from app.start.self_test import SelfTest

    return SelfTest(results, hooks)


def name_application() -> None:
    """Give Qt the names that it shows, and makes the places of files from."""
    QApplication.setApplicationName("chalkgrad")
    QApplication.setApplicationDisplayName("Chalkgrad")
    QApplication.setApplicationVersion(VERSION)
    QApplication.setDesktopFileName("chalkgrad")
    if sys.platform == "win32":
        # All windows are one program in the task bar; from source they would be Python's.
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("Chalkgrad.Chalkgrad")


def keep_safe(
    workspace: Workspace, hooks: ErrorHooks, data: Path, drive: Path | None = None
) -> Safety:
    """Lose nothing that is done in the window, which is shown already, nor what is dropped on it.

    `data` is where the program keeps its own files, on `drive` if they go with that.
    """
    # Imported here for the sake of the program's start: before it there is nothing to lose.
    from app.recovery.safety import Safety

    window, session = workspace.window, workspace.session
    safety = Safety(window, session, workspace.documents, workspace.notices, hooks, data, drive)
    safety.drops.opened.connect(workspace.open)
    safety.offers.restored.connect(lambda trained: workspace.show_tab(int(trained)))
    once = Qt.ConnectionType.SingleShotConnection
    window.closed.connect(safety.recovery.close, once)
    return safety


def warm_up() -> None:
    """Import pyqtgraph and numpy, which take a good part of a second, and collect garbage again.

    In a thread: the window answers in between. Neither makes an object of Qt's that would belong
    to that thread. None of our own modules, one of which may be waiting for pyqtgraph just then.
    """
    threading.Thread(target=_import_and_collect, name="warm-up").start()


def _import_and_collect() -> None:
    importlib.import_module("pyqtgraph")
    # What stands now stays, and is not looked at again: every full collection would take 50 ms of
    # it. Only then, as garbage of Qt's must not be collected in this thread.
    gc.freeze()
    gc.enable()
