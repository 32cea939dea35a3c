"""The training set-up as a value, and as the second part of a file."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.files.chalk_file import Document, FileError, dumps, loads
from app.model.graph.graph import Graph
from app.model.training.setup import Setup
from engine.learning.datasets import OWN
from engine.learning.settings import RunSettings

POINTS = ((0.25, -1.0, 1.0), (0.1, 2.0, -1.0), (1e-9, 3.0, 1.0))
CURVE = ((0.0, 1.0), (1.0, 2.0))
OF_POINTS = Setup(RunSettings(dataset=OWN), POINTS)


def written(setup: Setup) -> dict[str, object]:
    return json.loads(dumps(Document(Graph(), setup)))


def refusal(content: dict[str, object]) -> str:
    with pytest.raises(FileError) as caught:
        loads(json.dumps(content).encode())
    return str(caught.value)


@pytest.mark.parametrize(
    "setup",
    [
        Setup(),
        OF_POINTS,
        Setup(RunSettings(dataset=OWN)),
        Setup(RunSettings(dataset=OWN, loss="squared error"), CURVE),
        Setup(RunSettings(dataset=OWN), POINTS[:1]),
        Setup(RunSettings(dataset=OWN, loss="squared error"), CURVE[:1]),
        Setup(RunSettings(hidden=(3, 2), activation=("tanh", "relu"), target=0.1, batch=5)),
        Setup(RunSettings(hidden=()), weights=(0.1, -0.2, 1e-300)),
    ],
)
def test_a_set_up_comes_back_from_a_file_as_it_was(setup):
    document = Document(Graph().with_leaf((0, 0), 2.0), setup)
    assert loads(dumps(document)) == document


coordinates = st.floats(-1e6, 1e6)


@given(st.lists(st.tuples(coordinates, coordinates, st.sampled_from([-1.0, 1.0])), min_size=1))
def test_every_digit_of_own_points_is_kept(rows):
    setup = Setup(RunSettings(dataset=OWN), tuple(rows))
    assert loads(dumps(Document(Graph(), setup))).setup == setup


def test_a_graph_without_a_set_up_is_a_file_of_version_1():
    assert json.loads(dumps(Document(Graph())))["version"] == 1
    assert written(Setup())["version"] == 2


def test_points_stand_one_a_line():
    lines = dumps(Document(Graph(), OF_POINTS)).decode().splitlines()
    assert "   [0.25, -1.0, 1.0]," in lines


def test_a_file_of_version_1_has_no_training():
    assert "no key training" in refusal(written(Setup()) | {"version": 1})


def test_a_file_of_version_2_may_be_without_training():
    assert loads(dumps(Document(Graph())).replace(b": 1,", b": 2,")) == Document(Graph())


@pytest.mark.parametrize("name", ["dataset", "loss"])
def test_a_name_that_is_in_no_table_is_refused_also_beside_own_points_that_are_not_there(name):
    content = written(Setup(RunSettings(dataset=OWN)))
    content["training"]["settings"][name] = "none"
    assert refusal(content).startswith(f"$.training.settings.{name}: ")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("points", 3, "$.training.settings.points: This must be a whole number from 4"),
        ("points", "many", "$.training.settings.points: expected a whole number, not text."),
        ("loss", "none", "$.training.settings.loss: There is no none"),
        ("hidden", [64], "$.training.settings.hidden: A hidden layer has 1 to 32 neurons"),
        ("colour", 1, "$.training.settings: there is no key colour in this version."),
        ("activation", ["relu"], "$.training.settings.activation: 2 hidden layers have 1"),
    ],
)
def test_a_setting_that_can_not_be_is_refused_with_its_place(name, value, words):
    content = written(Setup())
    content["training"]["settings"][name] = value
    assert refusal(content).startswith(words)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("points", [[0.0, 1.0, 1.0], [0.0, 1.0]], "$.training.points: point 2"),
        ("points", [[0.0, 1.0, 3.0], [0.0, 1.0, 1.0]], "$.training.points: point 1: a class"),
        ("points", [[0, 1, 1]] * 10_001, "$.training.points: "),
        ("weights", [1.0], "$.training.weights: the network has 337 parameters, not 1."),
        ("weights", [1.0] * 6001, "$.training.weights: "),
        (
            "weights",
            [0.0] * 336 + [-1e300],
            "$.training.weights[336]: a parameter must lie within ±1e12.",
        ),
        ("notes", "", "$.training: there is no key notes"),
    ],
)
def test_points_and_weights_that_can_not_be_are_refused_with_their_place(key, value, words):
    content = written(OF_POINTS)
    content["training"][key] = value
    assert refusal(content).startswith(words)


def test_a_run_begins_with_the_weights_of_the_set_up():
    setup = Setup(RunSettings(hidden=()), weights=(0.5, -0.5, 0.25))
    run = setup.run()
    run.update()
    assert run.parameters != [0.5, -0.5, 0.25]
    run.reset()
    assert run.parameters == [0.5, -0.5, 0.25]


def test_choosing_own_points_begins_with_those_that_are_shown():
    setup = Setup().with_settings(RunSettings(dataset=OWN))
    assert setup.points == Setup().rows()
    run = setup.run()
    assert sorted((*run.train, *run.test)) == sorted(Setup().rows())


def test_own_points_are_kept_while_another_dataset_is_shown():
    away = OF_POINTS.with_settings(RunSettings(dataset="xor"))
    assert away.with_settings(RunSettings(dataset=OWN)).points == POINTS


def test_points_of_a_curve_bring_a_loss_for_curves():
    assert Setup().with_points(CURVE).settings.loss == "squared error"
    assert Setup().with_points(POINTS).settings.loss == "hinge"


def test_start_weights_stay_while_no_others_are_asked_for():
    weights = tuple(range(337))
    setup = Setup(weights=weights)
    assert setup.with_settings(RunSettings(learning_rate=0.1)).weights == weights
    assert setup.with_points(POINTS).weights == weights
    assert setup.with_points(CURVE).weights is None
    for change in ({"hidden": (4,)}, {"seed": 2}, {"initial": "he"}, {"dataset": "sine"}):
        assert setup.with_settings(replace(RunSettings(), **change)).weights is None
