"""The objective of a run: the mean loss of a network over rows, plus a penalty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import add

from engine.core.tape import Tape
from engine.core.value import Value
from engine.learning.datasets import Sample
from engine.learning.losses import LOSSES
from engine.learning.network import MLP
from engine.learning.settings import RunSettings

Answer = tuple[float, ...]
"""What a row gives: its loss without the penalty, and its score."""

Gradient = tuple[float, float, list[float]]
"""The mean loss of some rows with the penalty, the penalty alone, and the derivatives."""


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
        self._sample = Tape(loss(score, target), [*leaves, target], parameters, [score])
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

    def answers(self, parameters: Sequence[float], rows: Sequence[Sample]) -> list[Answer]:
        """What each row gives, by the forward pass alone."""
        scores = self.scores(parameters, [row[:-1] for row in rows])
        losses = self._loss.outputs(
            [], [(score, row[-1]) for score, row in zip(scores, rows, strict=True)]
        )
        return list(zip(losses, scores, strict=True))

    def penalty(self, parameters: Sequence[float]) -> float:
        """What the sizes of the parameters add to the loss."""
        return self._penalty.outputs(parameters, [()])[0] if self._penalty else 0.0

    def summed(
        self,
        parameters: Sequence[float],
        rows: Sequence[Sample],
        total: float = 0.0,
        grads: list[float] | None = None,
        note: Callable[[Answer], object] | None = None,
    ) -> tuple[float, list[float]]:
        """Add the losses of `rows` to `total` and their gradients to `grads`; returns both.

        `note` is told what each row gives.
        """
        return self._sample.run(parameters, rows, total, grads, note)

    def mean(
        self, parameters: Sequence[float], count: int, total: float, grads: list[float]
    ) -> Gradient:
        """From the sums over `count` rows."""
        share = 1.0 / count
        loss, grads = total * share, [grad * share for grad in grads]
        if self._penalty is None:
            return loss, 0.0, grads
        penalty, grads = self._penalty.run(parameters, [()], grads=grads)
        return loss + penalty, penalty, grads
