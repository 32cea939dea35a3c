"""What the texts of the settings form mean, without a form."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.training.setting_text import (
    BY_LAYER,
    FIRST_OF_KIND,
    follow_kind,
    in_use,
    means,
    offered,
    parse,
    text_of,
)
from app.model.training.setup import Setup
from engine.learning.datasets import OWN
from engine.learning.setting_specs import ChoiceSpec
from engine.learning.settings import SETTINGS, RunSettings

CURVE = ((0.0, 1.0), (1.0, 2.0), (2.0, 0.0))
SINE = replace(RunSettings(), dataset="sine", loss="squared error", learning_rate=0.1)
CHOICES = {name for name, spec in SETTINGS.items() if isinstance(spec, ChoiceSpec)}


def texts(setup=None, **typed):
    """The texts of a form that shows a set-up, but for those that were typed."""
    settings = (setup or Setup()).settings
    return {name: text_of(name, getattr(settings, name)) for name in SETTINGS} | typed


@pytest.mark.parametrize(
    "setup",
    [
        Setup(),
        Setup(SINE),
        Setup().with_points(CURVE),
        Setup(replace(RunSettings(), hidden=(3, 2), activation=("tanh", "relu"))),
        Setup(replace(RunSettings(), learning_rate=0.123456789012)),
    ],
    ids=["classes", "curve", "own points", "by layer", "more digits than shown"],
)
def test_what_is_shown_and_was_not_touched_means_the_same_set_up(setup):
    assert parse(texts(setup), setup) == (setup, {})


def test_a_good_text_changes_its_setting_and_no_other():
    setup, problems = parse(texts(noise="0.25"), Setup())
    assert setup.settings == replace(RunSettings(), noise=0.25)
    assert problems == {}


def test_a_wrong_text_leaves_its_setting_and_the_right_ones_beside_it_count():
    setup, problems = parse(texts(noise="abc", points="40"), Setup())
    assert setup.settings == replace(RunSettings(), points=40)
    assert list(problems) == ["noise"]


def test_nobody_looks_at_the_text_of_a_setting_that_is_not_in_use():
    assert parse(texts(momentum="abc"), Setup()) == (Setup(), {})
    setup, problems = parse(texts(momentum="abc", optimiser="momentum"), Setup())
    assert setup.settings.optimiser == "momentum"
    assert list(problems) == ["momentum"]
    assert "momentum" not in in_use(texts(), Setup())
    assert "momentum" in in_use(texts(optimiser="momentum"), Setup())


def test_another_number_of_layers_keeps_the_activations_layer_by_layer():
    by_layer = Setup(replace(RunSettings(), hidden=(3, 2), activation=("tanh", "relu")))
    assert texts(by_layer)["activation"] == BY_LAYER
    setup, _ = parse(texts(by_layer, hidden="3, 2, 2"), by_layer)
    assert setup.settings.activation == ("tanh", "relu", "relu")
    setup, _ = parse(texts(by_layer, hidden="3"), by_layer)
    assert setup.settings.activation == ("tanh",)


def test_one_activation_for_all_can_be_chosen_where_each_layer_has_its_own():
    by_layer = Setup(replace(RunSettings(), hidden=(3, 2), activation=("tanh", "relu")))
    setup, _ = parse(texts(by_layer, activation="sigmoid"), by_layer)
    assert setup.settings.activation == "sigmoid"
    assert BY_LAYER in offered(texts(by_layer), by_layer)["activation"]
    assert BY_LAYER not in offered(texts(), Setup())["activation"]


def test_own_points_are_those_of_the_dataset_that_was_shown():
    setup, problems = parse(texts(dataset=OWN), Setup())
    assert setup.points == Setup().rows()
    assert problems == {}


def test_settings_that_can_not_be_together_leave_all_as_they_are():
    curve = Setup().with_points(CURVE)
    setup, problems = parse(texts(curve, loss="hinge", seed="5"), curve)
    assert setup is curve
    assert list(problems) == ["loss"]


def test_loss_and_rate_follow_the_kind_of_dataset_and_each_kind_keeps_its_own():
    typed = texts(loss="cross-entropy", learning_rate="0.5", dataset="sine")
    curve, kept = follow_kind(typed, Setup(), FIRST_OF_KIND)
    assert (curve["loss"], curve["learning_rate"]) == ("squared error", "0.1")
    setup, _ = parse(curve, Setup())
    back, _ = follow_kind({**curve, "dataset": "xor"}, setup, kept)
    assert (back["loss"], back["learning_rate"]) == ("cross-entropy", "0.5")


def test_a_wrong_rate_is_kept_for_no_kind():
    _, kept = follow_kind(texts(learning_rate="abc", dataset="sine"), Setup(), FIRST_OF_KIND)
    assert kept["classification"]["learning_rate"] == text_of("learning_rate", 1.0)


def test_a_dataset_of_the_same_kind_leaves_loss_and_rate():
    typed = texts(learning_rate="0.5", dataset="xor")
    assert follow_kind(typed, Setup(), FIRST_OF_KIND) == (typed, FIRST_OF_KIND)


def test_losses_are_offered_for_the_kind_of_the_chosen_dataset():
    assert "hinge" in offered(texts(), Setup())["loss"]
    assert "hinge" not in offered(texts(dataset="sine"), Setup())["loss"]
    own = Setup().with_points(CURVE)
    assert "hinge" not in offered(texts(own), own)["loss"]


def test_a_text_means_a_value_however_it_is_written():
    assert means("learning_rate", "1e-3", 0.001)
    assert not means("learning_rate", "0.002", 0.001)
    assert not means("learning_rate", "abc", 0.001)


@given(st.dictionaries(st.sampled_from(sorted(SETTINGS)), st.text(max_size=8)))
def test_whatever_is_typed_the_set_up_stays_one_that_can_be(typed):
    typed = {name: text for name, text in typed.items() if name not in CHOICES}
    setup, problems = parse(texts(**typed), Setup())
    assert not setup.settings.problems()
    assert problems.keys() <= typed.keys()
