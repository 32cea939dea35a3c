"""LossSeries: the measured losses of a run as arrays; thinned out and smoothed to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from engine.learning.run import Measurement

# More points than this can't be told apart on a screen.
MOST_DRAWN = 1_000

_SMOOTHED = 0.03
"""The share of a run that a smoothed curve takes its mean over."""


class LossSeries:
    """Step, train loss and test loss of a growing list of measurements."""

    def __init__(self) -> None:
        self._followed: Sequence[Measurement] = ()
        self.count = 0
        self._columns = np.empty((3, 1024))

    def follow(self, measurements: Sequence[Measurement]) -> None:
        """Take what is new; all of it if it is another list."""
        if measurements is not self._followed:
            self._followed, self.count = measurements, 0
        while len(measurements) > self._columns.shape[1]:
            self._columns = np.concatenate([self._columns, np.empty_like(self._columns)], axis=1)
        for index in range(self.count, len(measurements)):
            one = measurements[index]
            test = np.nan if one.test_loss is None else one.test_loss
            self._columns[:, index] = one.step, one.train_loss, test
        self.count = len(measurements)

    def drawn(self, most: int = MOST_DRAWN) -> np.ndarray:
        """The columns, thinned out to what a screen can show; the last one is always there.

        As the run goes on the same ones stay, until every other one of them goes.
        """
        every = 1
        while self.count > most * every:
            every *= 2
        columns = self._columns[:, : self.count : every]
        if (self.count - 1) % every == 0:
            return columns
        return np.concatenate([columns, self._columns[:, self.count - 1 : self.count]], axis=1)

    def nearest(self, step: float) -> np.ndarray | None:
        """The column of the measurement nearest to a step."""
        return nearest(self._columns[:, : self.count], step)


def nearest(columns: np.ndarray, step: float) -> np.ndarray | None:
    """The column whose step is nearest to a step; None where there is no column."""
    steps = columns[0]
    if not steps.size:
        return None
    right = min(int(np.searchsorted(steps, step)), steps.size - 1)
    left = max(0, right - 1)
    return columns[:, left if step - steps[left] < steps[right] - step else right]


def smoothed(losses: np.ndarray) -> np.ndarray:
    """A mean of each loss and those before it, which weigh the less the longer ago they were."""
    keep = np.exp(-1.0 / max(1.0, _SMOOTHED * losses.size))
    means = accumulate(losses.tolist(), lambda mean, loss: keep * mean + (1.0 - keep) * loss)
    return np.fromiter(means, float, losses.size)
