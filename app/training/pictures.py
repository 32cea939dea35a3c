"""Pictures: the right side of the Train tab. Imports numpy and pyqtgraph, which take a while."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.model.setup import Setup
from app.theme import Tokens
from app.training.account import Account
from app.training.loss_plot import LossPlot
from app.training.network_card import NetworkCard
from app.training.point_card import PointCard
from engine.training import Run


class Pictures(QWidget):
    """What can be seen of a run; `say` puts a sentence above it."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._run: Run | None = None
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.points = PointCard()
        self.loss_plot = LossPlot()
        self.network = NetworkCard()
        self.account = Account()
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._lay_out()

    def _lay_out(self) -> None:
        left = QVBoxLayout(spacing=6)
        left.addWidget(self.points, 1)
        left.addSpacing(8)
        left.addLayout(_head(self.tr("What just happened")))
        left.addWidget(self.account)
        right = QVBoxLayout(spacing=6)
        right.addWidget(self.loss_plot, 4)
        right.addSpacing(8)
        right.addWidget(self.network, 6)
        grid = QGridLayout(self)
        grid.setContentsMargins(20, 12, 20, 16)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.addWidget(self.sentence, 0, 0, 1, 2)
        grid.addLayout(left, 1, 0)
        grid.addLayout(right, 1, 1)
        grid.setColumnStretch(0, 9)
        grid.setColumnStretch(1, 11)
        grid.setRowStretch(1, 1)

    def wear(self, tokens: Tokens) -> None:
        for part in (self.points, self.loss_plot, self.network, self.account):
            part.wear(tokens)

    def take(self, setup: Setup, run: Run) -> None:
        """Another run, at its start; the one before is kept to be compared."""
        self.loss_plot.keep()
        self._run = run
        self.points.take(setup, run)
        self.loss_plot.take(setup, run)
        self.network.take(run)

    def refresh(self, training: bool) -> None:
        """Show the run as it is now."""
        if self._run is None:
            return
        self.points.refresh()
        self.loss_plot.show_run(self._run)
        self.network.refresh(training)
        self.account.show_run(self._run)

    def say(self, text: str, error: bool = False) -> None:
        self.sentence.setText(text)
        if self.sentence.property("role") != (role := "error" if error else "muted"):
            self.sentence.setProperty("role", role)
            self.sentence.style().unpolish(self.sentence)
            self.sentence.style().polish(self.sentence)


def _head(title: str, caption: str = "") -> QHBoxLayout:
    row = QHBoxLayout()
    for text, role in ((title, "title"), (caption, "muted")):
        label = QLabel(text)
        label.setProperty("role", role)
        row.addWidget(label)
    row.insertStretch(1)
    return row
