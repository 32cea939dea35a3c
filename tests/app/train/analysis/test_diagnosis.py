"""Trouble is told in one sentence, with what to try; a healthy run is left in peace."""

from __future__ import annotations

import sys

import numpy
import pytest

from app.train.analysis.diagnosis import dead_neurons, diagnose
from app.train.analysis.fast_forward import FastForward
from engine.learning.datasets import DATASETS
from engine.learning.losses import LOSSES
from engine.learning.optimisers import OPTIMISERS
from engine.learning.run import Run, RunSettings


@pytest.fixture(autouse=True)
def without_what_the_bundle_leaves_out(monkeypatch):
    """numpy imports these at the first use of what needs them."""
    for part in ("fft", "polynomial", "random", "testing"):
        monkeypatch.setitem(sys.modules, f"numpy.{part}", None)
        monkeypatch.delitem(vars(numpy), part, raising=False)


def ended(start=None, **settings) -> Run:
    run = Run(RunSettings(**settings), start=start)
    while not run.ended:
        run.update()
    return run


def said(run: Run) -> str:
    message = diagnose(run, FastForward(run))
    return str(message) if message else ""


TROUBLES = {
    "a rate of 0": (
        {"learning_rate": 0.0, "steps": 5},
        "The learning rate is 0: nothing moves. Try 1.",
    ),
    "zeros": ({"initial": "zeros", "steps": 20}, "zeros never learn"),
    "zeros, tanh": ({"initial": "zeros", "activation": "tanh", "steps": 20}, "zeros never learn"),
    "all relus dead": (
        {"learning_rate": 3.0, "schedule": "constant"},
        "All 16 relu neurons of layer 2 answer 0 at every training point",
    ),
    "relus dying": (
        {"learning_rate": 0.3, "loss": "squared error", "steps": 60},
        "11 of 16 relu neurons in layer 1 are dead",
    ),
    "vanishing": (
        {"hidden": (16,) * 6, "activation": "sigmoid", "steps": 5, "learning_rate": 0.01},
        "The gradient vanishes on its way back: in layer 1 it is",
    ),
    "faint": (
        {"hidden": (8,) * 5, "activation": "sigmoid", "initial": "xavier", "steps": 60},
        "The loss hardly falls: the gradients are tiny",
    ),
    "exploding": (
        {"hidden": (32,) * 6, "activation": "relu", "steps": 2},
        "The gradients are huge: in layer",
    ),
    "memorised": (
        {
            "points": 40, "noise": 0.5, "test_share": 0.5, "steps": 1000, "l2": 0.0,
            "optimiser": "adam", "learning_rate": 0.03,
        },
        "memorises the training points: the test loss was lowest at step",
    ),
    "a straight line": ({"dataset": "xor", "hidden": ()}, "it needs a hidden layer"),
    "linear layers": (
        {"dataset": "circles", "activation": "linear", "learning_rate": 0.1},
        "Choose relu or tanh",
    ),
    "a line for a curve": (
        {"dataset": "sine", "hidden": (), "loss": "squared error", "learning_rate": 0.1},
        "it needs a hidden layer",
    ),
    "steps too long": (
        {"learning_rate": 10.0, "activation": "tanh", "schedule": "constant", "steps": 100},
        "The loss is higher than at the start: the steps are too large. Try a learning rate of 1.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_is_told(name: str) -> None:
    settings, sentence = TROUBLES[name]
    assert sentence in said(ended(**settings))


def test_a_loss_that_jumps_is_told() -> None:
    run = Run(RunSettings(hidden=(), dataset="xor", steps=100))
    run.update()
    measured = run.history.measurements
    from_then_on = [(1.0 + (step % 2)) * 0.4 for step in range(40)]
    for step, loss in enumerate(from_then_on):
        measured.append(type(measured[0])(step, loss, None, 0.6, None))
    assert "jumps up and down" in said(run)


def test_zeros_before_a_sigmoid_are_copies_that_learn() -> None:
    zeros = RunSettings(
        dataset="two clouds", activation="sigmoid", hidden=(4,), initial="zeros", batch=10
    )
    run = Run(zeros)
    assert "copies of one another" in said(run)
    while not run.ended:
        run.update()
    assert run.history.measurements[-1].train_accuracy > 0.95
    assert said(run) == ""


def test_a_layer_of_zeros_with_other_weights_behind_it_learns() -> None:
    run = Run(RunSettings(hidden=(2,), activation="tanh"), start=[0.0] * 6 + [1.0, -1.0, 0.0])
    assert said(run) == ""


def test_copies_that_are_not_zeros_are_told() -> None:
    run = Run(RunSettings(hidden=(3,), activation="tanh"), start=[0.5, -0.5, 0.1] * 3 + [1.0] * 4)
    run.update()
    assert "copies of one another" in said(run)


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_healthy_runs_raise_no_alarm(dataset: str, loss: str, optimiser: str) -> None:
    if DATASETS[dataset].kind not in LOSSES[loss].kinds:
        return
    rate = OPTIMISERS[optimiser].suggested(LOSSES[loss].learning_rate)
    run = ended(dataset=dataset, loss=loss, optimiser=optimiser, learning_rate=rate)
    assert said(run) == ""


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_healthy_start_raises_no_alarm(dataset: str) -> None:
    loss = "hinge" if DATASETS[dataset].kind == "classification" else "squared error"
    run = Run(RunSettings(dataset=dataset, loss=loss, learning_rate=LOSSES[loss].learning_rate))
    assert said(run) == ""
    for _ in range(5):
        run.update()
        assert said(run) == ""


def test_a_line_is_enough_for_two_clouds() -> None:
    assert said(ended(dataset="two clouds", hidden=())) == ""


def test_a_run_that_ran_away_has_its_own_reason() -> None:
    run = ended(loss="squared error", learning_rate=1000.0)
    assert run.reason
    assert said(run) == ""


def test_dead_is_a_relu_that_answers_0_at_every_point() -> None:
    run = Run(RunSettings(hidden=(2,)), start=[1.0, 0.0, -100.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0])
    (dead,) = dead_neurons(run, FastForward(run))
    assert dead.tolist() == [True, False]
    tanh = Run(RunSettings(hidden=(2,), activation="tanh"), start=run.start)
    assert not dead_neurons(tanh, FastForward(tanh))[0].any()
