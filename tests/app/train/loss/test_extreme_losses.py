"""The loss plot where a run diverges, ends in a loss of 0, or stays the same: no warning, and axes
that say the losses that were measured.
"""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.train.loss.plot import LossPlot
from engine.learning.run import Measurement

LARGEST = 1.7976931348623157e308


def shown(qtbot: QtBot, losses: list[float], *, log: bool) -> LossPlot:
    """The plot of a run with these losses."""
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.resize(700, 400)
    plot.show()
    plot.log.setChecked(log)
    measured = [Measurement(10 * k, loss, None, None, None) for k, loss in enumerate(losses)]
    plot.show_run(SimpleNamespace(history=SimpleNamespace(measurements=measured)))
    plot.grab()
    return plot


def heights(plot: LossPlot) -> list[float]:
    """Where the losses stand on the axis, from 0 at its lower to 1 at its upper end."""
    low, high = plot.plot.getAxis("left").range
    return [(float(y) - low) / (high - low) for y in plot.train.yData]


def labels(plot: LossPlot) -> list[str]:
    axis = plot.plot.getAxis("left")
    low, high = axis.range
    levels = axis.tickValues(low, high, 300)
    return [text for gap, ticks in levels[:2] for text in axis.tickStrings(ticks, 1.0, gap)]


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize(
    "losses",
    [
        [1.0, 1e30, 1e200],
        [1.0, LARGEST],
        [LARGEST, LARGEST],
        [1e-300, 2e-300],
        [5e-324, 5e-324],
        [0.0, 0.0],
        [1.0, 0.0],
        [0.5, 0.5],
        [1e-12, 3e-12, 2e-12],
    ],
)
def test_every_loss_stands_within_axes_that_say_numbers(
    qtbot: QtBot, losses: list[float], log: bool
) -> None:
    plot = shown(qtbot, losses, log=log)
    assert all(-1e-9 <= height <= 1 + 1e-9 for height in heights(plot))
    words = labels(plot)
    assert 2 <= len(words) < 60
    assert not any("inf" in word or "nan" in word for word in words)
    for (first, low), (second, high) in pairwise(zip(losses, heights(plot), strict=True)):
        assert np.sign(second - first) * (high - low) >= 0.0


@pytest.mark.parametrize(
    ("losses", "log", "word"),
    [
        ([1.0, 1e200], False, "1e200"),
        ([1.0, 1e200], True, "1e200"),
        ([1e-12, 3e-12], False, "2e−12"),
        ([1e-12, 3e-12], True, "2e−12"),
        ([1.0, 0.0], True, "1e−8"),
        ([0.25, 0.75], False, "0.5"),
    ],
)
def test_the_axis_says_the_losses_that_were_measured(
    qtbot: QtBot, losses: list[float], log: bool, word: str
) -> None:
    assert word in labels(shown(qtbot, losses, log=log))


def test_the_scale_follows_a_run_that_diverges_and_the_switch_goes_both_ways(qtbot: QtBot) -> None:
    plot = shown(qtbot, [1.0, 1e3], log=False)
    losses = [1.0, 1e3, 1e150, 1e300]
    measured = [Measurement(10 * k, loss, None, None, None) for k, loss in enumerate(losses)]
    plot.show_run(SimpleNamespace(history=SimpleNamespace(measurements=measured)))
    before = heights(plot)
    assert before == pytest.approx([0.0, 0.0, 0.0, 1 / 1.2], abs=0.2)
    plot.log.setChecked(True)
    assert heights(plot) == pytest.approx([0.0, 0.01, 0.5, 1.0], abs=0.02)
    plot.log.setChecked(False)
    assert heights(plot) == before
    plot.grab()
