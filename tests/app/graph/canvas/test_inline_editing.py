"""Numbers and names on the nodes, scrubbed, turned and typed; and quick-add."""

import math

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QToolTip

from app.graph.canvas.inline_field import InlineField
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def test_dragging_a_number_sideways_changes_it_and_everything_follows_at_once(hand):
    start = hand.number("a")
    hand.press(start)
    hand.move(start + QPoint(50, 0))
    hand.move(start + QPoint(100, 0))
    assert hand.node("a").data == 3.0
    assert hand.data("L") == -2.0
    assert hand.session.graphs.undo_name is None
    hand.release(start + QPoint(100, 0))
    assert hand.undo_name() == "change a"


def test_a_scrub_is_one_entry_and_undo_takes_it_all_back(hand):
    hand.drag(hand.number("a"), hand.number("a") + QPoint(120, 0))
    hand.trigger("undo")
    assert hand.node("a").data == 2.0
    assert hand.session.graphs.undo_name is None


def test_shift_scrubs_finer_and_ctrl_coarser(hand):
    start = hand.number("a")
    hand.press(start, SHIFT)
    hand.move(start + QPoint(100, 0), SHIFT)
    assert hand.node("a").data == 2.1
    hand.move(start + QPoint(110, 0), CTRL)
    assert hand.node("a").data == 3.1
    hand.release(start + QPoint(110, 0), CTRL)


def test_escape_in_the_middle_of_a_scrub_leaves_the_number_as_it_was(hand):
    start = hand.number("b")
    hand.press(start)
    hand.move(start + QPoint(80, 0))
    assert hand.node("b").data != -3.0
    hand.key(Qt.Key.Key_Escape)
    hand.release(start + QPoint(80, 0))
    assert hand.node("b").data == -3.0
    assert not hand.session.unsaved


def test_the_wheel_over_the_number_of_a_selected_leaf_turns_it_and_a_row_of_turns_is_one_entry(
    hand,
):
    hand.session.select([hand.id("a")])
    hand.wheel(hand.number("a"), 120)
    hand.wheel(hand.number("a"), 120)
    assert hand.node("a").data == 2.2
    hand.trigger("undo")
    assert hand.node("a").data == 2.0


def test_a_number_is_typed_after_a_double_click(hand):
    hand.double_click(hand.number("c"))
    hand.type("7.5")
    hand.key(Qt.Key.Key_Return)
    assert hand.node("c").data == 7.5
    assert hand.undo_name() == "change c"


def test_digits_typed_at_a_selected_leaf_begin_its_number(hand):
    hand.click(hand.body("f"))
    hand.type("-")
    hand.type("4.25")
    hand.key(Qt.Key.Key_Return)
    assert hand.node("f").data == -4.25


def test_what_is_no_number_says_so_at_the_place_and_nothing_is_lost(hand):
    for typed, sentence in (
        ("abc", "“abc” is not a number."),
        ("1e999", "That is too large: the largest number is about 1.8e308."),
        ("nan", "A leaf holds a finite number."),
        ("inf", "A leaf holds a finite number."),
        ("", "A number goes here."),
    ):
        hand.double_click(hand.number("a"))
        assert isinstance(hand.focus(), QLineEdit)
        hand.focus().clear()
        hand.type(typed)
        hand.key(Qt.Key.Key_Return)
        assert hand.bubble() == sentence
        assert hand.focus().text() == typed
        hand.key(Qt.Key.Key_Escape)
        assert hand.node("a").data == 2.0
    assert not hand.session.unsaved


def test_a_name_is_typed_after_a_double_click_on_it(hand):
    hand.double_click(hand.title("e"))
    hand.type("product")
    hand.key(Qt.Key.Key_Return)
    assert hand.data("product") == -6.0
    assert hand.undo_name() == "rename e"


def test_a_name_that_is_taken_or_no_name_is_refused_with_the_reason(hand):
    for typed, sentence in (
        ("a", "There is already a node called a."),
        ("tanh", "tanh is the name of an op."),
        ("2x", "A name consists of letters, digits and _, and does not start with a digit."),
    ):
        hand.double_click(hand.title("e"))
        hand.focus().clear()
        hand.type(typed)
        hand.key(Qt.Key.Key_Return)
        assert hand.bubble() == sentence
        hand.key(Qt.Key.Key_Escape)
    assert hand.data("e") == -6.0


def test_space_opens_quick_add_and_a_typed_number_becomes_a_leaf(hand, workspace):
    hand.key(Qt.Key.Key_Space)
    assert workspace.graph_page.quick_add.isVisible()
    hand.type("2.5")
    hand.key(Qt.Key.Key_Return)
    (new,) = hand.session.selection
    assert hand.session.graph.nodes[new].data == 2.5
    assert not workspace.graph_page.quick_add.isVisible()


def test_space_opens_quick_add_and_escape_closes_it_with_nothing_added(hand, workspace):
    hand.key(Qt.Key.Key_Space)
    assert workspace.graph_page.quick_add.isVisible()
    hand.key(Qt.Key.Key_Escape)
    assert not workspace.graph_page.quick_add.isVisible()
    assert not hand.session.unsaved


def test_a_double_click_on_empty_canvas_opens_quick_add_there(hand, workspace):
    hand.double_click(hand.empty())
    assert workspace.graph_page.quick_add.isVisible()
    hand.key(Qt.Key.Key_Down)
    hand.key(Qt.Key.Key_Return)
    assert hand.undo_name() == "add add"


# What is typed, and where it goes when the keyboard goes elsewhere


def field(hand):
    """The field that is open over a node, if one is."""
    return next((line for line in hand.view.findChildren(InlineField) if line.isVisible()), None)


def type_letters(hand, text):
    """Also letters that no key of QTest has."""
    for letter in text:
        key = QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(hand.focus(), key)


@pytest.mark.parametrize(
    ("typed", "value"), [("7,25", 7.25), ("–4", -4.0), ("1/4", 0.25), ("1,000", 1000.0)]
)
def test_a_click_elsewhere_takes_a_number_however_it_is_typed(hand, typed, value):
    hand.click(hand.body("a"))
    type_letters(hand, typed)
    hand.click(hand.empty())
    assert hand.node("a").data == value
    assert hand.undo_name() == "change a"
    assert field(hand) is None


@pytest.mark.parametrize("typed", ["²", "½", "e", "/"])
def test_a_sign_that_begins_no_number_opens_no_field(hand, typed):
    hand.click(hand.body("a"))
    type_letters(hand, typed)
    assert field(hand) is None


def test_a_text_that_is_no_number_stays_over_its_node_with_its_sentence(hand):
    hand.click(hand.body("a"))
    type_letters(hand, "7x")
    hand.click(hand.empty())
    line = field(hand)
    assert line.text() == "7x"
    assert hand.bubble() == "“7x” is not a number."
    assert hand.node("a").data == 2.0
    # It stays while other things are done, and goes where its node goes.
    hand.click(hand.body("c"))
    assert hand.bubble() == "“7x” is not a number."
    before = line.pos()
    hand.drag(hand.body("a"), hand.body("a") + QPoint(64, 40))
    assert line.pos() == before + QPoint(64, 40)
    hand.trigger("zoom_in")
    assert line.geometry().contains(hand.number("a"))
    hand.drag(hand.empty(), hand.empty() - QPoint(50, 30), button=Qt.MouseButton.MiddleButton)
    assert line.geometry().contains(hand.number("a"))
    line.setFocus()
    line.clear()
    hand.type("7")
    assert hand.bubble() == ""
    hand.key(Qt.Key.Key_Return)
    assert hand.node("a").data == 7.0
    assert field(hand) is None


def test_escape_on_the_canvas_leaves_a_text_that_stayed(hand):
    hand.click(hand.body("a"))
    type_letters(hand, "7x")
    hand.click(hand.empty())
    assert hand.focus() is hand.view
    hand.key(Qt.Key.Key_Escape)
    assert field(hand) is None
    assert hand.bubble() == ""
    assert hand.node("a").data == 2.0


def test_a_new_number_for_the_leaf_takes_the_place_of_one_that_stayed(hand):
    hand.click(hand.body("a"))
    type_letters(hand, "7x")
    hand.click(hand.body("a"))
    hand.type("8")
    assert hand.bubble() == ""
    hand.key(Qt.Key.Key_Return)
    assert hand.node("a").data == 8.0


def test_another_field_opens_only_once_the_one_that_stayed_is_mended(hand):
    hand.click(hand.body("a"))
    type_letters(hand, "7x")
    hand.double_click(hand.number("c"))
    assert hand.focus() is field(hand)
    assert field(hand).text() == "7x"
    assert hand.bubble() == "“7x” is not a number."


def test_a_field_goes_with_its_node_and_with_its_kind(hand):
    for change in (
        lambda graph: graph.without([graph.by_label("a")]),
        lambda graph: from_text("a = b * 2; L = a * c", graph),
        lambda _graph: Graph(),
    ):
        hand.click(hand.body("a"))
        type_letters(hand, "7x")
        hand.click(hand.empty())
        assert field(hand)
        hand.session.graphs.edit("x", change(hand.session.graph))
        assert field(hand) is None
        assert hand.bubble() == ""
        hand.trigger("undo")


def test_a_field_goes_with_its_node_though_the_canvas_scrolls_meanwhile(hand, workspace):
    hand.double_click(hand.title("c"))
    hand.type("2x")
    hand.key(Qt.Key.Key_Return)
    hand.trigger("timeline_end")
    hand.drag(hand.empty(), hand.empty() + QPoint(600, 600), button=Qt.MouseButton.MiddleButton)
    assert field(hand).text() == "2x"
    workspace.expression.setText("a * b")
    QTest.keyClick(workspace.expression, Qt.Key.Key_Backspace)
    QTest.keyClick(workspace.expression, Qt.Key.Key_B)
    QTest.keyClick(workspace.expression, Qt.Key.Key_Return)
    assert hand.session.graph.by_label("c") is None
    assert field(hand) is None
    assert hand.bubble() == ""


def test_an_emptied_field_is_left_by_a_click_elsewhere(hand):
    hand.double_click(hand.number("a"))
    hand.focus().clear()
    hand.click(hand.empty())
    assert field(hand) is None
    assert hand.node("a").data == 2.0


def test_a_text_that_stayed_is_asked_about_before_it_is_lost(hand, window, answer):
    hand.click(hand.body("a"))
    type_letters(hand, "7x")
    hand.click(hand.empty())
    answer.next(QMessageBox.StandardButton.Cancel)
    assert not window.close()
    (asked,) = answer.asked
    assert asked.startswith("“7x” can’t be taken yet. It can’t be saved as it is")
    assert field(hand).text() == "7x"


def test_quick_add_over_an_open_field_takes_what_was_typed(hand, workspace):
    hand.click(hand.body("a"))
    hand.trigger("edit_number")
    hand.type("5")
    hand.trigger("quick_add")
    assert field(hand) is None
    assert workspace.graph_page.quick_add.isVisible()
    hand.key(Qt.Key.Key_Escape)
    assert hand.node("a").data == 5.0
    assert hand.undo_name() == "change a"


def test_a_field_opens_over_quick_add_and_over_a_text_in_the_expression_bar(hand, workspace):
    hand.click(hand.body("a"))
    hand.trigger("quick_add")
    hand.trigger("edit_number")
    assert not workspace.graph_page.quick_add.isVisible()
    assert hand.focus() is field(hand)
    hand.key(Qt.Key.Key_Escape)
    workspace.expression.setFocus()
    workspace.expression.selectAll()
    hand.type("L = a * 3")
    hand.trigger("edit_number")
    assert hand.data("L") == 6.0
    assert hand.focus() is field(hand)
    hand.type("4")
    hand.key(Qt.Key.Key_Return)
    assert hand.data("L") == 12.0


def test_who_took_the_focus_from_a_field_keeps_it(hand, workspace):
    hand.double_click(hand.number("a"))
    hand.type("5")
    workspace.expression.setFocus()
    assert hand.node("a").data == 5.0
    assert hand.focus() is workspace.expression


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("1.23456", "a leaf that holds 1.23456"),
        ("2,5", "a leaf that holds 2.5"),
        ("1_5", "“1_5” has marks between its digits. If 15 is meant, type that."),
        ("3x", "“3x” is not a number."),
        ("xyz", "Nothing by that name. Try tanh, multiply or 2.5."),
    ],
)
def test_quick_add_says_what_a_number_is_or_why_it_is_none(hand, workspace, typed, note):
    panel = workspace.graph_page.quick_add
    hand.key(Qt.Key.Key_Space)
    hand.type(typed)
    assert panel.note.text() == note
    assert panel.note.isVisible()
    count = len(hand.session.graph.nodes)
    hand.key(Qt.Key.Key_Return)
    assert len(hand.session.graph.nodes) == count + note.startswith("a leaf")


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_number_is_shown_with_every_digit_where_the_mouse_rests(hand, view):
    hand.session.graphs.edit("x", from_text("x = 1/3; L = tanh(x)", hand.session.graph))
    view.fit()
    point = hand.body("L")
    place = view.viewport().mapToGlobal(point)
    QApplication.sendEvent(view.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, point, place))
    assert QToolTip.text() == f"data {math.tanh(1 / 3)!r}\ngrad 1"
    hand.trigger("timeline_start")
    QApplication.sendEvent(view.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, point, place))
    assert QToolTip.text() == "data —\ngrad —"
