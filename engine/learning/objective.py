"""The objective of a run: the mean loss of a network over rows, plus a penalty."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import fsum
from operator import add

from engine.core.tape import Tape
from engine.core.value import Value
from engine.learning.datasets import Sample
from engine.learning.losses import LOSSES
from engine.learning.network import MLP
from engine.learning.settings import RunSettings


class Objective:
    """The objective of `model` with `inputs` inputs, recorded as tapes.

    `parameters` and `grads` hold one number per parameter, in the order of `MLP.parameters()`; a
    row holds the inputs, then the target. The penalty is l1 · Σ|p| + l2 · Σp². All methods raise
    DomainError where an op is undefined.
    """

    def __init__(self, model: MLP, inputs: int, settings: RunSettings):
        leaves = [Value(0.0, f"x{index + 1}") for index in range(inputs)]
        target, score = Value(1.0, "y"), model(leaves)
        assert isinstance(score, Value)
        loss = LOSSES[settings.loss].function
        parameters = model.parameters()
        self._score = Tape(score, leaves, parameters)
        self._sample = Tape(loss(score, target), [*leaves, target], parameters)
        # Of a score that is known already, to measure loss and accuracy by one forward pass.
        known = Value(0.0, "score")
        self._loss = Tape(loss(known, target), [known, target], [])
        # Apart from the sample: it does not depend on the row, and is computed once an update.
        terms = []
        if settings.l2:
            terms.append(settings.l2 * reduce(add, (p * p for p in parameters)))
        if settings.l1:
            terms.append(settings.l1 * reduce(add, map(abs, parameters)))
        self._penalty = Tape(reduce(add, terms), [], parameters) if terms else None

    def scores(self, parameters: Sequence[float], points: Sequence[Sequence[float]]) -> list[float]:
        """The output of the network at each of `points`, which hold inputs alone."""
        return self._score.outputs(parameters, points)

    def mean_loss(
        self, parameters: Sequence[float], scores: Sequence[float], targets: Sequence[float]
    ) -> float:
        """The mean loss of scores that are known already, plus the penalty."""
        losses = self._loss.outputs([], list(zip(scores, targets, strict=True)))
        # fsum, as sum of floats gives other last digits from Python 3.12 on.
        return fsum(losses) / len(losses) + self.penalty(parameters)

    def penalty(self, parameters: Sequence[float]) -> float:
        """What the sizes of the parameters add to the loss."""
        return self._penalty.outputs(parameters, [()])[0] if self._penalty else 0.0

    def summed(
        self, parameters: Sequence[float], rows: Sequence[Sample], total: float, grads: list[float]
    ) -> tuple[float, list[float]]:
        """Add the losses of `rows` to `total` and their gradients to `grads`; returns both."""
        return self._sample.run(parameters, rows, total, grads)

    def mean(
        self, parameters: Sequence[float], count: int, total: float, grads: list[float]
    ) -> tuple[float, float, list[float]]:
        """(loss, penalty, grads) from the sums over `count` rows; `loss` includes the penalty."""
        share = 1.0 / count
        loss, grads = total * share, [grad * share for grad in grads]
        if self._penalty is None:
            return loss, 0.0, grads
        penalty, grads = self._penalty.run(parameters, [()], grads=grads)
        return loss + penalty, penalty, grads
