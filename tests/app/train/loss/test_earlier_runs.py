"""Which runs are kept to be compared, and under which colour."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.model.training.setup import Setup
from app.train.loss.earlier_runs import MOST_RUNS, EarlierRuns
from engine.learning.settings import RunSettings


def columns(steps: int) -> np.ndarray:
    """What was measured of a run of so many steps."""
    return np.array([[0.0, steps], [1.0, 0.5], [1.0, 0.5]])


def setup(seed: int) -> Setup:
    return Setup(replace(RunSettings(), seed=seed))


@pytest.fixture
def past() -> EarlierRuns:
    past = EarlierRuns()
    past.keep(setup(1), False, columns(100))
    return past


def lengths(past: EarlierRuns) -> list[float]:
    return [run.columns[0, -1] for run in past.runs]


def test_of_two_of_one_set_up_the_later_one_is_kept_if_it_came_as_far(past: EarlierRuns) -> None:
    past.keep(setup(1), False, columns(99))
    assert lengths(past) == [100]
    past.keep(setup(1), False, columns(100))
    past.keep(setup(1), False, columns(101))
    assert lengths(past) == [101]
    past.keep(setup(1), True, columns(5))
    assert lengths(past) == [101, 5]


def test_the_last_ones_are_kept_each_in_a_colour_of_its_own(past: EarlierRuns) -> None:
    for seed in range(2, MOST_RUNS + 3):
        past.keep(setup(seed), False, columns(seed))
    assert lengths(past) == list(range(3, MOST_RUNS + 3))
    assert sorted(run.color for run in past.runs) == list(range(MOST_RUNS))
