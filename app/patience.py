"""Patience: waiting for a disk that may not answer, with a way out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QProgressDialog, QWidget

from app.model.disk import FileError
from app.model.words import message

T = TypeVar("T")

QUICK = 0.5
"""Seconds in which most disks are done: the window waits for them, and nothing is shown."""
_BEAT = 30
"""Milliseconds from one look at the disk to the next."""


class Patience:
    """`Patience(window, path)(work)` calls `work` in a thread, and gives what it gives.

    Raises what it raises, and FileError once the user will wait no longer. What is given up may
    still come to an end by itself; it may touch nothing but the disk.
    """

    def __init__(self, window: QWidget, path: Path):
        self._window = window
        self._path = path

    def __call__(self, work: Callable[[], T]) -> T:
        job = _Job(work)
        job.start()
        job.join(QUICK)
        if job.is_alive() and self._stopped_waiting_for(job):
            raise FileError(
                message("The disk that holds {file} does not answer.", file=self._path.name)
            ) from TimeoutError()
        return job.result()

    def _stopped_waiting_for(self, job: threading.Thread) -> bool:
        """Wait until it is done, or until the user will no longer."""
        dialog = QProgressDialog(self._window)
        dialog.setWindowTitle("Chalkgrad")
        words = _tr("The disk that holds {file} does not answer yet.")
        dialog.setLabelText(words.format(file=self._path.name))
        dialog.setCancelButtonText(_tr("Stop Waiting"))
        dialog.setRange(0, 0)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        look = QTimer(dialog, interval=_BEAT)
        look.timeout.connect(lambda: job.is_alive() or dialog.accept())
        look.start()
        dialog.exec()
        dialog.deleteLater()
        return job.is_alive()


class _Job(threading.Thread, Generic[T]):
    """Work with a result. An error that nobody foresaw goes where those of threads go."""

    def __init__(self, work: Callable[[], T]):
        # A disk that never answers shall not keep the program from ending.
        super().__init__(daemon=True)
        self._work = work
        self._given: list[T] = []
        self._raised: Exception | None = None

    def run(self) -> None:
        try:
            self._given.append(self._work())
        except (OSError, ValueError) as error:
            self._raised = error

    def result(self) -> T:
        """What the work gave. Raises what it raised."""
        if self._raised:
            raise self._raised
        return self._given[0]


def _tr(words: str) -> str:
    return QCoreApplication.translate("Patience", words)
