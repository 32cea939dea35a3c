"""The plots of the right column near the ends of the range of numbers: they warn of nothing, and
their axes say the numbers that are there.

A warning of Qt, NumPy or pyqtgraph fails a test.
"""

import math
import re

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest

from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph
from tests.app.graph.panels.test_nudge import Finger

LARGEST = 1.7976931348623157e308

GRAPHS = {
    "large product": "a = 1; L = a * 8e307",
    "large leaf": "a = 1.5e308; L = a * 0.5",
    "largest leaf": f"a = {LARGEST}; L = a * 1",
    "lowest leaf": f"a = -{LARGEST}; L = a * 1",
    "both ends": f"a = 0; b = {LARGEST}; L = max(min(a * {LARGEST}, b), -b)",
    "large constant": "a = 1; L = a * 0 + 1e308",
    "large and close": "a = 1; L = a + 1e16",
    "large square": "a = 1e154; L = a * a",
    "steep": "a = 1; L = tanh(a * 1e300)",
    "denormal": "a = 1; L = a * 5e-324",
    "denormal leaf": "a = 5e-324; L = a * 1",
    "tiny": "a = 1; L = a * 1e-300",
    "tiny square": "a = 1e-200; L = a * a",
    "large times tiny": "a = 1e300; L = a * 1e-300",
    "constant": "a = 1; L = a * 0",
    "constant 5": "a = 1; L = a * 0 + 5",
    "infinite slope": "a = 0; L = sqrt(a) * 1e300",
    "pole": "a = 1e-300; L = 1 / a",
    "hidden": "a = 1e308; L = tanh(a / 1e300)",
}

every_graph = pytest.mark.parametrize("text", GRAPHS.values(), ids=list(GRAPHS))


def chosen(hand, text):
    hand.session.open(from_text(text, Graph()))
    hand.session.select([hand.id("a")])


def plain(label):
    document = QTextDocument()
    document.setHtml(label.text())
    return " ".join(document.toPlainText().split())


def ticks(plot, side):
    """The numbers at an axis, as a decimal each: mantissa and power of ten."""
    plot.grab()
    axis = plot.getAxis(side)
    low, high = axis.range
    found = []
    for spacing, values in axis.tickValues(low, high, 200):
        for value, text in zip(values, axis.tickStrings(values, 1.0, spacing), strict=True):
            found.append((float(value), text))
    return sorted(found)


def decimal(text):
    """log10 of the size of a tick, with its sign: two numbers that can be compared."""
    mantissa, _, power = text.replace("−", "-").partition("e")
    size = abs(float(mantissa))
    return math.copysign(1, float(mantissa)), math.log10(size) + int(power or 0) if size else None


@every_graph
def test_the_nudge_draws_what_there_is_and_its_axes_say_its_numbers(hand, workspace, text):
    chosen(hand, text)
    panel = workspace.graph_page.nudge
    plot = panel._plot
    assert plot.isVisible()
    for side, number in (("bottom", hand.data("a")), ("left", hand.data("L"))):
        found = ticks(plot, side)
        assert 2 <= len(found) < 60
        assert len({words for _, words in found}) == len(found)
        low, high = plot.getAxis(side).range
        assert math.isfinite(low)
        assert math.isfinite(high)
        exponent = plot.getAxis(side).exponent
        for drawn, words in found:
            sign, size = decimal(words)
            assert size is None or abs(math.log10(abs(drawn)) + exponent - size) < 1e-2
            assert size is None or sign == math.copysign(1, drawn)
        # The leaf stands within the axes.
        assert low <= number / 10.0 ** (exponent // 2) / 10.0 ** (exponent - exponent // 2) <= high
    points = plot._point.getData()
    assert len(points[0]) == 1
    assert re.search(r"nan|inf\b|∞", plain(panel.words) + plain(panel.numbers)) is None or (
        text == GRAPHS["infinite slope"]
    )


@every_graph
def test_every_step_of_the_slider_and_every_typed_one_has_numbers_or_a_sentence(
    hand, workspace, text
):
    chosen(hand, text)
    panel = workspace.graph_page.nudge
    for typed in ("1e308", "-1e308", "1", "0.01", "1e-300", "5e-324", "1e400", "0"):
        panel.step.selectAll()
        QTest.keyClicks(panel.step, typed)
        words = plain(panel.numbers)
        assert words
        assert re.search(r"nan|\binf\b|∞ ", words, re.IGNORECASE) is None or "infinite" in words
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(panel.slider, key)
        assert plain(panel.numbers)


@every_graph
def test_the_point_can_be_dragged_to_both_ends_of_the_plot(hand, workspace, text):
    chosen(hand, text)
    plot = workspace.graph_page.nudge._plot
    finger = Finger(plot)
    low, high = plot.getViewBox().viewRange()[0]
    finger.press((low + high) / 2)
    for x in (low, high, low + 0.75 * (high - low)):
        finger.move(x)
    plot.grab()
    meant = (low + 0.75 * (high - low)) * 10.0 ** plot.getAxis("bottom").exponent
    if math.isfinite(meant):
        assert hand.data("a") == pytest.approx(meant, rel=0.02, abs=0.02)
    finger.release(low)
    assert math.isfinite(hand.data("a"))
    hand.trigger("undo")
    assert hand.data("a") == hand.session.graph.nodes[hand.id("a")].data


@every_graph
@pytest.mark.parametrize("rate", ["0.05", "1e300", "5e-324"])
def test_a_descent_ends_in_a_sentence_and_draws_its_outputs(hand, workspace, text, rate):
    chosen(hand, text)
    panel = workspace.graph_page.descent
    panel.open()
    panel.rate.selectAll()
    QTest.keyClicks(panel.rate, rate)
    for steps in (1, 10):
        QTest.mouseClick(panel.buttons[steps], Qt.MouseButton.LeftButton)
        assert panel.words.text().endswith(".")
        assert re.search(r"\bnan\b|\binf\b|∞", panel.words.text(), re.IGNORECASE) is None
    if panel._plot and panel._plot.isVisible():
        found = ticks(panel._plot, "left")
        assert 2 <= len(found) < 60
        assert np.isfinite(panel._plot._outputs.getData()[1]).all()


def test_a_curve_up_to_the_largest_number_has_the_numbers_of_its_ends(hand, workspace):
    chosen(hand, GRAPHS["large product"])
    plot = workspace.graph_page.nudge._plot
    words = [words for _, words in ticks(plot, "left")]
    assert {"−5e307", "0", "5e307", "1e308", "1.5e308"} <= set(words)
    assert words[-1] == "1.9e308"


def test_a_nudge_too_small_to_move_a_large_number_says_so(hand, workspace):
    chosen(hand, GRAPHS["large times tiny"])
    panel = workspace.graph_page.nudge
    words = "h is too small beside a = 1e300: a + h is the same number."
    assert plain(panel.numbers) == words
    assert "No step up to 1 changes a number as large as 1e300." in plain(panel.regimes)
    assert not panel._error_plot.isVisible()


def test_the_errors_of_steps_have_axes_of_their_own_numbers(hand, workspace):
    chosen(hand, "a = 1; L = a * a * 1e305")
    panel = workspace.graph_page.nudge
    assert panel._error_plot.isVisible()
    found = ticks(panel._error_plot, "left")
    assert all(decimal(words)[1] == pytest.approx(drawn, abs=0.05) for drawn, words in found)
    assert decimal(found[-1][1])[1] > 280
