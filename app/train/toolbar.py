"""TrainToolbar: the header of the Train tab, with its buttons, its progress and its results."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QActionGroup, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.model.numbers import UNKNOWN, number, percent
from app.train.trainer import SPEEDS
from app.ui.theme import fixed_font
from app.ui.translation import say
from app.ui.widgets.menu_button import drop_menu
from engine.core.messages import counted, marked
from engine.learning.run import Run
from engine.learning.settings import RunSettings

METRICS = (
    (
        "train_loss",
        marked("train loss"),
        "data",
        marked(
            "The mean loss over the training points, plus the penalty, measured after an update."
        ),
    ),
    (
        "test_loss",
        marked("test loss"),
        "op",
        marked("The mean loss over the test points, plus the penalty, measured after an update."),
    ),
    (
        "train_accuracy",
        marked("train accuracy"),
        "leaf",
        marked("Training points that are classified correctly."),
    ),
    (
        "test_accuracy",
        marked("test accuracy"),
        "leaf",
        marked("Test points that are classified correctly."),
    ),
)
"""Name in Measurement, label, colour token, what it means."""

# Below these widths of the header the speed, the progress bar and the test results give way.
_SPEED_FROM = 990
_PROGRESS_FROM = 860
_TEST_FROM = 780


class TrainToolbar(QWidget):
    """Shows the state of the run; the page connects the buttons."""

    speed_requested = Signal(object)
    """Steps a second that a run is to be held to; None for as many as can be."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.train = QPushButton()
        self.train.setProperty("primary", "true")
        self.step = QPushButton(say("Step"))
        self.reset = QPushButton(say("Reset"))
        self.reset.setToolTip(say("Go back to the same start."))
        self.count = QLabel()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(say("Progress of the run"))
        self.speed = QToolButton()
        self.speeds = QMenu(self)
        self.metrics: dict[str, QLabel] = {}
        self._names: dict[str, QLabel] = {}
        self._columns: dict[str, QWidget] = {}
        self._lay_out()
        self.show_mode(training=False, ended=False)
        self.show_count(0, RunSettings().steps, None)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.train.setMinimumWidth(124)
        for button in (self.train, self.step, self.reset):
            row.addWidget(button)
        for part in (self.count, self.speed):
            part.setFont(fixed_font(13))
        self._offer_speeds()
        row.addSpacing(12)
        row.addWidget(self.count)
        row.addSpacing(4)
        row.addWidget(self.progress, 1)
        row.addWidget(self.speed)
        row.addSpacing(16)
        for name, title, token, tip in METRICS:
            row.addWidget(self._metric(name, say(title), token, say(tip)))

    def _offer_speeds(self) -> None:
        self.speed.setToolTip(say("How fast the run goes: choose fewer steps to watch them."))
        self.speed.setStyleSheet("padding: 4px 8px;")
        self.speed.setFixedWidth(
            QFontMetrics(fixed_font(13)).horizontalAdvance("00,000 steps/s ▾") + 20
        )
        menu = self.speeds
        group = QActionGroup(menu)
        for speed in (None, *SPEEDS):
            steps = counted("One step a second", "{count} steps a second", speed or 0)
            action = menu.addAction(say(steps) if speed else say("Full speed"))
            action.setCheckable(True)
            action.setChecked(speed is None)
            action.triggered.connect(lambda _on, speed=speed: self.speed_requested.emit(speed))
            group.addAction(action)
        drop_menu(self.speed, menu)

    def _metric(self, name: str, label: str, token: str, tip: str) -> QWidget:
        title, value = QLabel(label), QLabel(UNKNOWN)
        title.setProperty("role", "metric name")
        value.setProperty("role", "metric")
        value.setProperty("token", token)
        value.setFont(fixed_font(17, bold=True))
        for part in (title, value):
            part.setToolTip(tip)
            part.setFixedWidth(86)
        self.metrics[name] = value
        self._names[name] = title
        self._columns[name] = metric = QWidget()
        column = QVBoxLayout(metric)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(title)
        column.addWidget(value)
        return metric

    def show_mode(self, training: bool, ended: bool, problem: str = "") -> None:
        """What the buttons do now; `problem` is what stands in the way of a run."""
        again = say("▶ Train again") if ended else say("▶ Train")
        self.train.setText(say("❚❚ Pause") if training else again)
        self.train.setToolTip(problem or say("Train, or pause."))
        self.train.setEnabled(not problem)
        self.step.setToolTip(problem or say("Make one update."))
        self.step.setEnabled(not problem and not ended)

    def show_run(self, run: Run, speed: float | None) -> None:
        """Show the step, the losses and accuracies, and the speed in steps a second."""
        self.show_count(run.step, run.settings.steps, speed)
        measurements = run.history.measurements
        for name, label in self.metrics.items():
            value = getattr(measurements[-1], name) if measurements else None
            text = percent(value) if name.endswith("accuracy") else number(value)
            if label.text() != text:
                label.setText(text)
                label.setAccessibleName(f"{self._names[name].text()} {text}")

    def show_count(self, step: int, steps: int, speed: float | None) -> None:
        self.count.setText(say("step {step}/{steps}", step=step, steps=steps))
        self.count.setFixedWidth(
            self.count.fontMetrics().horizontalAdvance(f"step {steps}/{steps}0")
        )
        self.progress.setRange(0, steps)
        self.progress.setValue(step)
        rate = UNKNOWN if speed is None else f"{speed:,.0f}"
        self.speed.setText(say("{rate} steps/s ▾", rate=rate))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.speed.setVisible(self.width() >= _SPEED_FROM)
        self.progress.setVisible(self.width() >= _PROGRESS_FROM)
        for name in ("test_loss", "test_accuracy"):
            self._columns[name].setVisible(self.width() >= _TEST_FROM)

    def minimumSizeHint(self) -> QSize:
        # What gives way must not hold the window open.
        return QSize(600, super().minimumSizeHint().height())
