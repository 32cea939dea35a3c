"""Session: the one holder of what is open, and the one place that changes it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.model.files.chalk_file import Document
from app.model.files.disk import Origin
from app.model.graph.evaluation import Evaluation, evaluate
from app.model.graph.graph import Graph
from app.model.training.setup import Setup
from app.state.interaction import Interaction
from app.state.track import Track


class Session(QObject):
    """The open graph with its numbers and the selection, the set-up of the training, and the file.

    Everything that draws the graph listens to `changed`. It reads and writes no file itself.
    """

    changed = Signal(object, object)
    """Graph and Evaluation: what is shown from now on."""
    selection_changed = Signal(object)
    """The ids of the selected nodes, in the order in which they were selected."""
    file_changed = Signal()
    """The path, or whether there are changes that are not saved."""
    opened = Signal()
    """Another graph was opened."""

    def __init__(self, setup: Setup | None = None) -> None:
        """`setup` is used until the user has chosen one."""
        super().__init__()
        self._unchosen = setup or Setup()
        self._has_setup = False
        self.graphs = Track(Graph(), self)
        self.setups = Track(self._unchosen, self)
        self.evaluation = Evaluation()
        self._evaluated = self.graph
        self.selection: tuple[int, ...] = ()
        self.origin = Origin()
        """The file that is open, and what was known of it when it was last read or written."""
        self._saved: tuple[Graph, Setup] | None = self.present
        self._interactions: list[Interaction] = []
        self.graphs.shown_changed.connect(self._show)
        self.setups.shown_changed.connect(lambda _setup: self.file_changed.emit())

    @property
    def path(self) -> Path | None:
        """The file that is open, if what is open has one."""
        return self.origin.path

    @property
    def graph(self) -> Graph:
        """The graph as it is shown, as far as something in progress has changed it."""
        return self.graphs.shown

    @property
    def setup(self) -> Setup:
        """The present set-up."""
        return self.setups.present

    @property
    def present(self) -> tuple[Graph, Setup]:
        """The graph and the set-up without what is in progress."""
        return self.graphs.present, self.setups.present

    @property
    def document(self) -> Document:
        """What a file of this would hold: a graph alone where the training was never changed."""
        return self._document_of(*self.present)

    @property
    def unsaved_document(self) -> Document:
        """What would be lost now: the document, as far as something in progress has changed it."""
        return self._document_of(self.graphs.shown, self.setups.shown)

    @property
    def unsaved(self) -> bool:
        """Whether `unsaved_document` is on no disk as a file of the user's."""
        return (self.graphs.shown, self.setups.shown) != self._saved

    def select(self, ids: Iterable[int]) -> None:
        """Select these nodes, in this order; ids that don't exist are left out."""
        chosen = self._still_there(ids)
        if chosen != self.selection:
            self.selection = chosen
            self.selection_changed.emit(chosen)

    # What is in progress.

    def register(self, interaction: Interaction) -> None:
        """Have `commit_all` and `cancel_all` end what a view has in progress."""
        self._interactions.append(interaction)

    def commit_all(self) -> None:
        """End everything in progress in an edit, before the document is saved or left."""
        for interaction in self._interactions:
            interaction.commit()

    def cancel_all(self) -> None:
        """End everything in progress without an edit."""
        for interaction in self._interactions:
            interaction.cancel()

    @property
    def pending(self) -> str:
        """A text that was typed and can't be committed; empty if there is none."""
        return next(filter(None, (interaction.pending for interaction in self._interactions)), "")

    @property
    def pending_words(self) -> str:
        """A template of what can be said of `pending`; empty if there is none."""
        waiting = (interaction for interaction in self._interactions if interaction.pending)
        return next((interaction.pending_words for interaction in waiting), "")

    # From one document to another.

    def open(self, graph: Graph, origin: Origin | None = None, setup: Setup | None = None) -> None:
        """Open `graph` in place of what is open, with a new history.

        Without a set-up the training has the settings of the program, not those of what was open.
        """
        self._open(Document(graph, setup), origin or Origin(), saved=True, unchosen=Setup())

    def open_beside_training(self, graph: Graph) -> None:
        """Open `graph`, with a new history, and let the training go on as it is."""
        self._open(Document(graph), Origin(), saved=True, unchosen=self._kept())

    def restore(self, document: Document, origin: Origin) -> None:
        """Open what was not saved when the program ended; it is not saved now either."""
        self._open(document, origin, saved=False, unchosen=self._kept())

    def reload(self, name: str, document: Document, origin: Origin) -> None:
        """Take what another program has made of the file, as an entry of the history."""
        self.graphs.about_to_change.emit()
        self.graphs.add(name, document.graph)
        self.setups.add(name, self._setup_with(document, self._kept()))
        self.mark_saved(self.present, origin)
        self._notify()

    def mark_saved(self, present: tuple[Graph, Setup], origin: Origin) -> None:
        """`present` stands in the file of `origin`; undo stops there."""
        self.origin = origin
        self._saved = present
        self.graphs.close_entry()
        self.setups.close_entry()
        self.file_changed.emit()

    def _open(self, document: Document, origin: Origin, *, saved: bool, unchosen: Setup) -> None:
        self.cancel_all()
        self.graphs.about_to_change.emit()
        self.graphs.reset(document.graph)
        self.setups.reset(self._setup_with(document, unchosen))
        self.origin = origin
        self._saved = self.present if saved else None
        self.selection = ()
        self._notify()
        self.selection_changed.emit(())
        self.opened.emit()

    def _notify(self) -> None:
        self.setups.notify()
        self.graphs.notify()

    def _document_of(self, graph: Graph, setup: Setup) -> Document:
        chosen = self._has_setup or setup != self._unchosen
        return Document(graph, setup if chosen else None)

    def _kept(self) -> Setup:
        """The present settings; own points belong to the file in which they were made."""
        return Setup(self.setup.remembered_settings)

    def _setup_with(self, document: Document, unchosen: Setup) -> Setup:
        """The set-up that stands beside a document from now on: its own, or else `unchosen`."""
        self._has_setup = document.setup is not None
        wanted = document.setup or unchosen
        # Where nothing changes it stays the very same object, by which its run is known.
        setup = self.setup if wanted == self.setup else wanted
        if not document.setup:
            self._unchosen = setup
        return setup

    def _show(self, graph: Graph) -> None:
        before, self._evaluated = self._evaluated, graph
        if before.nodes is not graph.nodes or before.chosen_output != graph.chosen_output:
            self.evaluation = evaluate(graph, self.evaluation)
        # No listener shall find a node selected that no longer exists.
        selected, self.selection = self.selection, self._still_there(self.selection)
        self.changed.emit(graph, self.evaluation)
        if selected != self.selection:
            self.selection_changed.emit(self.selection)
        self.file_changed.emit()

    def _still_there(self, ids: Iterable[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(id_ for id_ in ids if id_ in self.graph.nodes))
