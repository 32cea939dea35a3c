"""The table of losses: how far the score of one sample is from its target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.datasets import Kind
from engine.value import Value


@dataclass(frozen=True, slots=True)
class Loss:
    """One row: `function(score, target)` is the loss of one sample, as a graph.

    `kinds` are the kinds of dataset it is meant for. In a classification the target is −1 or +1,
    and a score above 0 stands for the class +1.
    """

    name: str
    title: str
    kinds: tuple[Kind, ...]
    learning_rate: float
    """One that plain gradient descent does well with, on the datasets here."""
    function: Callable[[Value, Value], Value]


def hinge(score: Value, target: Value) -> Value:
    """max(0, 1 − target · score), for a target of −1 or +1.

    Written as in micrograd's demo, so that its published run comes out number for number.
    """
    return (1 + -target * score).relu()


def squared_error(score: Value, target: Value) -> Value:
    """(score − target)²."""
    return (score - target) ** 2


def cross_entropy(score: Value, target: Value) -> Value:
    """−ln σ(target · score): the score is a logit, the target −1 or +1.

    ln(1 + exp(−m)), written as max(−m, 0) + ln(1 + exp(−|m|)): exp never overflows, and 1 + exp
    keeps its digits. At a margin m of 0 both inputs of max are equal, so half of the gradient
    passes and |m| passes none, which is the true slope of −½; relu(−m) would give 0 there.
    """
    margin = target * score
    return (-margin).maximum(0.0) + (1.0 + (-abs(margin)).exp()).log()


LOSSES: Mapping[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss("hinge", "Hinge", ("classification",), 1.0, hinge),
        Loss(
            "squared error", "Squared error", ("classification", "regression"), 0.1, squared_error
        ),
        Loss("cross-entropy", "Cross-entropy", ("classification",), 1.0, cross_entropy),
    )
}
"""Name to row, in the order in which a list shows them."""
