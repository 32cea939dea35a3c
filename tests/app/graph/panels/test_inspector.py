"""The inspector: what it says of the selected node or wire, and what can be typed there."""

import math

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from app.model.catalogue.examples import load_example
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph


@pytest.fixture
def inspector(workspace):
    return workspace.graph_page.inspector


def said(inspector):
    """The words of the inspector without their markup; every kind of blank is a blank."""
    document = QTextDocument()
    document.setHtml(inspector.text.text())
    return " ".join(document.toPlainText().split())


def typed(field, text, key=Qt.Key.Key_Return):
    """What a person types into a field after a click into it, with all of it selected."""
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    field.selectAll()
    QTest.keyClicks(field, text)
    if key is not None:
        QTest.keyClick(field, key)


def middle_of_wire(hand, label, slot):
    source = hand.session.graph.nodes[hand.node(label).inputs[slot]].label
    return (hand.out(source) + hand.into(label, slot)) / 2


def test_an_op_shows_its_local_derivatives_and_the_chain_rule_with_numbers(hand, inspector):
    hand.click(hand.body("e"))
    words = said(inspector)
    assert words.startswith("e = a · b multiplication")
    for part in (
        "∂e/∂a = b = −3",
        "∂e/∂b = a = 2",
        "each input gets the other input’s value",
        "grad a = grad e · ∂e/∂a = (−2) · (−3) = 6",
        "grad b = grad e · ∂e/∂b = (−2) · 2 = −4",
    ):
        assert part in words
    assert inspector.fields.name.text() == "e"
    assert not inspector.fields.number.isVisible()


def test_an_infinite_slope_is_told_at_its_op_at_what_it_leads_to_and_on_its_wire(hand, inspector):
    hand.session.open(from_text("a = 2; x = 0; s = sqrt(x); e = a * 3; L = e + s", Graph()))
    hand.view.fit()
    problem = "sqrt(0) has no finite derivative: what it passes back is infinite."
    hand.click(hand.body("s"))
    assert problem in said(inspector)
    assert "∂s/∂x = 1 / (2 · s) = ∞" in said(inspector)
    assert "grad x = grad s · ∂s/∂x = 1 · ∞" in said(inspector)
    hand.click(hand.body("x"))
    assert said(inspector).endswith(f"x has no gradient here: {problem}")
    hand.click(middle_of_wire(hand, "s", 0))
    assert said(inspector).endswith(problem)
    hand.click(hand.body("a"))
    assert "no finite derivative" not in said(inspector)


def test_a_shared_node_shows_the_sum_it_received(hand, inspector):
    hand.session.open(load_example("shared-node"))
    hand.view.fit()
    hand.click(hand.body("a"))
    words = said(inspector)
    assert "grad v · c = 1 · 3 = 3" in words
    assert "grad u · b = 1 · 4 = 4" in words
    assert words.endswith("3 + 4 = 7")


def test_a_leaf_that_feeds_one_place_says_where_its_gradient_comes_from(hand, inspector):
    hand.click(hand.body("a"))
    assert "grad e · b = (−2) · (−3) = 6" in said(inspector)


def test_the_output_says_why_its_gradient_is_one(hand, inspector):
    hand.click(hand.body("L"))
    assert "grad L = 1: the output’s derivative by itself" in said(inspector)


def test_an_undefined_op_says_why_and_so_does_a_derivative_that_is_missing(hand, inspector):
    graph = hand.session.graph.with_op("log", (700.0, 400.0), "g")
    hand.session.graphs.edit("x", graph.connected(hand.id("L"), graph.by_label("g"), 0))
    hand.session.select([hand.id("g")])
    assert "log(−8) is undefined: log needs a positive input." in said(inspector)


def test_a_wire_shows_what_it_carries_both_ways(hand, inspector, view):
    hand.click(middle_of_wire(hand, "e", 0))
    assert view.wire == (hand.id("e"), 0)
    words = said(inspector)
    assert "a → e" in words
    assert "data a = 2" in words
    assert "∂e/∂a = b = −3" in words
    assert "grad e · b = (−2) · (−3) = 6" in words
    assert not inspector.fields.isVisible()
    hand.key(Qt.Key.Key_Delete)
    assert said(inspector).startswith("Click a node")
    hand.trigger("undo")
    hand.click(middle_of_wire(hand, "d", 1))
    hand.click(hand.body("c"))
    assert said(inspector).startswith("c leaf")


def test_it_follows_the_timeline_with_a_dash_for_what_is_not_known_yet(hand, inspector):
    hand.click(hand.body("e"))
    hand.trigger("timeline_start")
    assert "∂e/∂a = b = —" in said(inspector)
    assert "= 6" not in said(inspector)
    hand.trigger("timeline_end")
    assert "(−2) · (−3) = 6" in said(inspector)


def test_with_nothing_selected_it_shows_where_the_timeline_stands(hand, inspector):
    assert said(inspector).startswith("Click a node")
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Right)
    assert inspector.node == hand.id("e")
    assert said(inspector).startswith("e = a · b")
    hand.trigger("live")
    hand.trigger("select_all")
    assert said(inspector) == "7 nodes are selected."


def test_it_follows_a_number_under_the_hand(hand, inspector):
    hand.session.select([hand.id("e")])
    start = hand.number("b")
    hand.press(start)
    hand.move(start + QPoint(50, 0))
    hand.session.select([hand.id("e")])
    assert f"∂e/∂a = b = {hand.node('b').data:g}".replace("-", "−") in said(inspector)
    hand.release(start + QPoint(50, 0))


# What is typed.


def test_a_name_a_number_and_trainable_are_edits_that_undo_takes_back(hand, inspector):
    fields = inspector.fields
    hand.click(hand.body("a"))
    typed(fields.name, "weight")
    assert hand.undo_name() == "rename a"
    assert hand.data("weight") == 2.0
    typed(fields.number, "-1.5")
    assert hand.undo_name() == "change weight"
    assert hand.data("weight") == -1.5
    QTest.mouseClick(fields.trainable, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert hand.undo_name() == "do not train weight"
    assert not hand.node("weight").trainable
    for _ in range(3):
        hand.trigger("undo")
    assert hand.undo_name() is None
    assert (hand.data("a"), hand.node("a").trainable) == (2.0, True)
    assert (fields.name.text(), fields.number.text()) == ("a", "2")
    assert fields.trainable.isChecked()


def test_a_click_elsewhere_takes_what_was_typed(hand, inspector):
    hand.click(hand.body("a"))
    typed(inspector.fields.number, "5", key=None)
    hand.click(hand.body("c"))
    assert hand.data("a") == 5.0
    assert inspector.fields.number.text() == "10"


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("name", "b", "There is already a node called b."),
        (
            "name",
            "2x",
            "A name consists of letters, digits and _, and does not start with a digit.",
        ),
        ("name", "tanh", "tanh is the name of an op."),
        ("number", "abc", "“abc” is not a number."),
        ("number", "inf", "A leaf holds a finite number."),
        ("number", "1e999", "That is too large: the largest number is about 1.8e308."),
    ],
)
def test_what_can_t_be_taken_says_why_below_and_stays_to_be_mended(
    hand, inspector, field, text, reason
):
    hand.click(hand.body("a"))
    line = getattr(inspector.fields, field)
    typed(line, text)
    assert inspector.fields.why.isVisible()
    assert inspector.fields.why.text() == reason
    assert line.text() == text
    assert not hand.session.unsaved
    # An edit of something else takes away neither the text nor the reason.
    hand.session.graphs.edit("x", hand.session.graph.with_data(hand.id("c"), 3.0))
    assert line.text() == text
    assert inspector.fields.why.isVisible()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() in ("a", "2")
    assert not inspector.fields.why.isVisible()


def test_a_text_that_can_t_be_taken_stays_with_its_node(hand, inspector, window, answer):
    fields = inspector.fields
    hand.click(hand.body("a"))
    typed(fields.number, "7x", key=None)
    hand.click(hand.body("c"))
    assert fields.number.text() == "10"
    assert fields.why.text() == "a stays as it is: “7x” is not a number."
    hand.click(hand.empty())
    assert fields.why.isVisible()
    assert not fields.number.isVisible()
    answer.next(QMessageBox.StandardButton.Cancel)
    assert not window.close()
    assert answer.asked[0].startswith("“7x” can’t be taken yet.")
    hand.click(hand.body("a"))
    assert (fields.number.text(), fields.why.text()) == ("7x", "“7x” is not a number.")
    typed(fields.number, "7,5")
    assert hand.data("a") == 7.5
    assert not fields.why.isVisible()


def test_a_text_that_can_t_be_taken_goes_with_its_node(hand, inspector):
    hand.click(hand.body("a"))
    typed(inspector.fields.number, "7x")
    hand.session.graphs.edit("x", hand.session.graph.without([hand.id("a")]))
    assert not inspector.fields.isVisible()
    hand.trigger("undo")
    hand.click(hand.body("a"))
    assert inspector.fields.number.text() == "2"


def test_an_op_shows_its_number_and_gradient_with_every_digit(hand, inspector):
    hand.session.graphs.edit("x", from_text("x = 5.5; o = tanh(-x)", hand.session.graph))
    hand.session.select([hand.id("o")])
    assert f"data −{math.tanh(5.5)!r} grad 1 " in said(inspector)
    hand.session.select([hand.id("x")])
    assert "data" not in said(inspector)
    hand.trigger("timeline_start")
    assert "grad —" in said(inspector)


def test_text_for_a_node_goes_to_no_other_node(hand, inspector, workspace):
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Right)
    typed(inspector.fields.name, "mine", key=None)
    workspace.graph_page.player.step(1)
    assert inspector.node == hand.id("d")
    assert inspector.fields.name.text() == "d"
    QTest.keyClick(inspector.fields.name, Qt.Key.Key_Return)
    assert not hand.session.unsaved


def test_undo_of_the_node_that_is_being_named_loses_nothing_else(hand, inspector):
    hand.session.graphs.edit("Add leaf", hand.session.graph.with_leaf((0.0, 600.0), 1.0, "g"))
    hand.session.select([hand.id("g")])
    typed(inspector.fields.name, "other", key=None)
    hand.session.graphs.undo()
    assert not inspector.fields.isVisible()
    assert not hand.session.unsaved


def test_a_long_name_makes_the_column_no_wider(hand, inspector, window, workspace):
    window.resize(1280, 720)
    hand.session.graphs.edit("x", hand.session.graph.labelled(hand.id("a"), "a" * 40))
    for name in ("nudge", "mistakes", "descent"):
        getattr(workspace.graph_page, name).open()
    workspace.graph_page.mistakes.switches["no zero_grad"].click()
    for label in ("a" * 40, "e"):
        hand.session.select([hand.id(label)])
        inner = inspector.parentWidget()
        # The narrowest that the column gets, less its scroll bar.
        assert inner.minimumSizeHint().width() <= 230


def test_a_number_that_is_being_typed_is_in_the_file_that_is_saved(
    hand, inspector, choose, tmp_path
):
    hand.click(hand.body("a"))
    typed(inspector.fields.number, "42", key=None)
    choose(tmp_path / "mine.chalk")
    hand.trigger("save_as")
    assert hand.data("a") == 42.0
    assert not hand.session.unsaved
