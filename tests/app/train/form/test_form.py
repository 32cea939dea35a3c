"""The settings as a form: what is typed well, what is typed badly, and what goes together."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from app.model.catalogue.presets import PRESETS
from app.model.graph.graph import Graph
from app.train.form.fields import ChoiceField
from engine.learning.datasets import OWN
from engine.learning.setting_specs import ChoiceSpec
from engine.learning.settings import SETTINGS, RunSettings, SettingError
from tests.app.train.conftest import Hand

TYPED = [name for name, spec in SETTINGS.items() if not isinstance(spec, ChoiceSpec)]
NONSENSE = ("abc", "1e999", "-1", "nan", "9" * 5000, "1" * 30 + "x", "0x10", "1,2,", "½")


@pytest.mark.parametrize("text", ["0", "-1", "1000000", "a,b", "16,,16", "1.5", "1,1,1,1,1,1,1"])
def test_wrong_layers_are_explained_at_the_field(hand: Hand, text: str) -> None:
    _is_refused(hand, "hidden", text)


@pytest.mark.parametrize("text", ["abc", "1e999", "", "-1", "nan", "inf", "99999999999"])
@pytest.mark.parametrize("name", [name for name in TYPED if name not in ("hidden", "momentum")])
def test_wrong_numbers_are_explained_at_the_field(hand: Hand, name: str, text: str) -> None:
    _is_refused(hand, name, text)


def _is_refused(hand: Hand, name: str, text: str) -> None:
    hand.click("step")
    run, before = hand.run, list(hand.run.parameters)
    hand.type(name, text)
    field = hand.page.form.fields[name]
    assert field.text == text
    assert field.note.isVisible()
    assert field.note.text().endswith(".")
    assert field.editor.property("wrong") is True
    assert not hand.page.tools.train.isEnabled()
    assert field.note.text() in hand.page.tools.train.toolTip()
    hand.page.train_or_pause()
    assert (hand.run, hand.run.parameters) == (run, before)
    assert not hand.page.trainer.training
    # The entry that was there before brings everything back.
    hand.type(name, SETTINGS[name].text(getattr(RunSettings(), name)))
    assert not field.note.isVisible()
    assert hand.page.tools.train.isEnabled()
    assert hand.run is run


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_one_short_sentence(name: str, text: str) -> None:
    with pytest.raises(SettingError) as caught:
        SETTINGS[name].read(text)
    assert caught.value.field == name
    assert len(str(caught.value.reason)) < 120


@pytest.mark.parametrize("name", TYPED)
def test_what_is_shown_can_be_read(name: str) -> None:
    value = getattr(RunSettings(), name)
    assert SETTINGS[name].read(SETTINGS[name].text(value)) == value


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("test_share", "25%", 0.25),
        ("test_share", "25", 0.25),
        ("test_share", "0.25", 0.25),
        ("test_share", "0", 0.0),
        ("batch", "All", None),
        ("batch", " 8 ", 8),
        ("hidden", "", ()),
        ("learning_rate", "1e-3", 0.001),
        ("l2", "1e−4", 1e-4),
        ("l2", "1e–4", 1e-4),
        ("learning_rate", "0,05", 0.05),
        ("noise", "1/4", 0.25),
        ("test_share", "12,5 %", 0.125),
        ("points", "1,000", 1000),
        ("steps", "1e3", 1000),
        ("hidden", "4, 3", (4, 3)),
    ],
)
def test_entries_as_people_type_them(name: str, text: str, value: object) -> None:
    assert SETTINGS[name].read(text) == value


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("points", "1_5", "“1_5” has marks between its digits. If 15 is meant, type that."),
        ("points", "1.5", "A whole number from 4 to 10,000 goes here, not “1.5”."),
        ("noise", "1/0", "“1/0” has no value: a divisor must not be 0."),
        ("l1", "1e-400", "That is too small, and would become 0: type 0 for that."),
        ("noise", "0,2x", "A number from 0 to 1 goes here, not “0,2x”."),
    ],
)  # fmt: skip
def test_an_entry_that_is_not_clear_is_refused_with_what_to_type(
    name: str, text: str, sentence: str
) -> None:
    with pytest.raises(SettingError) as caught:
        SETTINGS[name].read(text)
    assert str(caught.value.reason) == sentence


def test_a_decimal_comma_and_a_fraction_are_taken_and_the_slider_follows(hand: Hand) -> None:
    field = hand.page.form.fields["learning_rate"]
    hand.type("learning_rate", "0,01")
    assert hand.run.settings.learning_rate == 0.01
    assert field.rates[field.slider.value()] == 0.01
    hand.type("learning_rate", "1/3")
    assert hand.run.settings.learning_rate == 1 / 3
    assert field.rates[field.slider.value()] == 0.3
    assert field.text == "1/3"


def test_a_slider_writes_numbers_as_they_are_written_everywhere(hand: Hand) -> None:
    field = hand.page.form.fields["learning_rate"]
    field.slider.setValue(0)
    assert field.text == "0.0001"
    assert SETTINGS["l2"].text(1e-5) == "1e−5"
    assert SETTINGS["l2"].read("1e−5") == 1e-5


def test_a_good_change_is_a_new_run_at_its_start(hand: Hand) -> None:
    hand.click("step")
    hand.type("hidden", "4, 3")
    assert hand.run.settings.hidden == (4, 3)
    assert hand.run.step == 0
    assert len(hand.run.parameters) == 31


def test_what_is_typed_is_taken_when_the_hand_rests(hand: Hand) -> None:
    hand.type("points", "40", leave=False)
    hand.qtbot.waitUntil(lambda: hand.run.settings.points == 40)


def test_train_takes_what_was_typed_a_moment_ago(hand: Hand) -> None:
    hand.type("points", "40", leave=False)
    hand.page.train_or_pause()
    assert hand.run.settings.points == 40
    assert hand.page.trainer.training


def test_a_change_while_training_pauses(hand: Hand) -> None:
    hand.type("steps", "1000000")
    hand.click("train")
    hand.qtbot.waitUntil(lambda: hand.run.step > 0)
    hand.type("noise", "abc")
    assert not hand.page.trainer.training
    assert hand.run.step > 0
    hand.type("noise", "0.2")
    assert (hand.run.step, hand.run.settings.noise) == (0, 0.2)


def test_loss_and_rate_follow_the_kind_of_dataset(hand: Hand) -> None:
    hand.choose("loss", "cross-entropy")
    hand.type("learning_rate", "0.5")
    hand.choose("dataset", "sine")
    assert (hand.run.settings.loss, hand.run.settings.learning_rate) == ("squared error", 0.1)
    loss = hand.page.form.fields["loss"]
    assert isinstance(loss, ChoiceField)
    assert not loss.box.model().item(0).isEnabled()
    hand.choose("dataset", "xor")
    assert (hand.run.settings.loss, hand.run.settings.learning_rate) == ("cross-entropy", 0.5)


def test_momentum_is_asked_for_only_where_it_is_used(hand: Hand) -> None:
    momentum = hand.page.form.fields["momentum"]
    assert not momentum.isEnabled()
    hand.choose("optimiser", "momentum")
    assert momentum.isEnabled()
    hand.type("momentum", "abc")
    assert not hand.page.tools.train.isEnabled()
    hand.choose("optimiser", "adam")
    assert hand.page.tools.train.isEnabled()


def test_every_field_can_be_reached_and_named(hand: Hand) -> None:
    for field in hand.page.form.fields.values():
        assert field.editor.accessibleName() == field.title
        assert field.editor.toolTip()
        assert field.editor.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_right_entries_are_taken_beside_a_wrong_one(hand: Hand) -> None:
    hand.type("noise", "abc")
    hand.type("points", "40")
    hand.choose("optimiser", "adam")
    assert (hand.run.settings.points, hand.run.settings.optimiser) == (40, "adam")
    assert hand.page.form.fields["noise"].text == "abc"
    assert hand.page.form.fields["noise"].note.isVisible()
    assert not hand.page.tools.train.isEnabled()
    assert hand.page.dashboard.sentence.text() == hand.page.form.problem
    hand.type("noise", "0.2")
    assert (hand.run.settings.points, hand.run.settings.noise) == (40, 0.2)
    assert hand.page.tools.train.isEnabled()


def test_an_edit_of_the_network_leaves_every_entry_as_it_is(hand: Hand) -> None:
    form, session = hand.page.form, hand.page.session
    hand.type("noise", "abc")
    hand.type("steps", "77", leave=False)
    _click_edit(hand, "Add a neuron to layer 1")
    assert hand.run.settings.hidden[0] == RunSettings().hidden[0] + 1
    assert hand.run.settings.steps == 77
    assert form.fields["noise"].text == "abc"
    assert form.fields["noise"].note.isVisible()
    assert not hand.page.tools.train.isEnabled()
    session.setups.undo()
    session.setups.undo()
    assert session.setup.settings == RunSettings()
    assert form.fields["noise"].text == "abc"
    assert form.fields["steps"].text == SETTINGS["steps"].text(RunSettings().steps)


def test_an_edit_of_the_network_comes_after_the_layers_that_were_typed(hand: Hand) -> None:
    hand.type("hidden", "8, 8", leave=False)
    _click_edit(hand, "Add a neuron to layer 1")
    assert hand.run.settings.hidden == (9, 8)
    hand.type("hidden", "5", leave=False)
    _click_edit(hand, "Add a neuron to layer 2")
    assert hand.run.settings.hidden == (5,)


def test_a_wrong_entry_makes_room_for_what_its_setting_becomes_elsewhere(hand: Hand) -> None:
    hand.type("hidden", "16, x")
    _click_edit(hand, "Add a neuron to layer 1")
    more = RunSettings().hidden[0] + 1
    field = hand.page.form.fields["hidden"]
    assert field.text == ", ".join(map(str, (more, *RunSettings().hidden[1:])))
    assert not field.note.isVisible()
    assert hand.page.tools.train.isEnabled()


@pytest.mark.parametrize("how", ["a preset", "another file"])
def test_another_set_up_as_a_whole_takes_the_place_of_wrong_entries(hand: Hand, how: str) -> None:
    hand.type("seed", "abc")
    if how == "a preset":
        hand.page.apply_preset(next(iter(PRESETS)))
    else:
        hand.page.session.open(Graph())
    seed = hand.page.form.fields["seed"]
    assert seed.text == str(hand.page.session.setup.settings.seed)
    assert not seed.note.isVisible()
    assert hand.page.tools.train.isEnabled()
    assert hand.page.dashboard.sentence.property("role") == "muted"


def test_an_edit_elsewhere_leaves_what_is_being_typed(hand: Hand) -> None:
    hand.type("l1", "0.5", leave=False)
    hand.qtbot.mouseClick(hand.page.dashboard.points.edit, Qt.MouseButton.LeftButton)
    assert hand.page.form.fields["l1"].text == "0.5"
    hand.qtbot.waitUntil(lambda: hand.run.settings.l1 == 0.5)
    assert hand.run.settings.dataset == OWN


def test_a_wrong_rate_does_not_cost_the_right_one_that_holds(hand: Hand) -> None:
    hand.type("learning_rate", "0.7")
    hand.type("learning_rate", "abc")
    hand.choose("dataset", "sine")
    hand.choose("dataset", "xor")
    assert hand.run.settings.learning_rate == 0.7
    assert hand.page.form.fields["learning_rate"].text == "0.7"


def _click_edit(hand: Hand, name: str) -> None:
    (button,) = (
        button
        for button in hand.page.dashboard.network.findChildren(QToolButton)
        if button.accessibleName() == name and button.isVisible()
    )
    hand.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
