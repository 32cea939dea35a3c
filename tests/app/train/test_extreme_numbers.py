"""The pictures of the Train tab at the ends of what points and parameters may be: they are painted
without a warning, which would fail a test.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from app.model.training.setup import Setup
from engine.learning.settings import RunSettings
from tests.app.train.conftest import Hand

CLASSES = [
    ((1e6, 1e6, 1.0), (-1e6, -1e6, -1.0), (1e6, -1e6, 1.0)),
    ((5e-324, 0.0, 1.0), (0.0, 5e-324, -1.0), (1e-300, 1e-300, 1.0)),
    ((2.0, 3.0, 1.0), (2.0, 3.0, -1.0), (2.0, 3.0, 1.0)),
    ((1e6, 1e6, 1.0), (999999.9999999999, 1e6, -1.0), (1e6, 999999.9999999999, -1.0)),
]
CURVES = [
    ((1e6, 1e6), (-1e6, -1e6), (0.0, 1e6)),
    ((5e-324, 0.0), (0.0, 5e-324), (1e-300, 1e-300)),
    ((2.0, 3.0), (2.0, 3.0)),
    ((1.0, 1e6), (1.0, -1e6)),
    ((-1.0, 5.0), (1.0, 5.0)),
]
CASES = [(rows, "hinge") for rows in CLASSES] + [(rows, "squared error") for rows in CURVES]


def painted(hand: Hand) -> None:
    """Every view of the network, and both scales of the loss."""
    for view, log in enumerate((False, True, False)):
        hand.page.dashboard.loss_plot.log.setChecked(log)
        hand.page.dashboard.network.pages.choose(view)
        QApplication.processEvents()
        hand.page.grab()


@pytest.mark.parametrize("weight", [0.0, 5e-324, 9.9e11])
@pytest.mark.parametrize(("rows", "loss"), CASES)
def test_points_and_weights_of_every_size_are_painted_and_trained(
    hand: Hand, rows: tuple[tuple[float, ...], ...], loss: str, weight: float
) -> None:
    inputs = 2 if loss == "hinge" else 1
    settings = RunSettings(
        dataset="own", loss=loss, hidden=(3, 3), activation="relu", steps=4, test_share=0.0
    )
    setup = Setup(settings, rows, (weight,) * ((inputs + 1) * 3 + 4 * 3 + 4))
    for rate in (0.1, 1e3):
        changed = replace(setup, settings=replace(settings, learning_rate=rate))
        hand.page.session.setups.edit("x", changed)
        painted(hand)
        hand.click("train")
        hand.wait_for_end()
        painted(hand)
