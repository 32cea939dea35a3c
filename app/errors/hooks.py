"""ErrorHooks: receives every unhandled error and Qt's warnings, and writes them to the log."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QThread,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtGui import QGuiApplication

from app.errors.log import Log
from app.errors.tell import tell_in_window
from app.version import VERSION

if TYPE_CHECKING:
    # What the hook is given is of a type that only the type checker knows.
    from sys import UnraisableHookArgs

MOST_KINDS = 200
"""The most errors that are counted separately."""

# What the platform offscreen says of itself; nobody could help it.
_HARMLESS = "propagateSizeHints"


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """An error: in one line, and all that helps to mend it, without anything of the user's files.

    Paths stand in it as Python's traceback has them.
    """

    summary: str
    text: str

    def counted(self, times: int) -> str:
        """What is copied and sent to us, with how many times it came: in English, as the log."""
        return f"{self.text}Times: {times}\n"


class ErrorHooks(QObject):
    """Handles Python's and Qt's hooks from `install` to `uninstall`. The handlers never raise."""

    happened = Signal(object, int)
    """A Report, and how many times the same error has come by now; from any thread."""
    warned = Signal(str)
    """What Qt warns of."""

    def __init__(self, log: Log):
        super().__init__()
        self.log = log
        self._times: Counter[str] = Counter()
        self._reports: dict[str, ErrorReport] = {}
        self._busy_threads: set[int] = set()

    def install(self) -> None:
        """Take the hooks of Python and of Qt."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable
        qInstallMessageHandler(self._on_qt_message)

    def uninstall(self) -> None:
        """Give the hooks back to Python and Qt."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)

    @property
    def reports(self) -> list[tuple[ErrorReport, int]]:
        """The errors so far, and how many times each has come."""
        return [(report, self._times[key]) for key, report in self._reports.items()]

    # Python's hooks.

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        # What the interpreter keeps of the last error holds the painter of a paint event that
        # failed; with it alive Qt would crash in the next one.
        for kept in ("last_exc", "last_value", "last_traceback"):
            setattr(sys, kept, None)
        me = threading.get_ident()
        if not issubclass(kind, Exception) or me in self._busy_threads:
            sys.__excepthook__(kind, error, trace)
            return
        self._busy_threads.add(me)
        try:
            self._record(error, trace)
        finally:
            self._busy_threads.discard(me)
            traceback.clear_frames(trace)

    def _on_thread_exception(self, failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value:
            self._on_exception(failed.exc_type, failed.exc_value, failed.exc_traceback)

    def _on_unraisable(self, failed: UnraisableHookArgs) -> None:
        if failed.exc_value:
            self._on_exception(failed.exc_type, failed.exc_value, failed.exc_traceback)

    def _record(self, error: BaseException, trace: TracebackType | None) -> None:
        place = _place(trace)
        key = f"{type(error).__name__} {place}"
        times = self._count(key)
        if key not in self._reports:
            if len(self._reports) >= MOST_KINDS:
                return
            self._reports[key] = _report(error, trace, place)
            _print(self._reports[key].text)
        report = self._reports[key]
        if times == 1:
            self.log.write(report.text)
        elif _is_round(times):
            self.log.write(f"{times} times: {report.summary}")
        self.happened.emit(report, times)
        if trace and trace.tb_frame.f_back is None and QThread.isMainThread():
            # It went through all that was called: the program ends of it, maybe with no window yet.
            tell_in_window(f"Chalkgrad had to stop: {report.summary}. The log is {self.log.path}")

    # Qt's.

    def _on_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        if _HARMLESS in words:
            return
        _print(words)
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            return
        times = self._count(words)
        if _is_round(times):
            self.log.write(f"Qt: {words}" if times == 1 else f"{times} times: Qt: {words}")
        self.warned.emit(words)

    def _count(self, key: str) -> int:
        if len(self._times) >= 2 * MOST_KINDS and key not in self._times:
            self._times.clear()
        self._times[key] += 1
        return self._times[key]


def _report(error: BaseException, trace: TracebackType | None, place: str) -> ErrorReport:
    about = (
        f"Chalkgrad {VERSION}, Python {platform.python_version()}, Qt {qVersion()} "
        f"({QGuiApplication.platformName() or 'no window'}), {platform.platform()}"
    )
    told = traceback.format_exception(type(error), error, trace)
    [*_, last] = traceback.format_exception_only(type(error), error)
    return ErrorReport(f"{' '.join(last.split())[:300]} ({place})", f"{about}\n{''.join(told)}")


def _place(trace: TracebackType | None) -> str:
    """The file and the line where it happened."""
    while trace and trace.tb_next:
        trace = trace.tb_next
    if not trace:
        return "at no known place"
    name = trace.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/")[2]
    return f"{name}:{trace.tb_lineno}"


def _is_round(times: int) -> bool:
    """Whether it is 1, 10, 100, …: what comes at every paint shall not fill the log."""
    return str(times).rstrip("0") == "1"


def _print(text: str) -> None:
    # A program for Windows that has no console has no standard error either; and a terminal may be
    # closed before the program.
    if sys.stderr:
        with suppress(OSError):
            sys.stderr.write(f"{text.rstrip()}\n")
