"""What can be said of a run at a moment, in a sentence."""

from __future__ import annotations

from app.model.catalogue.presets import Preset
from app.model.numbers import number, percent
from app.model.training.setup import Setup
from app.model.training.shown_run import ShownRun
from app.train.update.update_words import part_words
from app.ui.translation import say
from engine.core.errors import DataError
from engine.learning.datasets import LEAST_POINTS, OWN
from engine.learning.run import Measurement, Run
from engine.learning.setting_specs import SettingError


def state_words(shown: ShownRun, training: bool, preset: Preset | None) -> str:
    """Where the run is; at its start what a preset is about, if the run is one's."""
    run = shown.run
    if run.ended:
        results = _results(run.history.measurements[-1])
        if run.reached:
            return say(
                "The target was reached after {step} steps: {results}.",
                step=run.step,
                results=results,
            )
        return say("Done after {step} steps: {results}.", step=run.step, results=results)
    if training:
        return _progress(run)
    if words := part_words(shown):
        return say(words)
    if run.step:
        return say(
            "Paused at step {step}. Train goes on, Step makes one update, Reset goes back to the "
            "same start.",
            step=run.step,
        )
    if preset:
        return say(preset.words)
    return say(
        "{train} training points, {test} test points. Train starts the descent, Step makes one "
        "update.",
        train=len(run.train),
        test=len(run.test),
    )


def _progress(run: Run) -> str:
    measurements = run.history.measurements
    if measurements and measurements[-1].train_accuracy == 1.0:
        return say("Training: every training point is classified correctly.")
    return say("Training: the weights go down the slope of the loss.")


def _results(last: Measurement) -> str:
    if last.train_accuracy is None:
        return say("the train loss is {loss}", loss=number(last.train_loss))
    train = percent(last.train_accuracy)
    if last.test_accuracy is None:
        return say("{train} of the training points are classified correctly", train=train)
    return say(
        "{train} of the training points and {test} of the test points are classified correctly",
        train=train,
        test=percent(last.test_accuracy),
    )


def problem_words(setup: Setup, error: DataError | SettingError) -> str:
    """Why there can be no run of a set-up, as a sentence."""
    if setup.settings.dataset == OWN and len(setup.points) < LEAST_POINTS:
        return say(
            "Click in the picture to add points: a run needs {least} of them.",
            least=LEAST_POINTS,
        )
    if isinstance(error, SettingError):
        return say(error.reason)
    return say("{problem}.", problem=error.reason)
