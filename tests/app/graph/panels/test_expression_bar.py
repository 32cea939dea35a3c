"""The expression bar: pasted lines of micrograd, constants, and errors with their place."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

PASTED = """\
from micrograd.engine import Value
a = Value(2.0, label='a')  # a comment
b = Value(-3.0, label='b')
c = Value(10.0)
e = a*b; e.label = 'e'
L = (e + c).tanh()
L.backward()
"""


@pytest.fixture
def bar(workspace):
    return workspace.expression


@pytest.fixture
def notices(workspace):
    return workspace.notices


def enter(bar, text):
    """Paste a text in place of all that stands there, and press Enter."""
    bar.setFocus()
    bar.selectAll()
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(bar, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(bar, Qt.Key.Key_Return)


def test_pasted_lines_of_micrograd_become_the_graph(hand, bar):
    enter(bar, PASTED)
    assert not bar.note.isVisible()
    assert (hand.data("a"), hand.data("e"), hand.data("L")) == (2.0, -6.0, math.tanh(4.0))
    assert bar.text() == "e = a * b; L = tanh(e + c)"
    assert hand.undo_name() == "rebuild from the expression"
    hand.trigger("undo")
    assert hand.data("L") == -8.0


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_of_several_lines_the_wrong_one_is_named_and_gets_the_cursor(hand, bar, end):
    text = end.join(["a = Value(2.0)", "b = Value(3.0)", "L = a.foo(b)"])
    enter(bar, text)
    assert bar.note.text().startswith("Line 3: “a.foo(b)” is not known here: expected one of tanh")
    assert bar.text() == text
    assert bar.cursorPosition() == text.index("a.foo")
    assert hand.data("L") == -8.0


def test_of_one_line_the_wrong_place_gets_the_cursor(bar):
    enter(bar, "a = 2; L = a * * 3")
    assert bar.note.text().startswith("expected a number, a name, ( or -")
    assert bar.cursorPosition() == 15


def test_pi_is_a_name_like_any_other_and_says_so_with_a_button(hand, bar, notices):
    enter(bar, "A = pi * r ** 2")
    assert hand.data("pi") == 1.0
    notice = notices["constants"]
    assert notice.words.text() == "pi is a name like any other here: a leaf that begins at 1."
    (button,) = notice.buttons
    assert button.text() == "Use pi = 3.14159…"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert hand.data("pi") == hand.data("A") == math.pi
    assert not hand.node("pi").trainable
    assert "constants" not in notices
    hand.trigger("undo")
    assert (hand.data("pi"), hand.node("pi").trainable) == (1.0, True)


def test_both_constants_stand_in_one_sentence(hand, bar, notices):
    enter(bar, "y = pi * e ** x")
    notice = notices["constants"]
    assert notice.words.text() == ("pi, e are names like any other here: leaves that begin at 1.")
    QTest.mouseClick(notice.buttons[0], Qt.MouseButton.LeftButton)
    assert (hand.data("pi"), hand.data("e")) == (math.pi, math.e)
    assert hand.undo_name() == "change pi, e"


def test_nothing_is_said_of_an_e_that_is_defined_or_has_a_number(hand, bar, notices):
    enter(bar, "e = a * b; L = e + c")
    assert "constants" not in notices
    enter(bar, "e = 2; L = e + c")
    assert "constants" not in notices
    # It is a leaf by now, and keeps its number.
    enter(bar, "L = e * c")
    assert hand.data("e") == 2.0
    assert "constants" not in notices


@pytest.mark.parametrize("how", ["another number", "undo", "another file", "the cross"])
def test_the_offer_goes_when_it_is_about_nothing_any_more(hand, bar, notices, session, how):
    enter(bar, "A = pi * r ** 2")
    assert "constants" in notices
    if how == "another number":
        session.graphs.edit("x", session.graph.with_data(hand.id("pi"), 3.0))
    elif how == "undo":
        hand.trigger("undo")
    elif how == "another file":
        session.open(session.graph.without(session.graph.nodes))
    else:
        QTest.mouseClick(notices["constants"].cross, Qt.MouseButton.LeftButton)
    assert "constants" not in notices
    if how == "the cross":
        session.graphs.edit("x", session.graph.with_data(hand.id("r"), 3.0))
        assert "constants" not in notices
