"""The numbers of a training run: those of the whole graph as Values, and those of PyTorch."""

from __future__ import annotations

import dataclasses
from functools import reduce
from itertools import pairwise
from operator import add

import pytest

from engine import Value
from engine.learning.losses import LOSSES
from engine.learning.network import activations
from engine.learning.optimisers import OPTIMISERS
from engine.learning.run import Run, RunSettings
from tests.engine.learning.test_losses import loss_in_pytorch
from tests.engine.learning.test_optimisers import optimiser_in_pytorch

SMALL = RunSettings(points=20, hidden=(4,), steps=50, learning_rate=0.02, l2=0.01)


@pytest.mark.parametrize("activation", activations())
@pytest.mark.parametrize("loss", LOSSES)
def test_loss_and_gradient_are_those_of_the_whole_graph(activation, loss):
    run = Run(dataclasses.replace(SMALL, activation=activation, loss=loss))
    model = run.model
    losses = [LOSSES[loss].function(model(row[:-1]), Value(row[-1])) for row in run.train]
    penalty = 0.01 * reduce(add, (p * p for p in model.parameters()))
    total = reduce(add, losses) / len(losses) + penalty
    total.backward()
    expected = [p.grad for p in model.parameters()]
    run.update()
    assert run.history.losses == pytest.approx([total.data], rel=1e-13)
    assert run.grads == pytest.approx(expected, rel=1e-10, abs=1e-15)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("activation", activations())
@pytest.mark.parametrize("loss", LOSSES)
def test_a_run_has_the_parameters_of_its_values_to_the_last_digit(loss, activation, optimiser):
    """Row by row through backward, with the penalty after them."""
    names = {"loss": loss, "activation": activation, "optimiser": optimiser}
    settings = dataclasses.replace(SMALL, **names, steps=6, hidden=(3, 2), schedule="constant")
    run = Run(settings)
    model = Run(settings).model
    parameters = model.parameters()
    method = OPTIMISERS[optimiser](settings.momentum)
    while not run.ended:
        run.update()
        model.zero_grad()
        for row in run.train:
            LOSSES[loss].function(model(row[:-1]), Value(row[-1])).backward()
        for p in parameters:
            p.grad *= 1.0 / len(run.train)
        (settings.l2 * reduce(add, (p * p for p in parameters))).backward()
        assert run.grads == [p.grad for p in parameters]
        at = [p.data for p in parameters]
        moved = method.update(at, run.grads, settings.learning_rate)
        for p, number in zip(parameters, moved, strict=True):
            p.data = number
        assert run.parameters == moved


def layers_in_pytorch(run, torch):
    """A tensor a layer, one row a neuron: its weights and then its bias, as in MLP."""
    numbers = iter(run.parameters)
    return [
        torch.tensor(
            [[next(numbers) for _ in range(inputs + 1)] for _ in range(outputs)],
            dtype=torch.float64,
            requires_grad=True,
        )
        for inputs, outputs in pairwise([2, *run.settings.hidden, 1])
    ]


def total_in_pytorch(run, layers, torch):
    data = torch.tensor(run.train, dtype=torch.float64)
    out, y = data[:, :2], data[:, 2]
    for layer in layers[:-1]:
        out = torch.tanh(out @ layer[:, :-1].T + layer[:, -1])
    score = (out @ layers[-1][:, :-1].T + layers[-1][:, -1])[:, 0]
    losses = loss_in_pytorch(run.settings.loss)(score, y)
    return losses.mean() + run.settings.l2 * sum((layer * layer).sum() for layer in layers)


@pytest.mark.slow
@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("loss", LOSSES)
def test_fifty_updates_give_the_losses_of_pytorch(loss, optimiser):
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle")
    names = {"loss": loss, "optimiser": optimiser, "activation": "tanh"}
    run = Run(dataclasses.replace(SMALL, **names))
    layers = layers_in_pytorch(run, torch)
    theirs = optimiser_in_pytorch(optimiser, layers, momentum=0.9)
    expected = []
    for step in range(50):
        total = total_in_pytorch(run, layers, torch)
        theirs.zero_grad()
        total.backward()
        theirs.param_groups[0]["lr"] = 0.02 * (1 - 0.9 * step / 50)
        theirs.step()
        expected.append(total.item())
    while not run.ended:
        run.update()
    assert run.history.losses == pytest.approx(expected, rel=1e-9)
