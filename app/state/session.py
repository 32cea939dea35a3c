"""Session: the one holder of what is open, and the one place that changes it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.model.files import chalk_file
from app.model.files.chalk_file import Document
from app.model.files.disk import (
    FileError,
    Origin,
    Waiting,
    at_once,
    fingerprint,
    is_gone,
    read_bounded,
)
from app.model.graph.evaluation import Evaluation, evaluate
from app.model.graph.graph import Graph
from app.model.history import UndoHistory
from app.model.training.setup import Setup


class Session(QObject):
    """The open graph with history, numbers, file and selection, and the set-up of the training.

    A gesture under way shows its graphs with `preview`, and ends in one `edit` or in
    `drop_preview`. Everything that draws listens to `changed`.
    """

    changed = Signal(object, object)
    """Graph and Evaluation: what is shown from now on."""
    selection_changed = Signal(object)
    """The ids of the selected nodes, in the order in which they were selected."""
    file_changed = Signal()
    """The path, or whether there are changes that are not saved."""
    history_moves = Signal()
    """An edit, undo, redo or opening is about to happen: what is under way must end."""
    settles = Signal()
    """The work is about to be saved or left: what is being typed, and what the hand holds, must
    be taken."""
    opened = Signal()
    """Another graph took the place of the one that was open."""
    setup_changed = Signal(object)
    """The Setup of the training from now on."""

    def __init__(self, setup: Setup | None = None) -> None:
        """`setup` is the set-up that is there before anybody has chosen one."""
        super().__init__()
        self._unchosen = setup or Setup()
        self._has_setup = False
        self.history = UndoHistory(Graph())
        self.setups = UndoHistory(self._unchosen)
        self.graph = Graph()
        self.evaluation = Evaluation()
        self.selection: tuple[int, ...] = ()
        self.untaken = ""
        """A text that was typed and is no expression yet: it is in no file."""
        self._held: Setup | None = None
        """The set-up as far as a gesture under way has changed it."""
        self.origin = Origin()
        """The file that is open, and what was known of it when it was last read or written."""
        self._saved: tuple[Graph, Setup] | None = (self.graph, self._unchosen)

    @property
    def path(self) -> Path | None:
        """The file that is open, if what is open has one."""
        return self.origin.path

    @property
    def setup(self) -> Setup:
        return self.setups.present

    @property
    def shown_setup(self) -> Setup:
        """The set-up, as far as a gesture under way has changed it."""
        return self._held or self.setup

    @property
    def document(self) -> Document:
        """What a file of this would hold: a graph alone for who never changed the training."""
        return self._document_of(self.history.present, self.setup)

    @property
    def work(self) -> Document:
        """What would be lost now: the document, as far as a gesture under way has changed it."""
        return self._document_of(self.graph, self.shown_setup)

    @property
    def unsaved(self) -> bool:
        """Whether `work` is on no disk as a file of the user's."""
        return (self.graph, self.shown_setup) != self._saved

    def edit(self, name: str, graph: Graph, merge: str = "") -> None:
        """Make `graph` the present, as one entry called `name` in the history."""
        self.history_moves.emit()
        self.history.add(name, graph, merge)
        self._show(self.history.present)

    def preview(self, graph: Graph) -> None:
        """Show `graph` while a gesture is under way, outside the history."""
        self._show(graph)

    def drop_preview(self) -> None:
        """Back to the graph before the gesture."""
        self._show(self.history.present)

    def undo(self) -> None:
        self.history_moves.emit()
        self.history.undo()
        self._show(self.history.present)

    def redo(self) -> None:
        self.history_moves.emit()
        self.history.redo()
        self._show(self.history.present)

    def set_up(self, name: str, setup: Setup, merge: str = "") -> None:
        """Make `setup` the present one, as one entry called `name` in its own history."""
        self.setups.add(name, setup, merge)
        self._tell_setup()

    def preview_setup(self, setup: Setup | None) -> None:
        """What a gesture under way has made of the set-up; None once it is over."""
        self._held = setup
        self.file_changed.emit()

    def undo_setup(self) -> None:
        self.setups.undo()
        self._tell_setup()

    def redo_setup(self) -> None:
        self.setups.redo()
        self._tell_setup()

    def select(self, ids: Iterable[int]) -> None:
        chosen = self._still_there(ids)
        if chosen != self.selection:
            self.selection = chosen
            self.selection_changed.emit(chosen)

    def begin(self, graph: Graph, origin: Origin | None = None, setup: Setup | None = None) -> None:
        """Open `graph` in place of what is open, with a new history.

        Without a set-up the training keeps its settings, as ones that nobody chose for this graph.
        """
        self._take(Document(graph, setup), origin or Origin(), saved=True)

    def open(self, path: Path, waiting: Waiting = at_once) -> None:
        """Open a file. Raises FileError and leaves everything as it was if it can't be opened."""
        content = waiting(lambda _wanted: read_bounded(path))
        document = chalk_file.loads(content)
        self.begin(document.graph, Origin(path, fingerprint(content)), document.setup)

    def changed_on_disk(self, waiting: Waiting = at_once) -> bool:
        """Whether the file that is open is another one by now; not where it is gone.

        Raises FileError where it can't be told.
        """
        path = self.origin.path
        if path is None:
            return False
        try:
            content = waiting(lambda _wanted: read_bounded(path))
            return self.origin.differs(content)
        except FileError as error:
            if is_gone(error):
                return False
            if error.__cause__ is None:
                # Too large, or no file: it is not what was read.
                return True
            raise

    def reload(self, name: str, document: Document, origin: Origin) -> None:
        """Take what another program has made of the file, as an entry of the history."""
        self.history_moves.emit()
        self.history.add(name, document.graph)
        self.setups.add(name, self._setup_with(document))
        self.origin = origin
        self._saved = (self.history.present, self.setup)
        self._tell_setup()
        self._show(self.history.present)

    def restore(self, document: Document, origin: Origin) -> None:
        """Open what was not saved when the program ended; it is not saved now either."""
        self._take(document, origin, saved=False)

    def save(self, path: Path, waiting: Waiting = at_once) -> None:
        """Write what is open. Raises FileError; it stays open either way."""
        document, saved = self.document, (self.history.present, self.setup)
        content = waiting(lambda wanted: chalk_file.save(path, document, wanted))
        self.origin = Origin(path, fingerprint(content))
        self._saved = saved
        # Undo stops at what was saved.
        self.history.close_entry()
        self.setups.close_entry()
        self.file_changed.emit()

    def _take(self, document: Document, origin: Origin, *, saved: bool) -> None:
        self.history_moves.emit()
        graph = document.graph
        self.history = UndoHistory(graph)
        self.setups = UndoHistory(self._setup_with(document))
        self.origin = origin
        self._saved = (graph, self.setup) if saved else None
        self.selection = ()
        self._tell_setup()
        self._show(graph)
        self.selection_changed.emit(())
        self.opened.emit()

    def _document_of(self, graph: Graph, setup: Setup) -> Document:
        chosen = self._has_setup or setup != self._unchosen
        return Document(graph, setup if chosen else None)

    def _setup_with(self, document: Document) -> Setup:
        """The set-up that stands beside a document from now on: that which it holds, or else the
        present settings; own points belong to the file in which they were made.
        """
        self._has_setup = document.setup is not None
        if document.setup:
            return document.setup
        self._unchosen = Setup(self.setup.lasting)
        return self._unchosen

    def _tell_setup(self) -> None:
        self._held = None
        self.setup_changed.emit(self.setup)
        self.file_changed.emit()

    def _show(self, graph: Graph) -> None:
        before = self.graph
        self.graph = graph
        if before.nodes is not graph.nodes or before.chosen_output != graph.chosen_output:
            self.evaluation = evaluate(graph)
        # Nobody who is told of the graph shall find a node selected that is no longer there.
        selected, self.selection = self.selection, self._still_there(self.selection)
        self.changed.emit(graph, self.evaluation)
        if selected != self.selection:
            self.selection_changed.emit(self.selection)
        self.file_changed.emit()

    def _still_there(self, ids: Iterable[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(id_ for id_ in ids if id_ in self.graph.nodes))
