"""DiskWait: waiting for a disk that may not answer, with a way out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QProgressDialog, QWidget

from app.model.files.disk import FileError, opened, read_bounded, write_atomically
from app.ui.timers import new_timer
from app.ui.translation import say
from engine.core.messages import marked, message

T = TypeVar("T")

QUICK = 0.5
"""Seconds in which most disks are done: the window waits for them, and nothing is shown."""
_BEAT = 30
"""Milliseconds from one look at the disk to the next."""

Progress = Callable[[float], bool]
"""Told which share of a file has been read, from 0 to 1; whether more is wanted."""


class DiskWait:
    """Reads and writes files in a thread, while a window waits.

    All raise FileError, also once the user will wait no longer. What was given up no longer takes
    the place of a file; and what comes next at the same path waits until it has ended, so that the
    last one stands there at the end.
    """

    def __init__(self, window: QWidget):
        self._window = window
        self._jobs: dict[Path, threading.Thread] = {}
        """The last one at each path, which may have been given up and not have ended yet."""

    def read(self, path: Path) -> bytes:
        """What is in a file."""
        return self._call(path, lambda _job: read_bounded(path))

    def write(self, path: Path, content: bytes) -> None:
        """Write a file, all of it or nothing."""
        self._call(path, lambda job: write_atomically(path, content, job.wanted.is_set))

    def read_in_parts(self, path: Path, read: Callable[[BinaryIO, Progress], T]) -> T:
        """What `read` makes of a file; it tells how far it is, and ends when it is told to."""

        def work(job: _Job[T]) -> T:
            with opened(path) as file:
                return read(file, job.tell)

        return self._call(path, work)

    def _call(self, path: Path, work: Callable[[_Job[T]], T]) -> T:
        job = _Job(work, after=self._jobs.get(path))
        self._jobs[path] = job
        job.start()
        job.join(QUICK)
        if job.is_alive() and self._stopped_waiting_for(job, path):
            job.wanted.clear()
            reason = marked("The disk that holds {file} does not answer.")
            if job.share is not None:
                reason = marked("Reading it was cancelled.")
            raise FileError(message(reason, file=path.name)) from TimeoutError()
        del self._jobs[path]
        return job.result(path)

    def _stopped_waiting_for(self, job: _Job[T], path: Path) -> bool:
        """Wait until it is done, or until the user will no longer."""
        dialog = QProgressDialog(self._window)
        dialog.setWindowTitle("Chalkgrad")
        dialog.setLabelText(say("The disk that holds {file} does not answer yet.", file=path.name))
        dialog.setCancelButtonText(say("Stop Waiting"))
        # By a bar of its own: QProgressDialog handles events whenever it is given a value.
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setRange(0, 0)
        dialog.setBar(bar)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        look = new_timer(dialog, _BEAT)

        def look_at_job() -> None:
            if not job.is_alive():
                dialog.accept()
            elif job.share is not None:
                if not bar.maximum():
                    dialog.setLabelText(say("Reading {file}…", file=path.name))
                    dialog.setCancelButtonText(say("Cancel"))
                    bar.setRange(0, 100)
                bar.setValue(round(100 * job.share))

        look.timeout.connect(look_at_job)
        look.start()
        look_at_job()
        dialog.exec()
        dialog.deleteLater()
        return job.is_alive()


class _Job(threading.Thread, Generic[T]):
    """Work with a result. An error that nobody foresaw goes where those of threads go."""

    def __init__(self, work: Callable[[_Job[T]], T], after: threading.Thread | None):
        # A disk that never answers shall not keep the program from ending.
        super().__init__(daemon=True)
        self.wanted = threading.Event()
        self.wanted.set()
        self.share: float | None = None
        """How much of it is done, from 0 to 1; None where that is not known."""
        self._work = work
        self._after = after
        self._given: list[T] = []
        self._raised: Exception | None = None

    def tell(self, share: float) -> bool:
        """Take how much is done; whether it is still wanted."""
        self.share = share
        return self.wanted.is_set()

    def run(self) -> None:
        if self._after:
            self._after.join()
        # So that no chain of jobs is kept.
        self._after = None
        try:
            self._given.append(self._work(self))
        except (OSError, ValueError) as error:
            self._raised = error

    def result(self, path: Path) -> T:
        """What the work gave. Raises what it raised."""
        if self._raised:
            raise self._raised
        if not self._given:
            raise FileError(message("Something went wrong with {file}.", file=path.name))
        return self._given[0]
