"""Samples: the points of a dataset as the pictures show them, with or without a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from app.model.training.setup import Setup
from engine.learning.datasets import DatasetKind, Sample, split_in_order
from engine.learning.run import Run

_LEAST = 1e-6
"""No window is smaller: all points may stand at one place."""
_MANY = 10
_LARGE = 4.0
_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class Samples:
    """Rows to train on and rows to test with; perhaps none."""

    kind: DatasetKind
    train: list[Sample]
    test: list[Sample]

    @classmethod
    def of_run(cls, run: Run) -> Samples:
        """The rows of a run."""
        return cls(run.dataset.kind, run.train, run.test)

    @classmethod
    def own(cls, setup: Setup, points: Sequence[Sample], gone: Iterable[int] = ()) -> Samples:
        """Own points, as a run of the set-up splits them, also where they make no run; without
        those of the indices `gone`.
        """
        samples = cls(setup.kind, *split_in_order(points, setup.settings.test_share))
        for row in (points[index] for index in gone):
            (samples.train if row in samples.train else samples.test).remove(row)
        return samples

    @property
    def rows(self) -> list[Sample]:
        """All rows: those for training, then those for testing."""
        return [*self.train, *self.test]

    def window(self, room: np.ndarray | float = 1.0) -> np.ndarray:
        """Two corners, (lowest, highest), around all points; `room` times as large as need be.

        A corner holds x1 and x2 in a classification, x and y otherwise.
        """
        places = np.array([row[:2] for row in self.rows]).reshape(-1, 2)
        if len(places) < 2:
            places = np.array([(-1.0, -1.0), (1.0, 1.0), *places])
        low, high = places.min(axis=0), places.max(axis=0)
        middle, half = (low + high) / 2, np.maximum(high - low, _LEAST) / 2 * room
        return np.array([middle - half, middle + half])

    def fit_in(self, shown: np.ndarray) -> bool:
        """Whether all points stand between two corners that are not much too far for them."""
        low, high = self.window()
        room = shown[1] - shown[0]
        inside = (shown[0] - _SLACK * room <= low).all() and (
            high <= shown[1] + _SLACK * room
        ).all()
        large = len(self.rows) >= _MANY and (room > _LARGE * (high - low)).all()
        return bool(inside and not large)
