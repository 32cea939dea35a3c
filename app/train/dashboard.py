"""Dashboard: the right side of the Train tab. Imports numpy and pyqtgraph, which take a while."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.model.catalogue.presets import Preset
from app.model.training.setup import Setup
from app.model.training.shown_run import ShownRun
from app.train.loss.plot import LossPlot
from app.train.network.card import NetworkCard
from app.train.points.card import PointCard
from app.train.update.status_words import state_words
from app.train.update.update_card import UpdateCard
from app.ui.theme import set_property
from app.ui.translation import say
from app.ui.widgets.two_columns import TwoColumns


class Dashboard(QWidget):
    """What can be seen of a run; `say` puts a sentence above it."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._shown: ShownRun | None = None
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        # Room for two lines: a longer sentence moves no picture at the end of a run.
        self.sentence.setMinimumHeight(2 * self.sentence.fontMetrics().lineSpacing())
        self.points = PointCard()
        self.loss_plot = LossPlot()
        self.network = NetworkCard()
        self.update_card = UpdateCard()
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._lay_out()

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(6)
        left.addWidget(self.points, 1)
        left.addSpacing(8)
        left.addWidget(self.update_card)
        right.addWidget(self.loss_plot, 4)
        right.addSpacing(8)
        right.addWidget(self.network, 6)
        self.sentence.setContentsMargins(20, 0, 20, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.sentence)
        column.addWidget(TwoColumns(left, right), 1)

    def set_run(self, setup: Setup, shown: ShownRun) -> None:
        """Another run; the one before is kept to be compared."""
        self.loss_plot.keep_run()
        self._shown, run = shown, shown.run
        self.points.set_run(setup, run)
        self.loss_plot.set_run(setup, run)
        self.network.set_run(shown)

    def refresh(self, training: bool) -> None:
        """Show the run as it is now."""
        if self._shown is None:
            return
        self.points.refresh()
        self.loss_plot.show_run(self._shown.run)
        self.network.refresh(training)
        self.network.show_part(self._shown.part)
        self.update_card.show_run(self._shown)

    def show_state(self, training: bool, preset: Preset | None) -> None:
        """Say where the run is, and what goes wrong and what to try, if anything does.

        An update that is gone through slowly has the word, and a preset at its start.
        """
        if self._shown is None:
            return
        words = [state_words(self._shown, training, preset)]
        if not self._shown.part and (self._shown.run.step or not preset):
            advice = self.network.advice(training)
            words += [say(advice)] if advice else []
        self.show_sentence(" ".join(words))

    def show_sentence(self, text: str, error: bool = False) -> None:
        """Show a sentence above the pictures, in the colour of errors if it is one."""
        self.sentence.setText(text)
        set_property(self.sentence, "role", "error" if error else "muted")
