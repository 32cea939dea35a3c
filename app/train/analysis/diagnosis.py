"""Diagnosis: what goes wrong in a run, as one sentence that says what happened and what to try."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from statistics import median

import numpy as np

from app.model.numbers import number
from app.train.analysis.fast_forward import FastForward
from engine.core.messages import Message, marked
from engine.core.ops import OPS
from engine.learning.losses import LOSSES
from engine.learning.network import INITIALS, LINEAR
from engine.learning.optimisers import OPTIMISERS
from engine.learning.run import Run

_FADED = 5e-3
"""The gradient of the first layer as a share of the last one's, below which it is reported."""
_EXPLODED = 100.0
"""A mean |grad| that no healthy run comes near after its first updates."""
_SPREAD = 1e3
"""How many times the last layer's gradient the first one's is when it grows on its way back."""
_RECENT = 30
"""Measurements that show whether the loss falls."""
_ENOUGH = 500
"""Measurements that tell where the test loss was least."""
_UPS = 0.4
_SWING = 0.25
"""Of the mean loss: how far it goes up or down from one measurement to the next."""
FAINT = 5e-3
"""A mean |grad| of all layers below which it moves hardly anything."""
_GOOD = 0.95


def diagnose(run: Run, forward: FastForward) -> Message | None:
    """The most serious trouble of `run` at this moment; None if there is none.

    A run whose numbers ran away has a reason of its own.
    """
    if run.reason:
        return None
    for look in _TROUBLES:
        if message := look(run, forward):
            return message
    return None


def dead_neurons(run: Run, forward: FastForward) -> list[np.ndarray]:
    """By hidden layer: which neurons answer 0, and pass nothing back, at every training point."""
    inputs = run.dataset.inputs
    points = np.array([row[:inputs] for row in run.train], dtype=np.float32)
    answers = forward.answers(points)[:-1]
    return [
        np.asarray(~layer.any(axis=0)) if _can_die(name) else np.zeros(layer.shape[1], dtype=bool)
        for layer, name in zip(answers, run.settings.activations, strict=True)
    ]


def _can_die(activation: str) -> bool:
    """Whether an activation is 0 and flat below 0, as relu is."""
    if activation == LINEAR:
        return False
    op = OPS[activation]
    out = op.compute(-1.0)
    return out == 0.0 == op.slopes(-1.0, out)[0]


def layer_slopes(run: Run) -> list[float]:
    """By layer: the mean |grad| of the weights at the last update, without the penalty's part."""
    if run.last is None or run.parameters not in (run.last.before, run.last.after):
        return []
    settings = run.settings
    weights = np.array(run.last.before)
    penalty = 2.0 * settings.l2 * weights + settings.l1 * np.sign(weights)
    grads = np.abs(np.array(run.last.grads) - penalty)
    sizes = [run.dataset.inputs, *settings.hidden, 1]
    means = []
    place = 0
    for before, after in pairwise(sizes):
        end = place + (before + 1) * after
        means.append(float(grads[place:end].reshape(after, -1)[:, :-1].mean()))
        place = end
    return means


def fading(run: Run, _forward: FastForward) -> Message | None:
    """Whether the gradient vanishes on its way back."""
    slopes = layer_slopes(run)
    if len(slopes) < 2 or slopes[-1] < 1e-6 or slopes[0] >= _FADED * slopes[-1]:
        return None
    template = marked(
        "The gradient vanishes on its way back: in layer 1 it is {share} times that in the last "
        "layer. Try relu, or {initial} as initial weights."
    )
    initial = INITIALS["he" if run.settings.initial == "xavier" else "xavier"].title
    share = number(slopes[0] / slopes[-1], 2)
    return Message(template, {"share": share, "initial": Message(initial)})


def exploding(run: Run, _forward: FastForward) -> Message | None:
    """Whether the gradient is huge, or grows on its way back."""
    slopes = layer_slopes(run)
    if not slopes:
        return None
    if len(slopes) > 1 and slopes[0] > _SPREAD * slopes[-1] > 1e-6:
        template = marked(
            "The gradient grows on its way back: in layer 1 it is {times} times that in the last "
            "layer. Try Xavier as initial weights, or a smaller learning rate."
        )
        return Message(template, {"times": number(slopes[0] / slopes[-1], 2)})
    if max(slopes) < _EXPLODED:
        return None
    template = marked(
        "The gradients are huge: in layer {layer} |grad| is {size} on average, and an update "
        "moves the weights too far. Try Xavier as initial weights, or a learning rate of {rate}."
    )
    layer = 1 + max(range(len(slopes)), key=slopes.__getitem__)
    rate = number(run.settings.learning_rate / 10, 2)
    return Message(template, {"layer": layer, "size": number(max(slopes), 2), "rate": rate})


def _one_class(run: Run, _forward: FastForward) -> Message | None:
    classes = {row[-1] for row in run.train}
    if run.dataset.kind != "classification" or len(classes) > 1:
        return None
    return Message("All points are of one class: there is nothing to separate. Add some others.")


def _standing(run: Run, _forward: FastForward) -> Message | None:
    if run.settings.learning_rate:
        return None
    rate = LOSSES[run.settings.loss].learning_rate
    suggested = OPTIMISERS[run.settings.optimiser].suggested(rate)
    template = marked("The learning rate is 0: nothing moves. Try {rate}.")
    return Message(template, {"rate": number(suggested)})


def _copies(run: Run, forward: FastForward) -> Message | None:
    """A hidden layer whose neurons are alike in what goes in and in what goes out."""
    if run.step and _good(run):
        return None
    layers = forward.layers(run.parameters)
    rows = zip(run.settings.activations, pairwise(layers), strict=True)
    for layer, (name, ((weights, biases), (onward, _))) in enumerate(rows, start=1):
        nothing = not (weights.any() or biases.any() or onward.any())
        # A sigmoid answers 0 with something else.
        if nothing and (name == LINEAR or OPS[name].compute(0.0) == 0.0):
            template = marked(
                "All weights of layer {layer} are 0: zeros never learn. Its neurons answer 0, and "
                "the weights of 0 behind them pass no gradient back. Try Xavier or He as initial "
                "weights."
            )
            return Message(template, {"layer": layer})
        alike = not (
            np.ptp(weights, axis=1).any() or np.ptp(biases) or np.ptp(onward, axis=0).any()
        )
        if alike and len(biases) > 1:
            template = marked(
                "The neurons of layer {layer} are copies of one another: what starts alike gets "
                "the same gradients, and stays alike. Try Xavier or He as initial weights."
            )
            return Message(template, {"layer": layer})
    return None


def _dead_layer(run: Run, forward: FastForward) -> Message | None:
    for index, dead in enumerate(dead_neurons(run, forward), start=1):
        if dead.all():
            template = marked(
                "All {count} relu neurons of layer {layer} answer 0 at every training point: no "
                "gradient passes, and the layers before them no longer learn. Reset, and try a "
                "smaller learning rate, or tanh."
            )
            return Message(template, {"count": len(dead), "layer": index})
    return None


def _dying(run: Run, forward: FastForward) -> Message | None:
    """More than half of a layer dead, where that may be why the network is not good."""
    if run.step == 0 or _good(run):
        return None
    for index, dead in enumerate(dead_neurons(run, forward), start=1):
        if 2 * dead.sum() > len(dead):
            template = marked(
                "{dead} of {count} relu neurons in layer {layer} are dead: they answer 0 at every "
                "training point, so no gradient flows through them. Try a smaller learning rate, "
                "or tanh."
            )
            places = {"dead": int(dead.sum()), "count": len(dead), "layer": index}
            return Message(template, places)
    return None


def _swinging(run: Run, _forward: FastForward) -> Message | None:
    """The loss goes up and down, or has not come below where it began."""
    measurements = run.history.measurements
    recent = np.array([each.train_loss for each in measurements[-_RECENT:]])
    if len(recent) < _RECENT or _good(run):
        return None
    steps = np.diff(recent)
    restless = np.mean(steps > 0) >= _UPS and np.abs(steps).mean() > _SWING * recent.mean()
    risen = recent[-5:].min() > 1.05 * measurements[0].train_loss
    if not (restless or risen):
        return None
    template = marked(
        "The loss jumps up and down instead of falling: the steps are too large. Try a learning "
        "rate of {rate}."
    )
    if risen:
        template = marked(
            "The loss is higher than at the start: the steps are too large. Try a learning rate "
            "of {rate}."
        )
    return Message(template, {"rate": number(run.settings.learning_rate / 10, 2)})


def _straight(run: Run, _forward: FastForward) -> Message | None:
    """A run that ended with a straight line where none will do."""
    linear = all(name == LINEAR for name in run.settings.activations)
    if not (run.ended and linear and not _fair(run)):
        return None
    if run.settings.hidden:
        template = marked(
            "Linear layers together are one linear layer, and draw a straight line: these points "
            "need a bend. Choose relu or tanh as activation."
        )
        return Message(template)
    template = marked(
        "Without a hidden layer the network draws a straight line, which can’t follow these "
        "points: it needs a hidden layer. Add one with + at the network."
    )
    return Message(template)


def _overfitting(run: Run, _forward: FastForward) -> Message | None:
    """The test loss has risen well above its least, while the train loss went on falling."""
    measurements = run.history.measurements
    # Of a long run some are enough, with the last ones.
    looked_at = measurements[:: 1 + len(measurements) // _ENOUGH] + measurements[-5:]
    points = [(each.step, each.train_loss, each.test_loss) for each in looked_at]
    tested = [(step, train, test) for step, train, test in points if test is not None]
    if len(tested) < _RECENT:
        return None
    step, train, least = min(tested, key=lambda point: point[2])
    _, train_now, _ = tested[-1]
    now = median(test for _, _, test in tested[-5:])
    if now < 2.5 * least + 0.1 * _unit(run) or now < 3.0 * train_now:
        return None
    if train_now > train or step > 0.7 * run.step:
        return None
    template = marked(
        "The network memorises the training points: the test loss was lowest at step {step} "
        "({least}) and is {now} now, with a train loss of {train}. Try fewer neurons, more "
        "points, or a larger L2."
    )
    numbers = {"least": number(least, 3), "now": number(now, 3), "train": number(train_now, 3)}
    return Message(template, {"step": step, **numbers})


def _faded(run: Run, forward: FastForward) -> Message | None:
    return None if _good(run) else fading(run, forward)


def _faint(run: Run, _forward: FastForward) -> Message | None:
    """A loss that hardly falls, as no layer gets a usable gradient."""
    losses = [each.train_loss for each in run.history.measurements[-_RECENT:]]
    slopes = layer_slopes(run)
    linear = all(name == LINEAR for name in run.settings.activations)
    if len(losses) < _RECENT or linear or not slopes or _does(run, 0.75):
        return None
    if losses[-1] < 0.98 * losses[0] or max(slopes) > FAINT or max(slopes) == 0.0:
        return None
    template = marked(
        "The loss hardly falls: the gradients are tiny, {size} on average in layer 1. Try relu, "
        "fewer layers, or a larger learning rate."
    )
    if set(run.settings.activations) <= {"relu"}:
        template = marked(
            "The loss hardly falls: the gradients are tiny, {size} on average in layer 1. Try "
            "fewer layers, or a larger learning rate."
        )
    return Message(template, {"size": number(slopes[0], 2)})


_TROUBLES: tuple[Callable[[Run, FastForward], Message | None], ...] = (
    _standing, _one_class, _copies, _dead_layer, exploding, _swinging, _straight, _faded, _faint,
    _dying, _overfitting,
)  # fmt: skip
"""The most serious one first."""


def _good(run: Run) -> bool:
    """Whether the network does well enough that nobody needs advice."""
    return _does(run, _GOOD)


def _fair(run: Run) -> bool:
    return _does(run, 0.9)


def _unit(run: Run) -> float:
    """What counts as much of a loss: 1 for classes, the variance for a curve."""
    if run.dataset.kind == "classification":
        return 1.0
    return float(np.var([row[-1] for row in run.train]))


def _does(run: Run, share: float) -> bool:
    """Whether so many points are on their side, or so much of the variance is explained."""
    measurements = run.history.measurements
    if not measurements:
        return False
    last = measurements[-1]
    if last.train_accuracy is not None:
        return last.train_accuracy >= share
    return last.train_loss <= (1.0 - share) * _unit(run) + 1e-3
