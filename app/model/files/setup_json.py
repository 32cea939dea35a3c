"""The training set-up as JSON, in and out: a part of a file, and what is remembered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from app.model.files.json_reading import refuse
from app.model.training.setup import Setup
from engine.core.errors import DataError
from engine.core.messages import message
from engine.core.number_text import short
from engine.learning.datasets import (
    LEAST_POINTS,
    MOST_POINTS,
    OWN,
    DatasetKind,
    Sample,
    own_points,
)
from engine.learning.losses import LOSSES
from engine.learning.run import LARGEST_PARAMETER
from engine.learning.settings import RunSettings, SettingError

MOST_WEIGHTS = 6_000
"""Just more than six layers of 32 have."""

_TYPES = get_type_hints(RunSettings)
_Settings = msgspec.defstruct(
    "_Settings",
    [(each.name, _TYPES[each.name], each.default) for each in fields(RunSettings)],
    forbid_unknown_fields=True,
)


class Training(Struct, forbid_unknown_fields=True):
    """The part `training` of a file."""

    # A type that is made from RunSettings at run time, which no checker can see.
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
    settings = RunSettings(**plain)
    points = () if read.points is UNSET else tuple(read.points)
    weights = None if read.weights is UNSET else tuple(read.weights)
    setup = Setup(settings, points, weights)
    # A set-up may be saved before it has points enough for a run.
    # Names of datasets and losses are not known to be right yet.
    known = settings.dataset == OWN and settings.loss in LOSSES
    rows = points or _ANY_POINT[setup.kind if known else "classification"]
    try:
        own = own_points((*rows, *rows[-1:] * (LEAST_POINTS - len(rows))))
    except DataError as error:
        refuse("$.training.points", message("{problem}.", problem=error.reason))
    try:
        settings.check(own if settings.dataset == OWN else None)
    except SettingError as error:
        refuse(f"$.training.settings.{error.field}", error.reason)
    empty = settings.dataset == OWN and not points
    if weights is not None and not empty and len(weights) != setup.parameter_count:
        refuse(
            "$.training.weights",
            message(
                "the network has {wanted} parameters, not {count}.",
                wanted=setup.parameter_count,
                count=len(weights),
            ),
        )
    for index, weight in enumerate(weights or ()):
        if abs(weight) >= LARGEST_PARAMETER:
            refuse(
                f"$.training.weights[{index}]",
                message(
                    "a parameter must lie within ±{largest}.", largest=short(LARGEST_PARAMETER)
                ),
            )
    return setup


def settings_text(settings: RunSettings) -> str:
    """The settings alone as JSON on one line, for what is remembered between two starts."""
    return _json(asdict(settings))


def read_settings(text: str) -> RunSettings | None:
    """What `settings_text` wrote; None for anything else, and where there can be no such run."""
    try:
        read = msgspec.json.decode(text, type=_Settings)
    except (msgspec.DecodeError, RecursionError):
        return None
    settings = RunSettings(**msgspec.structs.asdict(read))
    return None if settings.problems() else settings


_ANY_POINT: Mapping[DatasetKind, tuple[Sample, ...]] = {
    "classification": ((0.0, 0.0, 1.0),),
    "regression": ((0.0, 0.0),),
}


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False)
