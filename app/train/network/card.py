"""NetworkCard: the network of a run as a picture, as distributions, and as a table of numbers."""

from __future__ import annotations

import time

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.model.training import network_edits as edits
from app.model.training.network_edits import NetworkEdit
from app.model.training.shown_run import ShownRun
from app.train.analysis.diagnosis import diagnose
from app.train.analysis.fast_forward import FastForward
from app.train.network.distributions import Distributions
from app.train.network.layer_bars import ActivationBar, SizeBar
from app.train.network.parameter_table import ParameterTable
from app.train.network.places import NetworkLayout
from app.train.network.view import NetworkView
from app.ui.key_names import native
from app.ui.translation import say
from app.ui.widgets.segmented import SegmentedButtons
from app.ui.widgets.wheel_guard import leave_wheel
from app.ui.widgets.wrapping_row import WrappingRow, row
from engine.core.messages import Message
from engine.learning.run import Run
from engine.learning.settings import RunSettings

_ADVICE_EVERY = 0.5
"""Seconds between two looks for trouble while the run goes on."""

_BY_KEY = {
    "add_neuron": edits.add_neuron,
    "remove_neuron": edits.remove_neuron,
    "remove_layer": edits.remove_layer,
}


class NetworkCard(QWidget):
    """Three pages about one network, and the way from here to the canvas."""

    edit_starting = Signal()
    """An edit is about to be made of the settings as they are: what is being typed comes first."""
    edit_requested = Signal(str, object)
    """The name of an edit, and the Settings after it."""
    neuron_requested = Signal(int, int)
    """Layer and index of a neuron that is to be opened on the canvas."""
    loss_requested = Signal()
    point_chosen = Signal(object)
    """The place of the chosen data point among those to train on; None: the largest loss."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._run: Run | None = None
        self._forward: FastForward | None = None
        self._advice: Message | None = None
        self._advised = 0.0
        self.pages = SegmentedButtons(
            (say("Network"), say("Distributions"), say("Parameters")),
            say("What is shown of the network"),
        )
        self.numbers = SegmentedButtons(
            (say("weights"), say("gradients")), say("What the lines show")
        )
        self.view = NetworkView()
        self.activations = ActivationBar()
        self.sizes = SizeBar()
        self.distributions = Distributions()
        self.table = ParameterTable()
        self._stack = QStackedWidget()
        self.legend = QLabel()
        self.legend.setProperty("role", "muted")
        # A sentence that is too long for the card must not widen it.
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.point = QSpinBox()
        # Digits as everywhere else in the window: it would write those of the system's language.
        self.point.setLocale(QLocale.c())
        self.fewer, self.more = QToolButton(), QToolButton()
        self.loss = QPushButton(say("Open the loss"))
        self._lay_out()
        self._lay_out_choice()
        self._connect()
        self._name()

    def _lay_out(self) -> None:
        pages = row(self.pages)
        pages.addStretch()
        head = WrappingRow(pages, row(self.numbers))
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(4, 6, 4, 6)
        inside.addWidget(self._stack)
        picture = QWidget()
        column = QVBoxLayout(picture)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.activations)
        column.addWidget(self.view, 1)
        column.addWidget(self.sizes)
        for page in (picture, self.distributions, self.table):
            self._stack.addWidget(page)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.legend, 1)
        for part in (self.fewer, self.point, self.more, self.loss):
            foot.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(head)
        whole.addWidget(card, 1)
        whole.addLayout(foot)
        self.setStyleSheet(
            "QSpinBox { min-height: 16px; padding: 2px 6px; font-size: 12px; }"
            # Its own arrows come without a sign in this style: two buttons stand beside it.
            "QSpinBox::up-button, QSpinBox::down-button { border: none; width: 0; }"
            "QToolButton { padding: 0; }"
            "QPushButton { padding: 3px 10px; font-size: 12px; }"
        )

    def _lay_out_choice(self) -> None:
        self.point.setSpecialValueText(say("largest loss"))
        leave_wheel(self.point)
        self.point.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button, sign, name in (
            (self.fewer, "‹", say("Previous data point")),
            (self.more, "›", say("Next data point")),
        ):
            button.setText(sign)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.setFixedSize(22, 24)
        self.point.setAccessibleName(say("Data point that is opened"))
        self.point.setToolTip(say("The data point at which a neuron or the loss is opened."))
        self.loss.setToolTip(say("Open the loss at this data point on the canvas."))

    def _connect(self) -> None:
        self.pages.chosen.connect(self._show_page)
        self.numbers.chosen.connect(self._show_numbers)
        self.view.laid_out.connect(self._place_bars)
        self.view.neuron_requested.connect(self.neuron_requested)
        self.view.edit_requested.connect(self._edit_by_key)
        for bar in (self.activations, self.sizes):
            bar.edit_starting.connect(self.edit_starting)
            bar.edit_requested.connect(self._edit)
        self.loss.clicked.connect(self.loss_requested)
        self.point.valueChanged.connect(lambda _value: self.point_chosen.emit(self.chosen_point))
        self.fewer.clicked.connect(self.point.stepDown)
        self.more.clicked.connect(self.point.stepUp)

    @property
    def chosen_point(self) -> int | None:
        """The place of the chosen data point among those to train on; None: the largest loss."""
        return self.point.value() - 1 if self.point.value() else None

    def choose_point(self, point: int) -> None:
        """Choose a data point by its place among those to train on."""
        self.point.setValue(point + 1)

    def set_run(self, shown: ShownRun) -> None:
        """Another run."""
        run = shown.run
        self._run, self._forward = run, FastForward(run)
        self._advised = 0.0
        self.point.setRange(0, len(run.train))
        # The field writes the number by itself, between what stands before and after it.
        words = say("point {number} of {count}", number="\0", count=len(run.train))
        before, _, after = words.partition("\0")
        self.point.setPrefix(before)
        self.point.setSuffix(after)
        for part in (self.view, self.distributions, self.table):
            part.set_run(shown)

    def refresh(self, training: bool) -> None:
        """Show the run as it is now, on the page that can be seen."""
        self.view.refresh()
        self.distributions.refresh()
        self.table.set_training(training)
        self.table.refresh()

    def show_part(self, part: str) -> None:
        """The lines show what a part of an update has changed, while one is gone through slowly."""
        if part:
            self.numbers.choose(1 if part in ("zero grad", "backward") else 0)

    def advice(self, training: bool) -> Message | None:
        """What goes wrong in the run; while it trains, looked for twice a second."""
        now = time.perf_counter()
        if self._run is None or self._forward is None:
            return None
        if not training or now - self._advised >= _ADVICE_EVERY:
            self._advised = now
            self._advice = diagnose(self._run, self._forward)
        return self._advice

    # Mouse and keys.

    def _show_page(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        for part in (self.numbers, self.fewer, self.point, self.more, self.loss):
            part.setVisible(index == 0)
        self._name()

    def _show_numbers(self, index: int) -> None:
        self.view.show_grads(index == 1)
        self._name()

    @property
    def lines_words(self) -> str:
        """What the lines and bars of the picture mean."""
        if self.numbers.index:
            return say("width |grad|, blue +, orange −")
        return say("|w|, bar: bias, blue +, orange −")

    def _name(self) -> None:
        """The legend: what is seen."""
        legends = (
            self.lines_words,
            say("the taller a bar, the more of the layer’s numbers lie there"),
            say(
                "double-click a number to set it; {keys} takes it back",
                keys=native(QKeySequence.StandardKey.Undo),
            ),
        )
        legend = legends[self._stack.currentIndex()]
        self.legend.setText(legend)
        self.legend.setToolTip(legend)

    def _place_bars(self, places: NetworkLayout) -> None:
        if self._run:
            for bar in (self.activations, self.sizes):
                bar.set_network(self._run.settings, places)

    def _edit(self, edit: NetworkEdit) -> None:
        if edit.settings:
            self.edit_requested.emit(say(edit.name), edit.settings)
        elif edit.reason:
            self.view.show_sentence(say(edit.reason))

    def _edit_by_key(self, name: str, layer: int) -> None:
        """The layer of the output has one neuron, and stays: only a layer can come before it."""
        if self._run is None:
            return
        settings: RunSettings = self._run.settings
        if name == "add_layer":
            self._edit(edits.add_layer(settings, min(layer + 1, len(settings.hidden))))
        elif layer == len(settings.hidden):
            self.view.show_sentence(say("The output is one neuron: the score."))
        else:
            self._edit(_BY_KEY[name](settings, layer))
