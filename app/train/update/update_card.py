"""UpdateCard: the five parts of an update with the numbers of the last one, and one by one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.model.numbers import UNKNOWN, number
from app.model.training.shown_run import PARTS as NAMES
from app.model.training.shown_run import ShownRun
from app.ui.command_table import keys_of
from app.ui.theme import set_property
from app.ui.translation import say
from engine.core.messages import marked
from engine.learning.losses import LOSSES
from engine.learning.optimisers import OPTIMISERS, SCHEDULES
from engine.learning.run import Run, Update

PARTS = (
    (marked("forward"), "data", marked("Every sample goes through the network.")),
    (
        marked("loss"),
        "data",
        marked(
            "One number says how wrong the answers are. The train loss above is that after the "
            "update."
        ),
    ),
    (marked("zero grad"), "muted", marked("What the last update left in grad is cleared.")),
    (marked("backward"), "grad", marked("The chain rule, from the loss back to every weight.")),
    (marked("update"), "leaf", marked("Every weight moves a little against its gradient.")),
)
"""Name, colour token, what it does."""

assert tuple(name for name, _, _ in PARTS) == NAMES


class UpdateCard(QWidget):
    """The card `What just happened`. While an update is gone through slowly, the part that was
    done last is marked, and those that are still to come have no numbers.
    """

    next_requested = Signal()
    """The next part of an update is to be done."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._part = ""
        self._pills: list[QLabel] = []
        self.lines: list[QLabel] = []
        self.next = QPushButton(say("Next part"))
        self._lay_out()
        self.next.clicked.connect(self.next_requested)

    def _lay_out(self) -> None:
        title = QLabel(say("What just happened"))
        title.setProperty("role", "title")
        self.next.setToolTip(
            say("Go through one update slowly, part by part ({keys}).", keys=keys_of("next_part"))
        )
        self.next.setStyleSheet("padding: 3px 10px; font-size: 12px;")
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.next)
        card = QFrame()
        card.setProperty("role", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(14, 10, 14, 10)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, token, tip) in enumerate(PARTS):
            pill, line = QLabel(say(name)), QLabel()
            pill.setAlignment(Qt.AlignmentFlag.AlignCenter)
            pill.setFixedSize(88, 26)
            pill.setProperty("role", "pill")
            pill.setProperty("token", token)
            pill.setToolTip(say(tip))
            # A number may be longer than the last one: the card keeps its width.
            line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(pill, row, 0)
            grid.addWidget(line, row, 1)
            self._pills.append(pill)
            self.lines.append(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(card)

    def _mark(self) -> None:
        """The part that was done last has a frame."""
        for pill, (name, _, _) in zip(self._pills, PARTS, strict=True):
            set_property(pill, "now", "true" if name == self._part else "false")

    def show_run(self, shown: ShownRun) -> None:
        """The numbers of the run's last update; before the first, what one will do."""
        run = shown.run
        done = NAMES.index(shown.part) if shown.part else len(NAMES)
        for row, (line, text, (_, _, tip)) in enumerate(
            zip(self.lines, self._texts(run, shown.update), PARTS, strict=True)
        ):
            words = text if row <= done else ""
            if line.text() != words:
                line.setText(words)
                line.setToolTip(f"{text}\n{say(tip)}")
        self.next.setEnabled(not run.ended)
        if shown.part != self._part:
            self._part = shown.part
            self._mark()

    def show_none(self) -> None:
        """There is no run, and no part of an update to be done."""
        for line in self.lines:
            line.clear()
            line.setToolTip("")
        self.next.setEnabled(False)

    def _texts(self, run: Run, last: Update | None) -> tuple[str, ...]:
        settings = run.settings
        samples = settings.batch_size(len(run.train))
        loss = say(LOSSES[settings.loss].name)
        penalty = (" + L1" if settings.l1 else "") + (" + L2" if settings.l2 else "")
        largest = number(max(map(abs, last.grads)), 3) if last else UNKNOWN
        rate = SCHEDULES[settings.schedule].rate(settings.learning_rate, 0, settings.steps)
        return (
            say(
                "{samples} samples through {parameters} parameters",
                samples=f"{samples:,}",
                parameters=f"{len(run.parameters):,}",
            ),
            say(
                "mean {loss}{penalty} = {number}\nbefore the update",
                loss=loss,
                penalty=penalty,
                number=number(last.loss if last else None),
            ),
            say("every grad back to 0"),
            say("chain rule: largest |grad| = {largest}", largest=largest),
            OPTIMISERS[settings.optimiser].rule.format(
                rate=number(last.rate if last else rate, 3), momentum=number(settings.momentum, 3)
            ),
        )
