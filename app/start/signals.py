"""Signals: those with which a system ends a program, which writes what is not saved before."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, Signal

ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Each system has some of them."""
LONGEST = 2.5
"""Seconds until the program ends, whatever keeps it from writing."""
ECHO = 0.5
"""Seconds in which another one means no more: terminals, `timeout` and systemd send two at once."""


class Signals(QObject):
    """Lets a signal end the program only once `write` was called, which must not wait for long.

    The program ends of the signal all the same, so that whoever sent it can tell. One that was
    ignored at the start, as with `nohup`, stays ignored.
    """

    _came = Signal(int)

    def __init__(self, write: Callable[[], object], parent: QObject | None = None):
        super().__init__(parent)
        self._write = write
        self._first: float | None = None
        """When the first one came."""
        self._came.connect(self._end)
        self._reading, writing = os.pipe()
        if os.name == "posix":
            os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing)
        for number in _of_this_system():
            if signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, self._note)
        threading.Thread(target=self._wait, name="signals", daemon=True).start()

    def _wait(self) -> None:
        """In a thread: Python's handlers run in the main one alone, and not while Qt waits there
        for events. What is written to the pipe comes at once, on every system.
        """
        number = os.read(self._reading, 1)[0]
        self._came.emit(number)
        time.sleep(LONGEST)
        # The main thread hangs. Shells know a signal by this number.
        os._exit(128 + number)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._first is None:
            self._first = now
        elif now - self._first > ECHO:
            # Somebody does not want to wait any longer.
            _end_by(number)

    def _end(self, number: int) -> None:
        try:
            self._write()
        finally:
            _end_by(number)


def let_interrupt_end() -> None:
    """Let Ctrl+C in a terminal end the program at once, as long as there is nothing to write.

    Python's own handler would raise an error wherever the program is.
    """
    if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _of_this_system() -> list[signal.Signals]:
    return [one for one in signal.Signals if one.name in ENDING]


def _end_by(number: int) -> None:
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)
