"""QuickAdd: a list at the cursor; type to filter, arrows, Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.graph.panels.piece_list import ROW, PieceList
from app.model.graph.pieces import LEAF, matching
from app.model.numbers import NumberError, begins_number, full, read_number
from app.ui.translation import say
from engine.core.messages import Message, marked


class QuickAdd(QFrame):
    """Asks what to add. A typed number is a leaf that holds it."""

    chosen = Signal(str, object)
    """The name of a piece, and the number of the leaf (None where none was typed)."""
    closed = Signal()
    """By key or by a choice: the keyboard goes back to where it came from."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self._parent = parent
        self.setProperty("role", "card")
        self.setFixedSize(212, 268)
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("Add a node: type to find"))
        self.search.setAccessibleName(say("Find a node to add"))
        self.list = PieceList()
        self.list.setAccessibleName(say("Nodes that fit"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setDragEnabled(False)
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        for widget in (self.search, self._note, self.list):
            layout.addWidget(widget)
        self._with_input = False
        self.search.textChanged.connect(self._filter)
        self.list.clicked.connect(lambda _index: self._take())
        self.search.installEventFilter(self)
        self.hide()

    def ask(self, at: QPoint, *, with_input: bool = False) -> None:
        """Open at a point of the parent; `with_input` offers only what can take a wire."""
        self._with_input = with_input
        self.search.clear()
        self._filter("")
        room = self._parent.rect()
        x = max(4, min(at.x(), room.right() - self.width() - 4))
        y = max(4, min(at.y(), room.bottom() - self.height() - 4))
        self.move(x, y)
        self.raise_()
        self.show()
        self.search.setFocus()

    def _filter(self, text: str) -> None:
        pieces, typed = matching(text, self._with_input, say), self._typed()
        note = ""
        if isinstance(typed, float):
            pieces = [LEAF]
            note = say("a leaf that holds {number}", number=full(typed))
        elif not pieces:
            note = say(typed or marked("Nothing by that name. Try tanh, multiply or 2.5."))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.list.fill(pieces, headings=not text.strip())
        self.list.setMinimumHeight(ROW)

    def _typed(self) -> float | Message | None:
        """The number that is typed, why it is none, or None where a name is typed."""
        text = self.search.text().strip()
        if self._with_input:
            return None
        try:
            return read_number(text)
        except NumberError as error:
            return error.reason if begins_number(text) else None

    def _take(self) -> None:
        piece, typed = self.list.current(), self._typed()
        if piece:
            self._close()
            self.chosen.emit(piece.name, typed if isinstance(typed, float) else None)

    def _close(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() == Qt.FocusReason.ActiveWindowFocusReason:
                self._close()
            else:
                # Whoever took the focus keeps it.
                self.hide()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.list.step(1 if key in (Qt.Key.Key_Down, Qt.Key.Key_Tab) else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Escape:
            self._close()
        else:
            return False
        return True
