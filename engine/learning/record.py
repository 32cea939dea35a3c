"""The record of a training run: its updates, their losses, and its measurements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.learning.datasets import Sample


@dataclass(frozen=True, slots=True)
class Update:
    """Update number `step` (from 1) in its parts. A list holds one number per parameter.

    forward: `rows` go through the network with the parameters `before`. loss: `loss` is the mean
    over the rows plus `penalty`. zero grad: `cleared` is what the previous update left in grad.
    backward: `grads` are the derivatives of `loss`. update: with the learning rate `rate` to the
    parameters `after`.
    """

    step: int
    rows: Sequence[Sample]
    loss: float
    penalty: float
    rate: float
    before: list[float]
    cleared: list[float]
    grads: list[float]
    after: list[float]


@dataclass(frozen=True, slots=True)
class Measurement:
    """Mean loss, including the penalty, and accuracy (0 to 1) after `step` updates.

    Those of the test points are None if there are none; both accuracies are None for a regression.
    """

    step: int
    train_loss: float
    test_loss: float | None
    train_accuracy: float | None
    test_accuracy: float | None


@dataclass(slots=True)
class RunRecord:
    """What has happened since the start of a run; both lists only grow.

    `losses[k]` is the mean loss of the batch of update k + 1, plus the penalty, with the parameters
    after k updates. `measurements` are taken at the start, every `Run.stride` updates, after the
    last one, and whenever a parameter is set by hand.
    """

    losses: list[float] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)


def accuracy(scores: Sequence[float], targets: Sequence[float]) -> float:
    """The share, 0 to 1, of scores with the sign of their target, which is −1 or +1.

    A score of exactly 0 counts as −1, as in micrograd's demo. Raises ValueError for sequences of
    different lengths, and ZeroDivisionError for empty ones.
    """
    right = [(score > 0) == (target > 0) for score, target in zip(scores, targets, strict=True)]
    return right.count(True) / len(right)
