"""Inspector: the selected node or wire in symbols, words and numbers."""

from __future__ import annotations

import html
from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.graph.panels.node_fields import NodeFields
from app.model.explain.inspection import Inspection, WireInspection, inspect, wire
from app.model.graph.evaluation import Evaluation
from app.model.graph.node import Wire
from app.model.numbers import UNKNOWN, full
from app.state.player import Player
from app.state.session import Session
from app.ui.theme import ThemedWidget, Tokens, current_tokens, fixed_font
from app.ui.translation import escaped, say
from app.ui.widgets.section import WrappedLabel
from engine.core.messages import Message

LAG = 40
"""Milliseconds by which it may follow the mouse that scrubs."""


class Inspector(ThemedWidget, QFrame):
    """Says of one node: its formula, its local derivatives, the chain rule, the sum it received.

    It follows the selection, and the timeline where nothing is selected.
    """

    def __init__(self, session: Session, player: Player, parent: QWidget | None = None):
        super().__init__(parent)
        self._session = session
        self._player = player
        self._wire: Wire | None = None
        self.setProperty("role", "panel")
        self.text = WrappedLabel()
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAccessibleName(say("Inspector"))
        self.fields = NodeFields(session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        column.addWidget(self.fields)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.refresh)
        session.changed.connect(lambda _graph, _evaluation: self._follow())
        session.selection_changed.connect(self._select)
        player.moved.connect(lambda _moment: self.refresh())
        self.follow_theme()

    @property
    def node(self) -> int | None:
        """The node that is inspected: the selected one, else the one where the timeline stands."""
        selection = self._session.selection
        if len(selection) == 1:
            return selection[0]
        moment = self._player.moment()
        if selection or moment is None or moment.stop.kind == "start":
            return None
        return moment.stop.id

    def show_wire(self, place: Wire | None) -> None:
        self._wire = place
        self.refresh()

    def recolor(self) -> None:
        self.refresh()

    def _select(self, _ids: object) -> None:
        self._wire = None
        self.refresh()

    def _follow(self) -> None:
        if self._session.graph is self._session.graphs.present:
            self.refresh()
        elif not self._later.isActive():
            # To set a rich text takes a tenth of a frame: 25 times a second are enough for it.
            self._later.start(LAG)

    def refresh(self) -> None:
        self._later.stop()
        graph, id_ = self._session.graph, self.node
        moment = self._player.moment()
        evaluation: Evaluation = moment.evaluation if moment else self._session.evaluation
        writer = _RichText(current_tokens())
        if self._wire and self._wire[0] in graph.nodes and self._wired(self._wire):
            self.text.setText(writer.wire(wire(graph, evaluation, self._wire)))
            self.fields.show_node(None)
        elif id_ is not None:
            self.text.setText(writer.node(inspect(graph, evaluation, id_), evaluation))
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
            return say("{n} nodes are selected.", n=count)
        return say("Click a node to see why its gradient is what it is, or a wire to see what "
                       "it carries.")  # fmt: skip


class _RichText:
    """Inspections as rich text in the theme's colours."""

    def __init__(self, tokens: Tokens):
        self._tokens = tokens
        self._mono = f"font-family:{fixed_font(13).family()}"

    def hint(self, text: str) -> str:
        return f"<p style='color:{self._tokens.muted}'>{html.escape(text)}</p>"

    def node(self, seen: Inspection, evaluation: Evaluation) -> str:
        parts = [self._title(seen.title), self._muted(seen.noun)]
        if seen.inputs:
            # That of a leaf stands in its field.
            parts.append(self._value(say("data"), evaluation.data.get(seen.id), self._tokens.data))
        parts.append(self._value(say("grad"), evaluation.grad.get(seen.id), self._tokens.grad))
        if seen.problem:
            parts.append(f"<p style='color:{self._tokens.error}'>{escaped(seen.problem)}</p>")
        if seen.inputs:
            parts += [self._heading(say("LOCAL DERIVATIVES")), self._derivatives(seen)]
            if seen.words:
                parts.append(self._muted(seen.words))
            parts += [self._muted(row.missing) for row in seen.inputs if row.missing]
            parts.append(self._heading(say("CHAIN RULE")))
            for row in seen.inputs:
                parts.append(self._line(row.chain))
                if row.numbers:
                    parts.append(self._number(f"&nbsp;&nbsp;= {escaped(row.numbers)}"))
        if seen.terms:
            heading = say("THE SUM IT RECEIVED") if seen.sum else say("ITS GRADIENT")
            parts.append(self._heading(heading))
            for term in seen.terms:
                parts.append(self._line(term.symbols))
                parts.append(self._number(f"&nbsp;&nbsp;= {escaped(term.numbers)}"))
            if seen.sum:
                parts.append(self._number(escaped(seen.sum)))
        parts += [self._muted(note) for note in seen.notes]
        return "".join(parts)

    def _value(self, word: str, value: float | None, color: str) -> str:
        """A number with every digit."""
        shown = UNKNOWN if value is None else full(value)
        return f"<div style='{self._mono};color:{color}'>{escaped(word)}&nbsp;{shown}</div>"

    def wire(self, seen: WireInspection) -> str:
        parts = [
            self._title(seen.title),
            self._muted(say("wire")),
            self._heading(say("FORWARD")),
            f"<div style='{self._mono};color:{self._tokens.data}'>{escaped(seen.forward)}</div>",
            self._heading(say("BACKWARD")),
            self._line(seen.derivative),
        ]
        if seen.backward:
            parts.append(self._number(escaped(seen.backward)))
        if seen.missing:
            parts.append(self._muted(seen.missing))
        return "".join([*parts, *(self._muted(note) for note in seen.notes)])

    def _derivatives(self, seen: Inspection) -> str:
        rows = "".join(self._derivative_rows(seen))
        return f"<table style='{self._mono}' cellspacing='0' cellpadding='1'>{rows}</table>"

    def _derivative_rows(self, seen: Inspection) -> Iterator[str]:
        for row in seen.inputs:
            number = f"&nbsp;&nbsp;= {escaped(row.slope)}"
            yield (
                f"<tr><td>{escaped(row.derivative)}</td>"
                f"<td style='color:{self._tokens.grad}'><b>{number}</b></td></tr>"
            )

    def _title(self, text: str) -> str:
        return f"<div style='{self._mono};font-size:17px'><b>{escaped(text)}</b></div>"

    def _heading(self, text: str) -> str:
        style = f"color:{self._tokens.muted};font-size:11px;margin-top:14px;margin-bottom:4px"
        return f"<p style='{style}'><b>{text}</b></p>"

    def _line(self, text: str) -> str:
        return f"<div style='{self._mono}'>{escaped(text)}</div>"

    def _number(self, escaped: str) -> str:
        return f"<div style='{self._mono};color:{self._tokens.grad}'><b>{escaped}</b></div>"

    def _muted(self, text: str | Message) -> str:
        return f"<div style='color:{self._tokens.muted}'>{escaped(text)}</div>"
