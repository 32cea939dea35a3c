"""A training run as a script that needs nothing but Python: floats, loops, both passes by hand."""

from __future__ import annotations

from app.model.exports import code_lines
from app.model.exports.engine_script import EngineRun
from app.model.exports.plain_loss import plain_loss
from engine.core.op import Op
from engine.core.ops import OPS
from engine.learning.network import LINEAR
from engine.learning.run import Run


def plain_run(run: Run) -> str:
    """The run from its very start, as in `engine_run`; its losses are the same to the bit."""
    return _PlainRun(run).text()


class _PlainRun(EngineRun):
    needs = "It needs nothing but Python 3."
    l1 = "added(abs(p.data) for p in parameters)"
    l2 = "added(p.data * p.data for p in parameters)"
    mean = ("fsum(loss_of(model(x), target)[0] for *x, target in rows) / len(rows)",)
    cost = "penalty()"
    right = ("right = sum((model(x) > 0) == (target > 0) for *x, target in rows)",)
    zero_grad = "for p in parameters:\n    p.grad = 0.0"
    row = """\
# forward
outputs, sums = forward(x)
# loss
loss, slope = loss_of(outputs[-1][0], target)
# backward: in grad the rows add up
backward(outputs, sums, slope)
total += loss"""
    added_cost = "cost"

    def _imports(self) -> str:
        names = ", ".join(["fsum", *self.optimiser.code.imports])
        return "\n".join(["import math", *self.standard_library(), f"from math import {names}"])

    def _model(self) -> str:
        sizes = [self.run.dataset.inputs, *self.settings.hidden, 1]
        names = [*self.settings.activations, LINEAR]
        pairs = "".join(f"    ({name}, {name}_slope),\n" for name in names)
        parts = [_PARAMETER, *map(_activation, dict.fromkeys(names))]
        parts += [_NETWORK.format(sizes=sizes, pairs=pairs), _FORWARD, _BACKWARD]
        return "\n\n\n".join([*parts, *([_ADDED] if self.penalised else [])])

    def _loss_body(self) -> str:
        return plain_loss(self.loss)

    def _penalise(self) -> str:
        lines = ["cost = penalty()", "for p in parameters:"]
        if self.settings.l1:
            lines.append("    p.grad += L1 * ((p.data > 0) - (p.data < 0))")
        if self.settings.l2:
            lines.append("    # The square is p * p, which p feeds twice.")
            lines += ["    p.grad += L2 * p.data"] * 2
        return "\n".join(lines)


def _activation(name: str) -> str:
    """An activation and its local derivative, as two functions."""
    code, slope = "x", "1.0"
    if name != LINEAR:
        op: Op = OPS[name]
        code, slope = code_lines.result(op, "x"), code_lines.slope(op, 0, "x", "out")
    return f"def {name}(x):\n    return {code}\n\n\ndef {name}_slope(x, out):\n    return {slope}"


_PARAMETER = '''
class Parameter:
    """A weight or a bias, and the derivative of the loss with respect to it."""

    def __init__(self, data):
        self.data = data
        self.grad = 0.0'''

_NETWORK = """\
SIZES = {sizes}
# Of each layer its activation, and the local derivative of that.
ACTIVATIONS = [
{pairs}]
numbers = iter(START)
# Of each neuron its weights, then its bias.
layers = [
    [[Parameter(next(numbers)) for _ in range(nin + 1)] for _ in range(nout)]
    for nin, nout in zip(SIZES, SIZES[1:])
]
parameters = [p for layer in layers for neuron in layer for p in neuron]"""

_FORWARD = '''\
def forward(x):
    """The outputs of every layer, the inputs first, and the sums in its neurons."""
    outputs, sums = [x], []
    for layer, (activation, _) in zip(layers, ACTIVATIONS):
        sums.append([])
        for *weights, bias in layer:
            total = bias.data
            for weight, number in zip(weights, outputs[-1]):
                total += weight.data * number
            sums[-1].append(total)
        outputs.append([activation(total) for total in sums[-1]])
    return outputs, sums


def model(x):
    """The score of a point."""
    return forward(x)[0][-1][0]'''

_BACKWARD = '''\
def backward(outputs, sums, grad):
    """From the gradient of the score back through the layers: adds to every p.grad."""
    grads = [grad]
    for k in reversed(range(len(layers))):
        inputs, before = outputs[k], [0.0] * len(outputs[k])
        for i in reversed(range(len(layers[k]))):
            *weights, bias = layers[k][i]
            slope = ACTIVATIONS[k][1](sums[k][i], outputs[k + 1][i])
            grad = grads[i] * slope
            bias.grad += grad
            for j, weight in enumerate(weights):
                weight.grad += grad * inputs[j]
                before[j] += grad * weight.data
        grads = before'''

_ADDED = '''\
def added(numbers):
    """Their sum, rounded after each: sum() rounds in another way from Python 3.12 on."""
    total = 0.0
    for number in numbers:
        total += number
    return total'''
