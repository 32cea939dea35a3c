"""Autosave: writes what is not saved to a draft, so that a crash costs two seconds at most."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from app.model.files import chalk_file
from app.model.files.disk import FileError
from app.recovery.draft_folder import DraftFolder
from app.recovery.draft_writer import DraftWriter, UnsavedWork
from app.state.session import Session
from app.ui.timers import new_timer
from engine.core.messages import Message

DELAY = 500
"""Milliseconds from the first change to the draft; more changes meanwhile don't put it off."""
SLICE = 0.004
"""Seconds for which the window may be kept waiting, of the tenth that a large graph takes."""
OVERDUE = 1.0
"""Seconds until a thread writes it all by itself, should the window be too busy, or hang."""
AGAIN = 5000
"""Milliseconds until a draft that could not be written is tried again."""


class Autosave(QObject):
    """Follows the session. A draft is there while something is not saved, and only then.

    The document is immutable: it is encoded in slices of time, and a thread waits for
    the disk.
    """

    problem_changed = Signal(object)
    """The Message that says why no draft can be written; None when one can again."""
    _written = Signal(object)
    """The FileError of a thread that has written, or None."""

    def __init__(self, session: Session, folder: DraftFolder, parent: QObject | None = None):
        super().__init__(parent)
        self._session = session
        self._folder = folder
        self._writer = DraftWriter(folder, self._written.emit)
        self._count = 0
        self._work: UnsavedWork | None = None
        """What is unsaved, as it is now."""
        self._encoding: UnsavedWork | None = None
        """What is being encoded."""
        self._seen: tuple[object, ...] = ()
        self._pieces: Iterator[str] = iter(())
        self._text: list[str] = []
        self._problem: Message | None = None
        self._guard: threading.Timer | None = None
        self._guarded = False
        self._start_timer = new_timer(self, 0, once=True)
        self._start_timer.timeout.connect(self._begin)
        self._slices = new_timer(self, 0)
        self._slices.timeout.connect(self._encode)
        self._written.connect(self._report)
        session.file_changed.connect(self._follow)
        self._follow()

    def write_now(self) -> bool:
        """Whether all that is not saved is on the disk, after one try."""
        self._stop()
        if self._work is None:
            return True
        return self._writer.write(self._work, chalk_file.dumps(self._work.document)) is None

    def write_within(self, seconds: float) -> bool:
        """Whether the disk was done, after one try, with all that is not saved."""
        self._stop()
        work = self._work
        if work is None:
            return True
        writing = self._writer.write_in_thread(lambda: work)
        writing.join(seconds)
        return not writing.is_alive()

    def close(self) -> None:
        """What is open is saved or discarded: no draft is left to be offered."""
        self._session.file_changed.disconnect(self._follow)
        self._discard_draft()
        self._writer.wait()
        self._folder.close()

    def _follow(self) -> None:
        session = self._session
        seen = (session.graph, session.setups.shown, session.origin)
        if len(self._seen) == len(seen) and all(map(_same, seen, self._seen)):
            return
        self._seen = seen
        if not session.unsaved:
            self._discard_draft()
            return
        self._work = self._next_work()
        if not self._start_timer.isActive():
            self._start_timer.start(DELAY)
        if not self._guarded:
            self._start_guard()

    def _next_work(self) -> UnsavedWork:
        """What is open now; another file has another draft."""
        before, session = self._work, self._session
        self._count += 1
        if before and before.origin is session.origin:
            return UnsavedWork(self._count, session.unsaved_document, before.origin, before.draft)
        self._slices.stop()
        draft = self._folder.new_draft()
        self._writer.write_to(draft)
        return UnsavedWork(self._count, session.unsaved_document, session.origin, draft)

    # In slices of time, where the window has time.

    def _begin(self) -> None:
        if self._slices.isActive() or self._work is None:
            return
        self._encoding = self._work
        self._pieces = chalk_file.pieces(self._encoding.document)
        self._text = []
        self._slices.start()
        self._start_guard()

    def _encode(self) -> None:
        end = time.perf_counter() + SLICE
        for piece in self._pieces:
            self._text.append(piece)
            if time.perf_counter() > end:
                return
        self._slices.stop()
        taken, self._text, content = self._encoding, [], "".join(self._text).encode()
        self._writer.write_in_thread(lambda: taken, content)
        if taken is self._work:
            self._end_guard()
        elif not self._start_timer.isActive():
            self._start_timer.start(DELAY)

    # Should it have none.

    def _start_guard(self) -> None:
        self._end_guard()
        self._guarded = True
        self._guard = self._writer.write_in_thread(self._overdue, after=OVERDUE)

    def _end_guard(self) -> None:
        self._guarded = False
        if self._guard:
            self._guard.cancel()

    def _overdue(self) -> UnsavedWork | None:
        """In the thread: what it finds. The next change has a guard of its own."""
        self._guarded = False
        return self._work

    # How it went, and how it ends.

    def _report(self, error: FileError | None) -> None:
        problem = error.reason if error else None
        if problem and self._work and not self._start_timer.isActive():
            self._start_timer.start(AGAIN)
        if problem != self._problem:
            self._problem = problem
            self.problem_changed.emit(problem)

    def _discard_draft(self) -> None:
        """Nothing is unsaved any more."""
        self._stop()
        self._work = None
        self._writer.write_to(None)
        self._report(None)

    def _stop(self) -> None:
        """Begin nothing that has not begun yet."""
        self._start_timer.stop()
        self._slices.stop()
        self._end_guard()


def _same(one: object, other: object) -> bool:
    return one is other
