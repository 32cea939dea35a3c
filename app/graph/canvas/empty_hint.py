"""EmptyHint: what an empty canvas says, with three examples to click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.graph.canvas.view import GraphView
from app.model.catalogue.examples import EXAMPLES, Example
from app.ui.translation import say


class EmptyHint(QWidget):
    """Stands in the middle of the view while there is no node, and takes drops in its name."""

    example_requested = Signal(str)

    def __init__(self, view: GraphView):
        super().__init__(view)
        self._view = view
        self.setAcceptDrops(True)
        title = QLabel(say("Drag a node from the left, or press Space to add one here."))
        title.setProperty("role", "title")
        more = QLabel(say("Wire it by dragging from port to port. Or start with an example:"))
        more.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        for label in (title, more):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        row = QHBoxLayout()
        for example in list(EXAMPLES.values())[:3]:
            row.addWidget(self._button(example))
        layout.addLayout(row)
        view.installEventFilter(self)

    def _button(self, example: Example) -> QPushButton:
        button = QPushButton(say(example.title))
        button.setToolTip(say(example.words))
        button.clicked.connect(lambda: self.example_requested.emit(example.name))
        return button

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._view.dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._view.dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._view.drop(event, self.mapToParent(event.position().toPoint()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.update_place()
        return False

    def update_place(self) -> None:
        """Take the middle of the parent."""
        self.adjustSize()
        room = self._view.rect()
        self.move(room.center() - self.rect().center())
