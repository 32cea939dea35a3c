"""Recovery: writes what is not saved to a draft, so that a crash costs two seconds at most."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from app.model import files
from app.model.disk import FileError
from app.model.drafts import Draft, Origin
from app.model.words import Message
from app.session import Session
from app.shelf import Shelf

DELAY = 1000
"""Milliseconds from the first change to the draft; more changes meanwhile don't put it off."""
SLICE = 0.004
"""Seconds for which the window may be kept waiting, of the tenth that a large graph takes."""
BUSY = 100
"""Milliseconds until it is tried again while the last draft is still being written."""
AGAIN = 5000
"""Milliseconds until a draft that could not be written is tried again."""
LONGEST_WAIT = 5.0
"""Seconds for which the end of the program waits for a disk."""


class Recovery(QObject):
    """Follows the session. A draft is there while something is not saved, and only then.

    What is taken is immutable: the text is made of it in slices of time, and a thread waits for
    the disk.
    """

    problem_changed = Signal(object)
    """The Message that says why no draft can be written; None when one can again."""
    _written = Signal(object, object, object)
    """The thread that has ended, its draft, and its FileError or None."""

    def __init__(self, session: Session, shelf: Shelf, parent: QObject | None = None):
        super().__init__(parent)
        self._session = session
        self._shelf = shelf
        self._draft: Draft | None = None
        self._origin = Origin()
        self._seen: tuple[object, ...] = ()
        self._pieces: Iterator[str] = iter(())
        self._text: list[str] = []
        self._writer: threading.Thread | None = None
        self._problem: Message | None = None
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._begin)
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._encode)
        self._written.connect(self._end)
        session.file_changed.connect(self._follow)
        self._follow()

    def write_now(self) -> bool:
        """Whether all that is not saved is on the disk, after one try."""
        if not self._session.unsaved:
            return True
        self._stop()
        draft = self._aimed()
        error = self._write(draft, self._origin, files.dumps(self._session.document))
        self._report(error)
        return error is None

    def close(self) -> None:
        """What is open is saved or given up: nothing is left to be offered."""
        self._session.file_changed.disconnect(self._follow)
        self._stop()
        self._draft = None
        self._shelf.close()

    # From a change to the disk.

    def _follow(self) -> None:
        session = self._session
        seen = (session.history.present, session.setup, session.origin)
        # A gesture under way tells of every pixel, and changes none of these.
        if len(self._seen) == len(seen) and all(map(_same, seen, self._seen)):
            return
        self._seen = seen
        if session.origin is not self._origin:
            # What is being encoded belongs to what was open before.
            self._slices.stop()
        if not session.unsaved:
            self._forget()
        elif not self._later.isActive():
            self._later.start(DELAY)

    def _begin(self) -> None:
        if self._writer or self._slices.isActive():
            self._later.start(BUSY)
            return
        self._aimed()
        self._pieces = files.pieces(self._session.document)
        self._text = []
        self._slices.start()

    def _encode(self) -> None:
        end = time.perf_counter() + SLICE
        for piece in self._pieces:
            self._text.append(piece)
            if time.perf_counter() > end:
                return
        self._slices.stop()
        content = "".join(self._text).encode()
        self._text = []
        work = (self._aimed(), self._origin, content)
        # A daemon: a drive that does not answer shall not keep the program from ending.
        self._writer = threading.Thread(target=self._write_beside, args=work, daemon=True)
        self._writer.start()

    def _write_beside(self, draft: Draft, origin: Origin, content: bytes) -> None:
        error = self._write(draft, origin, content)
        self._written.emit(threading.current_thread(), draft, error)

    def _write(self, draft: Draft, origin: Origin, content: bytes) -> FileError | None:
        try:
            self._shelf.write(draft, origin, content)
        except FileError as error:
            return error
        return None

    def _end(self, writer: threading.Thread, draft: Draft, error: FileError | None) -> None:
        if writer is self._writer:
            self._writer = None
        if draft != self._draft:
            # Saved or given up while it was being written.
            draft.delete()
        else:
            self._report(error)

    def _report(self, error: FileError | None) -> None:
        problem = error.reason if error else None
        if problem and not self._later.isActive():
            self._later.start(AGAIN)
        if problem != self._problem:
            self._problem = problem
            self.problem_changed.emit(problem)

    def _aimed(self) -> Draft:
        """The draft of what is open: another file has another one."""
        if self._draft is None or self._origin is not self._session.origin:
            self._drop_draft()
            self._draft = self._shelf.new_draft()
            self._origin = self._session.origin
        return self._draft

    def _forget(self) -> None:
        """Nothing is unsaved any more."""
        self._later.stop()
        self._slices.stop()
        self._drop_draft()
        self._report(None)

    def _drop_draft(self) -> None:
        if self._draft and not self._writer:
            self._draft.delete()
        self._draft = None

    def _stop(self) -> None:
        """Let what is being written be written, as far as the disk allows, and begin nothing."""
        self._later.stop()
        self._slices.stop()
        if self._writer:
            self._writer.join(LONGEST_WAIT)
            self._writer = None


def _same(one: object, other: object) -> bool:
    return one is other
