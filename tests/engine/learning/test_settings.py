"""The settings of a run: what they may be, and what is said when they can't."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.learning.datasets import DATASETS, own_points
from engine.learning.losses import LOSSES
from engine.learning.setting_specs import ChoiceSpec, NumberSpec
from engine.learning.settings import SETTINGS, RunSettings, SettingError

FIELDS = [field.name for field in dataclasses.fields(RunSettings)]
NUMBERS = [name for name, spec in SETTINGS.items() if isinstance(spec, NumberSpec)]
CHOICES = [name for name, spec in SETTINGS.items() if isinstance(spec, ChoiceSpec)]


def test_the_defaults_have_no_problem():
    assert RunSettings().problems() == {}


def test_every_field_has_its_row():
    assert set(SETTINGS) == set(FIELDS)
    assert all(SETTINGS[name].name == name for name in FIELDS)


def test_a_row_says_what_a_form_shows():
    sections = list(dict.fromkeys(spec.section for spec in SETTINGS.values()))
    assert sections == ["DATA", "NETWORK", "TRAINING"]
    for spec in SETTINGS.values():
        assert spec.title
        assert spec.help.endswith(".")


@pytest.mark.parametrize("name", FIELDS)
def test_what_is_shown_is_read_back(name):
    value = getattr(RunSettings(), name)
    assert SETTINGS[name].read(SETTINGS[name].text(value)) == value


def test_activations_are_read_back_by_layer():
    spec = SETTINGS["activation"]
    assert spec.read(spec.text(("tanh", "relu"))) == ("tanh", "relu")
    with pytest.raises(SettingError, match="There is no gelu; choose one of relu, tanh"):
        spec.read("tanh, gelu")


def test_a_script_holds_only_what_its_run_depends_on():
    def held(rows: int = 80, **changes: object) -> list[str]:
        settings = RunSettings(**changes)
        constants = (spec.constant for spec in SETTINGS.values())
        found = [each for each in constants if each and each.needed(settings, rows)]
        return [each.name for each in sorted(found, key=lambda each: each.place)]

    assert held(l2=0.0) == ["STEPS", "LEARNING_RATE"]
    assert held() == ["STEPS", "LEARNING_RATE", "L2"]
    assert held(optimiser="momentum", l1=0.1, batch=79, target=0.0) == [
        "STEPS", "LEARNING_RATE", "MOMENTUM", "L1", "L2", "BATCH", "SEED", "TARGET",
    ]  # fmt: skip
    assert held(batch=80, l2=0.0) == ["STEPS", "LEARNING_RATE"]


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", ["nonsense", -1, math.nan, math.inf, True, 10**400])
def test_a_wrong_setting_is_named_and_the_run_refused(name, value):
    settings = RunSettings(**{name: (value,) if name == "hidden" else value})
    problems = settings.problems()
    assert list(problems) == [name]
    assert str(problems[name]).endswith(".")
    assert len(str(problems[name])) < 200
    with pytest.raises(SettingError, match=f"^{name}: ") as caught:
        settings.check()
    assert caught.value.field == name


@pytest.mark.parametrize("name", NUMBERS)
def test_the_limits_themselves_are_allowed(name):
    spec = SETTINGS[name]
    for value in (spec.least, spec.most):
        assert RunSettings(**{name: value}).problems() == {}
        assert spec.read(repr(value)) == value


@pytest.mark.parametrize("name", CHOICES)
def test_a_name_that_is_none_is_shown_short_and_on_one_line(name):
    for value in ("n" * 10_000, "a\nb", "\u202eb\x00"):
        words = str(RunSettings(**{name: value}).problems()[name])
        assert len(words) < 200
        assert words.isprintable()


def test_all_problems_are_found_at_once():
    problems = RunSettings(points=1, noise=2.0, loss="none", hidden=(64,)).problems()
    assert set(problems) == {"points", "noise", "loss", "hidden"}
    assert str(problems["points"]) == ("This must be a whole number from 4 to 10000, not 1.")
    assert ", ".join(LOSSES) in str(problems["loss"])


@pytest.mark.parametrize("loss", ["hinge", "cross-entropy"])
def test_a_loss_that_compares_classes_is_refused_for_a_curve(loss):
    assert "“Squared error”" in str(RunSettings(dataset="sine", loss=loss).problems()["loss"])
    assert "loss" in RunSettings(loss=loss).problems(own_points([(0, 1), (2, 3)]))
    assert RunSettings(dataset="sine", loss="squared error").problems() == {}


def test_own_points_take_the_place_of_the_dataset_named():
    own = own_points([(0, 1, -1), (2, 3, 1)])
    assert RunSettings(dataset="sine").problems(own) == {}


@pytest.mark.parametrize("name", DATASETS)
def test_squared_error_fits_every_dataset(name):
    assert RunSettings(dataset=name, loss="squared error").problems() == {}


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("16, 16", (16, 16)),
        ("", ()),
        ("   ", ()),
        (" 8 ", (8,)),
        ("1,2,3,4,5,32", (1, 2, 3, 4, 5, 32)),
        ("+4", (4,)),
    ],
)
def test_text_is_read_as_hidden_layers(text, hidden):
    assert SETTINGS["hidden"].read(text) == hidden


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0", "1 to 32 neurons, not 0"),
        ("-1", "1 to 32 neurons, not -1"),
        ("33", "1 to 32 neurons, not 33"),
        ("1000000", "1 to 32 neurons, not 1000000"),
        ("9" * 5000, "1 to 32 neurons, not 999999999999…"),
        ("a,b", "a is not a whole number"),
        ("1.5", "1.5 is not a whole number"),
        ("1_6", "1_6 is not a whole number"),
        ("١٦", "is not a whole number"),
        ("16 16", "16 16 is not a whole number"),
        ("x" * 500, "xxxxxxxxxxxx… is not a whole number"),
        ("16,", "A number is missing next to a comma"),
        (",", "A number is missing next to a comma"),
        ("1,1,1,1,1,1,1", "At most 6 hidden layers, not 7"),
        ("1," * 2000 + "1", "At most 6 hidden layers, not 2001"),
    ],
)
def test_text_that_is_no_hidden_layers_is_refused_in_a_sentence(text, words):
    with pytest.raises(SettingError, match=words) as caught:
        SETTINGS["hidden"].read(text)
    assert caught.value.field == "hidden"


@given(st.text(max_size=40))
def test_any_text_gives_layers_or_a_sentence(text):
    try:
        hidden = SETTINGS["hidden"].read(text)
    except SettingError:
        return
    assert RunSettings(hidden=hidden).problems() == {}


@pytest.mark.parametrize("name", [name for name in NUMBERS if SETTINGS[name].whole])
def test_a_whole_number_with_a_point_is_none(name):
    assert list(RunSettings(**{name: 10.0}).problems()) == [name]
