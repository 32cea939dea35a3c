"""Inspector: the selected node or wire in symbols, words and numbers."""

from __future__ import annotations

import html
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.model.evaluation import Evaluation
from app.model.graph import GraphError, Wire
from app.model.inspection import Inspection, WireInspection, inspect, wire
from app.model.words import NumberError, full, read_number
from app.player import Player
from app.session import Session
from app.theme import LIGHT, Tokens, fixed_font


class Inspector(QFrame):
    """Says of one node: its formula, its local derivatives, the chain rule, the sum it received.

    It follows the selection, and the timeline where nothing is selected.
    """

    def __init__(self, session: Session, player: Player, parent: QWidget | None = None):
        super().__init__(parent)
        self._session = session
        self._player = player
        self._tokens = LIGHT
        self._wire: Wire | None = None
        self.setProperty("role", "panel")
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAccessibleName(self.tr("Inspector"))
        self.fields = _Fields(session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        column.addWidget(self.fields)
        session.changed.connect(lambda _graph, _evaluation: self.refresh())
        session.selection_changed.connect(self._select)
        player.moved.connect(lambda _moment: self.refresh())
        self.refresh()

    @property
    def node(self) -> int | None:
        """The node that is inspected: the selected one, else the one where the timeline stands."""
        selection = self._session.selection
        if len(selection) == 1:
            return selection[0]
        moment = self._player.moment()
        return moment.stop.id if moment and not selection else None

    def wear(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.refresh()

    def show_wire(self, place: Wire | None) -> None:
        self._wire = place
        self.refresh()

    def _select(self, _ids: object) -> None:
        self._wire = None
        self.refresh()

    def refresh(self) -> None:
        graph, id_ = self._session.graph, self.node
        moment = self._player.moment()
        evaluation: Evaluation = moment.evaluation if moment else self._session.evaluation
        writer = _Writer(self._tokens)
        if self._wire and self._wire[0] in graph.nodes and self._wired(self._wire):
            self.text.setText(writer.wire(wire(graph, evaluation, self._wire)))
            self.fields.show_node(None)
        elif id_ is not None:
            self.text.setText(writer.node(inspect(graph, evaluation, id_)))
            self.fields.show_node(id_)
        else:
            self.text.setText(writer.hint(self._hint()))
            self.fields.show_node(None)

    def _wired(self, place: Wire) -> bool:
        id_, slot = place
        inputs = self._session.graph.nodes[id_].inputs
        return slot < len(inputs) and inputs[slot] is not None

    def _hint(self) -> str:
        count = len(self._session.selection)
        if count > 1:
            return self.tr("{n} nodes are selected.").format(n=count)
        return self.tr("Click a node to see why its gradient is what it is, or a wire to see what "
                       "it carries.")  # fmt: skip


class _Fields(QWidget):
    """What can be changed of a node: its name; of a leaf its number, and whether it is trained."""

    def __init__(self, session: Session):
        super().__init__()
        self._session = session
        self._id: int | None = None
        self.name = QLineEdit()
        self.number = QLineEdit()
        self.number.setFont(fixed_font(14, bold=True))
        self.trainable = QCheckBox(self.tr("trainable"))
        self.trainable.setToolTip(self.tr("Whether gradient descent may change this leaf (T)"))
        self._why = QLabel()
        self._why.setProperty("role", "error")
        self._why.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        self._rows = {}
        for words, field in ((self.tr("name"), self.name), (self.tr("data"), self.number)):
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            label = QLabel(words)
            label.setMinimumWidth(44)
            label.setBuddy(field)
            field.setAccessibleName(words)
            line.addWidget(label)
            line.addWidget(field)
            column.addWidget(row)
            self._rows[field] = row
        column.addWidget(self.trainable)
        column.addWidget(self._why)
        self.name.editingFinished.connect(self._rename)
        self.number.editingFinished.connect(self._change)
        self.trainable.clicked.connect(self._train)

    def show_node(self, id_: int | None) -> None:
        self.setVisible(id_ is not None)
        if id_ is None:
            self._id = None
            return
        if id_ != self._id:
            self._why.hide()
        self._id = id_
        node = self._session.graph.nodes[id_]
        leaf = node.op is None
        self._rows[self.number].setVisible(leaf)
        self.trainable.setVisible(leaf)
        self.trainable.setChecked(node.trainable)
        # What is being typed is not overwritten.
        if not (self.name.hasFocus() and self.name.isModified()):
            self.name.setText(node.label)
        if not (self.number.hasFocus() and self.number.isModified()):
            self.number.setText(full(node.data).removesuffix(".0"))

    def _rename(self) -> None:
        if self._id is None or not self.name.isModified():
            return
        graph = self._session.graph
        try:
            changed = graph.labelled(self._id, self.name.text().strip())
        except GraphError as error:
            self._say(str(error.reason))
            return
        self._done(self.name)
        self._session.edit(f"Rename {graph.name_of(self._id)}", changed)

    def _change(self) -> None:
        if self._id is None or not self.number.isModified():
            return
        graph = self._session.graph
        try:
            changed = graph.with_data(self._id, read_number(self.number.text()))
        except NumberError as error:
            self._say(str(error.reason))
            return
        self._done(self.number)
        self._session.edit(f"Change {graph.name_of(self._id)}", changed)

    def _train(self, on: bool) -> None:
        if self._id is not None:
            graph = self._session.graph
            verb = "Train" if on else "Do not train"
            name = f"{verb} {graph.name_of(self._id)}"
            self._session.edit(name, graph.with_trainable(self._id, on))

    def _done(self, field: QLineEdit) -> None:
        field.setModified(False)
        self._why.hide()

    def _say(self, why: str) -> None:
        self._why.setText(why)
        self._why.show()


class _Writer:
    """Inspections as rich text in the theme's colours."""

    def __init__(self, tokens: Tokens):
        self._tokens = tokens
        self._mono = f"font-family:{fixed_font(13).family()}"

    def hint(self, text: str) -> str:
        return f"<p style='color:{self._tokens.muted}'>{html.escape(text)}</p>"

    def node(self, seen: Inspection) -> str:
        parts = [self._title(seen.title), self._muted(seen.noun)]
        if seen.problem:
            parts.append(f"<p style='color:{self._tokens.error}'>{_plain(seen.problem)}</p>")
        if seen.inputs:
            parts += [self._heading("LOCAL DERIVATIVES"), self._derivatives(seen)]
            if seen.words:
                parts.append(self._muted(seen.words))
            parts += [self._muted(row.missing) for row in seen.inputs if row.missing]
            parts.append(self._heading("CHAIN RULE"))
            for row in seen.inputs:
                parts.append(self._line(row.chain))
                if row.numbers:
                    parts.append(self._number(f"&nbsp;&nbsp;= {_plain(row.numbers)}"))
        if seen.terms:
            parts.append(self._heading("THE SUM IT RECEIVED"))
            for term in seen.terms:
                text = f"{term.symbols} = {term.amount}"
                parts.append(self._line(text))
            parts.append(self._number(_plain(seen.sum)))
        parts += [self._muted(note) for note in seen.notes]
        return "".join(parts)

    def wire(self, seen: WireInspection) -> str:
        parts = [
            self._title(seen.title),
            self._muted("wire"),
            self._heading("FORWARD"),
            f"<div style='{self._mono};color:{self._tokens.data}'>{_plain(seen.forward)}</div>",
            self._heading("BACKWARD"),
            self._line(seen.derivative),
        ]
        if seen.backward:
            parts.append(self._number(_plain(seen.backward)))
        if seen.missing:
            parts.append(self._muted(seen.missing))
        return "".join([*parts, *(self._muted(note) for note in seen.notes)])

    def _derivatives(self, seen: Inspection) -> str:
        rows = "".join(self._derivative_rows(seen))
        return f"<table style='{self._mono}' cellspacing='0' cellpadding='1'>{rows}</table>"

    def _derivative_rows(self, seen: Inspection) -> Iterator[str]:
        for row in seen.inputs:
            number = f"&nbsp;&nbsp;= {_plain(row.slope)}"
            yield (
                f"<tr><td>{_plain(row.derivative)}</td>"
                f"<td style='color:{self._tokens.grad}'><b>{number}</b></td></tr>"
            )

    def _title(self, text: str) -> str:
        return f"<div style='{self._mono};font-size:17px'><b>{_plain(text)}</b></div>"

    def _heading(self, text: str) -> str:
        style = f"color:{self._tokens.muted};font-size:11px;margin-top:14px;margin-bottom:4px"
        return f"<p style='{style}'><b>{text}</b></p>"

    def _line(self, text: str) -> str:
        return f"<div style='{self._mono}'>{_plain(text)}</div>"

    def _number(self, escaped: str) -> str:
        return f"<div style='{self._mono};color:{self._tokens.grad}'><b>{escaped}</b></div>"

    def _muted(self, text: object) -> str:
        return f"<div style='color:{self._tokens.muted}'>{_plain(text)}</div>"


def _plain(text: object) -> str:
    return html.escape(str(text))
