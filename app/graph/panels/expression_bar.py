"""ExpressionBar: the graph as a line of text; typing rebuilds the graph."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.model.graph.expression_text import from_text, to_text
from app.model.graph.graph import GraphError
from app.state.interaction import Interaction
from app.state.session import Session
from app.ui.theme import fixed_font
from app.ui.translation import say
from engine import ExpressionError
from engine.core.messages import marked
from engine.language.parser import LONGEST_TEXT

LAG = 120
"""Milliseconds by which the text may follow the graph."""


class ExpressionBar(QLineEdit, Interaction):
    """Shows what the graph computes, and rebuilds the graph at Enter.

    A text that is no expression stays as it was typed, with the reason in `note`; Escape brings
    the graph's text back.
    """

    pending_words = marked("“{text}” is not an expression yet.")

    rebuilt = Signal(object)
    """The graph was made anew from the text: the Graph before."""

    def __init__(self, session: Session, parent: QWidget | None = None):
        super().__init__(parent)
        self._session = session
        self._typing = False
        self.note = QLabel()
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
        self._later.timeout.connect(self._write)
        session.changed.connect(self._follow)
        session.opened.connect(self._write)
        session.register(self)
        self.textEdited.connect(self._began)
        self.returnPressed.connect(self._rebuild)
        self._write()

    def _follow(self) -> None:
        if not self._later.isActive():
            self._later.start(LAG)

    def _write(self) -> None:
        if self._typing:
            return
        try:
            text = to_text(self._session.graph)
        except GraphError as error:
            self.setText("")
            self.setPlaceholderText(say(error.reason))
            return
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
        try:
            graph = from_text(self.text(), self._session.graph)
        except ExpressionError as error:
            self._complain(say(error.reason))
            self.setCursorPosition(error.column - 1)
            return
        except GraphError as error:
            self._complain(say(error.reason))
            return
        self._typing = False
        self._complain("")
        before = self._session.graph
        self._session.graphs.edit(say("rebuild from the expression"), graph)
        self._write()
        self.rebuilt.emit(before)

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
