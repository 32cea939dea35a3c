"""The table of losses: how far the score of one sample is from its target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.core.messages import marked
from engine.core.value import Value
from engine.learning.datasets import DatasetKind


@dataclass(frozen=True, slots=True)
class Loss:
    """One row: `function(score, target)` is the loss of one sample, as a graph.

    In a classification the target is −1 or +1, and a score above 0 stands for the class +1.
    """

    name: str
    title: str
    kinds: tuple[DatasetKind, ...]
    """The kinds of dataset it is meant for."""
    learning_rate: float
    """One that plain gradient descent does well with, on the datasets here."""
    function: Callable[[Value, Value], Value]
    words: str
    """What it computes, as the docstring of `loss_of(score, target)` in a script."""
    engine: str
    """The body of that function in a script for this engine: the same digits as `function`."""
    torch: str
    """The body in a script for PyTorch, over a column of scores and one of targets."""


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
        Loss(
            name=marked("hinge"),
            title=marked("Hinge"),
            kinds=("classification",),
            learning_rate=1.0,
            function=hinge,
            words="Hinge: max(0, 1 − target · score).",
            engine="return (1 - target * score).relu()",
            torch="return torch.relu(1 - target * score)",
        ),
        Loss(
            name=marked("squared error"),
            title=marked("Squared error"),
            kinds=("classification", "regression"),
            learning_rate=0.1,
            function=squared_error,
            words="Squared error.",
            engine="return (score - target) ** 2",
            torch="return (score - target) ** 2",
        ),
        Loss(
            name=marked("cross-entropy"),
            title=marked("Cross-entropy"),
            kinds=("classification",),
            learning_rate=1.0,
            function=cross_entropy,
            words="Cross-entropy: −ln σ(target · score), written so that exp never overflows.",
            engine="margin = target * score\n"
            "return (-margin).maximum(0) + (1 + (-abs(margin)).exp()).log()",
            torch="return -nn.functional.logsigmoid(target * score)",
        ),
    )
}
"""Name to row, in the order in which a list shows them."""


def first_loss(kind: DatasetKind) -> Loss:
    """The loss that datasets of a kind start with: the first of the table that is meant for it."""
    return next(loss for loss in LOSSES.values() if kind in loss.kinds)
