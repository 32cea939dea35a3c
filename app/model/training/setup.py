"""Setup: what a training run is made from, as a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from random import Random

from engine.learning.datasets import (
    DATASETS,
    OWN,
    Dataset,
    DatasetKind,
    Sample,
    own_points,
)
from engine.learning.losses import LOSSES, first_loss
from engine.learning.run import Run
from engine.learning.settings import SETTINGS, RunSettings


@dataclass(frozen=True, slots=True)
class Setup:
    """The settings; own points, for the dataset `own`; and start weights, if not drawn anew.

    `points` are rows (x1, x2, ±1) or (x, y), `weights` one number a parameter.
    """

    settings: RunSettings = field(default_factory=RunSettings)
    points: tuple[Sample, ...] = ()
    weights: tuple[float, ...] | None = None
    empty_kind: DatasetKind | None = field(default=None, compare=False)
    """What own points were before the last of them was removed; None if that is not known."""

    def dataset(self) -> Dataset | None:
        """The own points; None for one of the table. Raises ValueError, as own_points."""
        return own_points(self.points) if self.settings.dataset == OWN else None

    def rows(self) -> tuple[Sample, ...]:
        """The points, before they are split into those to train on and those to test with."""
        settings = self.settings
        if settings.dataset == OWN:
            return self.points
        make = DATASETS[settings.dataset].make
        return tuple(make(settings.points, settings.noise, Random(settings.seed)))

    def with_settings(self, settings: RunSettings) -> Setup:
        """Other settings; start weights stay while they fit, and no other ones are asked for.

        The points of another dataset become own ones where there are none yet.
        """
        points = self.points
        if settings.dataset == OWN and not points:
            points = self.rows()
        changed = replace(self, settings=settings, points=points)
        drawn = (name for name, spec in SETTINGS.items() if spec.redraws)
        if any(getattr(settings, name) != getattr(self.settings, name) for name in drawn):
            changed = replace(changed, weights=None)
        return changed

    def with_points(self, points: Iterable[Sample]) -> Setup:
        """Own points; where the loss is for another kind of points, one that is for theirs."""
        points = tuple(points)
        settings = replace(self.settings, dataset=OWN)
        changed = Setup(settings, points, empty_kind=self.kind)
        if changed.kind not in LOSSES[settings.loss].kinds:
            loss = first_loss(changed.kind)
            changed = replace(
                changed,
                settings=replace(settings, loss=loss.name, learning_rate=loss.learning_rate),
            )
        return replace(changed, weights=self.weights if changed.kind == self.kind else None)

    @property
    def kind(self) -> DatasetKind:
        """Whether classes or a curve are to be learned.

        Without points it is what was learned before, or else what the loss is for.
        """
        if self.settings.dataset != OWN:
            return DATASETS[self.settings.dataset].kind
        if self.points:
            return "regression" if len(self.points[0]) == 2 else "classification"
        if self.empty_kind:
            return self.empty_kind
        curve = "regression" in LOSSES[self.settings.loss].kinds
        return "regression" if curve else "classification"

    @property
    def remembered_settings(self) -> RunSettings:
        """The settings that the next start begins with.

        Own points stay with their file: in their place stands another dataset of the same kind.
        """
        first = RunSettings()
        forgotten = {n: getattr(first, n) for n, spec in SETTINGS.items() if not spec.remembered}
        settings = replace(self.settings, **forgotten)
        if settings.dataset != OWN:
            return settings
        alike = next(name for name, dataset in DATASETS.items() if dataset.kind == self.kind)
        return replace(settings, dataset=alike)

    @property
    def parameter_count(self) -> int:
        """How many weights and biases the network has."""
        inputs = 2 if self.kind == "classification" else 1
        sizes = [inputs, *self.settings.hidden, 1]
        return sum((before + 1) * after for before, after in pairwise(sizes))

    def run(self) -> Run:
        """A run at its start. Raises ValueError with a sentence if there can't be one."""
        return Run(self.settings, self.dataset(), self.weights)
