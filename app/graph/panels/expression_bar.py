"""ExpressionBar: the graph as a line of text; typing rebuilds the graph."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.model.graph.expression_text import from_text, new_constants, same_text, to_text
from app.model.graph.graph import Graph, GraphError
from app.state.interaction import Interaction
from app.state.session import Session
from app.ui.theme import fixed_font
from app.ui.translation import say
from engine import ExpressionError
from engine.core.messages import marked, message
from engine.language.parser import LONGEST_TEXT

LAG = 120
"""Milliseconds by which the text may follow the graph."""


class ExpressionBar(QLineEdit, Interaction):
    """Shows what the graph computes, and rebuilds the graph at Enter; lines of micrograd that are
    pasted are rewritten.

    A text that is no expression stays as it was typed, with the reason in `note`; Escape brings
    the graph's text back.
    """

    pending_words = marked("“{text}” is not an expression yet.")

    rebuilt = Signal(object)
    """The graph was made anew from the text: the Graph before."""
    constants_found = Signal(object)
    """Leaves of 1.0 by names that mean another number elsewhere, `pi` and `e`: a dict from name to
    that number. It is empty once there are none of them any more.
    """

    def __init__(self, session: Session, parent: QWidget | None = None):
        super().__init__(parent)
        self._session = session
        self._typing = False
        self._written = session.graph
        """What the text is of."""
        self._lag = LAG
        self._constants: Mapping[str, float] = {}
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("role", "error")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.hide()
        # One more than an expression may have: a longer text is refused, never cut in silence.
        self.setMaxLength(LONGEST_TEXT + 1)
        self.setFont(fixed_font(14))
        self.setAccessibleName(say("Expression"))
        self.setPlaceholderText(self._invitation())
        self.setToolTip(say("The graph as text. Enter rebuilds the graph."))
        # A scrub changes the graph at every pixel; the text follows a few times a second.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._catch_up)
        session.changed.connect(self._follow)
        session.changed.connect(lambda _graph, _numbers: self._offer(self._constants))
        session.opened.connect(self._write)
        session.register(self)
        self.textEdited.connect(self._began)
        self.returnPressed.connect(self._rebuild)
        self._write()

    def _follow(self) -> None:
        if not self._later.isActive() and not same_text(self._session.graph, self._written):
            self._later.start(self._lag)

    def _catch_up(self) -> None:
        if self._written is not self._session.graph:
            self._write()

    def _write(self) -> None:
        if self._typing:
            return
        self._written = self._session.graph
        began = time.monotonic()
        try:
            text = to_text(self._session.graph)
        except GraphError as error:
            self.setText("")
            self.setPlaceholderText(say(error.reason))
            return
        # A tenth of the time is for the text, however large the graph is.
        self._lag = max(LAG, round(10_000 * (time.monotonic() - began)))
        self.setPlaceholderText(self._invitation())
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def _invitation(self) -> str:
        return say("Type an expression, such as L = (a*b + c) * f")

    def _began(self) -> None:
        self._typing = True
        self._complain("")

    def _rebuild(self) -> None:
        before = self._session.graph
        try:
            graph = from_text(self.text(), before)
            constants = new_constants(self.text(), before)
        except ExpressionError as error:
            self._show_place(error)
            return
        except GraphError as error:
            self._complain(say(error.reason))
            return
        self._typing = False
        self._complain("")
        self._session.graphs.edit(say("rebuild from the expression"), graph)
        self._write()
        self.rebuilt.emit(before)
        self._offer({**self._constants, **constants})

    def _show_place(self, error: ExpressionError) -> None:
        """Say what is wrong, with the line where several were pasted, and put the cursor there."""
        starts = [0, *(end.end() for end in re.finditer(r"\r\n?|\n", self.text()))]
        several = message("Line {line}: {reason}", line=error.line, reason=error.reason)
        self._complain(say(several if len(starts) > 1 else error.reason))
        self.setCursorPosition(starts[min(error.line, len(starts)) - 1] + error.column - 1)

    def _offer(self, constants: Mapping[str, float]) -> None:
        """Tell of those of the constants that are leaves of 1.0."""
        standing = {name: number for name, number in constants.items() if self._is_one(name)}
        if standing != self._constants:
            self._constants = standing
            self.constants_found.emit(standing)

    def _is_one(self, name: str) -> bool:
        graph = self._session.graph
        id_ = graph.by_label(name)
        return id_ is not None and graph.nodes[id_].op is None and graph.nodes[id_].data == 1.0

    def use_constants(self) -> None:
        """Set the leaves that `constants_found` told of to their numbers; they are not trained."""
        graph: Graph = self._session.graphs.present
        names = ", ".join(self._constants)
        for name, number in self._constants.items():
            if (id_ := graph.by_label(name)) is not None:
                graph = graph.with_data(id_, number).with_trainable(id_, False)
        self._session.graphs.edit(say("change {node}", node=names), graph)

    def leave_constants(self) -> None:
        """They are names like any other."""
        self._offer({})

    def _complain(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.setProperty("wrong", bool(text))
        self.style().unpolish(self)
        self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)

    def cancel(self) -> None:
        """Back to the text of the graph."""
        self._typing = False
        self._complain("")
        self._write()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.commit()

    def commit(self) -> None:
        """What was typed is not thrown away: it is taken, or it stays with the reason why not."""
        if self._typing and not self.note.text():
            self._rebuild()

    @property
    def pending(self) -> str:
        return self.text() if self._typing and self.note.text() else ""
