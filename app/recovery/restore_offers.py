"""RestoreOffers: the work that was not saved when a program ended, offered back above the pages."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QDateTime, QLocale, QObject, Signal

from app.documents.graph_documents import GraphDocuments
from app.model.files.chalk_file import Document
from app.model.files.disk import FileError, Origin
from app.model.files.drafts import Draft, is_worth_keeping, sweep
from app.recovery.autosave import Autosave
from app.recovery.draft_folder import DraftFolder
from app.state.session import Session
from app.ui.notices import Notices
from app.ui.translation import say
from engine.core.messages import Message, marked


class RestoreOffers(QObject):
    """One notice for each draft; what is neither restored nor discarded is offered next time."""

    restored = Signal(bool)
    """What was offered is open now; whether nothing but its training is new."""

    def __init__(
        self,
        session: Session,
        folder: DraftFolder,
        recovery: Autosave,
        documents: GraphDocuments,
        notices: Notices,
    ):
        super().__init__(notices)
        self._session = session
        self._folder = folder
        self._recovery = recovery
        self._documents = documents
        self._notices = notices
        recovery.problem_changed.connect(self._show_problem)

    def show(self) -> None:
        """Look for drafts without an owner; where there is none, nothing is seen of it."""
        # What is said last stands on top.
        for draft in reversed(self._folder.abandoned()):
            self._offer(draft)
        sweep(self._folder.folder, time.time())

    def _offer(self, draft: Draft) -> None:
        origin = draft.origin()
        try:
            document = draft.load()
        except FileError as error:
            words = say(
                "The draft of {name}, which Chalkgrad could not save {when}, can’t be read: {why}",
                name=self._name(origin),
                when=self._when(draft),
                why=error.reason,
            )
            self._post(draft, words, {say("&Discard"): lambda: self._delete(draft)})
            return
        if not is_worth_keeping(document, origin):
            draft.delete()
            return
        words = marked("Chalkgrad ended before {name} was saved ({when}, {nodes} nodes).")
        if document.setup:
            words = marked(
                "Chalkgrad ended before {name} was saved ({when}, {nodes} nodes, and the settings "
                "of the Train tab)."
            )
        nodes = len(document.graph.nodes)
        words = say(words, name=self._name(origin), when=self._when(draft), nodes=nodes)
        choices: dict[str, Callable[[], object]] = {
            say("&Restore"): lambda: self._restore(draft, document, origin),
            say("&Discard"): lambda: self._discard(draft, origin),
        }
        self._post(draft, words, choices)

    def _post(self, draft: Draft, words: str, choices: dict[str, Callable[[], object]]) -> None:
        self._notices.post(f"draft {draft.file.name}", words, choices)

    def _restore(self, draft: Draft, document: Document, origin: Origin) -> None:
        if not self._documents.may_leave():
            return
        before = self._session.graph
        self._session.restore(document, origin)
        # The old draft goes only once the same work stands in one of this program's own.
        if self._recovery.write_now():
            draft.delete()
        self._notices.drop(f"draft {draft.file.name}")
        self.restored.emit(before == document.graph)

    def _discard(self, draft: Draft, origin: Origin) -> None:
        if self._documents.agreed_to_discard(self._name(origin)):
            self._delete(draft)

    def _delete(self, draft: Draft) -> None:
        draft.delete()
        self._notices.drop(f"draft {draft.file.name}")

    def _name(self, origin: Origin) -> str:
        return f"“{origin.path.name}”" if origin.path else say("an untitled graph")

    def _show_problem(self, problem: Message | None) -> None:
        """Drafts can't be written, or can again."""
        if problem is None:
            self._notices.drop("recovery")
            return
        # A draft has a name that says nothing to anybody.
        words = say(
            "What you change now would be lost in a crash, so save often. {why} Chalkgrad will "
            "try again.",
            why=say(problem, file=say("the draft")),
        )
        self._notices.post("recovery", words)

    def _when(self, draft: Draft) -> str:
        """`today at 14:32`, or the date and the time as the system writes them."""
        moment = QDateTime.fromSecsSinceEpoch(int(draft.saved_at()))
        locale, short = QLocale(), QLocale.FormatType.ShortFormat
        if moment.date() != QDateTime.currentDateTime().date():
            return locale.toString(moment, short)
        return say("today at {time}", time=locale.toString(moment.time(), short))
