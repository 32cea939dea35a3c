"""A training run: the same numbers at every start and for every slicing, and a good end."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from itertools import chain, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.learning.datasets import DATASETS, own_points
from engine.learning.losses import LOSSES
from engine.learning.network import activations
from engine.learning.optimisers import OPTIMISERS
from engine.learning.run import Run, RunSettings, SettingError, accuracy

SMALL = RunSettings(points=20, hidden=(4,), steps=12)

# 25 rows a chunk, so that a batch of 48 rows and a measurement can be left in the middle.
CHUNKED = RunSettings(points=60, hidden=(32, 32), steps=4)

TASKS = [
    (dataset.name, loss.name)
    for dataset in DATASETS.values()
    for loss in LOSSES.values()
    if dataset.kind in loss.kinds
]


def finished(settings: RunSettings, **changes: object) -> Run:
    run = Run(dataclasses.replace(settings, **changes))
    return to_the_end(run)


def to_the_end(run: Run) -> Run:
    while not run.ended:
        run.update()
    return run


def state(run: Run) -> tuple[object, ...]:
    return run.history, run.parameters, run.grads, run.step, run.reason, run.ended


def ticking(steps: list[float]) -> Callable[[], float]:
    """A clock that moves by each of `steps`, and then by 1 a look."""
    now = 0.0
    rest = chain(steps, repeat(1.0))

    def clock() -> float:
        nonlocal now
        now += next(rest)
        return now

    return clock


@pytest.fixture(scope="module", params=[None, 40], ids=["all rows", "40 rows"])
def chunked(request: pytest.FixtureRequest) -> RunSettings:
    return dataclasses.replace(CHUNKED, batch=request.param)


@pytest.fixture(scope="module")
def whole(chunked: RunSettings) -> Run:
    return finished(chunked)


@pytest.fixture(scope="module")
def sliced(chunked: RunSettings) -> Run:
    return Run(chunked)


@pytest.mark.slow
@given(
    ticks=st.lists(st.floats(0, 3), max_size=60),
    slices=st.lists(st.one_of(st.none(), st.floats(0, 4)), max_size=60),
)
def test_every_slicing_gives_the_same_numbers(whole, sliced, ticks, slices):
    sliced.reset()
    clock = ticking(ticks)
    for seconds in slices:
        if seconds is None:
            sliced.update()
        else:
            sliced.run_for(seconds, clock)
    assert state(to_the_end(sliced)) == state(whole)


@pytest.mark.slow
def test_a_slice_without_time_does_one_chunk_and_so_gets_to_the_end():
    run, calls = Run(CHUNKED), 0
    while not run.ended:
        run.run_for(0.0, lambda: 0.0)
        calls += 1
    # 48 + 12 rows are 3 chunks a measurement, which works out the next update as well.
    assert calls == 3 + 4 * (1 + 3 + 1)


@pytest.mark.slow
def test_a_batch_of_some_rows_is_left_and_gone_on_with_after_each_chunk():
    run, calls = Run(dataclasses.replace(CHUNKED, batch=40)), 0
    while not run.ended:
        run.run_for(0.0, lambda: 0.0)
        calls += 1
    # Batches of 40 and of 8 rows in turns, and a measurement every other update.
    assert calls == 3 + 2 * (2 + 1) + 2 * (1 + 3 + 1)


@pytest.mark.slow
def test_a_slice_stops_in_the_middle_of_a_batch():
    run = Run(dataclasses.replace(CHUNKED, batch=40))
    for _ in range(4):
        run.run_for(0.0, lambda: 0.0)
    assert len(run.history.measurements) == 1
    assert run.step == 0
    run.update()
    assert run.step == 1


@pytest.mark.slow
def test_a_slice_goes_no_further_than_to_a_step(chunked, whole):
    run = Run(chunked)
    for step in (1, 3):
        run.run_for(1.0, lambda: 0.0, until=step)
        assert run.step == step
    assert state(to_the_end(run)) == state(whole)


def test_a_slice_with_time_to_spare_ends_with_the_run():
    run = Run(SMALL)
    run.run_for(1.0, lambda: 0.0)
    assert run.ended
    assert run.step == SMALL.steps


def test_nothing_happens_after_the_end():
    run = finished(SMALL)
    before = state(run)
    run.update()
    run.run_for(1.0, ticking([]))
    assert state(run) == before


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("batch", [None, 5])
def test_reset_is_the_very_same_start(optimiser, batch):
    settings = dataclasses.replace(SMALL, optimiser=optimiser, batch=batch)
    run, fresh = Run(settings), Run(settings)
    start = state(fresh)
    for _ in range(7):
        run.update()
    run.reset()
    assert state(run) == start
    assert state(to_the_end(run)) == state(to_the_end(fresh))


def test_another_seed_is_another_run():
    assert finished(SMALL).parameters != finished(SMALL, seed=1).parameters


@pytest.mark.slow
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_two_moons_by_default_are_learned_to_the_last_point(activation):
    run = finished(RunSettings(activation=activation))
    last = run.history.measurements[-1]
    assert (last.step, last.train_accuracy, last.test_accuracy) == (300, 1.0, 1.0)
    assert run.history.losses[-1] < 0.05


@pytest.mark.slow
@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize(("dataset", "loss"), TASKS)
def test_every_dataset_is_learned_at_the_suggested_learning_rate(dataset, loss, optimiser):
    rate = OPTIMISERS[optimiser].suggested(LOSSES[loss].learning_rate)
    names = {"dataset": dataset, "loss": loss, "optimiser": optimiser}
    run = finished(RunSettings(), **names, learning_rate=rate, steps=100, points=40)
    first, last = run.history.measurements[0], run.history.measurements[-1]
    assert run.reason is None
    assert last.train_loss < 0.5 * first.train_loss
    assert last.train_accuracy is None or last.train_accuracy > 0.9


def test_a_learning_rate_of_0_changes_nothing_but_the_history():
    run = finished(SMALL, learning_rate=0.0)
    assert run.parameters == Run(SMALL).parameters
    assert len(set(run.history.losses)) == 1


def test_a_batch_larger_than_the_data_is_all_of_it():
    assert finished(SMALL, batch=10_000).history == finished(SMALL).history


def test_every_epoch_takes_every_row_once_in_an_order_of_its_own():
    run = finished(SMALL, batch=1, learning_rate=0.0, steps=32, l2=0.0)
    first, second = run.history.losses[:16], run.history.losses[16:]
    assert sorted(first) == sorted(second)
    assert first != second
    assert sum(first) / 16 == pytest.approx(run.history.measurements[0].train_loss)


def test_the_last_batch_of_an_epoch_may_be_smaller():
    run = finished(SMALL, batch=10, learning_rate=0.0, steps=2, l2=0.0)
    mean = (10 * run.history.losses[0] + 6 * run.history.losses[1]) / 16
    assert mean == pytest.approx(run.history.measurements[0].train_loss)


def test_a_parameter_set_by_hand_counts_in_the_next_update():
    """Also where that had been worked out before."""
    run, twin = Run(SMALL), Run(SMALL)
    run.update()
    run.set_parameter(3, 5.0)
    run.update()
    twin.start = run.last.before
    twin.reset()
    twin.update()
    assert (run.last.loss, run.last.grads) == (twin.last.loss, twin.last.grads)
    assert run.last.before[3] == 5.0


def test_what_is_measured_needs_no_slope(monkeypatch):
    """The root of a perfect score has an infinite one: it ends the run at the update after."""
    sharp = dataclasses.replace(LOSSES["hinge"], function=lambda s, y: (0.0 * s * y).sqrt())
    monkeypatch.setitem(LOSSES, "hinge", sharp)
    run = finished(SMALL, l2=0.0)
    assert [m.train_loss for m in run.history.measurements] == [0.0]
    assert "has no finite derivative" in str(run.reason)
    assert (run.step, run.ended) == (0, True)


def test_measurements_are_taken_at_the_start_at_every_stride_and_at_the_end():
    run = finished(SMALL, batch=4, steps=12)
    assert run.stride == 5
    assert [m.step for m in run.history.measurements] == [0, 5, 10, 12]
    every = finished(SMALL)
    assert [m.step for m in every.history.measurements] == list(range(13))


def test_the_loss_of_an_update_is_the_one_measured_before_it():
    run = finished(SMALL)
    measured = [m.train_loss for m in run.history.measurements]
    assert run.history.losses == pytest.approx(measured[:-1], rel=1e-13)


def test_without_a_share_for_the_test_it_is_not_measured():
    run = finished(SMALL, test_share=0.0)
    last = run.history.measurements[-1]
    assert (last.test_loss, last.test_accuracy) == (None, None)
    assert last.train_accuracy is not None


def test_a_curve_has_no_accuracy():
    run = finished(SMALL, dataset="sine", loss="squared error", learning_rate=0.1)
    last = run.history.measurements[-1]
    assert (last.train_accuracy, last.test_accuracy) == (None, None)
    assert last.test_loss is not None


def test_without_hidden_layers_a_line_is_learned():
    run = finished(SMALL, dataset="two clouds", hidden=(), steps=50)
    assert len(run.parameters) == 3
    assert run.history.measurements[-1].train_accuracy == 1.0


def test_the_model_shows_the_numbers_of_this_moment():
    run = Run(SMALL)
    for _ in range(5):
        run.update()
    parameters = run.model.parameters()
    assert [p.data for p in parameters] == run.parameters
    assert [p.grad for p in parameters] == run.grads
    points = [row[:-1] for row in run.train]
    assert [run.model(point).data for point in points] == run.predict(points)


def test_a_run_that_diverges_ends_with_a_reason_and_finite_numbers():
    run = finished(SMALL, loss="squared error", learning_rate=100.0, steps=1000)
    assert run.ended
    assert run.step < 1000
    assert run.reason is not None
    assert run.reason.places["rate"] == 10.0
    assert "try a learning rate of 10 or less" in str(run.reason)
    assert all(abs(number) < 1e12 for number in run.parameters)
    assert len(run.history.losses) == run.step
    run.reset()
    assert run.reason is None


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 1e12, -1e12])
@pytest.mark.parametrize("place", [0, 7, 16])
def test_an_update_to_a_number_that_can_not_be_is_not_made(monkeypatch, place, number):
    def moved(_self, parameters, _grads, _rate):
        return [number if index == place else p for index, p in enumerate(parameters)]

    monkeypatch.setattr(OPTIMISERS["sgd"], "update", moved)
    run = finished(SMALL)
    assert (run.step, run.parameters) == (0, run.start)
    assert "Training diverged after 0 updates" in str(run.reason)


@pytest.mark.slow
@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("activation", activations())
@pytest.mark.parametrize("loss", LOSSES)
def test_the_largest_learning_rate_ends_well_or_with_a_reason(loss, activation, optimiser):
    names = {"loss": loss, "activation": activation, "optimiser": optimiser}
    run = finished(SMALL, **names, learning_rate=1000.0, hidden=(3, 3, 3), steps=60, l2=1.0)
    assert run.reason is not None or run.step == 60
    assert all(abs(loss) < float("inf") for loss in run.history.losses)


@pytest.mark.slow
def test_huge_points_end_in_a_reason_and_no_error():
    rows = [(1e6, -1e6, 1), (-1e6, 1e6, -1), (1e6, 1e6, 1), (-1e6, -1e6, -1)]
    settings = dataclasses.replace(SMALL, loss="squared error", hidden=(32,) * 6)
    run = to_the_end(Run(settings, own_points(rows)))
    assert run.reason is not None
    assert run.step == 0


def test_a_loss_that_is_undefined_somewhere_ends_the_run_with_its_sentence(monkeypatch):
    fragile = dataclasses.replace(LOSSES["hinge"], function=lambda s, y: (1.0 + s * y).log())
    monkeypatch.setitem(LOSSES, "hinge", fragile)
    run = finished(SMALL, steps=1000)
    assert run.ended
    assert "log needs a positive input" in str(run.reason)
    assert "learning rate" in str(run.reason)


def test_settings_that_can_not_be_are_refused():
    with pytest.raises(SettingError, match=r"^points: "):
        Run(RunSettings(points=0))
    with pytest.raises(SettingError, match=r"^loss: "):
        Run(RunSettings(), own_points([(0, 1), (2, 3)]))


def test_accuracy_counts_scores_on_the_side_of_their_target():
    assert accuracy([0.1, -0.1, 0.0, 5.0], [1.0, -1.0, -1.0, -1.0]) == 0.75


def test_a_target_ends_the_run_when_the_train_loss_is_there():
    run = finished(SMALL, steps=1000, target=0.2)
    last = run.history.measurements[-1]
    assert run.reached
    assert run.step < 1000
    assert last.train_loss <= 0.2 < run.history.measurements[-2].train_loss
    before = state(run)
    run.update()
    assert state(run) == before


def test_without_reaching_its_target_a_run_ends_at_its_last_step():
    run = finished(SMALL, target=0.0)
    assert not run.reached
    assert run.step == SMALL.steps


def test_start_weights_may_be_given():
    drawn = Run(SMALL)
    run = Run(SMALL, start=[2 * number for number in drawn.start])
    assert run.parameters == [2 * number for number in drawn.parameters]
    run.update()
    run.reset()
    assert run.parameters == run.start
    with pytest.raises(ValueError, match="17 parameters, not 1"):
        Run(SMALL, start=[1.0])
    for number in (1e300, float("nan")):
        with pytest.raises(ValueError, match="within ±1e"):
            Run(SMALL, start=[number, *drawn.start[1:]])


@pytest.mark.parametrize("number", [1e12, -1.7976931348623157e308, math.inf, math.nan])
def test_start_weights_that_no_run_comes_back_from_are_refused(number):
    start = Run(SMALL).start
    with pytest.raises(ValueError, match="a parameter must lie within"):
        Run(SMALL, start=[*start[:-1], number])


def test_zeros_as_initial_weights_leave_all_neurons_of_a_layer_alike():
    run = finished(SMALL, initial="zeros", activation="tanh")
    first, *others = run.model.layers[0].neurons
    assert all(
        [p.data for p in other.parameters()] == [p.data for p in first.parameters()]
        for other in others
    )


def test_activations_may_differ_by_layer():
    run = Run(dataclasses.replace(SMALL, hidden=(4, 3), activation=("tanh", "sigmoid")))
    names = [layer.neurons[0].activation for layer in run.model.layers]
    assert names == ["tanh", "sigmoid", "linear"]


def test_l1_drives_weights_to_zero_that_l2_only_makes_small():
    def largest_of_idle(**penalty: float) -> float:
        run = finished(SMALL, hidden=(), dataset="two clouds", steps=300, **penalty)
        return min(abs(number) for number in run.parameters)

    assert largest_of_idle(l1=0.1, l2=0.0) < largest_of_idle(l1=0.0, l2=0.1)


def test_the_last_update_is_known_in_its_parts():
    run = Run(SMALL)
    assert run.last is None
    run.update()
    start = run.start
    run.update()
    last = run.last
    assert last.step == 2
    assert last.loss == run.history.losses[1]
    assert last.grads == run.grads
    assert last.cleared != last.grads
    assert last.before != start
    assert last.after == run.parameters
    moved = [b - last.rate * g for b, g in zip(last.before, last.grads, strict=True)]
    assert moved == last.after
    assert len(last.rows) == 16
    assert last.penalty == pytest.approx(1e-4 * sum(p * p for p in last.before))


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings", [SMALL, CHUNKED, dataclasses.replace(SMALL, optimiser="adam", batch=4)]
)
def test_an_update_is_worked_out_whole_before_it_is_made(settings):
    whole, looked_at = Run(settings), Run(settings)
    for _ in range(3):
        before = state(looked_at)
        update = looked_at.next_update()
        assert state(looked_at) == before
        assert looked_at.next_update() is update is looked_at.pending
        whole.update()
        looked_at.update()
        assert looked_at.last is update
        assert update == whole.last
        assert looked_at.pending is None
        assert state(looked_at) == state(whole)


def test_an_update_that_was_only_looked_at_is_finished_or_forgotten():
    whole, looked_at = Run(SMALL), Run(SMALL)
    whole.update()
    looked_at.next_update()
    looked_at.finish_update()
    assert state(looked_at) == state(whole)
    looked_at.next_update()
    looked_at.reset()
    assert (looked_at.pending, looked_at.step, looked_at.parameters) == (None, 0, whole.start)


def test_at_the_end_there_is_no_next_update():
    run = finished(dataclasses.replace(SMALL, steps=1))
    assert run.next_update() is None
    assert run.step == 1


def test_a_next_update_that_diverges_ends_the_run_with_its_reason():
    run = Run(dataclasses.replace(SMALL, loss="squared error", learning_rate=1000.0, steps=100))
    while run.next_update():
        run.update()
    assert run.ended
    assert run.reason


def test_a_parameter_set_by_hand_is_measured_and_gone_after_a_reset():
    run = Run(SMALL)
    run.run_for(0.0, lambda: 0.0)
    run.update()
    before = run.history.measurements[-1]
    after = run.last.after
    run.set_parameter(3, 5.0)
    assert run.parameters[3] == 5.0
    assert after[3] != 5.0
    assert run.edited
    assert run.history.measurements[-1].train_loss != before.train_loss
    assert run.history.measurements[-1].step == run.step
    run.reset()
    assert run.parameters == run.start
    assert not run.edited


@pytest.mark.parametrize("steps", [0, 3, 7])
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_a_copy_goes_on_as_the_run_does_and_leaves_it_alone(optimiser, steps):
    settings = dataclasses.replace(SMALL, optimiser=optimiser, batch=5, steps=20)
    run, twin = Run(settings), Run(settings)
    for _ in range(steps):
        run.update()
        twin.update()
    copy = run.copy()
    assert state(copy) == state(run)
    copy.set_parameter(0, 7.0)
    assert state(run) == state(twin)
    assert not run.edited
    copy = run.copy()
    for each in (run, copy, twin):
        while not each.ended:
            each.update()
    assert state(run) == state(copy) == state(twin)


def test_a_copy_of_a_run_that_has_ended_has_ended():
    run = finished(dataclasses.replace(SMALL, target=100.0))
    assert run.step < SMALL.steps
    copy = run.copy()
    copy.run_for(1.0)
    assert copy.ended
    assert state(copy) == state(run)


def test_a_copy_in_the_middle_of_an_update_finishes_it():
    run, whole = Run(CHUNKED), Run(CHUNKED)
    run.next_update()
    whole.update()
    assert state(run.copy()) == state(run) == state(whole)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e12, -1e300])
def test_a_parameter_that_can_not_be_is_refused(number):
    run = Run(SMALL)
    with pytest.raises(ValueError, match="within"):
        run.set_parameter(0, number)
    assert run.parameters == run.start


def test_an_update_left_in_the_middle_is_finished_before_a_parameter_is_set():
    run = Run(dataclasses.replace(CHUNKED, batch=40))
    for _ in range(5):
        run.run_for(0.0, lambda: 0.0)
    assert run.step == 0
    run.set_parameter(0, 0.0)
    assert run.step == 1
