"""SettingsForm: the left side of the Train tab, made from the engine's tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.training.fields import ChoiceField, Field, TextField
from app.training.reading import read, shown
from engine.datasets import DATASETS
from engine.errors import Message
from engine.losses import LOSSES
from engine.nn import ACTIVATIONS
from engine.optimisers import OPTIMISERS, SCHEDULES
from engine.settings import SettingError, Settings

# How long the hand rests before what it types is taken.
_REST = 400
_WIDTH = 264


SECTIONS = (
    ("DATA", (
        ("dataset", "dataset", "What is to be learned: two classes of points, or a curve."),
        ("points", "points", "How many samples are made."),
        ("noise", "noise", "How far samples are scattered from their ideal place."),
        ("test_share", "test share", "The part that is kept from training, to test with."),
        ("seed", "seed", "The same seed makes the same samples and the same first weights."),
    )),
    ("NETWORK", (
        ("hidden", "hidden", "Neurons of each hidden layer, such as 16, 16. Empty: no such layer."),
        ("activation", "activation", "What a hidden neuron does to its sum."),
    )),
    ("TRAINING", (
        ("loss", "loss", "How the distance between answer and target is measured."),
        ("optimiser", "optimiser", "How gradients become an update of the weights."),
        ("learning_rate", "learning rate", "How far an update goes against the gradient."),
        ("schedule", "schedule", "Whether the learning rate falls in the course of the run."),
        ("momentum", "momentum", "The part of its speed that an update keeps from the last one."),
        ("batch", "batch", "Samples for one update: a whole number, or all."),
        ("l2", "L2", "How much large weights cost."),
        ("steps", "steps", "Updates until the run is done."),
    )),
)  # fmt: skip
"""Heading, and for each setting: its name in Settings, its label, what it means."""

_TITLES: Mapping[str, Mapping[str, str]] = {
    "dataset": {name: dataset.title for name, dataset in DATASETS.items()},
    "activation": {name: name for name in ACTIVATIONS},
    "loss": {name: loss.title for name, loss in LOSSES.items()},
    "optimiser": {name: optimiser.title for name, optimiser in OPTIMISERS.items()},
    "schedule": {name: schedule.title for name, schedule in SCHEDULES.items()},
}

# What a kind of dataset starts with: squared error is steeper than hinge, a rate of 1 diverges.
_STARTS = {
    "classification": (Settings().loss, shown("learning_rate", Settings().learning_rate)),
    "regression": ("squared error", "0.1"),
}


class SettingsForm(QScrollArea):
    """`changed` tells that `settings` or `problem` are others; no entry is ever thrown away."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.settings: Settings | None = Settings()
        self.problem = ""
        """The sentence of the first wrong entry, after its label; while there is none, no text."""
        self.fields: dict[str, Field] = {}
        self._kind = DATASETS[Settings().dataset].kind
        self._kept = dict(_STARTS)
        self._later = QTimer(self, singleShot=True, interval=_REST)
        self._later.timeout.connect(self.commit)
        self._build()
        self._fit()

    def commit(self) -> None:
        """Take what is typed, now."""
        self._later.stop()
        self._fit()
        settings, problems = self._read()
        for name, field in self.fields.items():
            field.complain(problems.get(name, ""))
        wrong = next((name for name in self.fields if name in problems), None)
        problem = f"{self.fields[wrong].title}: {problems[wrong]}" if wrong else ""
        if (settings, problem) != (self.settings, self.problem):
            self.settings, self.problem = settings, problem
            self.changed.emit()

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFixedWidth(_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        panel = QFrame()
        panel.setProperty("role", "panel")
        column = QVBoxLayout(panel)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(4)
        for heading, rows in SECTIONS:
            title = QLabel(self.tr(heading))
            title.setProperty("role", "heading")
            title.setContentsMargins(0, 4, 0, 2)
            column.addWidget(title)
            for name, label, tip in rows:
                field = self._field(name, self.tr(label), self.tr(tip))
                field.changed.connect(self._later.start)
                field.left.connect(self.commit)
                self.fields[name] = field
                column.addWidget(field)
            column.addSpacing(6)
        column.addStretch()
        self.setWidget(panel)

    def _field(self, name: str, label: str, tip: str) -> Field:
        value = getattr(Settings(), name)
        if name in _TITLES:
            titles = {key: self.tr(title) for key, title in _TITLES[name].items()}
            return ChoiceField(label, tip, titles, value)
        return TextField(label, tip, shown(name, value))

    def _fit(self) -> None:
        """Offer what goes with the dataset and with the optimiser."""
        loss, rate = self.fields["loss"], self.fields["learning_rate"]
        assert isinstance(loss, ChoiceField)
        assert isinstance(rate, TextField)
        kind = DATASETS[self._chosen("dataset")].kind
        if kind != self._kind:
            # Each kind of dataset keeps its own loss and learning rate.
            self._kept[self._kind] = (loss.name, rate.text)
            self._kind = kind
            loss.name, rate.text = self._kept[kind]
        loss.offer({name for name, row in LOSSES.items() if kind in row.kinds})
        momentum = OPTIMISERS[self._chosen("optimiser")].uses_momentum
        self.fields["momentum"].setEnabled(momentum)

    def _chosen(self, name: str) -> str:
        field = self.fields[name]
        assert isinstance(field, ChoiceField)
        return field.name

    def _read(self) -> tuple[Settings | None, dict[str, str]]:
        """The settings, or the sentence of every wrong entry. What is off is not asked."""
        values: dict[str, object] = {}
        problems: dict[str, str] = {}
        for name, field in self.fields.items():
            if isinstance(field, ChoiceField):
                values[name] = field.name
            elif isinstance(field, TextField) and field.isEnabled():
                try:
                    values[name] = read(name, field.text)
                except SettingError as error:
                    problems[name] = self._said(error.message)
        if problems:
            return None, problems
        settings = Settings(**values)
        problems = {name: self._said(told) for name, told in settings.problems().items()}
        return (None if problems else settings), problems

    def _said(self, message: Message) -> str:
        return self.tr(message.template).format(**message.places)


assert {name for _, rows in SECTIONS for name, _, _ in rows} == {
    field.name for field in fields(Settings)
}, "every setting has its field"
