"""SettingsForm: the left side of the Train tab, made from the engine's tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Any, get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.model.catalogue.presets import PRESETS
from app.model.training.setup import Setup
from app.train.form.fields import ChoiceField, FormField, RateField, TextField
from app.ui.timers import new_timer
from app.ui.translation import say
from app.ui.widgets.menu_button import drop_menu
from engine.core.messages import marked
from engine.learning.datasets import DATASETS, OWN, DatasetKind, own_points
from engine.learning.losses import LOSSES, first_loss
from engine.learning.network import DEFAULT_ACTIVATION, activations
from engine.learning.setting_specs import ActivationSpec, ChoiceSpec, NumberSpec, SettingSpec
from engine.learning.settings import SETTINGS, RunSettings, SettingError

# How long the hand rests before what it types is taken.
_REST = 400
_WIDTH = 264


BY_LAYER = ""
"""Stands for several activations, which are chosen at the layers of the network's picture."""

# A set-up without any points has the settings of a classification.
_NO_POINTS = own_points([(0.0, 0.0, -1.0), (0.0, 0.0, 1.0)])


class SettingsForm(QScrollArea):
    """`edited` tells that `settings` or `problem` are others by hand; `show_setup` fills it anew.

    A wrong entry stands until it is mended or its setting is changed elsewhere; meanwhile the
    right ones beside it are taken.
    """

    edited = Signal(str, str)
    """A name for the edit, and a key under which several in a row are one."""

    preset_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.settings = RunSettings()
        """The right entries; where one is wrong, what its setting is until it is mended."""
        self.problem = ""
        """The sentence of the first wrong entry, after its label; while there is none, no text."""
        self.fields: dict[str, FormField] = {}
        self._setup = Setup()
        # What each kind of dataset begins with: squared error is steeper than hinge, and a
        # learning rate of 1 diverges.
        self._kept = {
            kind: (loss.name, SETTINGS["learning_rate"].text(loss.learning_rate))
            for kind in get_args(DatasetKind)
            for loss in (first_loss(kind),)
        }
        self._later = new_timer(self, _REST, once=True)
        self._later.timeout.connect(self.commit)
        self._build()
        self._fit()

    def show_setup(self, setup: Setup) -> None:
        """Show what the set-up is by now; entries that say the same stay as they were typed."""
        typing = self._later.isActive()
        before, self._setup = self._setup.settings, setup
        for name, field in self.fields.items():
            value = getattr(setup.settings, name)
            stands = (field.wrong or typing) and value == getattr(before, name)
            if isinstance(field, ChoiceField):
                field.name = BY_LAYER if isinstance(value, tuple) else value
            elif (
                isinstance(field, TextField)
                and not stands
                and not _text_matches(name, field.text, value)
            ):
                field.text = _text_of(name, value)
        self._fit()
        self.settings = setup.settings
        if not typing:
            self._complain(self._read()[1])

    def give_up_wrong_entries(self) -> None:
        """Show what holds in their place: another set-up is wanted as a whole."""
        self._later.stop()
        for field in self.fields.values():
            field.complain("")
        self.show_setup(self._setup)

    def commit(self, merge: str = "") -> None:
        """Take what is typed, now."""
        self._later.stop()
        self._follow_kind()
        self._fit()
        before, problem = self.settings, self.problem
        self.settings, problems = self._read()
        self._complain(problems)
        if (self.settings, self.problem) != (before, problem):
            self.edited.emit(self._name_of_edit(), merge)

    def _complain(self, problems: Mapping[str, str]) -> None:
        for name, field in self.fields.items():
            field.complain(problems.get(name, ""))
        wrong = next((name for name in self.fields if name in problems), None)
        self.problem = f"{self.fields[wrong].title}: {problems[wrong]}" if wrong else ""

    def _name_of_edit(self) -> str:
        """`Change noise`, or of several the first: the others only followed it."""
        for name, field in self.fields.items():
            if getattr(self.settings, name) != getattr(self._setup.settings, name):
                return say("change {setting}", setting=field.title)
        return ""

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFixedWidth(_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        panel = QFrame()
        panel.setProperty("role", "panel")
        self.column = QVBoxLayout(panel)
        self.column.setContentsMargins(16, 12, 12, 12)
        self.column.setSpacing(4)
        self.column.addWidget(self._presets())
        for heading, specs in groupby(SETTINGS.values(), attrgetter("section")):
            self._add_section(say(heading), specs)
        self.column.addStretch()
        self.setWidget(panel)

    def _presets(self) -> QToolButton:
        """Where a stranger may begin: a list of set-ups that each teach one thing."""
        button = QToolButton()
        title = say("Presets")
        button.setText(f"{title}  ▾")
        button.setToolTip(say("Set-ups that each teach one thing."))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        for preset in PRESETS.values():
            action = menu.addAction(say(preset.title))
            action.setToolTip(say(preset.words))
            action.triggered.connect(
                lambda _=False, name=preset.name: self.preset_wanted.emit(name)
            )
        drop_menu(button, menu)
        return button

    def _add_section(self, heading: str, specs: Iterable[SettingSpec]) -> None:
        title = QLabel(heading)
        title.setProperty("role", "heading")
        title.setContentsMargins(0, 4, 0, 2)
        self.column.addWidget(title)
        for spec in specs:
            field = self._field(spec)
            if isinstance(field, ChoiceField):
                # Going through a list by the arrow keys is one edit.
                field.left.connect(lambda name=spec.name: self.commit(merge=name))
            else:
                field.changed.connect(self._later.start)
                field.left.connect(self.commit)
            self.fields[spec.name] = field
            self.column.addWidget(field)
        self.column.addSpacing(6)

    def _field(self, spec: SettingSpec) -> FormField:
        label, tip, value = (
            say(spec.title),
            say(spec.help),
            getattr(RunSettings(), spec.name),
        )
        if isinstance(spec, ChoiceSpec):
            titles = dict(spec.options())
            if isinstance(spec, ActivationSpec):
                titles[BY_LAYER] = marked("by layer")
            titles = {name: say(title) for name, title in titles.items()}
            return ChoiceField(label, tip, titles, value)
        text = _text_of(spec.name, value)
        if isinstance(spec, NumberSpec) and spec.slider:
            field = RateField(label, tip, text, spec.slider)
            field.slid.connect(lambda: self.commit(merge=spec.name))
            return field
        return TextField(label, tip, text)

    def _kind_of(self, dataset: str) -> DatasetKind:
        if dataset != OWN:
            return DATASETS[dataset].kind
        # Own points that are not there yet will be those of the dataset that is shown.
        return self._setup.with_settings(replace(self._setup.settings, dataset=OWN)).kind

    def _follow_kind(self) -> None:
        """Each kind of dataset keeps its own loss and learning rate."""
        loss, rate = self._choice("loss"), self.fields["learning_rate"]
        assert isinstance(rate, TextField)
        before, kind = self._setup.kind, self._kind_of(self._choice("dataset").name)
        if kind not in LOSSES[loss.name].kinds or (
            kind != before and self._choice("dataset").name != self._setup.settings.dataset
        ):
            valid = SETTINGS["learning_rate"].text(self._setup.settings.learning_rate)
            self._kept[before] = (loss.name, valid if rate.wrong else rate.text)
            loss.name, rate.text = self._kept[kind]

    def _fit(self) -> None:
        """Offer what goes with the dataset, with the layers and with the optimiser."""
        kind = self._kind_of(self._choice("dataset").name)
        self._choice("loss").offer({name for name, row in LOSSES.items() if kind in row.kinds})
        by_layer = isinstance(self._setup.settings.activation, tuple)
        self._choice("activation").offer({*activations(), *([BY_LAYER] if by_layer else [])})
        choices: dict[str, Any] = {
            name: field.name
            for name, field in self.fields.items()
            if isinstance(field, ChoiceField)
        }
        chosen = replace(
            self._setup.settings,
            **choices,
        )
        for name, field in self.fields.items():
            field.setEnabled(SETTINGS[name].applies(chosen))

    def _choice(self, name: str) -> ChoiceField:
        field = self.fields[name]
        assert isinstance(field, ChoiceField)
        return field

    def _read(self) -> tuple[RunSettings, dict[str, str]]:
        """The settings, and the sentence of every wrong entry. What is off is not asked."""
        values: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for name, field in self.fields.items():
            if isinstance(field, ChoiceField):
                values[name] = field.name
            elif isinstance(field, TextField):
                present = getattr(self._setup.settings, name)
                # What is shown may be rounded: where nobody typed, the number stays whole.
                if not field.isEnabled() or field.text == _text_of(name, present):
                    values[name] = present
                    continue
                try:
                    values[name] = _value_of(name, field.text)
                except SettingError as error:
                    values[name] = present
                    problems[name] = say(error.reason)
        if values["activation"] == BY_LAYER:
            values["activation"] = _resized_activations(self._setup.settings, len(values["hidden"]))
        settings = RunSettings(**values)
        own = settings.dataset == OWN
        points = own_points(self._setup.points) if len(self._setup.points) > 1 else _NO_POINTS
        told = settings.problems(points if own else None)
        if told:
            settings = self._setup.settings
        return settings, {name: say(problem) for name, problem in told.items()} | problems


def _text_of(name: str, value: object) -> str:
    """A value as it stands in its field: `all` and `none` in the user's language."""
    return say(SETTINGS[name].words(value))


def _value_of(name: str, text: str) -> object:
    """What a text in the field stands for. Raises SettingError."""
    spec = SETTINGS[name]
    absent = spec.absent if isinstance(spec, NumberSpec) else ""
    is_absent = absent and text.strip().casefold() == say(absent).casefold()
    return spec.read(absent if is_absent else text)


def _text_matches(name: str, text: str, value: object) -> bool:
    """Whether the text of a field stands for the value."""
    try:
        return bool(_value_of(name, text) == value)
    except SettingError:
        return False


def _resized_activations(settings: RunSettings, layers: int) -> tuple[str, ...]:
    """The activations by layer for another number of layers; the last one goes on."""
    named = settings.activations or (DEFAULT_ACTIVATION,)
    return (*named, *named[-1:] * layers)[:layers]
