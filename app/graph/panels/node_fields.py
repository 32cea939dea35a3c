"""NodeFields: what can be typed of a node in the inspector."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.model.graph.graph import Graph, GraphError
from app.model.numbers import NumberError, full, read_number
from app.state.interaction import Interaction
from app.state.session import Session
from app.ui.theme import fixed_font
from app.ui.translation import say
from app.ui.widgets.section import WrappedLabel
from engine.core.messages import Message, marked, message


class NodeField(QLineEdit):
    """A line that Escape leaves."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NodeFields(QWidget, Interaction):
    """What can be changed of a node: its name; of a leaf its number, and whether it is trained.

    A text that can't be taken stays with its node, and its reason is shown until it is mended or
    Escape is pressed, also while another node is shown or none.
    """

    entered = Signal()
    """Enter was pressed, and nothing of the node that is shown is refused."""

    def __init__(self, session: Session):
        super().__init__()
        self._session = session
        self._id: int | None = None
        self._refused: dict[tuple[int, QLineEdit], tuple[str, Message]] = {}
        """The texts that could not be taken, by node and field, each with the reason."""
        self.name = NodeField()
        self.number = NodeField()
        self.number.setFont(fixed_font(14, bold=True))
        self.trainable = QCheckBox(say("trainable"))
        self.trainable.setToolTip(say("Whether gradient descent may change this leaf (T)"))
        self.why = WrappedLabel(Qt.TextFormat.PlainText)
        self.why.setProperty("role", "error")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        self._name_row = _row(say("name"), self.name)
        self._number_row = _row(say("data"), self.number)
        for part in (self._name_row, self._number_row, self.trainable, self.why):
            column.addWidget(part)
        self.name.editingFinished.connect(self._rename)
        self.number.editingFinished.connect(self._change)
        session.register(self)
        for field in (self.name, self.number):
            field.left.connect(self._escape)
            field.returnPressed.connect(self._enter)
        self.trainable.clicked.connect(self._train)

    @property
    def pending(self) -> str:
        return next((text for text, _ in self._refused.values()), "")

    def show_node(self, id_: int | None) -> None:
        if id_ != self._id:
            # What was typed belonged to another node.
            for field in (self.name, self.number):
                field.setModified(False)
        # Before it is hidden: a field that loses the focus takes what was typed.
        self._id = id_
        nodes = self._session.graph.nodes
        self._refused = {key: kept for key, kept in self._refused.items() if key[0] in nodes}
        leaf = id_ is not None and nodes[id_].op is None
        self._name_row.setVisible(id_ is not None)
        self._number_row.setVisible(leaf)
        self.trainable.setVisible(leaf)
        if id_ is not None:
            self.trainable.setChecked(nodes[id_].trainable)
            self._fill(self.name, nodes[id_].label)
            self._fill(self.number, full(nodes[id_].data))
        self._explain()
        self.setVisible(id_ is not None or bool(self._refused))

    def _fill(self, field: QLineEdit, text: str) -> None:
        """Show what holds, or what was refused; what is being typed is not overwritten."""
        assert self._id is not None
        if refused := self._refused.get((self._id, field)):
            if not field.isModified():
                field.setText(refused[0])
                field.setModified(True)
        elif not (field.hasFocus() and field.isModified()):
            field.setText(text)

    def _rename(self) -> None:
        self._take(
            self.name,
            marked("rename {node}"),
            lambda graph, id_, text: graph.labelled(id_, text.strip()),
        )

    def _change(self) -> None:
        self._take(
            self.number,
            marked("change {node}"),
            lambda graph, id_, text: graph.with_data(id_, read_number(text)),
        )

    def _take(
        self, field: QLineEdit, name: str, change: Callable[[Graph, int, str], Graph]
    ) -> None:
        """Make an edit of what was typed, or say why it can't be one."""
        if self._id is None or not field.isModified():
            return
        graph = self._session.graph
        try:
            changed = change(graph, self._id, field.text())
        except (GraphError, NumberError) as error:
            self._refused[self._id, field] = field.text(), error.reason
            self._explain()
            return
        self._leave_typed(field)
        self._session.graphs.edit(say(name, node=graph.name_of(self._id)), changed)

    def _train(self, on: bool) -> None:
        if self._id is not None:
            graph = self._session.graph
            template = marked("train {nodes}") if on else marked("do not train {nodes}")
            name = say(template, nodes=graph.name_of(self._id))
            self._session.graphs.edit(name, graph.with_trainable(self._id, on))

    def commit(self) -> None:
        self._rename()
        self._change()

    def _enter(self) -> None:
        """What was refused stays with the keyboard, to be mended."""
        self.commit()
        if not any(id_ == self._id for id_, _ in self._refused):
            self.entered.emit()

    def cancel(self) -> None:
        self._refused.clear()
        self._escape()

    def _escape(self) -> None:
        """What is typed of the node that is shown is left."""
        for field in (self.name, self.number):
            self._leave_typed(field)
        if self._id in self._session.graph.nodes:
            self.show_node(self._id)

    def _leave_typed(self, field: QLineEdit) -> None:
        field.setModified(False)
        if self._id is not None:
            self._refused.pop((self._id, field), None)
        self._explain()

    def _explain(self) -> None:
        """Say why a text can't be taken: one of this node, or else of another."""
        here = [reason for (id_, _), (_, reason) in self._refused.items() if id_ == self._id]
        reason: Message | None = here[0] if here else None
        if self._refused and not here:
            (id_, _), (_, why) = next(iter(self._refused.items()))
            node = self._session.graph.name_of(id_)
            reason = message("{node} stays as it is: {reason}", node=node, reason=why)
        self.why.setText(say(reason) if reason else "")
        self.why.setVisible(reason is not None)


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
