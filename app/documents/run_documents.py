"""RunDocuments: exporting what the Train tab shows, and opening a model there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.model.files import model_file
from app.model.files.disk import FileError
from app.state.preferences import Preferences
from app.state.session import Session
from app.train.page import TrainPage
from app.ui.dialogs import completed, may_replace, tell
from app.ui.disk_wait import DiskWait
from app.ui.translation import say
from engine.core.messages import marked

if TYPE_CHECKING:
    from app.train.export.kinds import RunExport

MODELS = marked("Models (*.json)")


class RunDocuments(QObject):
    """Takes the run of the Train tab to files, and a model from a file to its start."""

    exported = Signal(object)
    """The Path of the file that was written."""

    def __init__(self, window: QWidget, session: Session, settings: Preferences, page: TrainPage):
        super().__init__(window)
        self._window = window
        self._session = session
        self._settings = settings
        self._disk = DiskWait(window)
        self._page = page
        self._folder = ""
        """That of the last file; no text before the first."""
        self._chosen = ""
        """The kind that was exported last, as the dialog calls it."""

    def export(self) -> None:
        """Ask for a file and for what of the run is to be in it, and write it."""
        run = self._page.paused_run()
        if run is None:
            tell(self._window, say("There is no run to export"), self._page.problem)
            return
        # Imported here for the sake of the program's start, which exports nothing.
        from app.train.export.kinds import RunShown, kind_of

        name, chosen = self._asked()
        if not name:
            return
        path = Path(name)
        try:
            kind = kind_of(path, chosen)
            path = completed(path, kind.ending)
            if not may_replace(self._window, path, Path(name)):
                return
            shown = RunShown(run, self._session.setup, self._page.dashboard)
            content = kind.content(shown)
            self._disk.write(path, content)
        except FileError as error:
            self._report(say("{name} was not written", name=path.name), error)
            return
        self._folder = str(path.parent)
        self.exported.emit(path)

    def open_model(self) -> None:
        """Ask for a model, and take it."""
        title = say("Open a model")
        name, _ = QFileDialog.getOpenFileName(
            self._window, title, self._folder or self._settings.folder, say(MODELS)
        )
        if name:
            self.apply_model(Path(name))

    def apply_model(self, path: Path) -> None:
        """Make the model in a file the network at the start of the next run."""
        try:
            model = model_file.loads(self._disk.read(path))
            setup = model_file.with_model(self._session.setup, model)
        except FileError as error:
            self._report(say("{name} can’t be opened", name=path.name), error)
            return
        self._folder = str(path.parent)
        self._session.setups.edit(say("open model {name}", name=path.stem), setup)

    def _asked(self) -> tuple[str, RunExport | None]:
        """The name of a file, and the kind that was chosen with it; no name if none was."""
        from app.train.export.kinds import KINDS

        kinds = {f"{say(kind.title)} (*{kind.ending})": kind for kind in KINDS}
        first = kinds.get(self._chosen, KINDS[0])
        stem = self._session.path.stem if self._session.path else "run"
        start = Path(self._folder or self._settings.folder, f"{stem}{first.ending}")
        name, chosen = QFileDialog.getSaveFileName(
            self._window, say("Export the run"), str(start), ";;".join(kinds), self._chosen
        )
        self._chosen = chosen if name else self._chosen
        return name, kinds.get(chosen)

    def _report(self, what: str, error: FileError) -> None:
        tell(self._window, what, say(error.reason))
