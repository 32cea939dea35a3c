"""PastRuns: runs that were left, kept to be compared with the one that goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from app.model.setup import Setup
from app.model.words import Message, message
from app.training.reading import shown
from engine.settings import CHOICES, Settings

MOST_RUNS = 8
_SHORT = {"learning_rate": "rate", "test_share": "test"}
_MOST_NAMED = 3
"""Settings that a name holds; of more the first ones."""


@dataclass(frozen=True, slots=True, eq=False)
class PastRun:
    """`columns` holds step, train loss and test loss (nan where there is none), (3, count).

    `color` is a place among the colours of runs, which no other kept run has.
    """

    setup: Setup
    edited: bool
    columns: np.ndarray
    color: int


class PastRuns:
    """The last ones, up to MOST_RUNS; of two of one set-up the later one."""

    def __init__(self) -> None:
        self.runs: list[PastRun] = []

    def keep(self, setup: Setup, edited: bool, columns: np.ndarray) -> None:
        """Take a run to the others. One that was hardly begun takes no other's place."""
        same = [run for run in self.runs if run.setup == setup and run.edited == edited]
        if same and same[0].columns[0, -1] > columns[0, -1]:
            return
        self.runs = [run for run in self.runs if run not in same][-(MOST_RUNS - 1) :]
        used = {run.color for run in self.runs}
        color = next(color for color in range(MOST_RUNS) if color not in used)
        self.runs.append(PastRun(setup, edited, columns, color))

    def remove(self, run: PastRun) -> None:
        self.runs.remove(run)

    def clear(self) -> None:
        self.runs.clear()


def names_of(setups: Sequence[Setup]) -> list[list[Message]]:
    """For each of several set-ups what tells it from the others, a few words a setting."""
    names: list[list[Message]] = [[] for _ in setups]
    for field in fields(Settings):
        values = [getattr(setup.settings, field.name) for setup in setups]
        if any(value != values[0] for value in values):
            for name, value in zip(names, values, strict=True):
                name.append(_named(field.name, value))
    for part, words in (("points", "own points"), ("weights", "own weights")):
        values = [getattr(setup, part) for setup in setups]
        if any(value != values[0] for value in values):
            for name, value in zip(names, values, strict=True):
                if value:
                    name.append(message(words))
    return [name[:_MOST_NAMED] for name in names]


def _named(field: str, value: object) -> Message:
    """`tanh`, but `noise 0.3`: a choice speaks for itself."""
    if field == "activation" or field in CHOICES:
        text = ", ".join(value) if isinstance(value, tuple) else str(value)
        return message("{value}", value=text)
    if field == "hidden":
        return message("[{layers}]", layers=shown(field, value))
    name = _SHORT.get(field, field.replace("_", " "))
    return message("{name} {value}", name=name, value=shown(field, value))
