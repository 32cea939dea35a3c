"""Account: the five parts of an update, with the numbers of the last one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from app.model.words import UNKNOWN, number, short
from app.theme import Tokens
from engine.losses import LOSSES
from engine.optimisers import SCHEDULES
from engine.training import Run

PARTS = (
    ("forward", "data", "Every sample goes through the network."),
    ("loss", "data", "One number says how wrong the answers are."),
    ("zero grad", "muted", "What the last update has left in grad is cleared."),
    ("backward", "grad", "The chain rule, from the loss back to every weight."),
    ("update", "leaf", "Every weight goes a little against its gradient."),
)
"""Name, colour token, what it does."""

RULES = {
    "sgd": "w ← w − {rate} · grad",
    "momentum": "v ← {momentum} · v + grad,  w ← w − {rate} · v",
    "adam": "w ← w − {rate} · m / (√v + ε)",
}
"""What an optimiser does, in a line."""


class Account(QFrame):
    """The card `What just happened`."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setProperty("role", "card")
        self._pills: list[QLabel] = []
        self.lines: list[QLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 10, 14, 10)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, _, tip) in enumerate(PARTS):
            pill, line = QLabel(self.tr(name)), QLabel()
            pill.setAlignment(Qt.AlignmentFlag.AlignCenter)
            pill.setFixedSize(88, 26)
            pill.setToolTip(self.tr(tip))
            # A number may be longer than the last one: the card keeps its width.
            line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(pill, row, 0)
            grid.addWidget(line, row, 1)
            self._pills.append(pill)
            self.lines.append(line)

    def wear(self, tokens: Tokens) -> None:
        for pill, (_, token, _) in zip(self._pills, PARTS, strict=True):
            ground = tokens.mixed(token, 0.16).name()
            color = tokens.text if token == "muted" else getattr(tokens, token)
            pill.setStyleSheet(
                f"background: {ground}; color: {color}; border-radius: 13px; font-weight: bold;"
            )

    def show_run(self, run: Run) -> None:
        """The numbers of the run's last update; before the first, what one will do."""
        for line, text, (_, _, tip) in zip(self.lines, self._texts(run), PARTS, strict=True):
            if line.text() != text:
                line.setText(text)
                line.setToolTip(f"{text}\n{self.tr(tip)}")

    def _texts(self, run: Run) -> tuple[str, ...]:
        settings, losses = run.settings, run.history.losses
        samples = min(settings.batch or len(run.train), len(run.train))
        loss = self.tr(LOSSES[settings.loss].title).lower()
        penalty = " + L2" if settings.l2 else ""
        largest = number(max(map(abs, run.grads)), 3) if losses else UNKNOWN
        rate = SCHEDULES[settings.schedule].rate(
            settings.learning_rate, max(0, run.step - 1), settings.steps
        )
        return (
            self.tr("{samples} samples through {parameters} parameters").format(
                samples=f"{samples:,}", parameters=f"{len(run.parameters):,}"
            ),
            self.tr("mean {loss}{penalty} = {number}").format(
                loss=loss, penalty=penalty, number=number(losses[-1] if losses else None)
            ),
            self.tr("every grad back to 0"),
            self.tr("chain rule: largest |grad| = {largest}").format(largest=largest),
            RULES[settings.optimiser].format(
                rate=short(rate, 3), momentum=short(settings.momentum, 3)
            ),
        )
