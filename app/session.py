"""Session: the one holder of what is open, and the one place that changes it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.model import files
from app.model.evaluation import Evaluation, evaluate
from app.model.graph import Graph
from app.model.history import History


class Session(QObject):
    """The open graph with its history, its numbers, its file and its selection.

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
    opened = Signal()
    """Another graph took the place of the one that was open."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History(Graph())
        self.graph = Graph()
        self.evaluation = Evaluation()
        self.selection: tuple[int, ...] = ()
        self.path: Path | None = None
        self._saved = self.graph

    @property
    def unsaved(self) -> bool:
        return self.history.present != self._saved

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

    def select(self, ids: Iterable[int]) -> None:
        chosen = self._still_there(ids)
        if chosen != self.selection:
            self.selection = chosen
            self.selection_changed.emit(chosen)

    def begin(self, graph: Graph, path: Path | None = None) -> None:
        """Open `graph` in place of what is open, with a new history."""
        self.history_moves.emit()
        self.history = History(graph)
        self._saved = graph
        self.path = path
        self.selection = ()
        self._show(graph)
        self.selection_changed.emit(())
        self.opened.emit()

    def open(self, path: Path) -> None:
        """Open a file. Raises FileError and leaves everything as it was if it can't be opened."""
        self.begin(files.load(path), path)

    def save(self, path: Path) -> None:
        """Write the present graph. Raises FileError; what is open stays open either way."""
        graph = self.history.present
        files.save(path, graph)
        self.path = path
        self._saved = graph
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
