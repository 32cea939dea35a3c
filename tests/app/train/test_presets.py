"""Presets on the page: taken from a list, run to their end, and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from app.model.catalogue.presets import PRESETS, load_preset
from tests.app.train.conftest import Hand


def choose_from_list(hand: Hand, title: str) -> None:
    menu = hand.page.form.findChild(QToolButton).menu()
    next(action for action in menu.actions() if action.text() == title).trigger()


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_says_what_to_look_for_and_fills_the_form(hand: Hand, name: str) -> None:
    choose_from_list(hand, PRESETS[name].title)
    assert hand.page.dashboard.sentence.text() == PRESETS[name].words
    assert hand.run.settings == load_preset(name).settings
    assert hand.page.session.setup.settings == hand.run.settings
    assert hand.run.step == 0


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_trains_to_its_end_in_the_window(hand: Hand, name: str) -> None:
    hand.page.apply_preset(name)
    hand.click("train")
    hand.wait_for_end()
    assert hand.page.dashboard.sentence.text() != PRESETS[name].words


def test_a_preset_is_undone_and_redone(hand: Hand) -> None:
    before = hand.page.session.setup
    choose_from_list(hand, "Zeros never learn")
    assert hand.page.session.setups.undo_name == "preset Zeros never learn"
    hand.page.session.setups.undo()
    assert hand.page.session.setup == before
    assert hand.page.form.fields["hidden"].text == "16, 16"
    hand.page.session.setups.redo()
    assert hand.run.settings == load_preset("zeros").settings


def test_a_setting_is_undone_as_a_step_of_its_own(hand: Hand) -> None:
    hand.type("noise", "0.3")
    hand.choose("optimiser", "adam")
    assert hand.page.session.setups.undo_name == "change optimiser"
    hand.page.session.setups.undo()
    assert (hand.run.settings.optimiser, hand.run.settings.noise) == ("sgd", 0.3)
    assert hand.page.session.setups.undo_name == "change noise"
    hand.page.session.setups.undo()
    assert hand.page.form.fields["noise"].text == "0.1"


def test_own_points_are_those_that_were_shown(hand: Hand) -> None:
    shown = sorted((*hand.run.train, *hand.run.test))
    box = hand.page.form.fields["dataset"].box
    box.setFocus()
    hand.qtbot.keyClick(box, Qt.Key.Key_End)
    assert hand.run.settings.dataset == "own"
    assert sorted((*hand.run.train, *hand.run.test)) == shown
    assert not hand.page.form.fields["noise"].isEnabled()
    hand.choose("dataset", "sine")
    assert hand.run.settings.loss == "squared error"


def test_the_slider_of_the_rate_goes_in_steps_of_about_three(hand: Hand) -> None:
    rate = hand.page.form.fields["learning_rate"]
    rate.slider.setFocus()
    rate.slider.setValue(rate.slider.value() - 1)
    assert hand.run.settings.learning_rate == 0.3
    rate.slider.setValue(rate.slider.value() - 1)
    assert hand.run.settings.learning_rate == 0.1
    # The way of the slider is one step of undo.
    hand.page.session.setups.undo()
    assert hand.run.settings.learning_rate == 1.0
    assert rate.slider.value() == rate.rates.index(1.0)
    hand.type("learning_rate", "0.02")
    assert rate.rates[rate.slider.value()] == 0.03


def test_a_target_ends_the_run_with_a_word(hand: Hand) -> None:
    hand.type("target", "0.2")
    hand.click("train")
    hand.wait_for_end()
    assert hand.run.step < 300
    assert hand.page.dashboard.sentence.text().startswith("The target was reached after")


@pytest.mark.parametrize(("text", "words"), [("0", ""), ("1e9", "from 0 to 1,000 goes here")])
def test_a_learning_rate_of_0_runs_and_one_of_1e9_is_refused(
    hand: Hand, text: str, words: str
) -> None:
    hand.type("learning_rate", text)
    note = hand.page.form.fields["learning_rate"].note
    assert words in note.text()
    assert note.isVisible() is bool(words)
    assert hand.page.tools.train.isEnabled() is not bool(words)


def test_a_batch_larger_than_the_data_takes_all_of_it(hand: Hand) -> None:
    hand.type("batch", "5000")
    hand.click("step")
    assert len(hand.run.last.rows) == len(hand.run.train) == 80
