"""OwnPoints: edits of points become edits of the set-up; import from a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog

from app.model.files.disk import TABLES, FileError
from app.model.files.point_table import PointTable, read_table
from app.state.interaction import Interaction
from app.state.session import Session
from app.train.points.card import PointCard
from app.train.points.import_dialog import PointImport
from app.ui.clipboard import clipboard_content
from app.ui.disk_wait import DiskWait
from app.ui.translation import say
from engine.core.messages import marked
from engine.learning.datasets import Sample


class OwnPoints(QObject, Interaction):
    """Stands between the card of the points and the session."""

    refused = Signal(str)
    """Why a file can't be imported, as a sentence."""

    def __init__(self, session: Session, card: PointCard):
        super().__init__(card)
        self._session = session
        self._card = card
        self._disk = DiskWait(card)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self._folder = QStandardPaths.writableLocation(documents)
        card.board.edited.connect(self._edit)
        card.board.previewed.connect(self._hold)
        session.register(self)
        card.own_requested.connect(self._take_over)
        card.clear_requested.connect(self._clear)
        card.import_requested.connect(self.choose_and_import)

    def commit(self) -> None:
        self._card.board.commit()

    def cancel(self) -> None:
        self._card.board.cancel()

    def _edit(self, name: str, points: Sequence[Sample]) -> None:
        self._session.setups.edit(name, self._session.setup.with_points(points))

    def _hold(self, points: Sequence[Sample] | None) -> None:
        setups = self._session.setups
        if points is None:
            setups.drop()
        else:
            setups.preview(setups.present.with_points(points))

    def _take_over(self) -> None:
        self._edit(say("edit the points"), self._session.setup.rows())

    def _clear(self) -> None:
        self._edit(say("remove all points"), ())

    def choose_and_import(self) -> None:
        """Ask for a table, show what is in it, and make its points the own ones."""
        endings = " ".join(f"*{ending}" for ending in TABLES)
        kinds = say("Tables ({endings});;All files (*)", endings=endings)
        title = say("Import points")
        name, _ = QFileDialog.getOpenFileName(self._card, title, self._folder, kinds)
        if name:
            self._folder = str(Path(name).parent)
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Show what is in a table, and make its points the own ones."""
        try:
            table = self._disk.read_in_parts(path, read_table)
        except FileError as error:
            words = marked("{file} can’t be imported. {reason}")
            self.refused.emit(say(words, file=path.name, reason=error.reason))
            return
        title = say("Import points from {file}", file=path.name)
        self._preview(title, table, say("import {file}", file=path.name))

    def paste(self) -> None:
        """Show what is in the table on the clipboard, and make its points the own ones."""
        mime = clipboard_content()
        copied = (Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
        path = next(copied, None)
        if path and path.suffix.lower() in TABLES:
            self.take(path)
            return
        try:
            table = read_table(mime.text().encode(errors="replace"))
        except FileError as error:
            words = marked("The clipboard holds no table of points. {reason}")
            self.refused.emit(say(words, reason=error.reason))
            return
        self._preview(say("Import points from the clipboard"), table, say("paste points"))

    def _preview(self, title: str, table: PointTable, edit: str) -> None:
        dialog = PointImport(title, table, self._session.setup, self._card)
        if dialog.exec():
            self._edit(edit, dialog.points)
        dialog.deleteLater()
