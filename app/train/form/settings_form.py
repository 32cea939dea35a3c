"""SettingsForm: the left side of the Train tab, made from the engine's tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.model.catalogue.presets import PRESETS
from app.model.training.setting_text import (
    BY_LAYER,
    FIRST_OF_KIND,
    follow_kind,
    in_use,
    means,
    offered,
    parse,
    text_of,
)
from app.model.training.setup import Setup
from app.train.form.fields import ChoiceField, FormField, RateField, TextField
from app.ui.timers import new_timer
from app.ui.translation import say
from app.ui.widgets.menu_button import drop_menu
from engine.core.messages import Message, marked
from engine.learning.setting_specs import ActivationSpec, ChoiceSpec, NumberSpec, SettingSpec
from engine.learning.settings import SETTINGS, RunSettings

# How long typing pauses before the text is read.
_REST = 400
_WIDTH = 264


class SettingsForm(QScrollArea):
    """`edited` tells that the texts mean another set-up, or another problem; `show_setup` fills it.

    It holds texts and what is wrong with them; what they mean says `app.model.training`. A wrong
    text stands until it is mended or its setting is changed elsewhere; meanwhile the right ones
    beside it count.
    """

    edited = Signal(str, object, str)
    """A name for the edit, the Setup, and a key under which several in a row are one."""

    preset_requested = Signal(str)
    defaults_requested = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.problem = ""
        """The sentence of the first wrong entry, after its label; while there is none, no text."""
        self.fields: dict[str, FormField] = {}
        self._setup = Setup()
        self._kept = FIRST_OF_KIND
        self._later = new_timer(self, _REST, once=True)
        self._later.timeout.connect(self.commit)
        self._build()
        self._fit()

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the fields, in the words that settings are read in."""
        return {name: _read_words(name, field.text) for name, field in self.fields.items()}

    def show_setup(self, setup: Setup) -> None:
        """Show what the set-up is by now; entries that say the same stay as they were typed."""
        typing = self._later.isActive()
        before, self._setup = self._setup.settings, setup
        for name, field in self.fields.items():
            value = getattr(setup.settings, name)
            typed = isinstance(field, TextField) and (field.wrong or typing)
            stands = typed and value == getattr(before, name)
            if not stands and not means(name, self.texts[name], value):
                field.text = _shown_words(name, text_of(name, value))
        self._fit()
        if not typing:
            self._complain(parse(self.texts, setup)[1])

    def give_up_wrong_entries(self) -> None:
        """Show what holds in their place: another set-up is wanted as a whole."""
        self._later.stop()
        for field in self.fields.values():
            field.complain("")
        self.show_setup(self._setup)

    def commit(self, merge: str = "") -> None:
        """Read what stands in the fields, now."""
        self._later.stop()
        before = self.texts
        texts, self._kept = follow_kind(before, self._setup, self._kept)
        for name, text in texts.items():
            if text != before[name]:
                self.fields[name].text = _shown_words(name, text)
        self._fit()
        problem, (setup, problems) = self.problem, parse(texts, self._setup)
        self._complain(problems)
        if (setup, self.problem) != (self._setup, problem):
            self.edited.emit(self._name_of_edit(setup), setup, merge)

    def _complain(self, problems: Mapping[str, Message]) -> None:
        sentences = {name: say(problem) for name, problem in problems.items()}
        for name, field in self.fields.items():
            field.complain(sentences.get(name, ""))
        wrong = next((name for name in self.fields if name in problems), None)
        self.problem = f"{self.fields[wrong].title}: {sentences[wrong]}" if wrong else ""

    def _name_of_edit(self, setup: Setup) -> str:
        """`Change noise`, or of several the first: the others only followed it."""
        for name, field in self.fields.items():
            if getattr(setup.settings, name) != getattr(self._setup.settings, name):
                return say("change {setting}", setting=field.title)
        return ""

    def _fit(self) -> None:
        """Offer what goes with the dataset, with the layers and with the optimiser."""
        for name, names in offered(self.texts, self._setup).items():
            field = self.fields[name]
            assert isinstance(field, ChoiceField)
            field.offer(names)
        used = in_use(self.texts, self._setup)
        for name, field in self.fields.items():
            field.setEnabled(name in used)

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
        head = QHBoxLayout()
        head.addWidget(self._presets(), 1)
        head.addWidget(self._defaults())
        self.column.addLayout(head)
        for heading, specs in groupby(SETTINGS.values(), attrgetter("section")):
            self._add_section(say(heading), specs)
        self.column.addStretch()
        self.setWidget(panel)

    def _defaults(self) -> QPushButton:
        button = QPushButton(say("Defaults"))
        button.setToolTip(say("All settings as at the first start."))
        button.clicked.connect(lambda _on: self.defaults_requested.emit())
        return button

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
                lambda _=False, name=preset.name: self.preset_requested.emit(name)
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
        text = _shown_words(spec.name, spec.text(value))
        if isinstance(spec, NumberSpec) and spec.slider:
            field = RateField(label, tip, text, spec.slider)
            field.slid.connect(lambda: self.commit(merge=spec.name))
            return field
        return TextField(label, tip, text)


def _shown_words(name: str, text: str) -> str:
    """A text of a setting as its field shows it: `all` and `none` in the language of the user."""
    absent = _absent(name)
    return say(absent) if absent and text == absent else text


def _read_words(name: str, text: str) -> str:
    """What `_shown_words` showed as it was before."""
    absent = _absent(name)
    return absent if absent and text.strip().casefold() == say(absent).casefold() else text


def _absent(name: str) -> str:
    spec = SETTINGS[name]
    return spec.absent if isinstance(spec, NumberSpec) else ""
