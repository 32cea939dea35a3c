"""What is said of a weight or a neuron of a run, with the engine's numbers in it."""

from __future__ import annotations

from app.model.numbers import UNKNOWN, number
from app.model.training.shown_run import ShownRun
from app.train.network.places import NetworkLayout, NeuronAt, WeightAt
from app.ui.translation import say
from engine.learning.network import LINEAR
from engine.learning.run import Run

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def weight_words(shown: ShownRun, weight: WeightAt) -> str:
    """`w = 0.412, grad = −0.003`, and between which two it stands."""
    run = shown.run
    source = NeuronAt(weight.neuron.layer - 1, weight.source)
    return say(
        "{source} → {target}\nw = {data}, grad = {grad}",
        source=_place(run, source),
        target=_place(run, weight.neuron),
        data=number(run.parameters[weight.parameter]),
        grad=_grad(shown, weight.parameter),
    )


def neuron_words(shown: ShownRun, neuron: NeuronAt, places: NetworkLayout, dead: bool) -> str:
    """Its bias with the gradient, its activation, and whether it is dead."""
    run = shown.run
    if neuron.layer < 0:
        return say("input {name}: a number of each sample", name=_place(run, neuron))
    bias = places.bias(neuron)
    words = say(
        "{place}, {activation}\nb = {data}, grad = {grad}",
        place=_place(run, neuron),
        activation=[*run.settings.activations, LINEAR][neuron.layer],
        data=number(run.parameters[bias]),
        grad=_grad(shown, bias),
    )
    lines = [words, say("click opens it on the canvas")]
    if dead:
        lines.insert(1, say("dead: 0 at every training point, so no gradient passes"))
    return "\n".join(lines)


def _place(run: Run, neuron: NeuronAt) -> str:
    if neuron.layer < 0:
        return "x" if run.dataset.inputs == 1 else f"x{neuron.index + 1}".translate(_SUBSCRIPTS)
    if neuron.layer == len(run.settings.hidden):
        return say("score")
    return say("layer {layer} neuron {neuron}", layer=neuron.layer + 1, neuron=neuron.index + 1)


def _grad(shown: ShownRun, parameter: int) -> str:
    return number(shown.grads[parameter]) if shown.run.step else UNKNOWN
