"""Numbers and names on the nodes, scrubbed, turned and typed; and quick-add."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit

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


def test_the_wheel_over_a_number_turns_it_and_a_row_of_turns_is_one_entry(hand):
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


def test_tab_opens_quick_add_and_escape_closes_it_with_nothing_added(hand, workspace):
    hand.key(Qt.Key.Key_Tab)
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
