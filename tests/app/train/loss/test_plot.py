"""The loss plot: it follows a run, thins out a long one, and reads values at the mouse."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.model.numbers import number
from app.model.training.setup import Setup
from app.train.loss.axes import round_up
from app.train.loss.earlier_runs import names_of
from app.train.loss.series import LossSeries, smoothed
from engine.learning.run import Measurement
from engine.learning.settings import RunSettings
from tests.app.train.conftest import Hand


def _measured(count: int) -> list[Measurement]:
    return [Measurement(10 * k, 1.0 / (k + 1), None, None, None) for k in range(count)]


def test_a_long_run_is_thinned_out_but_keeps_its_first_and_last_values() -> None:
    curves, measurements = LossSeries(), _measured(50_000)
    for count in (0, 1, 2, 1_000):
        curves.follow(measurements[:count])
        assert curves.drawn().shape == (3, count)
    curves.follow(measurements)
    steps, train, _ = curves.drawn()
    assert 500 < len(steps) <= 1_001
    assert (steps[0], train[0]) == (0.0, 1.0)
    assert (steps[-1], train[-1]) == (499_990.0, 1.0 / 50_000)
    assert np.all(np.diff(steps) > 0)


def test_a_peak_does_not_come_and_go_as_a_long_run_goes_on() -> None:
    curves, measurements = LossSeries(), _measured(3_000)
    seen = []
    for count in range(2_001, 3_000):
        curves.follow(measurements[:count])
        seen.append(curves.drawn()[0, :-1].tolist())
    assert all(set(before) <= set(after) for before, after in pairwise(seen))


@pytest.mark.parametrize(("step", "nearest"), [(-5, 0), (4, 0), (6, 10), (14, 10), (1e9, 20)])
def test_the_nearest_measurement_is_read(step: float, nearest: int) -> None:
    curves = LossSeries()
    assert curves.nearest(step) is None
    curves.follow(_measured(3))
    assert curves.nearest(step)[0] == nearest


def test_the_legend_reads_the_values_at_the_mouse(hand: Hand) -> None:
    hand.type("steps", "20")
    hand.click("train")
    hand.wait_for_end()
    plot = hand.page.dashboard.loss_plot
    assert "step" not in plot.legend.text()
    viewport = plot.plot.viewport()
    hand.qtbot.mouseMove(viewport, QPoint(viewport.width() // 2, viewport.height() // 2))
    hand.qtbot.waitUntil(lambda: "step" in plot.legend.text())


def test_the_log_scale_shows_every_value(hand: Hand) -> None:
    hand.type("steps", "40")
    hand.click("train")
    hand.wait_for_end()
    plot = hand.page.dashboard.loss_plot
    plot.log.click()
    (_, _), (low, high) = plot.plot.viewRange()
    losses = [one.train_loss for one in hand.run.history.measurements]
    assert 10**low < min(losses)
    assert 10**high > max(losses)
    plot.grab()


def test_without_test_points_there_is_one_curve(hand: Hand) -> None:
    hand.type("test_share", "0")
    hand.click("step")
    plot = hand.page.dashboard.loss_plot
    assert "test" not in plot.legend.text()
    assert hand.page.tools.metrics["test_loss"].text() == "—"


# Earlier runs


def train(hand: Hand, **typed: str) -> None:
    for name, text in typed.items():
        hand.type(name, text)
    hand.click("train")
    hand.wait_for_end()


def names(hand: Hand) -> list[str]:
    rows = hand.page.dashboard.loss_plot.runs.rows
    return [rows.item(place).text() for place in range(rows.count())]


def test_playground_38_earlier_runs_stay_to_be_compared_by_what_tells_them_apart(
    hand: Hand,
) -> None:
    plot = hand.page.dashboard.loss_plot
    train(hand, steps="10")
    assert not plot.runs.isVisible()
    first = hand.run.history.measurements[-1].train_loss
    train(hand, learning_rate="0.1")
    assert plot.runs.isVisible()
    assert names(hand) == [f"rate 1\n{number(first, 3)}"]
    hand.choose("activation", "tanh")
    train(hand)
    assert [name.split("\n")[0] for name in names(hand)] == ["relu, rate 1", "relu, rate 0.1"]
    drawn = [item for item in plot.earlier if item.xData is not None and len(item.xData)]
    assert len(drawn) == 2
    assert float(drawn[0].yData[-1]) == pytest.approx(first)


def test_the_same_run_again_is_no_other_one(hand: Hand) -> None:
    train(hand, steps="10")
    hand.click("train")
    hand.wait_for_end()
    assert names(hand) == []
    hand.click("reset")
    assert names(hand) == []
    assert len(hand.page.dashboard.loss_plot.past.runs) == 1


def test_a_run_that_was_not_begun_is_not_kept(hand: Hand) -> None:
    hand.type("noise", "0.2")
    hand.type("noise", "0.3")
    assert names(hand) == []


def test_a_run_of_another_loss_is_no_comparison(hand: Hand) -> None:
    train(hand, steps="10")
    hand.choose("loss", "cross-entropy")
    train(hand)
    assert names(hand) == []
    hand.choose("loss", "hinge")
    hand.type("noise", "0.3")
    assert [name.split("\n")[0] for name in names(hand)] == ["noise 0.1"]


def test_eight_runs_are_kept_and_then_the_oldest_goes(hand: Hand) -> None:
    for seed in range(10):
        train(hand, steps="3", seed=str(seed))
    hand.type("seed", "10")
    assert [name.split("\n")[0] for name in names(hand)] == [
        f"seed {seed}" for seed in range(2, 10)
    ]
    colors = {run.color for run in hand.page.dashboard.loss_plot.past.runs}
    assert len(colors) == 8


def test_an_earlier_run_is_hidden_and_shown_and_removed_by_keys(hand: Hand) -> None:
    plot = hand.page.dashboard.loss_plot
    train(hand, steps="10")
    train(hand, learning_rate="0.1")
    plot.runs.rows.setFocus()
    plot.runs.rows.setCurrentRow(0)
    hand.qtbot.keyClick(plot.runs.rows, Qt.Key.Key_Space)
    assert plot.earlier[0].xData is None or not len(plot.earlier[0].xData)
    hand.qtbot.keyClick(plot.runs.rows, Qt.Key.Key_Space)
    assert len(plot.earlier[0].xData)
    hand.qtbot.keyClick(plot.runs.rows, Qt.Key.Key_Delete)
    assert not plot.runs.isVisible()
    assert names(hand) == []


def test_the_settings_of_an_earlier_run_are_taken_again(hand: Hand) -> None:
    plot = hand.page.dashboard.loss_plot
    train(hand, steps="10")
    setup = hand.page.session.setup
    train(hand, learning_rate="0.1")
    plot.runs.rows.setCurrentRow(0)
    plot.runs.rows.itemActivated.emit(plot.runs.rows.item(0))
    assert hand.page.session.setup == setup
    assert hand.page.form.fields["learning_rate"].text == "1"
    assert [name.split("\n")[0] for name in names(hand)] == ["rate 0.1"]
    assert hand.page.session.setups.undo_name == "take earlier settings again"


def test_a_run_that_exploded_does_not_flatten_the_present_one(hand: Hand) -> None:
    hand.choose("loss", "squared error")
    train(hand, steps="30", learning_rate="1000")
    train(hand, learning_rate="0.05")
    _, (_, high) = hand.page.dashboard.loss_plot.plot.viewRange()
    assert high < 10 * max(one.train_loss for one in hand.run.history.measurements)


def test_values_of_all_runs_are_read_at_the_mouse(hand: Hand) -> None:
    train(hand, steps="40")
    train(hand, learning_rate="0.1")
    before = names(hand)
    viewport = hand.page.dashboard.loss_plot.plot.viewport()
    hand.qtbot.mouseMove(viewport, QPoint(viewport.width() // 3, viewport.height() // 2))
    hand.qtbot.waitUntil(lambda: names(hand) != before)
    past = hand.page.dashboard.loss_plot.past.runs[0]
    assert names(hand)[0].split("\n")[1] in {number(loss, 3) for loss in past.columns[1].tolist()}


# Zoom and smoothing


def test_the_wheel_zooms_and_a_double_click_shows_all_again(hand: Hand) -> None:
    train(hand, steps="40")
    plot = hand.page.dashboard.loss_plot
    whole = plot.plot.viewRange()
    assert not plot.whole.isVisible()
    viewport = plot.plot.viewport()
    turn_wheel(viewport, viewport.rect().center())
    assert plot.whole.isVisible()
    (left, right), _ = plot.plot.viewRange()
    assert right - left < whole[0][1] - whole[0][0]
    # New measurements do not throw the view back.
    zoomed = plot.plot.viewRange()
    hand.click("train")
    hand.wait_for_end()
    assert plot.plot.viewRange() == zoomed
    hand.qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=viewport.rect().center())
    assert plot.plot.viewRange() == whole
    assert not plot.whole.isVisible()


def turn_wheel(widget: QWidget, at: QPoint) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(widget.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_the_plot_is_zoomed_by_keys(hand: Hand) -> None:
    train(hand, steps="40")
    plot = hand.page.dashboard.loss_plot.plot
    whole = plot.viewRange()
    plot.setFocus()
    hand.qtbot.keyClick(plot, Qt.Key.Key_Plus)
    (left, _), _ = plot.viewRange()
    assert left > 0
    hand.qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.viewRange()[0][0] > left
    hand.qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert plot.viewRange() == whole


def test_a_smoothed_curve_has_the_loss_itself_behind_it(hand: Hand) -> None:
    train(hand, steps="100", learning_rate="2")
    plot = hand.page.dashboard.loss_plot
    raw = plot.train.yData.copy()
    plot.smooth.click()
    assert plot.raw.isVisible()
    assert np.array_equal(plot.raw.yData, raw)
    assert np.abs(np.diff(plot.train.yData)).sum() < np.abs(np.diff(raw)).sum()
    plot.smooth.click()
    assert not plot.raw.isVisible()
    assert np.array_equal(plot.train.yData, raw)


@given(losses=st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=400))
def test_a_smoothed_loss_lies_within_what_it_smooths(losses: list[float]) -> None:
    means = smoothed(np.array(losses))
    assert means[0] == losses[0]
    assert means.min() >= min(losses) * (1 - 1e-9)
    assert means.max() <= max(losses) * (1 + 1e-9)


def test_playground_47_the_loss_curve_has_axes_that_can_be_read(hand: Hand) -> None:
    train(hand, steps="50")
    plot = hand.page.dashboard.loss_plot.plot
    assert plot.getAxis("bottom").labelText == "step"
    assert plot.getAxis("left").labelText == "loss"
    assert plot.viewRange()[0] == [0.0, 50.0]
    assert plot.viewRange()[1][0] == 0.0


@pytest.mark.parametrize(
    ("number", "rounded"), [(0.93, 1.0), (1.0, 1.0), (1.21, 1.5), (72.0, 100.0), (1e-12, 1e-9)]
)
def test_a_scale_ends_at_a_round_number(number: float, rounded: float) -> None:
    assert round_up(number) == pytest.approx(rounded)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-2.0, 0.0, ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1"]),
        (-0.75, -0.5, ["0.2", "0.3"]),
        (-9.0, 30.0, ["1e−5", "1", "100000", "1e10", "1e15", "1e20", "1e25", "1e30"]),
    ],
)
def test_the_numbers_at_a_log_scale_leave_room_for_one_another(
    hand: Hand, low: float, high: float, words: list[str]
) -> None:
    axis = hand.page.dashboard.loss_plot.plot.getAxis("left")
    ((_, values),) = axis.logTickValues(low, high, 180.0, None)
    assert axis.logTickStrings(values, 1.0, 1.0) == words
    assert all((b - a) * 180.0 / (high - low) >= 20.0 for a, b in pairwise(values))


def test_undo_comes_back_to_the_run_that_was_left_and_a_preset_to_its_start(hand: Hand) -> None:
    train(hand, steps="10")
    trained, losses = hand.run, list(hand.run.history.losses)
    hand.type("noise", "0.3")
    assert hand.run.step == 0
    hand.page.session.setups.undo()
    assert hand.run is trained
    assert hand.run.history.losses == losses
    hand.page.session.setups.redo()
    assert hand.run.step == 0
    hand.page.apply_preset("xor")
    hand.click("train")
    hand.wait_for_end()
    hand.page.session.setups.undo()
    hand.page.apply_preset("xor")
    assert hand.run.step == 0


def test_a_curve_that_is_hidden_leaves_nothing_of_it_on_the_screen(hand: Hand) -> None:
    train(hand, steps="10")
    train(hand, learning_rate="0.1")
    plot = hand.page.dashboard.loss_plot
    plot.runs.rows.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert not plot.earlier[0].isVisible()


def test_names_hold_what_tells_most_runs_apart() -> None:
    setups = [
        Setup(RunSettings(points=points, seed=seed, steps=steps, hidden=hidden, learning_rate=rate))
        for points, seed, steps, hidden, rate in (
            (100, 1, 10, (8,), 0.1),
            (90, 2, 20, (8,), 0.2),
            (90, 2, 20, (), 0.3),
            (90, 2, 20, (), 0.4),
        )
    ]
    words = [", ".join(str(part) for part in name) for name in names_of(setups)]
    assert len(set(words)) == len(setups)
    assert all("rate" in name for name in words)
