"""The datasets: the same points from the same seed, and a split that loses none."""

from __future__ import annotations

import math
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.learning.datasets import DATASETS, own_points, split, split_in_order

EVERY = pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset.name)
CLASSES = [dataset for dataset in DATASETS.values() if dataset.kind == "classification"]

# The third of 20 points at noise 0.1 from seed 1337, as every machine makes it.
THIRD = {
    "two moons": (0.36029428, 0.553737634, -1.0),
    "circles": (0.403266832, 1.11200654, -1.0),
    "xor": (-0.861907507, 0.373572178, -1.0),
    "spiral": (0.386336478, 0.140287162, -1.0),
    "two clouds": (-0.531182409, -0.83428201, -1.0),
    "sine": (-1.184210526, 0.458617059),
    "step": (-1.184210526, -1.088331099),
    "abs": (-1.184210526, 1.095879427),
}


@EVERY
def test_the_same_seed_gives_the_same_points(dataset):
    assert dataset.make(30, 0.1, Random(4)) == dataset.make(30, 0.1, Random(4))
    assert dataset.make(30, 0.1, Random(4)) != dataset.make(30, 0.1, Random(5))


@EVERY
def test_the_points_are_those_of_every_other_machine(dataset):
    third = dataset.make(20, 0.1, Random(1337))[2]
    assert third == THIRD.get(dataset.name), f"give {dataset.name!r} a row in THIRD: {third}"


@EVERY
def test_the_last_digits_that_differ_between_machines_are_rounded_away(dataset):
    for row in dataset.make(30, 0.1, Random(4)):
        assert row == tuple(round(number, 9) for number in row)


@EVERY
@pytest.mark.parametrize("points", [4, 5, 101])
def test_as_many_points_as_asked_for_lie_in_the_picture(dataset, points):
    rows = dataset.make(points, 0.0, Random(1))
    assert len(rows) == points
    assert {len(row) for row in rows} == {dataset.inputs + 1}
    assert all(abs(number) <= 1.65 for row in rows for number in row)


@pytest.mark.parametrize("dataset", CLASSES, ids=lambda dataset: dataset.name)
def test_classes_are_of_equal_size(dataset):
    count = Counter(row[-1] for row in dataset.make(101, 0.1, Random(1)))
    assert set(count) == {-1.0, 1.0}
    assert abs(count[1.0] - count[-1.0]) == 1


@EVERY
def test_noise_moves_the_points(dataset):
    quiet, noisy = (dataset.make(40, noise, Random(1)) for noise in (0.0, 0.3))
    moved = [math.dist(a, b) for a, b in zip(quiet, noisy, strict=True)]
    assert 0.05 < sum(moved) / len(moved) < 0.6


@EVERY
def test_a_row_of_the_table_stands_under_its_name(dataset):
    assert DATASETS[dataset.name] is dataset
    assert dataset.title


def test_without_noise_the_moons_are_two_half_circles():
    for x1, x2, target in DATASETS["two moons"].make(50, 0.0, Random(1)):
        centre = (-0.5, -0.25) if target < 0 else (0.5, 0.25)
        assert math.dist((x1, x2), centre) == pytest.approx(1.0, abs=1e-8)


def test_without_noise_the_curves_are_their_functions():
    def curve(name):
        return DATASETS[name].make(31, 0.0, Random(1))

    assert all(y == pytest.approx(math.sin(math.pi * x), abs=1e-8) for x, y in curve("sine"))
    assert all(y == abs(x) for x, y in curve("abs"))
    assert all(y == (1.0 if x > 0 else -1.0) for x, y in curve("step"))


@given(
    classes=st.lists(st.sampled_from([-1.0, 1.0]), min_size=1, max_size=60),
    share=st.floats(0, 0.9),
    seed=st.integers(0, 99),
)
def test_a_split_keeps_every_row_and_leaves_some_of_each_class_to_train(classes, share, seed):
    rows = [(float(index), 0.0, target) for index, target in enumerate(classes)]
    train, test = split(rows, share, Random(seed))
    assert sorted(train + test) == rows
    assert {row[-1] for row in train} == set(classes)
    for target in set(classes):
        drawn = sum(row[-1] == target for row in test)
        assert abs(drawn - share * classes.count(target)) <= 1


def test_a_split_of_a_curve_takes_the_share_of_all_of_it():
    rows = DATASETS["sine"].make(50, 0.1, Random(1))
    train, test = split(rows, 0.2, Random(1))
    assert (len(train), len(test)) == (40, 10)
    assert (train, test) == split(rows, 0.2, Random(1))
    assert (train, test) != split(rows, 0.2, Random(2))


def test_without_a_share_there_is_no_test():
    rows = DATASETS["xor"].make(10, 0.1, Random(1))
    assert split(rows, 0.0, Random(1)) == (rows, [])


@given(
    classes=st.lists(st.sampled_from([-1.0, 1.0]), min_size=1, max_size=60),
    share=st.floats(0.0, 0.9),
)
def test_in_order_a_row_more_moves_no_other(classes, share):
    rows = [(float(index), 0.0, kind) for index, kind in enumerate(classes)]
    train, test = split_in_order(rows, share)
    assert sorted(train + test) == sorted(rows)
    assert {row[2] for row in train} == set(classes)
    fewer, fewer_test = split_in_order(rows[:-1], share)
    assert (train[: len(fewer)], test[: len(fewer_test)]) == (fewer, fewer_test)


def test_in_order_every_fifth_row_of_a_class_is_kept_for_the_test():
    rows = [(float(index), 0.0, kind) for index in range(10) for kind in (-1.0, 1.0)]
    _, test = split_in_order(rows, 0.2)
    assert test == [(4.0, 0.0, -1.0), (4.0, 0.0, 1.0), (9.0, 0.0, -1.0), (9.0, 0.0, 1.0)]
    assert split_in_order(rows, 0.0) == (rows, [])


def test_own_points_of_three_numbers_are_a_classification():
    dataset = own_points([(0, 1, -1), (2, 3, 1)])
    assert (dataset.kind, dataset.inputs) == ("classification", 2)
    assert dataset.make(99, 9.0, Random(1)) == [(0.0, 1.0, -1.0), (2.0, 3.0, 1.0)]


def test_own_points_of_two_numbers_are_a_regression():
    dataset = own_points([(0, 1), (2, 3)])
    assert (dataset.kind, dataset.inputs) == ("regression", 1)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "2 to 10,000 points are needed, not 0"),
        ([(0, 1)], "points are needed, not 1"),
        ([(0, 1)] * 10_001, "not 10,001"),
        ([(0, 1), (0, 1, 1)], "point 2: all points"),
        ([(0,), (0,)], "point 1: all points"),
        ([(0, 1, 1), (0, 1, 2)], "point 2: a class is −1 or 1, not 2"),
        ([(0, 1, 1), (0, math.nan, 1)], "point 2: a coordinate"),
        ([(0, 1, 1), (math.inf, 0, 1)], "point 2: a coordinate"),
        ([(0, 1, 1), (0, 2e6, 1)], "within ±1,000,000"),
    ],
)
def test_own_points_that_can_not_be_are_refused_with_their_place(rows, words):
    with pytest.raises(ValueError, match=words):
        own_points(rows)
