"""Values and gradients against HIPS autograd, on random expressions over all ops."""

import operator
from functools import partial

import autograd
import autograd.numpy as anp
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine import DomainError, Value
from engine.core.backward import gradients_or_errors
from engine.core.ops import OPS
from engine.core.value import apply, topological_order
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


@given(graphs(smooth), st.sampled_from(["sqrt", "**"]), st.booleans())
@examples(100)
def test_gradients_beside_an_infinite_slope_agree(plan: Plan, op: str, first: bool):
    """A term of infinite slope, before or after the rest of the sum."""
    count = len(plan.leaves)

    def total(leaves, functions):
        rest, zero = plan.follow(leaves[:count], functions), leaves[count]
        steep = functions[op](zero, leaves[count + 1]) if op == "**" else functions[op](zero)
        return functions["+"](*((steep, rest) if first else (rest, steep)))

    numbers = [*plan.leaves, 0.0, 0.5]
    leaves = list(map(Value, numbers))
    order = topological_order(total(leaves, {name: partial(apply, op) for name, op in OPS.items()}))
    ours = dict(zip(map(id, order), gradients_or_errors(order), strict=True))
    pulled = autograd.grad(lambda them: total([them[i] for i in range(count + 2)], AUTOGRAD))
    with np.errstate(divide="ignore"):
        theirs = pulled(anp.array(numbers))
    _, _, sizes = followed(plan)
    assert isinstance(ours[id(leaves[count])], DomainError)
    assert theirs[count] == float("inf")
    for leaf, their, size in zip(leaves, theirs, sizes, strict=False):
        assert agrees(ours.get(id(leaf), 0.0), their, size)


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
