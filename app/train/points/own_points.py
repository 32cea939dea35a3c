"""OwnPoints: what the hand does with points becomes an edit of the set-up; import from a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog

from app.model.files.disk import TABLES, FileError, read_bounded
from app.model.files.point_table import read_table
from app.state.session import Session
from app.train.points.card import PointCard
from app.train.points.import_dialog import PointImport
from app.ui.disk_wait import DiskWait
from engine.learning.datasets import Sample


class OwnPoints(QObject):
    """Stands between the card of the points and the session."""

    refused = Signal(str)
    """Why a file can't be imported, as a sentence."""

    def __init__(self, session: Session, card: PointCard):
        super().__init__(card)
        self._session = session
        self._card = card
        self._patience = DiskWait(card)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self._folder = QStandardPaths.writableLocation(documents)
        card.board.edited.connect(self._edit)
        card.board.held.connect(self._hold)
        session.settles.connect(card.board.settle)
        card.own_wanted.connect(self._take_over)
        card.none_wanted.connect(self._clear)
        card.import_wanted.connect(self.choose_and_import)

    def _edit(self, name: str, points: Sequence[Sample]) -> None:
        self._session.set_up(name, self._session.setup.with_points(points))

    def _hold(self, points: Sequence[Sample] | None) -> None:
        setup = self._session.setup
        self._session.preview_setup(None if points is None else setup.with_points(points))

    def _take_over(self) -> None:
        self._edit(self.tr("Edit the points"), self._session.setup.rows())

    def _clear(self) -> None:
        self._edit(self.tr("Remove all points"), ())

    def choose_and_import(self) -> None:
        """Ask for a CSV file, show what is in it, and make its points the own ones."""
        endings = " ".join(f"*{ending}" for ending in TABLES)
        kinds = self.tr("Tables ({endings});;All files (*)").format(endings=endings)
        title = self.tr("Import points")
        name, _ = QFileDialog.getOpenFileName(self._card, title, self._folder, kinds)
        if name:
            self._folder = str(Path(name).parent)
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Show what is in a CSV file, and make its points the own ones."""
        try:
            content = self._patience.at(path)(lambda _wanted: read_bounded(path))
            table = read_table(content)
        except FileError as error:
            template = self.tr(error.reason.template)
            reason = template.format(**error.reason.places)
            words = self.tr("{file} can’t be imported. {reason}")
            self.refused.emit(words.format(file=path.name, reason=reason))
            return
        dialog = PointImport(path.name, table, self._session.setup, self._card)
        if dialog.exec():
            self._edit(self.tr("Import {file}").format(file=path.name), dialog.points)
