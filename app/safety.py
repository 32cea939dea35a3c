"""Safety: what keeps work from being lost, put together for one window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.disk_watch import DiskWatch
from app.documents import Documents
from app.drops import Drops
from app.error_notice import ErrorNotice
from app.notices import Notices
from app.offers import Offers
from app.recovery import Recovery
from app.session import Session
from app.shelf import Shelf
from app.watch import Report, Watch


class Safety(QObject):
    """Drafts of what is not saved, offers of earlier ones, and a word about errors and files.

    The window is shown already; `data` is the folder of the program's own files, and `drive` the
    one that it goes with, if it does.
    """

    def __init__(
        self,
        window: QWidget,
        session: Session,
        documents: Documents,
        notices: Notices,
        watch: Watch,
        data: Path,
        drive: Path | None = None,
    ):
        super().__init__(window)
        shelf = Shelf(data / "recovery", drive)
        self.recovery = Recovery(session, shelf, self)
        self.offers = Offers(session, shelf, self.recovery, documents, notices)
        self.disk_watch = DiskWatch(window, session, documents, notices, shelf)
        self.drops = Drops(window, notices)
        self.error_notice = ErrorNotice(watch, notices)
        watch.happened.connect(self._secure)

    def _secure(self, _report: Report, times: int) -> None:
        if times == 1:
            # Once what failed has ended: it may have been in the middle of an edit.
            QTimer.singleShot(0, self.recovery.write_now)
