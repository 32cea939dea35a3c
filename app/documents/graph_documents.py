"""GraphDocuments: opening, saving and exporting, with the questions that go with them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.documents.export import KINDS, GraphShown, endings, kind_of
from app.documents.new_window import open_another
from app.model.catalogue.examples import load_example
from app.model.explain.timeline import Moment
from app.model.files import chalk_file
from app.model.files.disk import FileError, Origin, fingerprint, is_gone
from app.model.graph.graph import Graph, GraphError
from app.state.preferences import Preferences
from app.state.session import Session
from app.ui.dialogs import Button, Icon, ask, completed, may_replace, tell
from app.ui.disk_wait import DiskWait
from app.ui.translation import say
from engine.core.messages import marked

KIND = marked("Chalkgrad (*.chalk)")
LONGEST_SHOWN = 60
"""Letters of a text in a question about it."""


class GraphDocuments(QObject):
    """Takes the session from file to file; nothing unsaved is lost without a question."""

    recent_changed = Signal()

    exported = Signal(object)
    """The Path of an export that was written."""

    def __init__(self, window: QWidget, session: Session, settings: Preferences):
        super().__init__(window)
        self._window = window
        self._session = session
        self._settings = settings
        self._disk = DiskWait(window)

    @property
    def title(self) -> str:
        """The file's name, for the window's title; `[*]` is where Qt marks unsaved changes."""
        path = self._session.path
        name = path.name if path else say("Untitled")
        return f"{name}[*] — Chalkgrad"

    def new(self) -> None:
        """Open an empty graph, after asking what becomes of unsaved changes."""
        if self.may_leave():
            self._session.open(Graph())

    def open_window(self) -> None:
        """A window with nothing of this one, for work on two graphs side by side."""
        if not open_another():
            tell(self._window, say("No window could be opened"), "")

    def choose_and_open(self) -> None:
        """Ask for a file and open it."""
        if not self.may_leave():
            return
        title = say("Open a graph")
        name, _ = QFileDialog.getOpenFileName(self._window, title, self._settings.folder, say(KIND))
        if name:
            self._open(Path(name))

    def open(self, path: Path) -> None:
        """Open a file after the question about unsaved changes."""
        if self.may_leave():
            self._open(path)

    def _open(self, path: Path) -> None:
        try:
            content = self._disk.read(path)
            document = chalk_file.loads(content)
        except FileError as error:
            what = say("{name} can’t be opened", name=path.name or path)
            tell(self._window, what, say(error.reason))
            if is_gone(error):
                self._settings.forget_recent(path)
                self.recent_changed.emit()
            return
        self._session.open(document.graph, Origin(path, fingerprint(content)), document.setup)
        self._settings.add_recent(path)
        self.recent_changed.emit()

    def open_example(self, name: str) -> None:
        """Open an example, after asking what becomes of unsaved changes."""
        if self.may_leave():
            self._session.open_beside_training(load_example(name))

    def save(self) -> bool:
        """Save to the file that is open, or ask for one; whether it was saved."""
        self._session.commit_all()
        path = self._session.path
        if path is None:
            return self.save_as()
        try:
            changed = self._changed_on_disk(path)
        except FileError as error:
            return self._not_saved(path, error)
        if not changed:
            return self._save(path)
        answer = ask(
            self._window,
            say("{name} was changed by another program.", name=path.name),
            say("Save yours under another name to keep both, or overwrite what is there now."),
            {Button.Save: say("Save As…"), Button.Yes: say("Overwrite"), Button.Cancel: ""},
        )
        if answer == Button.Save:
            return self.save_as()
        return answer == Button.Yes and self._save(path)

    def save_as(self) -> bool:
        """Ask for a file and write to it; whether it was written."""
        self._session.commit_all()
        title = say("Save the graph")
        path = self._session.path or Path(self._settings.folder, "graph.chalk")
        name, _ = QFileDialog.getSaveFileName(self._window, title, str(path), say(KIND))
        if not name:
            return False
        chosen = completed(Path(name), ".chalk")
        return may_replace(self._window, chosen, Path(name)) and self._save(chosen)

    def _changed_on_disk(self, path: Path) -> bool:
        """Whether the file that is open is another one by now; not where it is gone.

        Raises FileError where that can't be found out.
        """
        try:
            return self._session.origin.differs(self._disk.read(path))
        except FileError as error:
            if is_gone(error):
                return False
            if error.__cause__ is None:
                # Too large, or no file: it is not what was read.
                return True
            raise

    def _save(self, path: Path) -> bool:
        try:
            # While the disk is waited for, the work may become another.
            present, content = self._session.present, chalk_file.encoded(self._session.document)
            self._disk.write(path, content)
        except FileError as error:
            return self._not_saved(path, error)
        self._session.mark_saved(present, Origin(path, fingerprint(content)))
        self._settings.add_recent(path)
        self.recent_changed.emit()
        return True

    def _not_saved(self, path: Path, error: FileError) -> bool:
        """Say why, and offer another place; whether it was saved there."""
        answer = ask(
            self._window,
            say("{name} was not saved", name=path.name),
            say("{why} Your work stays open.", why=error.reason),
            {Button.Save: say("Save As…"), Button.Cancel: ""},
            icon=Icon.Warning,
        )
        return answer == Button.Save and self.save_as()

    def export(self, moment: Moment | None = None, *, labelled: bool = False) -> None:
        """Ask for a file and write the graph to it; a picture as it is seen at this moment."""
        kinds = {f"{say(kind.title)} (*{kind.ending})": kind for kind in KINDS}
        stem = self._session.path.stem if self._session.path else "graph"
        start = str(Path(self._settings.folder, f"{stem}.png"))
        title = say("Export the graph")
        name, words = QFileDialog.getSaveFileName(self._window, title, start, ";;".join(kinds))
        if not name:
            return
        chosen = kinds.get(words)
        path = completed(Path(name), chosen.ending if chosen else "", endings())
        if not may_replace(self._window, path, Path(name)):
            return
        try:
            shown = GraphShown(self._session.graph, moment, labelled)
            content = kind_of(path, chosen).content(shown)
            self._disk.write(path, content)
        except (FileError, GraphError) as error:
            what = say("{name} was not written", name=path.name)
            tell(self._window, what, say(error.reason))
        else:
            self.exported.emit(path)

    def may_leave(self) -> bool:
        """Ask what becomes of unsaved changes; False if the user stays."""
        self._session.commit_all()
        if not self._agreed_to_lose_text():
            return False
        if not self._session.unsaved:
            return True
        path = self._session.path
        name = path.name if path else say("the graph")
        answer = ask(
            self._window,
            say("Save the changes to {name}?", name=name),
            say("They are lost if you don’t save them."),
            {Button.Save: "", Button.Discard: "", Button.Cancel: ""},
        )
        return self.save() if answer == Button.Save else answer == Button.Discard

    def _agreed_to_lose_text(self) -> bool:
        """Ask about a text that can't be saved, as it is no expression or no number."""
        text = self._session.pending
        if not text:
            return True
        shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
        answer = ask(
            self._window,
            say(self._session.pending_words, text=shown),
            say("It can’t be saved as it is, and is lost if you leave now."),
            {Button.Cancel: say("Go Back"), Button.Discard: ""},
        )
        return answer == Button.Discard

    def agreed_to_discard(self, name: str) -> bool:
        """Ask whether work that was never saved is to be thrown away for good."""
        answer = ask(
            self._window,
            say("Discard the work on {name}?", name=name),
            say("It was never saved, and can’t be brought back."),
            {Button.Discard: "", Button.Cancel: ""},
        )
        return answer == Button.Discard

    def agreed_to_reset(self) -> bool:
        """Ask whether everything that is remembered is to be forgotten."""
        answer = ask(
            self._window,
            say("Reset all settings?"),
            say(
                "The window, its panels and the theme go back to how they were at the first "
                "start; the list of recent files and the last training settings are forgotten. "
                "Your files and what is open now are not changed."
            ),
            {Button.Reset: "", Button.Cancel: ""},
        )
        return answer == Button.Reset
