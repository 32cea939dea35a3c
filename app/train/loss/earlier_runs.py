"""EarlierRuns: runs that were left, kept to be compared with the one that goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from app.model.training.setup import Setup
from engine.core.messages import Message, message
from engine.learning.settings import SETTINGS, RunSettings

MOST_RUNS = 8
_NOTHING = object()
"""The value of a setting that a run does not look at."""
_MOST_NAMED = 3
"""Settings that a name holds; of more the first ones."""


@dataclass(frozen=True, slots=True, eq=False)
class EarlierRun:
    """`columns` holds step, train loss and test loss (nan where there is none), (3, count).

    `color` is a place among the colours of runs, which no other kept run has.
    """

    setup: Setup
    edited: bool
    columns: np.ndarray
    color: int


class EarlierRuns:
    """The last ones, up to MOST_RUNS; of two of one set-up the later one."""

    def __init__(self) -> None:
        self.runs: list[EarlierRun] = []

    def keep(self, setup: Setup, edited: bool, columns: np.ndarray) -> None:
        """Take a run to the others. One that was hardly begun takes no other's place."""
        same = [run for run in self.runs if run.setup == setup and run.edited == edited]
        if same and same[0].columns[0, -1] > columns[0, -1]:
            return
        self.runs = [run for run in self.runs if run not in same][-(MOST_RUNS - 1) :]
        used = {run.color for run in self.runs}
        color = next(color for color in range(MOST_RUNS) if color not in used)
        self.runs.append(EarlierRun(setup, edited, columns, color))

    def remove(self, run: EarlierRun) -> None:
        self.runs.remove(run)

    def clear(self) -> None:
        self.runs.clear()


def names_of(setups: Sequence[Setup]) -> list[list[Message]]:
    """For each of several set-ups what tells it from the others, a few words a setting."""
    columns: dict[str, list[object]] = {
        field.name: [_value(setup, field.name) for setup in setups] for field in fields(RunSettings)
    }
    columns["own points"] = [setup.points for setup in setups]
    columns["own weights"] = [setup.weights for setup in setups]
    chosen: list[str] = []
    differing = [name for name, column in columns.items() if len(set(column)) > 1]
    while differing and len(chosen) < _MOST_NAMED:
        # The one that tells most of them apart; of equals the first.
        best = max(differing, key=lambda name: _kinds([*chosen, name], columns))
        differing.remove(best)
        chosen.append(best)
    names: list[list[Message]] = [[] for _ in setups]
    for column in (name for name in columns if name in chosen):
        for name, value in zip(names, columns[column], strict=True):
            name += filter(None, [_named(column, value)])
    return names


def _value(setup: Setup, field: str) -> object:
    """A setting; None where it says nothing, as the count and the noise of own points."""
    spec = SETTINGS[field]
    silent = spec.section == "DATA" and not spec.applies(setup.settings)
    return _NOTHING if silent else getattr(setup.settings, field)


def _kinds(names: Sequence[str], columns: Mapping[str, list[object]]) -> int:
    """How many set-ups can be told from one another by these columns."""
    return len(set(zip(*(columns[name] for name in names), strict=True)))


def _named(field: str, value: object) -> Message | None:
    """`tanh`, but `noise 0.3`: a choice speaks for itself."""
    if field in SETTINGS:
        return None if value is _NOTHING else SETTINGS[field].mention(value)
    return message(field) if value else None
