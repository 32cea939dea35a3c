"""FileDrops: files from the desktop, dropped anywhere on the window."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QEvent, QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.documents.new_window import open_another
from app.model.files.disk import MODEL, TABLES
from app.ui.notices import Notices
from app.ui.translation import say
from engine.core.messages import marked

MOST = 5
"""Files that are opened at once, each in a window of its own."""

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class FileDrops(QObject):
    """Hears of drags before any part of the window does: a text field would take a file's name.

    `window` is shown already. What is dragged within the program passes on to where it belongs.
    """

    opened = Signal(Path)
    """The file that is to be opened in this window."""

    def __init__(self, window: QWidget, notices: Notices):
        super().__init__(window)
        self._window = window
        self._notices = notices
        window.setAcceptDrops(True)
        window.windowHandle().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        # Asked by its type first: every event of the window comes by here.
        if event.type() not in _DRAGS:
            return False
        if not isinstance(event, QDropEvent) or not event.mimeData().hasUrls():
            return False
        if QApplication.activeModalWidget():
            event.ignore()
            return True
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            urls = event.mimeData().urls()
            # Once the drop is over: a question would keep the program waiting that it came from.
            QTimer.singleShot(0, lambda: self._open_dropped(urls))
        return True

    def _open_dropped(self, urls: Sequence[QUrl]) -> None:
        self._notices.drop("drop")
        paths = [_local_path(url) for url in urls if url.isLocalFile()]
        graphs = [path for path in paths if path.suffix.lower() == ".chalk"]
        if graphs:
            self._window.activateWindow()
            self.opened.emit(graphs[0])
            self._open_others(graphs[1:])
        elif paths and paths[0].suffix.lower() in (*TABLES, MODEL):
            self._window.activateWindow()
            self.opened.emit(paths[0])
        elif paths:
            words = say(
                "{name} can’t be opened: Chalkgrad opens graphs (.chalk), tables of points (.csv)"
                " and models (.json).",
                name=paths[0].name,
            )
            self._notices.post("drop", words)
        else:
            self._notices.post("drop", say("Chalkgrad opens files of this computer only."))

    def _open_others(self, paths: Sequence[Path]) -> None:
        for path in paths[: MOST - 1]:
            if not open_another(path):
                words = say("No window could be opened for {name}.", name=path.name)
                self._notices.post("drop", words)
                return
        if len(paths) >= MOST:
            words = marked("{count} files were dropped; the first {most} are opened.")
            self._notices.post("drop", say(words, count=len(paths) + 1, most=MOST))


def _local_path(url: QUrl) -> Path:
    """The path of a local URL; Qt's own decoding loses bytes that are no UTF-8."""
    name = url.toLocalFile()
    if "\ufffd" not in name:
        return Path(name)
    return Path(
        os.fsdecode(unquote_to_bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded)))
    )
