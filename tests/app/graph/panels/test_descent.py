"""Descent in the right column: steps on the trainable leaves, and what is said of them."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.model.catalogue.examples import load_example
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph


@pytest.fixture
def panel(workspace, hand):
    hand.session.open(load_example("least-squares"))
    panel = workspace.graph_page.descent
    panel.open()
    return panel


def press(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def rate(panel, text):
    panel.rate.selectAll()
    QTest.keyClicks(panel.rate, text)


def test_steps_are_taken_beside_an_infinite_slope_and_refused_behind_it(panel, hand):
    hand.session.open(from_text("a = 2; x = 0; s = sqrt(x); L = s + a * a", Graph()))
    press(panel.buttons[1])
    assert panel.words.text().startswith("x has no gradient to follow: sqrt(0) has no finite")
    assert hand.data("a") == 2.0
    graph = hand.session.graph.with_trainable(hand.id("x"), False)
    hand.session.graphs.edit("x", graph)
    press(panel.buttons[1])
    assert hand.data("a") == pytest.approx(1.8)
    assert panel.words.text() == "From 4 to 3.24 in one step."


@pytest.mark.parametrize("steps", [1, 10, 100])
def test_a_run_lowers_the_output_and_is_one_entry(panel, hand, steps):
    before = hand.session.graph
    rate(panel, "0.01")
    press(panel.buttons[steps])
    assert hand.data("L") < 27.0
    assert hand.undo_name() == f"descend {steps} step{'s' if steps > 1 else ''}"
    assert panel.words.text().startswith("From 27 to ")
    assert not hand.node("x1").trainable
    assert hand.node("x1").data == -1.0
    hand.trigger("undo")
    assert hand.session.graph == before
    assert hand.undo_name() is None


def test_runs_in_a_row_go_on_in_the_plot_and_an_edit_between_begins_anew(panel, hand):
    press(panel.buttons[10])
    press(panel.buttons[1])
    outputs = panel._plot._outputs.getData()[1]
    assert len(outputs) == 12
    assert (outputs[0], outputs[-1]) == (27.0, hand.data("L"))
    hand.session.graphs.edit("x", hand.session.graph.with_data(hand.id("w"), 9.0))
    press(panel.buttons[1])
    assert len(panel._plot._outputs.getData()[1]) == 2
    hand.session.open(load_example("cheatsheet"))
    assert not panel._plot.isVisible()
    assert panel.words.text() == ""


def test_up_raises_the_output(panel, hand):
    panel.way.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(panel.way, Qt.Key.Key_Down)
    press(panel.buttons[1])
    assert hand.data("L") > 27.0
    assert hand.undo_name() == "ascend 1 step"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("abc", "“abc” is not a number."),
        ("0", "The learning rate is a positive number."),
        ("-1", "The learning rate is a positive number."),
        ("nan", "A leaf holds a finite number."),
    ],
)
def test_a_rate_that_is_none_is_refused_in_words(panel, hand, typed, sentence):
    rate(panel, typed)
    press(panel.buttons[10])
    assert panel.words.text() == sentence
    assert panel.words.property("role") == "error"
    assert panel.rate.text() == typed
    assert not hand.session.unsaved


def test_a_run_that_diverges_ends_with_a_sentence_and_finite_numbers(panel, hand):
    rate(panel, "1e9")
    press(panel.buttons[100])
    assert panel.words.text().startswith("It diverges: ")
    assert panel.words.text().endswith(
        "Try a smaller learning rate, unless the output has no bound."
    )
    assert panel.words.property("role") == "error"
    assert hand.data("L") is not None
    hand.trigger("undo")
    assert hand.undo_name() is None
    assert hand.data("L") == 27.0


def test_without_a_trainable_leaf_or_an_output_it_says_so(panel, hand):
    graph = hand.session.graph
    for label in ("w", "b"):
        graph = graph.with_trainable(graph.by_label(label), False)
    hand.session.open(graph)
    press(panel.buttons[1])
    assert panel.words.text() == "No trainable leaf feeds the output. Make one trainable first."
    hand.trigger("new")
    press(panel.buttons[1])
    assert panel.words.text() == "No output is chosen: there is nothing to lower or raise."
    assert not hand.session.unsaved


def test_at_the_bottom_it_stands_still(panel, hand):
    graph = hand.session.graph
    hand.session.open(graph.with_data(hand.id("w"), 2.0).with_data(hand.id("b"), 1.0))
    press(panel.buttons[10])
    assert panel.words.text() == "Nothing moves: the gradients are practically 0."
    assert not hand.session.unsaved


def test_what_is_said_of_a_run_goes_with_the_numbers_that_it_led_to(panel, hand):
    press(panel.buttons[10])
    assert panel.words.text()
    hand.drag(hand.body("x1"), hand.body("x1") + QPoint(40, 40))
    assert panel.words.text()
    hand.trigger("undo")
    hand.trigger("undo")
    assert not panel.words.text()
    assert not panel._plot.isVisible()


def test_the_wheel_over_the_panels_scrolls_them_and_changes_nothing(panel, hand):
    hand.click(hand.body("x1"))
    slider = hand.workspace.graph_page.nudge.slider
    for widget in (panel.way, slider):
        before = (panel.way.currentData(), slider.value())
        wheel(widget)
        assert (panel.way.currentData(), slider.value()) == before
        # Whoever has gone there by Tab may turn it.
        widget.setFocus()
        wheel(widget)
        assert (panel.way.currentData(), slider.value()) != before


def wheel(widget):
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
