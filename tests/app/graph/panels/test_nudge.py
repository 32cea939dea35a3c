"""Nudge: the curve of the selected leaf, the step h, and the point that is dragged along it."""

import math

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.model.catalogue.examples import load_example
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(workspace):
    return workspace.graph_page.nudge


def plain(label):
    document = QTextDocument()
    document.setHtml(label.text())
    return " ".join(document.toPlainText().split())


def choose(hand, example, label):
    hand.session.open(load_example(example))
    hand.view.fit()
    hand.click(hand.body(label))


def typed(panel, text):
    QTest.mouseClick(panel.step, LEFT)
    panel.step.selectAll()
    QTest.keyClicks(panel.step, text)


def heights(plot):
    return plot._curve.getData()[1]


class Finger:
    """A hand on the plot, at numbers of the leaf."""

    def __init__(self, plot):
        self.plot = plot
        # Where the axes stand is known once the plot has been drawn.
        plot.grab()

    def at(self, x):
        box = self.plot.getPlotItem().getViewBox()
        middle = box.viewRect().center().y()
        return QPointF(self.plot.mapFromScene(box.mapViewToScene(QPointF(x, middle))))

    def send(self, kind, x, buttons):
        at = self.at(x)
        port = self.plot.viewport()
        button = Qt.MouseButton.NoButton if kind == QMouseEvent.Type.MouseMove else LEFT
        event = QMouseEvent(
            kind, at, QPointF(port.mapToGlobal(at)), button, buttons, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(port, event)

    def press(self, x):
        self.send(QMouseEvent.Type.MouseButtonPress, x, LEFT)

    def move(self, x):
        self.send(QMouseEvent.Type.MouseMove, x, LEFT)

    def hover(self, x):
        """Pass over it with no button held."""
        self.send(QMouseEvent.Type.MouseMove, x, Qt.MouseButton.NoButton)

    def release(self, x):
        self.send(QMouseEvent.Type.MouseButtonRelease, x, Qt.MouseButton.NoButton)


def test_a_selected_leaf_shows_the_output_over_it_and_its_slope(hand, panel):
    hand.click(hand.body("a"))
    assert plain(panel.words) == "L as a function of a slope = grad = 6"
    assert panel.heading.text() == "NUDGE a"
    plot = panel._plot
    assert plot.isVisible()
    xs, ys = plot._curve.getData()
    assert len(xs) >= 200
    assert all(y == pytest.approx(-2 * (-3 * x + 10)) for x, y in zip(xs, ys, strict=True))
    assert plot._point.getData()[0][0] == 2.0
    assert panel._error_plot.isVisible()
    assert "Rounding" in panel.regimes.text() or "rounding" in panel.regimes.text()


def test_the_curve_follows_while_a_number_is_scrubbed(hand, panel, qtbot):
    hand.click(hand.body("a"))
    start = hand.number("a")
    hand.press(start)
    hand.move(start + hand.view.viewport().rect().topLeft())
    hand.move(start + (hand.out("a") - hand.number("a")))
    assert hand.node("a").data != 2.0
    qtbot.waitUntil(lambda: panel._plot._point.getData()[0][0] == hand.node("a").data)
    hand.release(start)


def test_the_point_slides_along_a_curve_that_stays_until_it_would_leave_it(hand, panel, qtbot):
    hand.click(hand.body("a"))
    plot, graphs = panel._plot, hand.session.graphs
    present = graphs.present

    def drawn():
        (x,), (y,) = plot._point.getData()
        return x, y, plot._curve.getData()[0].tolist(), plot.getViewBox().viewRange()

    def scrubbed(number):
        graphs.preview(present.with_data(hand.id("a"), number))
        qtbot.waitUntil(lambda: drawn()[0] == number)
        return drawn()

    _, _, xs, ends = drawn()
    for number in (2.5, -0.5, 4.9):
        assert scrubbed(number) == (number, pytest.approx(-2 * (-3 * number + 10)), xs, ends)
    x, y, wider, other = scrubbed(50.0)
    assert y == -2 * (-3 * x + 10)
    assert wider[0] < x < wider[-1]
    assert other != ends
    graphs.drop()
    assert drawn() == (2.0, -8.0, xs, ends)
    graphs.preview(present.with_data(hand.id("b"), 5.0).with_data(hand.id("a"), 3.0))
    qtbot.waitUntil(lambda: drawn()[:2] == (3.0, -2 * (5 * 3 + 10)))
    ys = plot._curve.getData()[1]
    assert all(y == pytest.approx(-2 * (5 * x + 10)) for x, y in zip(drawn()[2], ys, strict=True))
    graphs.drop()


def test_an_op_or_nothing_selected_asks_for_a_leaf(hand, panel):
    words = "Select a leaf to see the output as a function of it."
    assert plain(panel.words) == words
    hand.click(hand.body("a"))
    hand.click(hand.body("e"))
    assert plain(panel.words) == words
    for part in (panel._plot, panel._error_plot, panel.slider, panel.numbers, panel.regimes):
        assert not part.isVisible()
    hand.click(hand.body("b"))
    assert panel.slider.isVisible()
    assert panel._plot.isVisible()


def test_a_leaf_that_feeds_nothing_of_the_output_says_so(hand, panel):
    hand.session.graphs.edit("x", hand.session.graph.with_leaf((0.0, 700.0), 1.0, "g"))
    hand.session.select([hand.id("g")])
    assert plain(panel.words) == "g does not feed the output, L."
    hand.session.graphs.edit("x", hand.session.graph.disconnected(hand.id("e"), 0))
    hand.session.select([hand.id("b")])
    assert plain(panel.words)
    assert not panel.numbers.isVisible()


def test_a_leaf_behind_an_infinite_slope_has_a_curve_and_a_reason_and_others_have_all(hand, panel):
    hand.session.open(from_text("a = 2; x = 0; s = sqrt(x); e = a * 3; L = s + e", Graph()))
    hand.session.select([hand.id("x")])
    assert plain(panel.words) == "L as a function of x"
    reason = "x has no gradient here: sqrt(0) has no finite derivative: what it passes back is inf"
    assert plain(panel.numbers).startswith(reason)
    plot = panel._plot
    assert (plot._point.getData()[0][0], plot._tangent.getData()[0]) == (0.0, None)
    assert not panel._error_plot.isVisible()
    assert not panel.regimes.isVisible()
    hand.session.select([hand.id("a")])
    assert plain(panel.words) == "L as a function of a slope = grad = 3"
    assert "measured ΔL 0.03" in plain(panel.numbers)
    assert panel._error_plot.isVisible()
    assert panel.regimes.isVisible()


def test_at_a_stop_behind_an_infinite_slope_the_reason_is_said_once_the_pass_is_there(hand, panel):
    hand.session.open(from_text("a = 2; x = 0; s = sqrt(x); e = a * 3; L = s + e", Graph()))
    hand.session.select([hand.id("x")])
    hand.trigger("timeline_start")
    assert plain(panel.words) == "The backward pass has not reached it yet."
    hand.trigger("timeline_end")
    assert "x has no gradient here" in plain(panel.numbers)


# The step h.


def test_predicted_and_measured_change_stand_beside_each_other(hand, panel):
    choose(hand, "tanh-neuron", "b")
    words = plain(panel.numbers)
    predicted = 0.01 * hand.grad("b")
    measured = math.tanh(hand.data("n") + 0.01) - hand.data("o")
    assert f"predicted Δo = grad · h {predicted:.5g}" in words
    assert f"measured Δo {measured:.5g}" in words
    assert "difference 3.5" in words


def test_the_slider_sets_h_by_keys_from_one_to_a_hundred_millionth(hand, panel):
    hand.click(hand.body("a"))
    panel.slider.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(2):
        QTest.keyClick(panel.slider, Qt.Key.Key_PageUp)
    assert panel.step.text() == "1"
    assert "predicted ΔL = grad · h 6 measured ΔL 6" in plain(panel.numbers)
    for _ in range(8):
        QTest.keyClick(panel.slider, Qt.Key.Key_PageDown)
    assert panel.step.text() == "1e−8"
    assert "6e−8" in plain(panel.numbers)


def test_a_typed_h_moves_the_slider_and_stays_as_typed(hand, panel):
    hand.click(hand.body("a"))
    typed(panel, "0.001")
    assert panel.slider.value() == -30
    assert panel.step.text() == "0.001"
    typed(panel, "-0.5")
    assert "predicted ΔL = grad · h −3" in plain(panel.numbers)
    typed(panel, "1e300")
    assert panel.slider.value() == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0", "h is the size of a step: a number that is not 0."),
        ("abc", "“abc” is not a number."),
        ("1e999", "That is too large: the largest number is about 1.8e308."),
    ],
)
def test_an_h_that_is_no_step_says_so(hand, panel, text, sentence):
    hand.click(hand.body("a"))
    typed(panel, text)
    assert plain(panel.numbers) == sentence
    typed(panel, "1")
    assert "predicted" in plain(panel.numbers)


# The point.


def test_the_point_is_dragged_along_the_curve_as_one_entry(hand, panel):
    hand.click(hand.body("a"))
    finger = Finger(panel._plot)
    finger.press(2.0)
    finger.move(1.0)
    finger.move(3.5)
    assert hand.data("a") == pytest.approx(3.5, abs=0.05)
    assert hand.data("L") == pytest.approx(-2 * (-3 * hand.data("a") + 10))
    assert hand.undo_name() is None
    finger.release(3.5)
    assert hand.undo_name() == "nudge a"
    hand.trigger("undo")
    assert hand.data("a") == 2.0
    assert hand.undo_name() is None


def test_escape_while_the_point_is_held_leaves_the_leaf_as_it_was(hand, panel):
    hand.click(hand.body("a"))
    finger = Finger(panel._plot)
    finger.press(2.0)
    finger.move(0.5)
    assert hand.data("a") != 2.0
    hand.key(Qt.Key.Key_Escape)
    assert hand.data("a") == 2.0
    finger.move(1.0)
    finger.release(1.0)
    assert hand.data("a") == 2.0
    assert hand.session.selection == (hand.id("a"),)
    assert hand.undo_name() is None
    assert hand.focus() is hand.view


# Curves out of the ordinary.


def test_tanh_is_flat_at_both_ends(hand, panel):
    choose(hand, "tanh-neuron", "b")
    ys = heights(panel._plot)
    assert (min(ys), max(ys)) == (pytest.approx(-1.0), pytest.approx(1.0))
    assert "truncation" in panel.regimes.text()


def test_one_over_x_has_a_gap_and_its_branches_stay_in_sight(hand, panel):
    choose(hand, "division", "b")
    ys = heights(panel._plot)
    assert sum(map(math.isnan, ys)) == 1
    assert "slope = grad = −24" in plain(panel.words)
    box = panel._plot.getPlotItem().getViewBox().viewRect()
    assert box.top() < hand.data("L") < box.bottom()
    assert box.height() < 500
    typed(panel, "-0.5")
    assert plain(panel.numbers).startswith("At 0 there is no output: 6 / 0 is undefined")


def test_where_the_output_is_undefined_the_curve_stays_and_says_why(hand, panel):
    choose(hand, "division", "b")
    hand.session.graphs.edit("x", hand.session.graph.with_data(hand.id("b"), 0.0))
    assert plain(panel.words) == "L as a function of b"
    assert len(panel._plot._point.getData()[0]) == 0
    assert plain(panel.numbers).startswith("b has no gradient here: ")
    assert not panel._error_plot.isVisible()
    finger = Finger(panel._plot)
    finger.press(1.0)
    finger.release(1.0)
    assert hand.data("L") is not None


def test_at_a_kink_it_says_that_the_error_stays(hand, panel):
    choose(hand, "dead-relu", "b")
    hand.session.graphs.edit("x", hand.session.graph.with_data(hand.id("b"), 3.0))
    assert plain(panel.words) == "o as a function of b slope = grad = 0"
    assert "measured Δo 0.01" in plain(panel.numbers)
    assert "as it does at a kink" in panel.regimes.text()


def test_nothing_is_worked_out_while_the_section_is_closed(hand, panel):
    QTest.mouseClick(panel.heading, LEFT)
    hand.click(hand.body("a"))
    assert panel._plot is None
    QTest.mouseClick(panel.heading, LEFT)
    assert panel._plot.isVisible()


def test_a_difference_that_is_rounding_alone_is_called_so(hand, panel):
    choose(hand, "cheatsheet", "a")
    typed(panel, "0.01")
    assert plain(panel.numbers).endswith("difference rounding")
