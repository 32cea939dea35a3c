"""RequestedFiles: files that the desktop names to the running program, as a Mac does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.documents.new_window import open_another
from app.state.session import Session
from app.ui.notices import Notices
from app.ui.translation import say

if TYPE_CHECKING:
    # The window stands before the rest of the program has been read.
    from app.train.page import TrainPage


class RequestedFiles(QObject):
    """Nobody who double-clicks a file means that another one is to go: unless nothing was done in
    this window yet, the file is opened in one of its own.
    """

    opened = Signal(Path)
    """The file that is to be opened in this window."""

    def __init__(self, window: QWidget, session: Session, train_page: TrainPage, notices: Notices):
        super().__init__(window)
        self._window = window
        self._session = session
        self._train_page = train_page
        self._notices = notices

    def open(self, path: Path) -> None:
        """Open a file that the command line or the system asked for, here or in another window."""
        if path == self._session.path:
            self._window.activateWindow()
        elif self._is_untouched():
            self.opened.emit(path)
        elif not open_another(path):
            words = say("No window could be opened for {name}.", name=path.name)
            self._notices.post("asked", words)

    def _is_untouched(self) -> bool:
        session, trainer = self._session, self._train_page.trainer
        pasts = (session.graphs, session.setups)
        done = any(past.undo_name or past.redo_name for past in pasts)
        trained = trainer is not None and trainer.run.step > 0
        # While a question is answered nothing changes behind it.
        asked = QApplication.activeModalWidget() is not None
        return not (session.path or session.unsaved or session.pending or done or trained or asked)
