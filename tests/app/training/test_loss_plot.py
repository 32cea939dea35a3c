"""The loss plot: it follows a run, thins out a long one, and reads values at the mouse."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from app.training.loss_plot import Curves
from engine.training import Measurement
from tests.app.training.conftest import Hand


def _measured(count: int) -> list[Measurement]:
    return [Measurement(10 * k, 1.0 / (k + 1), None, None, None) for k in range(count)]


def test_a_long_run_is_thinned_out_but_keeps_its_last_value() -> None:
    curves, measurements = Curves(), _measured(50_000)
    for count in (0, 1, 2, 2_000):
        curves.follow(measurements[:count])
        assert curves.drawn().shape == (3, min(count, 1_000))
    curves.follow(measurements)
    steps, train, _ = curves.drawn()
    assert len(steps) <= 1_001
    assert (steps[-1], train[-1]) == (499_990.0, 1.0 / 50_000)
    assert np.all(np.diff(steps) > 0)


@pytest.mark.parametrize(("step", "nearest"), [(-5, 0), (4, 0), (6, 10), (14, 10), (1e9, 20)])
def test_the_nearest_measurement_is_read(step: float, nearest: int) -> None:
    curves = Curves()
    assert curves.nearest(step) is None
    curves.follow(_measured(3))
    assert curves.nearest(step)[0] == nearest


def test_the_legend_reads_the_values_at_the_mouse(hand: Hand) -> None:
    hand.type("steps", "20")
    hand.click("train")
    hand.wait_for_end()
    plot = hand.page.pictures.loss_plot
    assert "step" not in plot.legend.text()
    viewport = plot.plot.viewport()
    hand.qtbot.mouseMove(viewport, QPoint(viewport.width() // 2, viewport.height() // 2))
    hand.qtbot.waitUntil(lambda: "step" in plot.legend.text())


def test_the_log_scale_shows_every_value(hand: Hand) -> None:
    hand.type("steps", "40")
    hand.click("train")
    hand.wait_for_end()
    plot = hand.page.pictures.loss_plot
    plot.log.click()
    (_, _), (low, high) = plot.plot.viewRange()
    losses = [one.train_loss for one in hand.run.history.measurements]
    assert 10**low < min(losses)
    assert 10**high > max(losses)
    plot.grab()


def test_without_test_points_there_is_one_curve(hand: Hand) -> None:
    hand.type("test_share", "0")
    hand.click("step")
    plot = hand.page.pictures.loss_plot
    assert "test" not in plot.legend.text()
    assert hand.page.tools.metrics["test_loss"].text() == "—"
