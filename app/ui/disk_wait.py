"""DiskWait: waiting for a disk that may not answer, with a way out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressDialog, QWidget

from app.model.files.disk import FileError, Wanted, read_bounded, write_atomically
from app.ui.timers import new_timer
from app.ui.translation import say
from engine.core.messages import message

T = TypeVar("T")

QUICK = 0.5
"""Seconds in which most disks are done: the window waits for them, and nothing is shown."""
_BEAT = 30
"""Milliseconds from one look at the disk to the next."""


class DiskWait:
    """Reads and writes files in a thread, while a window waits.

    Both raise FileError, also once the user will wait no longer. What was given up no longer takes
    the place of a file; and what comes next at the same path waits until it has ended, so that the
    last one stands there at the end.
    """

    def __init__(self, window: QWidget):
        self._window = window
        self._jobs: dict[Path, threading.Thread] = {}
        """The last one at each path, which may have been given up and not have ended yet."""

    def read(self, path: Path) -> bytes:
        """What is in a file."""
        return self._call(path, lambda _wanted: read_bounded(path))

    def write(self, path: Path, content: bytes) -> None:
        """Write a file, all of it or nothing."""
        self._call(path, lambda wanted: write_atomically(path, content, wanted))

    def _call(self, path: Path, work: Callable[[Wanted], T]) -> T:
        job = _Job(work, after=self._jobs.get(path))
        self._jobs[path] = job
        job.start()
        job.join(QUICK)
        if job.is_alive() and self._stopped_waiting_for(job, path):
            job.wanted.clear()
            raise FileError(
                message("The disk that holds {file} does not answer.", file=path.name)
            ) from TimeoutError()
        del self._jobs[path]
        return job.result(path)

    def _stopped_waiting_for(self, job: threading.Thread, path: Path) -> bool:
        """Wait until it is done, or until the user will no longer."""
        dialog = QProgressDialog(self._window)
        dialog.setWindowTitle("Chalkgrad")
        dialog.setLabelText(say("The disk that holds {file} does not answer yet.", file=path.name))
        dialog.setCancelButtonText(say("Stop Waiting"))
        dialog.setRange(0, 0)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        look = new_timer(dialog, _BEAT)

        def end_if_done() -> None:
            if not job.is_alive():
                dialog.accept()

        look.timeout.connect(end_if_done)
        look.start()
        dialog.exec()
        dialog.deleteLater()
        return job.is_alive()


class _Job(threading.Thread, Generic[T]):
    """Work with a result. An error that nobody foresaw goes where those of threads go."""

    def __init__(self, work: Callable[[Wanted], T], after: threading.Thread | None):
        # A disk that never answers shall not keep the program from ending.
        super().__init__(daemon=True)
        self.wanted = threading.Event()
        self.wanted.set()
        self._work = work
        self._after = after
        self._given: list[T] = []
        self._raised: Exception | None = None

    def run(self) -> None:
        if self._after:
            self._after.join()
        # So that no chain of jobs is kept.
        self._after = None
        try:
            self._given.append(self._work(self.wanted.is_set))
        except (OSError, ValueError) as error:
            self._raised = error

    def result(self, path: Path) -> T:
        """What the work gave. Raises what it raised."""
        if self._raised:
            raise self._raised
        if not self._given:
            raise FileError(message("Something went wrong with {file}.", file=path.name))
        return self._given[0]
