"""The table of datasets, made from a seed, and their split into train and test."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from engine.core.errors import DataError
from engine.core.messages import marked, message
from engine.core.number_text import short

DatasetKind = Literal["classification", "regression"]
Sample = tuple[float, ...]
"""A sample: the inputs, then the target. (x1, x2, ±1) in a classification, (x, y) otherwise."""

OWN = "own"
"""The name of a dataset of given points, which is in no table."""

LEAST_POINTS = 2
MOST_POINTS = 10_000
LARGEST = 1e6
"""No coordinate of one's own points is further from 0."""

# The last digit of sin, cos and log differs between machines. Rounded here, it differs nowhere:
# the same seed gives the same points on each.
_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Dataset:
    """One row: `make(points, noise, rng)` returns that many samples.

    `noise` is the standard deviation of the Gaussian noise added to the coordinates of a
    classification or to the target of a regression. Without it, coordinates lie within ±1.5.
    """

    name: str
    title: str
    kind: DatasetKind
    make: Callable[[int, float, Random], list[Sample]]

    @property
    def inputs(self) -> int:
        """How many numbers go into the network: 2 for a classification, 1 for a regression."""
        return 2 if self.kind == "classification" else 1


def own_points(rows: Iterable[Sequence[float]], title: str = marked("Your own points")) -> Dataset:
    """A dataset of given rows, all (x1, x2, ±1) or all (x, y), whatever `make` is asked for.

    Raises DataError for fewer than 2 or more than 10,000 rows, mixed widths, another class than
    −1 and +1, and a number that is not finite or lies beyond ±1e6.
    """
    given = [tuple(map(float, row)) for row in rows]
    if not LEAST_POINTS <= len(given) <= MOST_POINTS:
        raise DataError(
            message(
                "{least} to {most:,} points are needed, not {count:,}",
                least=LEAST_POINTS,
                most=MOST_POINTS,
                count=len(given),
            )
        )
    width = len(given[0])
    for number, row in enumerate(given, start=1):
        if width not in (2, 3) or len(row) != width:
            problem = marked("point {number}: all points are (x1, x2, class) or all are (x, y)")
            raise DataError(message(problem, number=number))
        if not all(abs(coordinate) <= LARGEST for coordinate in row):
            problem = marked("point {number}: a coordinate must lie within ±{largest:,.0f}")
            raise DataError(message(problem, number=number, largest=LARGEST))
        if width == 3 and row[-1] not in (-1.0, 1.0):
            problem = marked("point {number}: a class is −1 or 1, not {given}")
            raise DataError(message(problem, number=number, given=short(row[-1])))
    kind: DatasetKind = "classification" if width == 3 else "regression"
    return Dataset(OWN, title, kind, lambda _points, _noise, _rng: list(given))


def split(rows: Sequence[Sample], share: float, rng: Random) -> tuple[list[Sample], list[Sample]]:
    """(train, test): a random `share`, 0 to 1, of every class goes to test; order is kept.

    The share of a class is rounded to whole rows, and at least one row of it stays in train. Rows
    of a regression count as one class.
    """
    classes: dict[float | None, list[int]] = {}
    for index, row in enumerate(rows):
        classes.setdefault(row[-1] if len(row) == 3 else None, []).append(index)
    drawn: set[int] = set()
    for members in classes.values():
        count = min(math.floor(share * len(members) + 0.5), len(members) - 1)
        drawn.update(rng.sample(members, count))
    train = [row for index, row in enumerate(rows) if index not in drawn]
    return train, [rows[index] for index in sorted(drawn)]


def split_in_order(rows: Sequence[Sample], share: float) -> tuple[list[Sample], list[Sample]]:
    """(train, test): of every class, rows at regular intervals go to test, never the first one.

    For points that are added one by one: another row at the end moves none of the others. `share`
    lies between 0 and 0.9, so that at least one row of every class stays in train.
    """
    counts: dict[float | None, int] = {}
    train: list[Sample] = []
    test: list[Sample] = []
    for row in rows:
        kind = row[-1] if len(row) == 3 else None
        before = counts.get(kind, 0)
        counts[kind] = before + 1
        drawn = math.floor((before + 1) * share) > math.floor(before * share)
        (test if drawn else train).append(row)
    return train, test


def _sample(x1: float, x2: float, target: int, noise: float, rng: Random) -> Sample:
    """A point of a class, moved by the noise."""
    noisy = (x1 + rng.gauss(0.0, noise), x2 + rng.gauss(0.0, noise))
    return (round(noisy[0], _DECIMALS), round(noisy[1], _DECIMALS), float(target))


def _evenly(count: int) -> list[float]:
    """`count` numbers from 0 to 1, both ends included."""
    return [index / max(1, count - 1) for index in range(count)]


def _halves(points: int) -> tuple[int, int]:
    return points - points // 2, points // 2


def two_moons(points: int, noise: float, rng: Random) -> list[Sample]:
    """Two interleaved half circles: scikit-learn's make_moons, centred on the origin."""
    upper, lower = _halves(points)
    rows = []
    for t in _evenly(upper):
        angle = math.pi * t
        rows.append(_sample(math.cos(angle) - 0.5, math.sin(angle) - 0.25, -1, noise, rng))
    for t in _evenly(lower):
        angle = math.pi * t
        rows.append(_sample(0.5 - math.cos(angle), 0.25 - math.sin(angle), 1, noise, rng))
    return rows


def circles(points: int, noise: float, rng: Random) -> list[Sample]:
    """A ring of radius 1 around a ring of radius ½."""
    rows = []
    for count, radius, target in zip(_halves(points), (1.0, 0.5), (-1, 1), strict=True):
        for index in range(count):
            angle = 2.0 * math.pi * index / count
            x1, x2 = radius * math.cos(angle), radius * math.sin(angle)
            rows.append(_sample(x1, x2, target, noise, rng))
    return rows


def xor(points: int, noise: float, rng: Random) -> list[Sample]:
    """Four squares around the origin; opposite ones are of the same class."""
    rows = []
    for index in range(points):
        sign1, sign2 = (-1, 1)[index % 2], (-1, 1)[index // 2 % 2]
        x1, x2 = sign1 * rng.uniform(0.1, 1.0), sign2 * rng.uniform(0.1, 1.0)
        rows.append(_sample(x1, x2, sign1 * sign2, noise, rng))
    return rows


def spiral(points: int, noise: float, rng: Random) -> list[Sample]:
    """Two arms that wind once around the origin, half a turn apart."""
    rows = []
    for count, start, target in zip(_halves(points), (0.0, math.pi), (-1, 1), strict=True):
        for t in _evenly(count):
            radius, angle = 0.1 + 1.1 * t, start + 2.0 * math.pi * t
            x1, x2 = radius * math.sin(angle), radius * math.cos(angle)
            # The inner windings are close: noise in full would mix them.
            rows.append(_sample(x1, x2, target, 0.5 * noise, rng))
    return rows


def two_clouds(points: int, noise: float, rng: Random) -> list[Sample]:
    """Two round clouds that a straight line separates, unless the noise is large."""
    rows = []
    for count, centre, target in zip(_halves(points), (-0.75, 0.75), (-1, 1), strict=True):
        for _ in range(count):
            x1, x2 = rng.gauss(centre, 0.2), rng.gauss(centre, 0.2)
            rows.append(_sample(x1, x2, target, noise, rng))
    return rows


def _curve(function: Callable[[float], float]) -> Callable[[int, float, Random], list[Sample]]:
    """The maker of samples of `function`, evenly spaced from −1.5 to 1.5."""

    def make(points: int, noise: float, rng: Random) -> list[Sample]:
        rows: list[Sample] = []
        for t in _evenly(points):
            x = round(3.0 * t - 1.5, _DECIMALS)
            rows.append((x, round(function(x) + rng.gauss(0.0, noise), _DECIMALS)))
        return rows

    return make


DATASETS: Mapping[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        Dataset("two moons", marked("Two moons"), "classification", two_moons),
        Dataset("circles", marked("Circles"), "classification", circles),
        Dataset("xor", marked("XOR"), "classification", xor),
        Dataset("spiral", marked("Spiral"), "classification", spiral),
        Dataset("two clouds", marked("Two clouds"), "classification", two_clouds),
        Dataset("sine", marked("Sine"), "regression", _curve(lambda x: math.sin(math.pi * x))),
        Dataset("step", marked("Step"), "regression", _curve(lambda x: 1.0 if x > 0.0 else -1.0)),
        Dataset("abs", marked("Absolute value"), "regression", _curve(abs)),
    )
}
"""Name to row, in the order in which a list shows them."""
