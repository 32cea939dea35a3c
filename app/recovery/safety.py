"""Safety: what keeps work from being lost, put together for one window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.documents.file_drops import FileDrops
from app.documents.graph_documents import GraphDocuments
from app.errors.hooks import ErrorHooks, ErrorReport
from app.errors.notice import ErrorNotice
from app.recovery.autosave import Autosave
from app.recovery.draft_folder import DraftFolder
from app.recovery.file_watcher import FileWatcher
from app.recovery.restore_offers import RestoreOffers
from app.state.session import Session
from app.ui.notices import Notices

LONGEST = 1.0
"""Seconds for which the disk is waited for, each of two times, when the program has to end."""
DISPLAY_GONE = ("The X11 connection", "The Wayland connection")
"""Qt says that it broke, and ends the program as soon as that was heard."""


class Safety(QObject):
    """Drafts of what is not saved, offers of earlier ones, and a word about errors and files.

    The window is shown already; `data` is the folder of the program's own files, and `drive` the
    one that it goes with, if it does.
    """

    def __init__(
        self,
        window: QWidget,
        session: Session,
        documents: GraphDocuments,
        notices: Notices,
        watch: ErrorHooks,
        data: Path,
        drive: Path | None = None,
    ):
        super().__init__(window)
        self._session = session
        folder = DraftFolder(data / "recovery", drive)
        self.recovery = Autosave(session, folder, self)
        self.offers = RestoreOffers(session, folder, self.recovery, documents, notices)
        self.file_watcher = FileWatcher(window, session, documents, notices, folder)
        self.drops = FileDrops(window, notices)
        self.error_notice = ErrorNotice(watch, notices)
        watch.happened.connect(self._failed)
        watch.warned.connect(self._warned)

    def write_last(self) -> None:
        """The program is about to be ended: have what is not saved on the disk, but don't wait for
        one that does not answer.
        """
        # As it is at first: to ask the window what is under way may fail, as where it is gone.
        if self.recovery.write_within(LONGEST):
            self._session.commit_all()
            self.recovery.write_within(LONGEST)

    def _warned(self, words: str) -> None:
        if words.startswith(DISPLAY_GONE):
            self.write_last()

    def _failed(self, _report: ErrorReport, times: int) -> None:
        if times == 1:
            # Once what failed has ended: it may have been in the middle of an edit.
            QTimer.singleShot(0, self.recovery.write_now)
