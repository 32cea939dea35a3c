"""Values and gradients against HIPS autograd, on random expressions over all ops."""

import operator

import autograd
import autograd.numpy as anp
from hypothesis import given

from engine.core.ops import OPS
from tests.engine.strategies import Plan, agrees, followed, graphs, smooth
from tests.examples import examples

AUTOGRAD = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "neg": operator.neg,
    "relu": lambda x: anp.maximum(x, 0.0),
    "sigmoid": lambda x: 1.0 / (1.0 + anp.exp(-x)),
    "max": anp.maximum,
    "min": anp.minimum,
} | {name: getattr(anp, name) for name in ("tanh", "exp", "log", "sin", "cos", "sqrt", "abs")}


def test_every_op_has_its_counterpart():
    assert set(AUTOGRAD) == set(OPS), "every op needs its counterpart of autograd.numpy in AUTOGRAD"


@given(graphs(smooth))
@examples(300)
def test_values_and_gradients_agree(plan: Plan):
    data, grads, sizes = followed(plan)
    pulled = autograd.value_and_grad(
        lambda leaves: plan.follow([leaves[index] for index in range(len(grads))], AUTOGRAD)
    )
    value, gradient = pulled(anp.array(plan.leaves))
    assert agrees(data, value, abs(data))
    for ours, theirs, size in zip(grads, gradient, sizes, strict=True):
        assert agrees(ours, theirs, size)
