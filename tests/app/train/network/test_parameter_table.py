"""Every weight and bias as a number that can be read, and set by hand while the run rests."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit

from app.model.numbers import number
from app.model.training.setup import Setup
from app.train.network.parameter_table import ParameterTable
from engine.learning.settings import RunSettings
from tests.app.train.conftest import Hand


@pytest.fixture
def table(hand: Hand) -> ParameterTable:
    hand.page.prepare()
    hand.page.session.setups.edit("Set up", Setup(RunSettings(hidden=(3,))))
    hand.page.dashboard.network.pages.choose(2)
    return hand.page.dashboard.network.table


def text(table: ParameterTable, row: int, column: int) -> str:
    return str(table.model.data(table.model.index(row, column)))


def place(table: ParameterTable, row: int) -> QPoint:
    return table.table.visualRect(table.model.index(row, 1)).center()


def editor(table: ParameterTable) -> QLineEdit:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    (found,) = table.table.findChildren(QLineEdit)
    return found


def enter(hand: Hand, line: QLineEdit) -> None:
    hand.qtbot.keyClick(line, Qt.Key.Key_Return)
    # The table takes what was typed when the event loop next runs.
    QCoreApplication.processEvents()


def type_number(hand: Hand, table: ParameterTable, row: int, typed: str) -> None:
    port = table.table.viewport()
    hand.qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=place(table, row))
    hand.qtbot.mouseDClick(port, Qt.MouseButton.LeftButton, pos=place(table, row))
    line = editor(table)
    line.selectAll()
    hand.qtbot.keyClicks(line, typed)
    enter(hand, line)


def test_every_parameter_has_a_name_its_data_and_its_grad(hand: Hand, table: ParameterTable):
    hand.click("step")
    run = hand.run
    assert table.model.rowCount() == len(run.parameters) == 13
    assert text(table, 4, 0) == "layer 1 · neuron 2 · w2"
    assert text(table, 5, 0) == "layer 1 · neuron 2 · b"
    assert text(table, 12, 0) == "layer 2 · neuron 1 · b"
    for row in range(13):
        assert text(table, row, 1) == number(run.parameters[row])
        assert text(table, row, 2) == number(run.grads[row])


def test_a_number_is_set_by_hand_and_all_pictures_follow(hand: Hand, table: ParameterTable):
    advanced = []
    hand.page.trainer.advanced.connect(lambda: advanced.append(1))
    measured = len(hand.run.history.measurements)
    type_number(hand, table, 2, "-2.5")
    assert hand.run.parameters[2] == -2.5
    assert hand.run.edited
    assert advanced
    assert len(hand.run.history.measurements) == measured + 1
    assert text(table, 2, 1) == "−2.5"


def test_a_wrong_number_is_refused_in_a_sentence_and_nothing_is_lost(
    hand: Hand, table: ParameterTable
):
    before = list(hand.run.parameters)
    type_number(hand, table, 0, "abc")
    assert table.problem.text() == "“abc” is not a number."
    assert hand.run.parameters == before
    # What was typed still stands there, to be mended.
    line = editor(table)
    assert line.text() == "abc"
    line.selectAll()
    hand.qtbot.keyClicks(line, "0.5")
    enter(hand, line)
    assert hand.run.parameters[0] == 0.5
    assert table.problem.text() == ""


def test_a_text_that_is_no_number_stays_when_the_keyboard_goes_elsewhere(
    hand: Hand, table: ParameterTable
):
    hand.qtbot.mouseClick(table.table.viewport(), Qt.MouseButton.LeftButton, pos=place(table, 1))
    hand.qtbot.keyClick(table.table, Qt.Key.Key_F2)
    line = editor(table)
    hand.qtbot.keyClicks(line, "1_5")
    hand.page.form.fields["seed"].editor.setFocus()
    assert line.isVisible()
    assert line.text() == "1_5"
    assert table.problem.text().startswith("“1_5” has marks between its digits.")
    line.setFocus()
    line.selectAll()
    hand.qtbot.keyClicks(line, "1,5")
    hand.page.form.fields["seed"].editor.setFocus()
    assert hand.run.parameters[1] == 1.5
    assert table.problem.text() == ""


def test_a_number_beyond_all_bounds_is_refused(hand: Hand, table: ParameterTable):
    before = list(hand.run.parameters)
    type_number(hand, table, 0, "1e300")
    assert "±1e12" in table.problem.text()
    assert hand.run.parameters == before


def test_escape_leaves_the_number(hand: Hand, table: ParameterTable):
    before = list(hand.run.parameters)
    hand.qtbot.mouseClick(table.table.viewport(), Qt.MouseButton.LeftButton, pos=place(table, 1))
    hand.qtbot.keyClick(table.table, Qt.Key.Key_F2)
    hand.qtbot.keyClicks(editor(table), "9")
    hand.qtbot.keyClick(editor(table), Qt.Key.Key_Escape)
    assert hand.run.parameters == before


def test_undo_takes_back_number_by_number_what_was_set(hand: Hand, table: ParameterTable):
    setups = hand.page.session.setups
    before = list(hand.run.parameters)
    type_number(hand, table, 0, "7")
    type_number(hand, table, 4, "8")
    assert setups.undo_name == "set layer 1 · neuron 2 · w2"
    setups.undo()
    assert hand.run.parameters == [7.0, *before[1:]]
    assert text(table, 4, 1) == number(before[4])
    setups.undo()
    assert hand.run.parameters == before
    assert not hand.run.edited
    setups.redo()
    setups.redo()
    assert (hand.run.parameters[0], hand.run.parameters[4]) == (7.0, 8.0)
    assert text(table, 4, 1) == "8"


def test_undo_of_a_number_set_in_training_brings_the_run_back_as_it_was(
    hand: Hand, table: ParameterTable
):
    for _ in range(3):
        hand.click("step")
    parameters, losses = list(hand.run.parameters), list(hand.run.history.losses)
    type_number(hand, table, 0, "7")
    assert hand.run.step == 3
    hand.click("step")
    hand.page.session.setups.undo()
    assert (hand.run.parameters, hand.run.history.losses) == (parameters, losses)
    hand.page.session.setups.redo()
    assert hand.run.step == 4
    assert hand.run.edited


def test_a_number_that_is_refused_is_no_entry_of_undo(hand: Hand, table: ParameterTable):
    run, name = hand.run, hand.page.session.setups.undo_name
    type_number(hand, table, 0, "1e300")
    assert hand.run is run
    assert hand.page.session.setups.undo_name == name


def test_where_there_is_no_run_a_number_is_refused_with_what_a_run_needs(
    hand: Hand, table: ParameterTable
):
    session, before = hand.page.session, list(hand.run.parameters)
    session.setups.edit("Remove", session.setup.with_points(()))
    type_number(hand, table, 0, "7")
    assert table.problem.text() == hand.page.problem
    assert table.problem.text().startswith("Click in the picture to add points")
    assert hand.run.parameters == before
    assert session.setups.undo_name == "Remove"


def test_while_it_trains_the_table_only_shows(hand: Hand, table: ParameterTable):
    hand.type("steps", "1000000")
    hand.click("train")
    hand.qtbot.waitUntil(lambda: hand.run.step > 3)
    hand.qtbot.waitUntil(lambda: table.model.training)
    assert not table.model.flags(table.model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    assert table.table.editTriggers() == QAbstractItemView.EditTrigger.NoEditTriggers
    tip = table.model.data(table.model.index(0, 1), Qt.ItemDataRole.ToolTipRole)
    assert tip == "Pause to set it by hand."
    hand.click("train")
    assert table.model.flags(table.model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable


def test_the_largest_gradients_come_first_when_asked_for(hand: Hand, table: ParameterTable):
    hand.click("step")
    hand.qtbot.mouseClick(table.by_grad, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    largest = max(hand.run.grads, key=abs)
    assert text(table, 0, 2) == number(largest)
    row = hand.run.grads.index(largest)
    type_number(hand, table, 0, "0.25")
    assert hand.run.parameters[row] == 0.25
    hand.qtbot.mouseClick(table.by_grad, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert text(table, 0, 0) == "layer 1 · neuron 1 · w1"
