"""MistakeMode: which mistake is on, and what it makes of the open graph."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.model.explain.mistakes import MistakenPass, broken
from app.state.session import Session

FIRST_PASSES = 2
"""The fewest backward passes that differ from one."""
MOST_PASSES = 99


class MistakeMode(QObject):
    """At most one mistake is on. It shows wrong gradients and changes nothing that is kept."""

    changed = Signal(object)
    """Broken, or None: all gradients are right again."""
    made = Signal()
    """A mistake was turned on."""

    def __init__(self, session: Session, parent: QObject | None = None):
        super().__init__(parent)
        self._session = session
        self.name: str | None = None
        self.passes = FIRST_PASSES
        self._broken: MistakenPass | None = None
        session.changed.connect(lambda _graph, _evaluation: self.name and self._notify())
        session.opened.connect(self.mend)

    def broken(self) -> MistakenPass | None:
        """What the mistake makes of the open graph; None while none is on."""
        return self._broken

    def make(self, name: str) -> None:
        """Turn a mistake on, in place of the one that was."""
        self.name = name
        self.passes = FIRST_PASSES
        self._notify()
        self.made.emit()

    def mend(self) -> None:
        """Turn it off."""
        if self.name is not None:
            self.name = None
            self._notify()

    def set_passes(self, passes: int) -> None:
        """How many backward passes there were since the last zero_grad."""
        self.passes = max(1, min(passes, MOST_PASSES))
        if self.name:
            self._notify()

    def _notify(self) -> None:
        session = self._session
        self._broken = None
        if self.name is not None:
            self._broken = broken(session.graph, session.evaluation, self.name, self.passes)
        self.changed.emit(self._broken)
