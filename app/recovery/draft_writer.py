"""DraftWriter: puts the newest work into its draft, in whichever thread gets to it first."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.model.files import chalk_file
from app.model.files.chalk_file import Document
from app.model.files.disk import FileError, Origin
from app.model.files.drafts import Draft
from app.recovery.draft_folder import DraftFolder
from engine.core.messages import marked, message

LONGEST_WAIT = 5.0
"""Seconds for which a disk is waited for."""


@dataclass(frozen=True, slots=True)
class UnsavedWork:
    """What is to be written, and where; what is newer has the higher number."""

    number: int
    document: Document
    origin: Origin
    draft: Draft


class DraftWriter:
    """`report` is called after every try, in the thread that made it, with the FileError or None.

    Nothing older takes the place of what is newer, and what was given up leaves no file behind,
    also if it was given up in the middle of writing.
    """

    def __init__(self, folder: DraftFolder, report: Callable[[FileError | None], None]):
        self._folder = folder
        self._report = report
        self._current: Draft | None = None
        self._written = 0
        self._lock = threading.Lock()
        self._threads: list[threading.Timer] = []

    def write_to(self, draft: Draft | None) -> None:
        """Let `draft` be the one that is written from now on, or none; the last one is deleted."""
        before, self._current = self._current, draft
        if before and before != draft:
            before.delete()

    def write(self, work: UnsavedWork, content: bytes) -> FileError | None:
        """Write in this thread. `content` is the text of the work."""
        if self._lock.acquire(timeout=LONGEST_WAIT):
            try:
                error = self._write_newest(work, content)
            finally:
                self._lock.release()
        else:
            words = marked("The disk does not answer, so {file} was not written.")
            error = FileError(message(words, file=work.draft.file.name))
        self._report(error)
        return error

    def write_in_thread(
        self,
        work: Callable[[], UnsavedWork | None],
        content: bytes | None = None,
        after: float = 0.0,
    ) -> threading.Timer:
        """Write in another thread, in that many seconds: what `work` says then, if anything.

        The thread makes the text too if there is none yet.
        """
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Timer(after, self._write_later, args=(work, content))
        # A drive that does not answer shall not keep the program from ending.
        thread.daemon = True
        self._threads.append(thread)
        thread.start()
        return thread

    def wait(self) -> None:
        """Wait until what is being written is written, if the disk takes no longer."""
        end = time.monotonic() + LONGEST_WAIT
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _write_later(self, asked: Callable[[], UnsavedWork | None], content: bytes | None) -> None:
        if work := asked():
            self.write(work, chalk_file.dumps(work.document) if content is None else content)

    def _write_newest(self, work: UnsavedWork, content: bytes) -> FileError | None:
        if work.draft != self._current or work.number <= self._written:
            return None
        try:
            self._folder.write(work.draft, work.origin, content)
        except FileError as error:
            return error
        self._written = work.number
        # Given up in the meantime: whoever did so may have deleted it before it was written.
        if work.draft != self._current:
            work.draft.delete()
        return None
