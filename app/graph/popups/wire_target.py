"""WireTarget: asks which node a wire from the selected one is to go into."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QStringListModel, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.graph.popups.choice_popup import ChoicePopup
from app.model.graph.graph import Graph, GraphError
from app.ui.translation import say
from engine.core.messages import Message


class WireTarget(ChoicePopup):
    """Lists the nodes that can take the wire, by name; of others it says why they can't."""

    chosen = Signal(int, int)
    """The ids of the source and of the target."""
    pointed = Signal(object)
    """The id of the current target, to be shown on the canvas; None where there is none."""

    def __init__(self, parent: QWidget):
        self._rows = QListView()
        self._names = QStringListModel()
        self._rows.setModel(self._names)
        self._rows.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        super().__init__(parent, self._rows)
        self._rows.setAccessibleName(say("Nodes that can take the wire"))
        self.search.setAccessibleName(say("Find the node that the wire goes into"))
        self._graph, self._source = Graph(), 0
        self._targets: list[int] = []
        self._rows.selectionModel().currentChanged.connect(lambda *_: self._point())

    def ask(self, graph: Graph, source: int, at: QPoint) -> bool:
        """Open at a point of the parent, for a wire from `source`; False where none can take it."""
        self._graph, self._source = graph, source
        if all(self._why_not(id_) for id_ in graph.nodes):
            return False
        words = say("{name} feeds: type to find", name=graph.name_of(source))
        self.search.setPlaceholderText(words)
        self.open_at(at)
        return True

    def filter(self, text: str) -> None:
        named = {id_: self._graph.name_of(id_) for id_ in self._graph.order if id_ != self._source}
        found = {id_: name for id_, name in named.items() if name.startswith(text.strip())}
        refused = {id_: reason for id_ in found if (reason := self._why_not(id_))}
        self._targets = [id_ for id_ in found if id_ not in refused]
        self._names.setStringList([self._title(id_) for id_ in self._targets])
        if self._targets:
            self._rows.setCurrentIndex(self._names.index(0))
            self.show_note("")
        elif refused:
            self.show_note(say(next(iter(refused.values()))))
        else:
            self.show_note(say("There is no node by that name."))

    def _why_not(self, target: int) -> Message | None:
        try:
            self._graph.slot_for(self._source, target)
        except GraphError as error:
            return error.reason
        return None

    def _title(self, id_: int) -> str:
        node, name = self._graph.nodes[id_], self._graph.name_of(id_)
        return f"{name}  {node.op}" if node.op and node.label else name

    @property
    def _current(self) -> int | None:
        row = self._rows.currentIndex().row()
        return self._targets[row] if 0 <= row < len(self._targets) else None

    def _point(self) -> None:
        self.pointed.emit(self._current)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.pointed.emit(None)

    def take(self) -> None:
        target = self._current
        if target is not None:
            self.close_popup()
            self.chosen.emit(self._source, target)

    def step(self, by: int) -> None:
        if self._targets:
            row = (self._rows.currentIndex().row() + by) % len(self._targets)
            self._rows.setCurrentIndex(self._names.index(row))
