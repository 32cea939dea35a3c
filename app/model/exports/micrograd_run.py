"""A training run as a script for micrograd 0.1.0."""

from __future__ import annotations

from itertools import pairwise

from app.model.exports import code_lines
from app.model.exports.engine_script import EngineRun
from app.model.exports.micrograd_loss import MicrogradLoss
from app.model.exports.micrograd_ops import OWN, function_name, functions
from engine.core.ops import OPS
from engine.learning.network import LINEAR
from engine.learning.run import Run

_DEEPEST = 300
"""Parameters up to which the backward pass of a penalty, which in micrograd calls itself for each,
stays within the limit of Python."""


def micrograd_run(run: Run) -> str:
    """The run from its very start, as in `engine_run`; the losses are the same but for rounding, as
    in `torch_run`."""
    return _MicrogradRun(run).text()


class _MicrogradRun(EngineRun):
    needs = "It needs micrograd 0.1.0."
    l1 = f"sum({function_name(OPS['abs'])}(p) for p in parameters)"
    zero_grad = "for p in parameters:\n    p.grad = 0.0"

    def __init__(self, run: Run):
        super().__init__(run)
        self._imported = ("fsum", *self.optimiser.code.imports)
        self._written_loss = MicrogradLoss(self.loss, self._imported)
        names = [*self.settings.activations, *self._written_loss.ops]
        names += ["abs"] if self.settings.l1 else []
        self._ops = [OPS[name] for name in dict.fromkeys(names) if name not in (LINEAR, *OWN)]
        self._network = self._own_network() if self._is_mlp() else self._written_network()

    def _is_mlp(self) -> bool:
        """Whether micrograd's MLP is the network: its hidden layers are relu, and fail with one
        neuron."""
        return set(self.settings.activations) <= {"relu"} and 1 not in self.settings.hidden

    def _imports(self) -> str:
        math = ["import math"] if any(map(code_lines.uses_math, self._ops)) else []
        lines = [*math, *self.standard_library(), f"from math import {', '.join(self._imported)}"]
        code = "\n".join([*self._functions(), self._network, self._loss_body()])
        own = ["", *(["from micrograd.engine import Value"] if "Value" in code else [])]
        own.append(f"from micrograd.nn import {'MLP' if self._is_mlp() else 'Layer'}")
        return "\n".join([*lines, *own, *self._limit()])

    def _limit(self) -> list[str]:
        if not self.penalised or len(self.run.start) <= _DEEPEST:
            return []
        return ["", f"sys.setrecursionlimit({10 * len(self.run.start)})"]

    def _functions(self) -> list[str]:
        return functions(self._ops, self._imported)

    def _model(self) -> str:
        start = (
            f"{self._network}\n"
            "for p, number in zip(parameters, START):\n"
            "    p.data = number"
        )  # fmt: skip
        parts = [*self._functions(), start]
        return "\n\n\n".join(parts) if len(parts) == 1 else "\n" + "\n\n\n".join(parts)

    def _own_network(self) -> str:
        sizes = [*self.settings.hidden, 1]
        return (
            f"model = MLP({self.run.dataset.inputs}, {sizes})\n"
            "parameters = model.parameters()"
        )  # fmt: skip

    def _written_network(self) -> str:
        sizes = [self.run.dataset.inputs, *self.settings.hidden, 1]
        layers = "".join(
            f"    Layer({nin}, {nout}, nonlin=False),\n" for nin, nout in pairwise(sizes)
        )
        names = ", ".join(map(self._activation, self.settings.activations))
        return _NETWORK.format(layers=layers, activations=names)

    def _activation(self, name: str) -> str:
        if name == LINEAR:
            return "lambda x: x"
        op = OPS[name]
        return f"Value.{name}" if name in OWN else function_name(op, self._imported)

    def _loss_body(self) -> str:
        return self._written_loss.body


_NETWORK = '''\
layers = [
{layers}]
# Of the hidden layers; the last one is linear.
ACTIVATIONS = [{activations}]
parameters = [p for layer in layers for p in layer.parameters()]


def model(x):
    """The score of a point."""
    *hidden, last = layers
    for layer, activation in zip(hidden, ACTIVATIONS):
        x = [activation(neuron(x)) for neuron in layer.neurons]
    return last(x)

'''
