"""What is known of a run: its last update in parts, its measurements, and how it came to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.datasets import Row


@dataclass(frozen=True, slots=True)
class Update:
    """Update number `step` (from 1), in its parts. Lists hold one number a parameter.

    forward and loss: `rows` went through the network with the parameters `before`; the mean
    `loss` is that of the rows plus `penalty`. zero grad: `cleared` is what the update before had
    left in grad. backward: `grads`, of the whole loss. update: to the parameters `after`, with
    the learning rate `rate`.
    """

    step: int
    rows: Sequence[Row]
    loss: float
    penalty: float
    rate: float
    before: list[float]
    cleared: list[float]
    grads: list[float]
    after: list[float]


@dataclass(frozen=True, slots=True)
class Measurement:
    """How good the network is after `step` updates: mean loss, with the penalty, and accuracy.

    The test's are None without test rows, accuracies (0 to 1) are None for a regression.
    """

    step: int
    train_loss: float
    test_loss: float | None
    train_accuracy: float | None
    test_accuracy: float | None


@dataclass(slots=True)
class History:
    """What has happened since the start; both lists only grow.

    `losses[k]` is what update k lowered: the mean loss of its batch, plus the penalty, at the
    parameters after k updates. `measurements` are taken at the start, at every `Run.stride`
    updates, at the last one, and whenever a parameter was set by hand.
    """

    losses: list[float] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)


def accuracy(scores: Sequence[float], targets: Sequence[float]) -> float:
    """The share, 0 to 1, of scores on the side of 0 that their target (−1 or +1) is on.

    A score of exactly 0 stands for −1, as in micrograd's demo.
    """
    right = [(score > 0) == (target > 0) for score, target in zip(scores, targets, strict=True)]
    return right.count(True) / len(right)
