"""What a run lowers: the mean loss and its penalties, number by number."""

from __future__ import annotations

import pytest

from engine.learning.network import MLP
from engine.learning.objective import Objective
from engine.learning.settings import RunSettings

# score = 2 x1 − 3 x2 + 0.5
PARAMETERS = [2.0, -3.0, 0.5]
ROWS = [(1.0, 1.0, 1.0), (0.0, -1.0, -1.0)]
SCORES = [-0.5, 3.5]
# (score − target)², and 2 (score − target) times what comes in.
LOSSES = [2.25, 20.25]
GRADS = [-3.0, -3.0 - 9.0, -3.0 + 9.0]


def objective(**penalties: float) -> Objective:
    settings = RunSettings(hidden=(), loss="squared error", **({"l1": 0.0, "l2": 0.0} | penalties))
    return Objective(MLP(2, [1]), 2, settings)


def penalised(**penalties: float) -> tuple[float, float, list[float]]:
    """Loss, penalty and gradient of one update on both rows."""
    found = objective(**penalties)
    total, grads = found.summed(PARAMETERS, ROWS, 0.0, [0.0] * 3)
    assert (total, grads) == (sum(LOSSES), GRADS)
    return found.mean(PARAMETERS, 2, total, grads)


def test_scores_are_those_of_the_network() -> None:
    assert objective().scores(PARAMETERS, [row[:2] for row in ROWS]) == SCORES


@pytest.mark.parametrize(
    ("penalties", "penalty", "slopes"),
    [
        ({}, 0.0, [0.0, 0.0, 0.0]),
        ({"l1": 0.5}, 0.5 * (2 + 3 + 0.5), [0.5, -0.5, 0.5]),
        ({"l2": 0.5}, 0.5 * (4 + 9 + 0.25), [2.0, -3.0, 0.5]),
        ({"l1": 0.5, "l2": 0.25}, 0.5 * 5.5 + 0.25 * 13.25, [1.5, -2.0, 0.75]),
    ],
)
def test_penalties_weigh_sizes_and_squares(penalties, penalty, slopes) -> None:
    loss, found, grads = penalised(**penalties)
    assert found == penalty
    assert loss == 11.25 + penalty
    assert grads == [grad / 2 + slope for grad, slope in zip(GRADS, slopes, strict=True)]
    assert objective(**penalties).penalty(PARAMETERS) == penalty


def test_a_row_gives_its_loss_and_its_score_in_both_passes() -> None:
    found = objective(l2=0.5)
    noted: list[tuple[float, ...]] = []
    found.summed(PARAMETERS, ROWS, note=noted.append)
    assert noted == found.answers(PARAMETERS, ROWS) == list(zip(LOSSES, SCORES, strict=True))
