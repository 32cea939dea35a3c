"""The Train tab as a user sees it: training, pausing, stepping, starting anew, and their ends."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QImage, QPolygonF
from pytestqt.qtbot import QtBot

from app.model.training.setup import Setup
from app.state.session import Session
from app.train.page import TrainPage
from app.ui.theme import DARK, Theme
from app.ui.timers import new_timer
from engine.learning.settings import RunSettings
from tests.app.train.conftest import Hand


def test_two_moons_with_the_defaults_are_learned(hand: Hand) -> None:
    hand.click("train")
    hand.wait_for_end()
    assert hand.run.history.measurements[-1].train_accuracy == 1.0
    assert hand.page.tools.metrics["train_accuracy"].text() == "100 %"
    assert hand.page.tools.count.text() == "step 300/300"
    assert hand.page.tools.progress.value() == 300
    assert hand.page.trainer.steps_per_second > 0
    assert "100 %" in hand.page.dashboard.sentence.text()


def test_pause_stops_and_train_goes_on(hand: Hand) -> None:
    hand.type("steps", "1000000")
    hand.click("train")
    hand.qtbot.waitUntil(lambda: hand.run.step >= 5)
    assert "Pause" in hand.page.tools.train.text()
    hand.click("train")
    stopped = hand.run.step
    with hand.qtbot.waitSignal(_tick(hand).timeout):
        pass
    assert not hand.page.trainer.training
    assert hand.run.step == stopped
    assert hand.page.tools.count.text() == f"step {stopped}/1000000"
    hand.click("train")
    hand.qtbot.waitUntil(lambda: hand.run.step > stopped)


def test_step_makes_one_update(hand: Hand) -> None:
    before = list(hand.run.parameters)
    hand.click("step")
    assert hand.run.step == 1
    assert hand.run.parameters != before
    assert hand.page.tools.count.text() == "step 1/300"
    assert "80 samples through 337" in hand.page.dashboard.update_card.lines[0].text()
    assert "—" not in hand.page.dashboard.update_card.lines[3].text()


def test_step_while_training_pauses(hand: Hand) -> None:
    hand.type("steps", "1000000")
    hand.click("train")
    hand.qtbot.waitUntil(lambda: hand.run.step >= 2)
    # Training goes on between the press of the mouse and its release.
    paused_at: list[int] = []
    hand.page.trainer.paused.connect(lambda: paused_at.append(hand.run.step))
    hand.click("step")
    assert [hand.run.step - 1] == paused_at
    assert not hand.page.trainer.training


def test_reset_gives_the_very_same_numbers(hand: Hand) -> None:
    hand.type("steps", "20")
    start = list(hand.run.parameters)
    hand.click("train")
    hand.wait_for_end()
    first = list(hand.run.parameters), list(hand.run.history.losses)
    hand.click("reset")
    assert hand.run.parameters == start
    assert hand.page.tools.count.text() == "step 0/20"
    assert hand.page.dashboard.loss_plot.curves.count == 0
    hand.click("train")
    hand.wait_for_end()
    assert (hand.run.parameters, hand.run.history.losses) == first


def test_at_the_end_train_starts_anew(hand: Hand) -> None:
    hand.type("steps", "3")
    hand.click("train")
    hand.wait_for_end()
    assert "again" in hand.page.tools.train.text()
    assert not hand.page.tools.step.isEnabled()
    ended = list(hand.run.history.losses)
    hand.click("train")
    hand.wait_for_end()
    assert hand.run.history.losses == ended


def test_a_run_that_diverges_says_so_in_the_page(hand: Hand) -> None:
    hand.choose("loss", "squared error")
    hand.type("learning_rate", "1000")
    hand.click("train")
    hand.wait_for_end()
    sentence = hand.page.dashboard.sentence
    assert hand.run.reason
    assert sentence.text() == str(hand.run.reason)
    assert sentence.property("role") == "error"
    assert sentence.isVisible()
    hand.click("reset")
    assert sentence.property("role") != "error"


def test_a_curve_is_drawn_for_a_regression(hand: Hand) -> None:
    hand.choose("dataset", "sine")
    assert hand.run.settings.loss == "squared error"
    hand.click("train")
    hand.wait_for_end()
    assert hand.run.reason is None
    board = hand.page.dashboard.points.board
    assert isinstance(board.answer, QPolygonF)
    assert hand.page.tools.metrics["train_accuracy"].text() == "—"
    board.grab()


def test_the_picture_has_the_colour_of_the_answer(hand: Hand) -> None:
    hand.type("hidden", "")
    # score = x1, so that blue lies on the right.
    hand.run.parameters = [1.0, 0.0, 0.0]
    board = hand.page.dashboard.points.board
    board.refresh()
    image = board.answer
    assert isinstance(image, QImage)
    right, left = image.pixelColor(image.width() - 1, 5), image.pixelColor(0, 5)
    assert right.blue() > right.red()
    assert left.red() > left.blue()


def test_the_theme_changes_while_it_trains(hand: Hand) -> None:
    hand.type("steps", "1000000")
    hand.click("train")
    for theme in ("dark", "light", "dark"):
        before = hand.run.step
        Theme(theme).apply()
        hand.qtbot.waitUntil(lambda before=before: hand.run.step > before)
    ground = hand.page.dashboard.loss_plot.plot.backgroundBrush().color().name()
    assert ground == DARK.card
    assert hand.page.trainer.training


def test_the_window_answers_between_slices(hand: Hand) -> None:
    seen: list[int] = []
    ticks = new_timer(hand.page, 0)
    ticks.timeout.connect(lambda: seen.append(hand.run.step))
    ticks.start()
    hand.click("train")
    hand.wait_for_end()
    # Many different numbers of steps were seen from outside, not just the first and the last.
    assert len(set(seen)) > 10


@pytest.mark.parametrize("leave", ["hide", "close"])
def test_a_page_that_is_left_stops_training(hand: Hand, leave: str) -> None:
    hand.type("steps", "1000000")
    hand.click("train")
    hand.qtbot.waitUntil(lambda: hand.run.step > 0)
    getattr(hand.page if leave == "hide" else hand.page.window(), leave)()
    assert not hand.page.trainer.training


def test_a_reset_can_be_undone_and_brings_the_run_back(hand: Hand) -> None:
    for _ in range(3):
        hand.click("step")
    run = hand.run
    hand.click("reset")
    assert (hand.run.step, hand.run.parameters) == (0, run.start)
    assert hand.page.session.setups.undo_name == "reset"
    assert not hand.page.session.unsaved
    hand.page.session.setups.undo()
    assert hand.run is run
    assert run.step == 3


def test_a_reset_of_a_run_at_its_start_is_no_entry_of_undo(hand: Hand) -> None:
    hand.page.prepare()
    hand.click("reset")
    assert hand.page.session.setups.undo_name is None


def test_a_reset_forgets_an_update_that_was_begun_part_by_part(hand: Hand) -> None:
    hand.page.next_part()
    assert hand.page.trainer.shown.part == "forward"
    hand.click("reset")
    assert hand.page.trainer.shown.part == ""


def test_a_run_that_is_over_begins_again_and_undo_brings_its_end_back(hand: Hand) -> None:
    hand.type("steps", "2")
    hand.click("train")
    hand.wait_for_end()
    over = hand.run
    hand.click("train")
    assert hand.run is not over
    hand.wait_for_end()
    hand.page.session.setups.undo()
    assert hand.run is over


def test_commands_of_the_menu_work_before_the_page_was_seen(qtbot: QtBot) -> None:
    page = TrainPage(Session())
    qtbot.addWidget(page)
    qtbot.addWidget(page.tools)
    page.pause()
    Theme("dark").apply()
    page.step()
    assert page.trainer.run.step == 1
    page.reset()
    assert page.trainer.run.step == 0


def test_start_up_does_without_the_heavy_libraries() -> None:
    code = "import sys, app.train.page; sys.exit(bool({'numpy', 'pyqtgraph'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _tick(hand: Hand) -> QTimer:
    """Fires once, after everything that is already waiting."""
    timer = new_timer(hand.page, 20, once=True)
    timer.start()
    return timer


def test_a_run_that_is_held_back_shows_every_step(hand: Hand) -> None:
    trainer = hand.page.trainer
    shown: list[int] = []
    trainer.advanced.connect(lambda: shown.append(hand.run.step))
    _choose_speed(hand, "10 steps a second")
    hand.click("train")
    hand.qtbot.waitUntil(lambda: len(shown) >= 4)
    assert shown[:4] == [1, 2, 3, 4]
    # Full speed is one click away, and the run goes on.
    _choose_speed(hand, "Full speed")
    hand.wait_for_end()
    assert len(shown) < hand.run.step


def _choose_speed(hand: Hand, words: str) -> None:
    (action,) = (each for each in hand.page.tools.speeds.actions() if each.text() == words)
    action.trigger()
    assert action.isChecked()


def test_a_preset_that_is_chosen_again_begins_again(hand: Hand) -> None:
    for _ in range(2):
        hand.page.apply_preset("xor")
        assert hand.run.step == 0
        hand.click("step")


def test_a_run_that_is_held_back_rests_and_still_answers(hand: Hand) -> None:
    trainer = hand.page.trainer
    _choose_speed(hand, "3 steps a second")
    hand.click("train")
    hand.qtbot.waitUntil(lambda: hand.run.step == 1)
    # The third of a second is not over: it waits for that, and not for the next event.
    hand.qtbot.waitUntil(lambda: trainer._timer.interval() > 100)
    hand.page.pause()
    # An update of a large network takes long: it is done in slices, as at full speed.
    hand.page.session.setups.edit("Set up", Setup(RunSettings(points=5_000, hidden=(32, 32))))
    hand.click("train")
    hand.qtbot.waitUntil(lambda: trainer.run._halfway)
    assert trainer._timer.interval() == 0


def test_a_button_whose_menu_is_left_with_the_mouse_elsewhere_does_not_stay_lit(
    hand: Hand,
) -> None:
    button = hand.page.tools.speed
    for place, lit in ((button.rect().center(), True), (QPoint(-200, 200), False)):
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        QCursor.setPos(button.mapToGlobal(place))
        # What a menu says as it goes; this platform can show none.
        hand.page.tools.speeds.aboutToHide.emit()
        assert button.underMouse() is lit
