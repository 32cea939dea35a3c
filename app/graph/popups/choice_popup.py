"""ChoicePopup: a list over the canvas; type to filter, arrows, Enter, Escape."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget


class ChoicePopup(QFrame):
    """A field to type in, a note below it, and a list; `filter` fills the list, `take` chooses.

    No abstract class by `abc`: its metaclass and that of Qt's widgets can't be one.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, rows: QListView):
        super().__init__(parent)
        self._parent = parent
        self.setProperty("role", "card")
        self.setFixedSize(212, 268)
        self.search = QLineEdit()
        self.list = rows
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        for widget in (self.search, self.note, self.list):
            layout.addWidget(widget)
        self.search.textChanged.connect(self.filter)
        self.list.clicked.connect(lambda _index: self.take())
        self.search.installEventFilter(self)
        self.hide()

    def filter(self, text: str) -> None:
        """List what fits a text, and say in the note what is to be said of it."""
        raise NotImplementedError

    def take(self) -> None:
        """Close, and hand on what is current in the list; stay where nothing is."""
        raise NotImplementedError

    def step(self, by: int) -> None:
        """Make the row `by` rows on the current one."""
        raise NotImplementedError

    def open_at(self, at: QPoint) -> None:
        """Open at a point of the parent, moved inside it."""
        self.search.clear()
        self.filter("")
        room = self._parent.rect()
        x = max(4, min(at.x(), room.right() - self.width() - 4))
        y = max(4, min(at.y(), room.bottom() - self.height() - 4))
        self.move(x, y)
        self.raise_()
        self.show()
        self.search.setFocus()

    def show_note(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def close_popup(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() == Qt.FocusReason.ActiveWindowFocusReason:
                self.close_popup()
            else:
                # Whoever took the focus keeps it.
                self.hide()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.step(1 if key in (Qt.Key.Key_Down, Qt.Key.Key_Tab) else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif key == Qt.Key.Key_Escape:
            self.close_popup()
        else:
            return False
        return True
