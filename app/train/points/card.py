"""PointCard: the picture of the points with its heading, its tools, and what they mean."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from app.model.training.setup import Setup
from app.train.points.board import PointBoard
from app.train.points.gestures import Tool
from app.train.points.words import place_words, point_words
from app.ui.key_names import modifiers
from app.ui.theme import ThemedWidget, current_tokens
from app.ui.translation import say
from app.ui.widgets.menu_button import drop_menu
from app.ui.widgets.segmented import SegmentedButtons
from app.ui.widgets.wrapping_row import WrappingRow, row
from engine.core.messages import marked
from engine.learning.run import Run

_TOOLS: tuple[Tool, ...] = ("first", "second", "eraser")


class PointCard(ThemedWidget, QWidget):
    """Own points have three tools; other ones become own by a click on `Edit the points`."""

    own_requested = Signal()
    """The points shown are to become the user's own."""
    import_requested = Signal()
    clear_requested = Signal()
    """All own points are to go."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.board = PointBoard()
        self.heading, self.legend, self.hint = QLabel(), QLabel(), QLabel()
        self.readout = QLabel(self.board)
        self._pointed: QPointF | None = None
        self.classes = SegmentedButtons(("●", "■", say("ErasePoints")), say("What a click does"))
        self.samples = SegmentedButtons(("●", say("ErasePoints")), say("What a click does"))
        self.edit = QToolButton()
        self.more = QToolButton()
        self.import_action = QAction(say("Import from a CSV File…"), self)
        self.clear_action = QAction(say("Remove All"), self)
        self._lay_out()
        self._connect()
        self.follow_theme()

    def _lay_out(self) -> None:
        self.heading.setProperty("role", "title")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        for label in (self.legend, self.hint):
            label.setProperty("role", "muted")
        self.hint.setWordWrap(True)
        self.readout.setProperty("role", "readout")
        self.readout.setProperty("small", "true")
        self.readout.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.readout.hide()
        self.edit.setText(say("Edit the points"))
        self.edit.setToolTip(say("Add, move and erase points by hand: they become your own."))
        self.more.setText(say("Points ▾"))
        self.more.setToolTip(say("Import points, or start with none."))
        menu = QMenu(self.more)
        menu.addActions([self.import_action, self.clear_action])
        drop_menu(self.more, menu)
        for button, tip in zip(self.classes.buttons, self._tips(), strict=True):
            button.setToolTip(tip)
            button.setAccessibleName(tip)
        colored = (*self.classes.buttons[:2], self.samples.buttons[0])
        for button, token in zip(colored, ("data", "grad", "text"), strict=True):
            button.setProperty("token", token)
        tools = row(self.classes, self.samples, self.edit, self.more)
        head = WrappingRow(row(self.heading), tools)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(head)
        column.addWidget(self.board, 1)
        column.addWidget(self.legend)
        column.addWidget(self.hint)
        self.setStyleSheet("QToolButton { padding: 3px 10px; font-size: 12px; }")

    def _tips(self) -> tuple[str, str, str]:
        return (
            say("A click adds a point of class +1"),
            say("A click adds a point of class −1"),
            say("ErasePoints the points that the mouse passes over"),
        )

    def _connect(self) -> None:
        self.edit.clicked.connect(self.own_requested)
        self.import_action.triggered.connect(lambda _checked=False: self.import_requested.emit())
        self.clear_action.triggered.connect(lambda _checked=False: self.clear_requested.emit())
        self.classes.chosen.connect(lambda index: self.board.set_tool(_TOOLS[index]))
        self.samples.chosen.connect(lambda index: self.board.set_tool(_TOOLS[2 * index]))
        self.board.pointed.connect(self._point)

    def recolor(self) -> None:
        self._name()

    def set_run(self, setup: Setup, run: Run | None) -> None:
        """Another run at its start; or own points that make no run yet."""
        self.board.set_run(setup, run)
        self._offer()
        self._name()
        self._update_readout()

    def refresh(self) -> None:
        """Show the run as it is now."""
        self.board.refresh()
        self._update_readout()

    def _offer(self) -> None:
        """The tools that go with the points."""
        own, curve = self.board.editable, self.board.setup.kind == "regression"
        self.classes.setVisible(own and not curve)
        self.samples.setVisible(own and curve)
        self.edit.setVisible(not own)
        self.hint.setVisible(own)
        self.clear_action.setEnabled(own and bool(self.board.setup.points))
        shown, place = (self.samples, 2) if curve else (self.classes, 1)
        self.board.set_tool(_TOOLS[shown.index * place])

    def _name(self) -> None:
        """Heading, legend and hint, in the words of the kind of dataset."""
        tokens = current_tokens()
        text, data, grad = tokens.text, tokens.data, tokens.grad
        parts: tuple[str, ...]
        if self.board.setup.kind == "classification":
            self.heading.setText(say("Decision boundary"))
            parts = (_sign(data, "●", say("class +1")), _sign(grad, "■", say("class −1")))
            words = marked("Click adds a point, {shift}-click one of the other class; drag moves.")
            hint = say(words, **modifiers())
        else:
            self.heading.setText(say("Fitted curve"))
            parts = (_sign(text, "●", say("samples")), _sign(data, "━", say("the network")))
            hint = say("Click adds a sample; drag moves it.")
        if self.board.run and self.board.run.test:
            parts = (*parts, say("hollow: test"))
        self.legend.setText(" &nbsp; ".join(parts))
        self.hint.setText(hint)

    # What is said of the place under the mouse.

    def _point(self, at: QPointF | None) -> None:
        self._pointed = at
        self._update_readout()

    def _update_readout(self) -> None:
        run, chart, at = self.board.run, self.board.chart, self._pointed
        if run is None or chart is None or at is None:
            self.readout.hide()
            return
        row = self.board.row_at(at)
        words = point_words(run, row) if row else place_words(run, chart.place(at))
        if words != self.readout.text():
            self.readout.setText(words)
            self.readout.adjustSize()
            self.board.setAccessibleDescription(words)
        self.readout.move(8, self.board.height() - self.readout.height() - 8)
        self.readout.show()


def _sign(color: str, sign: str, name: str) -> str:
    return f'<span style="color:{color}">{sign}</span> {name}'
