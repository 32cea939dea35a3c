"""NodeFields: what can be typed of a node in the inspector."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.model.graph.graph import GraphError
from app.model.numbers import NumberError, full, read_number
from app.state.interaction import Interaction
from app.state.session import Session
from app.ui.theme import fixed_font
from app.ui.translation import say
from app.ui.widgets.section import WrappedLabel
from engine.core.messages import marked


class NodeField(QLineEdit):
    """A line that Escape leaves."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NodeFields(QWidget, Interaction):
    """What can be changed of a node: its name; of a leaf its number, and whether it is trained."""

    def __init__(self, session: Session):
        super().__init__()
        self._session = session
        self._id: int | None = None
        self.name = NodeField()
        self.number = NodeField()
        self.number.setFont(fixed_font(14, bold=True))
        self.trainable = QCheckBox(say("trainable"))
        self.trainable.setToolTip(say("Whether gradient descent may change this leaf (T)"))
        self.why = WrappedLabel(Qt.TextFormat.PlainText)
        self.why.setProperty("role", "error")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        self._number_row = _row(say("data"), self.number)
        for part in (_row(say("name"), self.name), self._number_row, self.trainable, self.why):
            column.addWidget(part)
        self.name.editingFinished.connect(self._rename)
        self.number.editingFinished.connect(self._change)
        session.register(self)
        for field in (self.name, self.number):
            field.left.connect(self.cancel)
        self.trainable.clicked.connect(self._train)

    def show_node(self, id_: int | None) -> None:
        if id_ != self._id:
            # What was typed belonged to another node.
            self._leave_typed()
        # Before it is hidden: a field that loses the focus takes what was typed.
        self._id = id_
        self.setVisible(id_ is not None)
        if id_ is None:
            return
        node = self._session.graph.nodes[id_]
        leaf = node.op is None
        self._number_row.setVisible(leaf)
        self.trainable.setVisible(leaf)
        self.trainable.setChecked(node.trainable)
        # What is being typed is not overwritten.
        if not (self.name.hasFocus() and self.name.isModified()):
            self.name.setText(node.label)
        if not (self.number.hasFocus() and self.number.isModified()):
            self.number.setText(full(node.data))
        if not (self.name.isModified() or self.number.isModified()):
            self.why.hide()

    def _rename(self) -> None:
        if self._id is None or not self.name.isModified():
            return
        graph = self._session.graph
        try:
            changed = graph.labelled(self._id, self.name.text().strip())
        except GraphError as error:
            self._say(say(error.reason))
            return
        self._done(self.name)
        self._session.graphs.edit(say("rename {node}", node=graph.name_of(self._id)), changed)

    def _change(self) -> None:
        if self._id is None or not self.number.isModified():
            return
        graph = self._session.graph
        try:
            changed = graph.with_data(self._id, read_number(self.number.text()))
        except NumberError as error:
            self._say(say(error.reason))
            return
        self._done(self.number)
        self._session.graphs.edit(say("change {node}", node=graph.name_of(self._id)), changed)

    def _train(self, on: bool) -> None:
        if self._id is not None:
            graph = self._session.graph
            template = marked("train {nodes}") if on else marked("do not train {nodes}")
            name = say(template, nodes=graph.name_of(self._id))
            self._session.graphs.edit(name, graph.with_trainable(self._id, on))

    def commit(self) -> None:
        self._rename()
        self._change()

    def cancel(self) -> None:
        self._leave_typed()
        self.show_node(self._id)

    def _leave_typed(self) -> None:
        for field in (self.name, self.number):
            self._done(field)

    def _done(self, field: QLineEdit) -> None:
        field.setModified(False)
        self.why.hide()

    def _say(self, why: str) -> None:
        self.why.setText(why)
        self.why.show()


def _row(words: str, field: QLineEdit) -> QWidget:
    """A field with its name before it."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    label = QLabel(words)
    label.setMinimumWidth(44)
    label.setBuddy(field)
    field.setAccessibleName(words)
    line.addWidget(label)
    line.addWidget(field)
    return row
