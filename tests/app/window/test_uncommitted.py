"""Saving, leaving and questions while the hand holds something, or has not finished typing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from app.model.files import chalk_file
from app.model.files.chalk_file import Document
from app.model.training.setup import Setup
from engine.learning.settings import RunSettings
from tests.app.graph.panels.test_nudge import Finger
from tests.app.saving import save

LEFT = Qt.MouseButton.LeftButton
NOBODY = Qt.MouseButton.NoButton


@pytest.fixture
def path(hand, tmp_path):
    """The open file."""
    path = tmp_path / "net.chalk"
    save(hand.session, path)
    return path


def hold(hand, start):
    """Press there and drag, without letting go."""
    hand.press(start)
    for way in (40, 80):
        hand.move(start + QPoint(way, 0))


@pytest.mark.parametrize("part", ["number", "body"])
def test_what_the_hand_has_dragged_so_far_is_saved_as_it_is_seen(hand, path, part):
    hold(hand, getattr(hand, part)("a"))
    seen = hand.session.graph
    hand.trigger("save")
    assert chalk_file.load(path).graph == seen == hand.session.graphs.present
    assert not hand.session.unsaved
    # The drag is over: what the hand does on shows no more of it.
    hand.move(hand.number("a") + QPoint(300, 0))
    hand.release(hand.number("a") + QPoint(300, 0))
    assert hand.session.graph == seen


def test_the_question_about_changes_is_about_what_the_hand_holds_too(hand, workspace, path, answer):
    hold(hand, hand.number("a"))
    seen = hand.session.graph
    answer.next(QMessageBox.StandardButton.Save)
    assert workspace.documents.may_leave()
    assert answer.asked == ["Save the changes to net.chalk? They are lost if you don’t save them."]
    assert chalk_file.load(path).graph == seen


def test_a_view_that_is_being_moved_stays_where_it_is_at_a_save(hand):
    middle = Qt.MouseButton.MiddleButton
    hand.press(hand.empty(), button=middle)
    hand.move(hand.empty() + QPoint(60, 40), button=middle)
    seen = hand.view.middle()
    hand.session.commit_all()
    assert hand.view.middle() == seen
    assert hand.view.gesture is None


@pytest.mark.usefixtures("path")
def test_a_wire_in_the_hand_is_dropped_at_a_save(hand):
    hand.press(hand.out("a"))
    hand.move(hand.empty())
    hand.trigger("save")
    assert hand.view.gesture is None
    assert not hand.session.unsaved


def test_a_drag_that_ends_over_a_question_is_over_when_the_mouse_comes_back(hand):
    hold(hand, hand.body("a"))
    seen = hand.session.graph
    # The release went to the box that stood in the way.
    hand.move(hand.body("a") + QPoint(200, 60), button=NOBODY)
    assert hand.session.graph == seen
    assert hand.undo_name() == "move a"


# The point of the nudge plot


@pytest.fixture
def finger(hand):
    hand.click(hand.body("a"))
    finger = Finger(hand.workspace.graph_page.nudge._plot)
    finger.press(2.0)
    finger.move(3.0)
    assert hand.session.graph is not hand.session.graphs.present
    return finger


def test_a_point_that_is_held_is_saved_where_it_is(hand, path, finger):
    seen = hand.session.graph
    hand.trigger("save")
    assert chalk_file.load(path).graph == seen
    finger.move(4.0)
    assert hand.session.graph == seen


def test_selecting_other_nodes_lets_the_point_go(hand, finger):
    seen = hand.session.graph
    hand.trigger("select_all")
    assert hand.session.graphs.present == seen
    assert hand.undo_name() == "nudge a"
    finger.release(3.0)
    assert hand.session.graph == seen


def test_undo_while_the_point_is_held_takes_back_no_more_than_one_edit(hand):
    hand.drag(hand.body("b"), hand.body("b") + QPoint(40, 40))
    moved = hand.session.graph
    hand.click(hand.body("a"))
    finger = Finger(hand.workspace.graph_page.nudge._plot)
    finger.press(2.0)
    finger.move(3.0)
    hand.trigger("undo")
    finger.move(4.0)
    finger.release(4.0)
    assert hand.session.graph is hand.session.graphs.present
    hand.trigger("redo")
    assert hand.session.graph == moved


def test_a_point_that_was_let_go_over_a_question_follows_the_mouse_no_longer(hand, finger):
    seen = hand.session.graph
    finger.hover(4.0)
    assert hand.session.graphs.present == seen


# Typing


def test_a_text_that_is_no_expression_is_asked_about_before_it_is_lost(
    hand, window, workspace, answer
):
    bar = workspace.expression
    bar.setFocus()
    bar.selectAll()
    QTest.keyClicks(bar, "L = (a*")
    answer.next(QMessageBox.StandardButton.Cancel)
    assert not window.close()
    (asked,) = answer.asked
    assert asked.startswith("“L = (a*” is not an expression yet. It can’t be saved as it is")
    assert bar.text() == "L = (a*"
    answer.next(QMessageBox.StandardButton.Discard)
    hand.trigger("new")
    assert bar.text() == ""
    hand.trigger("new")
    assert len(answer.asked) == 2


def test_a_number_that_is_none_stays_with_its_reason_at_a_save(hand, path):
    hand.double_click(hand.number("a"))
    hand.type("4.5x")
    hand.trigger("save")
    assert hand.focus().text() == "4.5x"
    assert "4.5x" in hand.bubble()
    assert chalk_file.load(path) == Document(hand.session.graph)


# Undo and the file


@pytest.mark.usefixtures("path")
def test_undo_stops_at_what_was_saved(hand):
    hand.click(hand.body("a"))
    hand.view.setFocus()
    hand.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    hand.trigger("save")
    saved = hand.session.graph
    hand.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    hand.trigger("undo")
    assert hand.session.graph == saved
    assert not hand.session.unsaved


def test_undo_of_the_training_stops_at_what_was_saved_too(hand, path):
    session = hand.session
    for noise in (0.1, 0.2):
        session.setups.edit("Change noise", Setup(RunSettings(noise=noise)), merge="noise")
    save(session, path)
    saved = session.setup
    session.setups.edit("Change noise", Setup(RunSettings(noise=0.3)), merge="noise")
    session.setups.undo()
    assert session.setup == saved
    assert not session.unsaved
