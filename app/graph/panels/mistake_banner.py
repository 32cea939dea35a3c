"""MistakeBanner: says above the canvas that a mistake is on, for as long as it is."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.model.explain.mistakes import MistakenPass
from app.model.explain.timeline import Moment
from app.state.mistake_mode import MistakeMode
from app.ui.translation import say
from engine.checking.mistakes import MISTAKES


class MistakeBanner(QFrame):
    """Nobody shall take a wrong gradient for a right one."""

    def __init__(self, mistake_mode: MistakeMode, parent: QWidget | None = None):
        super().__init__(parent)
        self._mode = mistake_mode
        self._stopped = False
        self.setProperty("role", "notice")
        self.setProperty("grave", "true")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.off = QPushButton(say("Turn it off"))
        self.off.clicked.connect(mistake_mode.mend)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.addWidget(self.words, 1)
        row.addWidget(self.off)
        mistake_mode.changed.connect(self._show)
        self.hide()

    def show_moment(self, moment: Moment | None) -> None:
        """At a stop of the timeline the mistake rests: the steps are those of the right pass."""
        self._stopped = moment is not None
        self._show(self._mode.broken())

    def _show(self, broken: MistakenPass | None) -> None:
        self.setVisible(broken is not None)
        if broken is None:
            return
        title = say(MISTAKES[broken.name].title)
        if self._stopped:
            words = say(
                "The mistake “{title}” is paused while you step: these are the right passes. "
                "Press L for the wrong gradients.",
                title=title,
            )
        else:
            words = say(
                "A mistake is on: {title}. Gradients in red are wrong on purpose; files and "
                "exports keep the right ones.",
                title=title,
            )
        self.words.setText(words)
