"""FileWatcher: notices that the open file was changed by another program, or is open in one."""

from __future__ import annotations

import threading

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.documents.graph_documents import GraphDocuments
from app.model.files import chalk_file
from app.model.files.chalk_file import Document
from app.model.files.disk import FileError, Origin, fingerprint, read_bounded
from app.recovery.draft_folder import DraftFolder
from app.state.session import Session
from app.ui.notices import Notices
from app.ui.translation import say
from engine.core.messages import marked


class FileWatcher(QObject):
    """Looks when the window is turned to. What is new is shown at once if nothing is unsaved."""

    looked = Signal(object, object)
    """The Origin of the file that was looked at, and its content; None where there is none."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        documents: GraphDocuments,
        notices: Notices,
        folder: DraftFolder,
    ):
        super().__init__(window)
        self._session = session
        self._documents = documents
        self._notices = notices
        self._folder = folder
        self._told = ""
        """The fingerprint of the content that was offered last."""
        self._origin = session.origin
        self._looking_at: Origin | None = None
        self.looked.connect(self._compare)
        session.opened.connect(self._opened)
        session.graphs.about_to_change.connect(lambda: notices.drop("reloaded"))
        session.file_changed.connect(self._follow)
        window.installEventFilter(self)
        self._opened()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self.look()
        return False

    def look(self) -> None:
        """Read the file in a thread: the window does not wait for a drive that is far away."""
        origin = self._session.origin
        if origin.path and origin is not self._looking_at:
            self._looking_at = origin
            threading.Thread(target=self._read, args=[origin], daemon=True).start()

    def _read(self, origin: Origin) -> None:
        assert origin.path
        try:
            content = read_bounded(origin.path)
        except FileError:
            # Gone, or out of reach for now: saving writes it again, or says why it can't.
            content = None
        self.looked.emit(origin, content)

    def _compare(self, origin: Origin, content: bytes | None) -> None:
        if origin is not self._session.origin:
            return
        self._looking_at = None
        # While a question stands in the way nothing changes behind it. Once it is answered the
        # window is turned to again, and looks again.
        if content is None or QApplication.activeModalWidget():
            return
        now = fingerprint(content)
        if now == origin.fingerprint:
            self._notices.drop("disk")
        elif now != self._told:
            self._told = now
            self._offer_reload(origin, content)

    def _offer_reload(self, origin: Origin, content: bytes) -> None:
        assert origin.path
        name = origin.path.name
        try:
            document = chalk_file.loads(content)
        except FileError as error:
            words = say(
                "{name} was changed by another program and can no longer be read: {why} Your work "
                "here is kept.",
                name=name,
                why=error.reason,
            )
            self._notices.post("disk", words, {say("Save &As…"): self._documents.save_as})
            return
        fresh = Origin(origin.path, fingerprint(content))
        session = self._session
        # A reload is an edit: what was undone could not be brought back after it.
        undone = session.graphs.redo_name or session.setups.redo_name
        if not session.unsaved and undone is None:
            self._reload(document, fresh)
            return
        words = marked(
            "{name} was changed by another program. Your work here is not saved, and is kept."
        )
        if not session.unsaved:
            words = marked("{name} was changed by another program. What you undid here is kept.")
        choices = {
            say("Re&load"): lambda: self._reload(document, fresh),
            say("Save &As…"): self._documents.save_as,
        }
        self._notices.post("disk", say(words, name=name), choices)

    def _reload(self, document: Document, origin: Origin) -> None:
        assert origin.path
        name = origin.path.name
        self._session.reload(say("reload {name}", name=name), document, origin)
        words = say(
            "{name} was changed by another program, and is shown as it is now. Undo brings back "
            "what was here before, on each tab separately.",
            name=name,
        )
        self._notices.post("reloaded", words)

    def _follow(self) -> None:
        """Saved, loaded anew or opened: no offer stands any more."""
        if self._origin is not self._session.origin:
            self._origin = self._session.origin
            self._told = ""
            for key in ("disk", "elsewhere"):
                self._notices.drop(key)

    def _opened(self) -> None:
        path = self._session.path
        if path is None:
            return
        if self._session.unsaved:
            # Work that was restored may belong to a file that has changed since.
            self.look()
        if self._folder.is_open_elsewhere(path):
            words = say(
                "{name} has unsaved changes in another Chalkgrad window. The window that saves "
                "last will ask which of the two to keep.",
                name=path.name,
            )
            self._notices.post("elsewhere", words, {say("Save &As…"): self._documents.save_as})
