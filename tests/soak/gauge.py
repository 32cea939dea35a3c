"""Gauge: what the process holds, as numbers that must not grow, and all that is complained of."""

from __future__ import annotations

import gc
import sys
import warnings
from dataclasses import dataclass
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

MORTAL = sys.version_info < (3, 12)
"""Whether the references to None are counted."""

# What the platform offscreen says of windows and menus in general.
_HARMLESS = ("propagateSizeHints", "does not support raise()", "grabbing the keyboard")


@dataclass(frozen=True)
class Count:
    """What there is when a round is over and the window is as it was after the last one."""

    widgets: int
    timers: int
    objects: int
    """All that Python's collector of garbage follows."""
    none: int | None
    """References to None; None where they are not counted."""


def counted(window: QObject) -> Count:
    """Garbage is collected first: what is still there is held by somebody."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return Count(
        widgets=len(QApplication.allWidgets()),
        timers=len(window.findChildren(QTimer)),
        objects=len(gc.get_objects()),
        none=sys.getrefcount(None) if MORTAL else None,
    )


class Complaints:
    """Every warning of Qt's and of Python's, and every error that nobody catches, from now on."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        sys.excepthook = self._raised
        sys.unraisablehook = lambda said: self.heard.append(f"{said.err_msg}: {said.exc_value}")
        warnings.simplefilter("always")
        warnings.showwarning = lambda words, kind, file, line, *_: self.heard.append(
            f"{kind.__name__}: {words} ({file}:{line})"
        )
        qInstallMessageHandler(self._said)

    def _raised(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self.heard.append(f"{kind.__name__}: {error}")
        sys.__excepthook__(kind, error, trace)

    def _said(self, kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        harmless = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if not harmless and not any(known in words for known in _HARMLESS):
            self.heard.append(f"Qt: {words}")
