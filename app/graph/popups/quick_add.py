"""QuickAdd: asks what to add, in a list at the cursor."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from app.graph.panels.piece_list import ROW, PieceList
from app.graph.popups.choice_popup import ChoicePopup
from app.model.graph.pieces import LEAF, matching
from app.model.numbers import NumberError, begins_number, full, read_number
from app.ui.translation import say
from engine.core.messages import Message, marked


class QuickAdd(ChoicePopup):
    """The pieces that can be added. A typed number is a leaf that holds it."""

    chosen = Signal(str, object)
    """The name of a piece, and the number of the leaf (None where none was typed)."""

    def __init__(self, parent: QWidget):
        self._pieces = PieceList()
        super().__init__(parent, self._pieces)
        self.search.setPlaceholderText(say("Add a node: type to find"))
        self.search.setAccessibleName(say("Find a node to add"))
        self._pieces.setAccessibleName(say("Nodes that fit"))
        self._pieces.setDragEnabled(False)
        self._with_input = False

    def ask(self, at: QPoint, *, with_input: bool = False) -> None:
        """Open at a point of the parent; `with_input` offers only what can take a wire."""
        self._with_input = with_input
        self.open_at(at)

    def filter(self, text: str) -> None:
        pieces, typed = matching(text, self._with_input, say), self._typed()
        note = ""
        if isinstance(typed, float):
            pieces = [LEAF]
            note = say("a leaf that holds {number}", number=full(typed))
        elif not pieces:
            note = say(typed or marked("Nothing by that name. Try tanh, multiply or 2.5."))
        self.show_note(note)
        self._pieces.fill(pieces, headings=not text.strip())
        self._pieces.setMinimumHeight(ROW)

    def _typed(self) -> float | Message | None:
        """The number that is typed, why it is none, or None where a name is typed."""
        text = self.search.text().strip()
        if self._with_input:
            return None
        try:
            return read_number(text)
        except NumberError as error:
            return error.reason if begins_number(text) else None

    def take(self) -> None:
        piece, typed = self._pieces.current(), self._typed()
        if piece:
            self.close_popup()
            self.chosen.emit(piece.name, typed if isinstance(typed, float) else None)

    def step(self, by: int) -> None:
        self._pieces.step(by)
