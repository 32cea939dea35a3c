"""What can be said of a run at a moment, in a sentence."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.model.catalogue.presets import Preset
from app.model.numbers import number, percent
from app.model.training.shown_run import ShownRun
from app.train.update.update_words import part_words
from engine.learning.run import Measurement, Run


def state_words(shown: ShownRun, training: bool, preset: Preset | None) -> str:
    """Where the run is; at its start what a preset is about, if the run is one's."""
    run = shown.run
    if run.ended:
        template = _tr("Done after {step} steps: {results}.")
        if run.reached:
            template = _tr("The target was reached after {step} steps: {results}.")
        return template.format(step=run.step, results=_results(run.history.measurements[-1]))
    if training:
        return _progress(run)
    if words := part_words(shown):
        return _tr(words.template).format(**words.places)
    if run.step:
        template = _tr(
            "Paused at step {step}. Train goes on, Step makes one update, "
            "Reset goes back to the very same start."
        )
        return template.format(step=run.step)
    if preset:
        return _tr(preset.words)
    template = _tr(
        "{train} points to train on, {test} to test with. "
        "Train starts the descent, Step makes one update."
    )
    return template.format(train=len(run.train), test=len(run.test))


def _progress(run: Run) -> str:
    measurements = run.history.measurements
    if measurements and measurements[-1].train_accuracy == 1.0:
        return _tr("Training: every point to train on is on its side of the boundary.")
    return _tr("Training: the weights go down the slope of the loss.")


def _results(last: Measurement) -> str:
    if last.train_accuracy is None:
        return _tr("the train loss is {loss}").format(loss=number(last.train_loss))
    train = _tr("{share} of the points to train on are on their side")
    told = train.format(share=percent(last.train_accuracy))
    if last.test_accuracy is None:
        return told
    both = _tr("{told}, and {share} of those to test with")
    return both.format(told=told, share=percent(last.test_accuracy))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Run", text)
