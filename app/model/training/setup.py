"""Setup: what a training run is made from, as a value; its part of a file, in and out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from itertools import pairwise
from random import Random
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from app.model.files.json_reading import refuse
from engine.learning.datasets import (
    DATASETS,
    MOST_POINTS,
    OWN,
    Dataset,
    DatasetKind,
    Sample,
    own_points,
)
from engine.learning.losses import LOSSES, first_loss
from engine.learning.run import LARGEST_PARAMETER, Run
from engine.learning.settings import SETTINGS, SettingError, Settings

MOST_WEIGHTS = 6_000
"""Just more than six layers of 32 have."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The settings; own points, for the dataset `own`; and start weights, if not drawn anew.

    `points` are rows (x1, x2, ±1) or (x, y), `weights` one number a parameter.
    """

    settings: Settings = field(default_factory=Settings)
    points: tuple[Sample, ...] = ()
    weights: tuple[float, ...] | None = None

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

    def with_settings(self, settings: Settings) -> Setup:
        """Other settings; start weights stay while they fit, and no other ones are asked for.

        The points of another dataset become own ones where there are none yet.
        """
        points = self.points
        if settings.dataset == OWN and not points:
            points = self.rows()
        changed = Setup(settings, points, self.weights)
        drawn = (name for name, spec in SETTINGS.items() if spec.redraws)
        if any(getattr(settings, name) != getattr(self.settings, name) for name in drawn):
            changed = replace(changed, weights=None)
        return changed

    def with_points(self, points: Iterable[Sample]) -> Setup:
        """Own points; where the loss is for another kind of points, one that is for theirs."""
        points = tuple(points)
        settings = replace(self.settings, dataset=OWN)
        changed = Setup(settings, points)
        if changed.kind not in LOSSES[settings.loss].kinds:
            loss = first_loss(changed.kind)
            changed = replace(
                changed,
                settings=replace(settings, loss=loss.name, learning_rate=loss.learning_rate),
            )
        return replace(changed, weights=self.weights if changed.kind == self.kind else None)

    @property
    def kind(self) -> DatasetKind:
        """Whether classes or a curve are to be learned; without points, what the loss is for."""
        if self.settings.dataset != OWN:
            return DATASETS[self.settings.dataset].kind
        if self.points:
            return "regression" if len(self.points[0]) == 2 else "classification"
        curve = "regression" in LOSSES[self.settings.loss].kinds
        return "regression" if curve else "classification"

    @property
    def lasting(self) -> Settings:
        """The settings that the next start begins with.

        Own points stay with their file: in their place stands another dataset of the same kind.
        """
        first = Settings()
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


_TYPES = get_type_hints(Settings)
_Settings = msgspec.defstruct(
    "_Settings",
    [(each.name, _TYPES[each.name], each.default) for each in fields(Settings)],
    forbid_unknown_fields=True,
)


class Training(Struct, forbid_unknown_fields=True):
    """The part `training` of a file."""

    settings: _Settings  # type: ignore[valid-type]
    points: Annotated[list[tuple[float, ...]], Meta(max_length=MOST_POINTS)] | UnsetType = UNSET
    weights: Annotated[list[float], Meta(max_length=MOST_WEIGHTS)] | UnsetType = UNSET


def setup_pieces(setup: Setup) -> Iterator[str]:
    """The part `training` as JSON, one point a line and a piece."""
    yield f'{{\n  "settings": {settings_text(setup.settings)}'
    comma = ',\n  "points": [\n   '
    for point in setup.points:
        yield comma + _json(point)
        comma = ",\n   "
    if setup.points:
        yield "]"
    if setup.weights is not None:
        yield f',\n  "weights": {_json(setup.weights)}'
    yield "}"


def read_setup(read: Training) -> Setup:
    """The set-up of a file. Raises FileError, which names the place."""
    plain: dict[str, Any] = msgspec.structs.asdict(read.settings)
    settings = Settings(**plain)
    points = () if read.points is UNSET else tuple(read.points)
    weights = None if read.weights is UNSET else tuple(read.weights)
    setup = Setup(settings, points, weights)
    try:
        if points:
            own_points(points)
    except ValueError as error:
        refuse("$.training.points", "{problem}.", problem=str(error))
    empty = settings.dataset == OWN and not points
    try:
        # A set-up may be saved before it has its first points.
        settings.check(_ANY_POINTS if empty else setup.dataset())
    except SettingError as error:
        refuse(f"$.training.settings.{error.field}", "{problem}", problem=str(error.message))
    if weights is not None and not empty and len(weights) != setup.parameter_count:
        problem = "the network has {wanted} parameters, not {count}."
        refuse("$.training.weights", problem, wanted=setup.parameter_count, count=len(weights))
    for index, weight in enumerate(weights or ()):
        if abs(weight) >= LARGEST_PARAMETER:
            problem = "a parameter lies within ±{largest:g}."
            refuse(f"$.training.weights[{index}]", problem, largest=LARGEST_PARAMETER)
    return setup


def settings_text(settings: Settings) -> str:
    """The settings alone as JSON on one line, for what is remembered between two starts."""
    return _json(asdict(settings))


def read_settings(text: str) -> Settings | None:
    """What `settings_text` wrote; None for anything else, and where there can be no such run."""
    try:
        read = msgspec.json.decode(text, type=_Settings)
    except (msgspec.DecodeError, RecursionError):
        return None
    settings = Settings(**msgspec.structs.asdict(read))
    return None if settings.problems() else settings


_ANY_POINTS = own_points(((0.0, 0.0, 1.0), (0.0, 0.0, -1.0)))


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False)
