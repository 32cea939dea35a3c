"""TrainPage: the Train tab; it connects form, trainer, toolbar and dashboard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.model.catalogue.presets import PRESETS, load_preset, preset_of
from app.model.training.run_cache import RunCache
from app.model.training.setup import Setup
from app.model.training.shown_run import ShownRun
from app.state.interaction import Interaction
from app.state.session import Session
from app.train.analysis.parameter_names import parameter_names
from app.train.form.settings_form import SettingsForm
from app.train.opened_parts import OpenedParts
from app.train.toolbar import TrainToolbar
from app.train.trainer import Trainer
from app.train.update.status_words import problem_words
from app.ui.translation import say
from engine.core.errors import DataError
from engine.learning.run import Run, RunSettings
from engine.learning.setting_specs import SettingError

if TYPE_CHECKING:
    from app.train.dashboard import Dashboard
    from app.train.points.own_points import OwnPoints


class TrainPage(QWidget, Interaction):
    """`tools` stands in the header of the window; the rest is made when it is first needed.

    What the user changes goes to the session as a set-up, and comes back from there as a run.
    """

    def __init__(self, session: Session, parent: QWidget | None = None):
        super().__init__(parent)
        self.session = session
        self._setup_problem = ""
        """Why there can't be a run of the set-up, as a sentence; no text if there can."""
        self.tools = TrainToolbar()
        self.tools.train.clicked.connect(self.train_or_pause)
        self.tools.step.clicked.connect(self.step)
        self.tools.reset.clicked.connect(self.reset)
        self.tools.speed_requested.connect(lambda speed: self.prepare().limit_speed(speed))
        self.setFocusProxy(self.tools.train)
        self.form: SettingsForm
        self.dashboard: Dashboard
        self.own_points: OwnPoints
        self.trainer: Trainer | None = None
        self._setup: Setup | None = None
        self._run_setup: Setup | None = None
        """The set-up whose run the trainer has; not that of the last one, if that has no run."""
        self._run_cache = RunCache()
        self.opened_parts = OpenedParts(self)

    @property
    def areas(self) -> tuple[QWidget, ...]:
        """What F6 goes through."""
        self.prepare()
        parts = self.dashboard
        cards = (parts.points, parts.update_card, parts.loss_plot, parts.network)
        return (self.tools, self.form, *cards)

    @property
    def problem(self) -> str:
        """Why there can't be a run of what is asked for, as a sentence; no text if there can."""
        return self.form.problem or self._setup_problem if self.trainer else ""

    # What the menu and the header ask for.

    def train_or_pause(self) -> None:
        """Train, from the start if the run is over; pause if it trains."""
        trainer = self.prepare()
        if trainer.training:
            trainer.pause()
        elif self._commit_all_texts():
            if trainer.run.ended:
                self.reset()
            trainer.train()

    def step(self) -> None:
        """Make one update."""
        trainer = self.prepare()
        if self._commit_all_texts():
            trainer.step()

    def next_part(self) -> None:
        """Do the next part of an update."""
        trainer = self.prepare()
        if self._commit_all_texts():
            trainer.next_part()

    def open_neuron(self, layer: int, index: int) -> None:
        """Open a neuron (both from 0) on the canvas, at the data point that is chosen there."""
        run = self._paused_between_updates()
        self.opened_parts.open_neuron(run, layer, index, self.dashboard.network.chosen_point)

    def open_loss(self, row: int | None = None) -> None:
        """Open the loss on the canvas, at a training point: by default at the chosen one."""
        run = self._paused_between_updates()
        chosen = self.dashboard.network.chosen_point if row is None else row
        self.opened_parts.open_loss(run, chosen)

    def paused_run(self) -> Run | None:
        """The run as it stands, paused; None where there can be none: `problem` says why."""
        trainer = self.prepare()
        trainer.pause()
        return trainer.run if self._commit_all_texts() else None

    def import_points(self, path: Path | None = None) -> None:
        """Make the points of a table, asked for if none is given, the user's own."""
        self.prepare()
        if path:
            self.own_points.take(path)
        else:
            self.own_points.choose_and_import()

    def paste_points(self) -> None:
        """Make the points of the table on the clipboard the user's own."""
        self.prepare()
        self.own_points.paste()

    def reset(self) -> None:
        """Back to the very same start; undo brings back the run that was."""
        run = self.prepare().run
        if self._run_setup and (run.step or run.pending or run.edited):
            self._restart(say("reset"), self.session.setup)

    def apply_preset(self, name: str) -> None:
        """Take the set-up of a preset; undo brings the one before back."""
        self.prepare()
        title = say(PRESETS[name].title)
        self._replace_setup(say("preset {title}", title=title), load_preset(name))

    def apply_defaults(self) -> None:
        """Take the settings of the first start; undo brings those before back."""
        self.prepare()
        self._replace_setup(say("take the default settings"), Setup())

    def pause(self) -> None:
        """Pause the training, if it runs."""
        if self.trainer:
            self.trainer.pause()

    def prepare(self) -> Trainer:
        """Make what the page holds, unless it is there: half a second, most of it pyqtgraph's."""
        if self.trainer is None:
            # Imported here for the sake of the program's start, which does without.
            from app.train.dashboard import Dashboard
            from app.train.points.own_points import OwnPoints

            self.form, self.dashboard = SettingsForm(), Dashboard()
            self.own_points = OwnPoints(self.session, self.dashboard.points)
            self.trainer = Trainer(Run(RunSettings()), self)
            self._lay_out()
            self._connect(self.trainer)
            self._set_up(self.session.setup)
        return self.trainer

    def _paused_between_updates(self) -> Run:
        """The run, paused between two updates."""
        trainer = self.prepare()
        trainer.pause()
        trainer.run.finish_update()
        return trainer.run

    def _commit_all_texts(self) -> bool:
        """Take what is being typed at this moment; whether all of it can be."""
        self.commit()
        return not self.problem

    # Putting it together.

    def _lay_out(self) -> None:
        rule = QFrame()
        rule.setProperty("role", "rule")
        rule.setFixedWidth(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part in (self.form, rule, self.dashboard):
            row.addWidget(part)

    def _connect(self, trainer: Trainer) -> None:
        self.form.edited.connect(self._edited)
        self.form.preset_requested.connect(self.apply_preset)
        self.form.defaults_requested.connect(self.apply_defaults)
        self.session.setups.present_changed.connect(self._set_up)
        self.session.register(self)
        network = self.dashboard.network
        # A click in the picture leaves no field of the form.
        network.edit_starting.connect(self.form.commit)
        network.edit_requested.connect(self._edit_network)
        network.neuron_requested.connect(self.open_neuron)
        network.loss_requested.connect(self.open_loss)
        network.table.model.number_requested.connect(self._set_parameter)
        self.dashboard.update_card.next_requested.connect(self.next_part)
        points = self.dashboard.points
        for refused in (self.own_points.refused, self.opened_parts.refused):
            refused.connect(lambda words: self.dashboard.show_sentence(words, error=True))
        points.board.point_chosen.connect(network.choose_point)
        points.board.point_opened.connect(self.open_loss)
        network.point_chosen.connect(points.board.choose)
        self.dashboard.loss_plot.settings_requested.connect(self._apply_earlier_settings)
        trainer.advanced.connect(self._advanced)
        for signal in (trainer.started, trainer.paused, trainer.ended):
            signal.connect(self._advanced)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.prepare()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # A window that is only minimised goes on.
        if not event.spontaneous():
            self.pause()

    # Following what changes.

    def _edited(self, name: str, setup: Setup, merge: str) -> None:
        """The form was changed by hand."""
        self.pause()
        self.session.setups.edit(name, setup, merge)
        self._show_mode(self.prepare())

    def _edit_network(self, name: str, settings: RunSettings) -> None:
        changed = replace(
            self.session.setup.settings, hidden=settings.hidden, activation=settings.activation
        )
        self.session.setups.edit(name, self.session.setup.with_settings(changed))

    def _apply_earlier_settings(self, setup: Setup) -> None:
        self._replace_setup(say("take earlier settings again"), setup)

    def _replace_setup(self, name: str, setup: Setup) -> None:
        """Take a set-up in place of all that stands in the form, wrong entries too."""
        self._restart(name, setup)
        self.cancel()

    def _restart(self, name: str, setup: Setup) -> None:
        """Take a set-up whose run begins at the start, also where it is the present one."""
        # An object of its own: not the one by which a run may have been left.
        self.session.setups.restart(name, replace(setup))

    def _set_parameter(self, index: int, number: float) -> None:
        """Set a number of the run by hand; undo brings back the run as it was before."""
        trainer, table = self.prepare(), self.dashboard.network.table
        if self._run_setup is None:
            # What is seen is the last run there was.
            table.refuse(self._setup_problem)
            return
        before = trainer.run.copy()
        try:
            trainer.set_parameter(index, number)
        except DataError as error:
            table.refuse(say("It can’t be set: {problem}.", problem=error.reason))
            return
        table.refuse("")
        self._run_cache.keep(self._run_setup, ShownRun(before))
        # The run goes on under a set-up of its own, so that undo finds the other one.
        self._setup = self._run_setup = replace(self._run_setup)
        name = say("set {parameter}", parameter=parameter_names(trainer.run)[index])
        self.session.setups.restart(name, self._setup)

    def commit(self) -> None:
        self.form.commit()

    def cancel(self) -> None:
        self.form.give_up_wrong_entries()
        self._show_mode(self.prepare())

    def _set_up(self, setup: Setup) -> None:
        """Another set-up is another run; where there can be none, the last one stays, at rest."""
        trainer = self.prepare()
        if setup is not self._setup:
            trainer.pause()
            if self._run_setup:
                self._run_cache.keep(self._run_setup, trainer.shown)
            self._setup, self._run_setup = setup, None
            self.form.show_setup(setup)
            try:
                shown = self._run_cache.pop(setup) or ShownRun(setup.run())
            except (DataError, SettingError) as error:
                self._setup_problem = problem_words(setup, error)
                self.dashboard.points.set_run(setup, None)
                self.dashboard.update_card.show_none()
            else:
                self._setup_problem = ""
                self._run_setup = setup
                self.dashboard.set_run(setup, shown)
                trainer.set_run(shown)
        self._show_mode(trainer)

    def _advanced(self) -> None:
        trainer = self.prepare()
        self.tools.show_run(trainer.run, trainer.steps_per_second)
        self.dashboard.refresh(trainer.training)
        self._show_mode(trainer)

    def _show_mode(self, trainer: Trainer) -> None:
        self.tools.show_mode(trainer.training, trainer.run.ended, self.problem)
        reason = trainer.run.reason
        if self.problem:
            self.dashboard.show_sentence(self.problem, error=True)
        elif reason:
            self.dashboard.show_sentence(say(reason), error=True)
        else:
            self.dashboard.show_state(trainer.training, preset_of(self.session.setup))
