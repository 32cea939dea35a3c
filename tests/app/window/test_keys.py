"""Keys: those of a text stay with the text, those of a tab with the tab, and arrows step."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget

from app.ui import focus_keys
from app.ui.command_table import ROWS, ActionRow
from app.ui.focus_keys import EDITING, keeps_key
from engine.learning.settings import RunSettings

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


@pytest.fixture
def player(workspace):
    return workspace.graph_page.player


@pytest.fixture
def trained(workspace):
    """A run three updates on, and the Graph tab in front of it."""
    workspace.show_tab(1)
    for _ in range(3):
        workspace.train_page.step()
    workspace.show_tab(0)
    return workspace.train_page


def texts(workspace) -> dict[str, QLineEdit]:
    """Every kind of field in the window, each with two words in it."""
    page = workspace.graph_page
    return {
        "expression": workspace.expression,
        "name": page.inspector.fields.name,
        "step": page.nudge.step,
        "palette": page.palette_panel.search,
    }


# Texts.


@pytest.mark.parametrize("which", ["expression", "name", "step", "palette"])
def test_control_backspace_deletes_a_word_and_does_nothing_else(
    hand, workspace, trained, which
) -> None:
    hand.click(hand.body("a"))
    field = texts(workspace)[which]
    field.setFocus()
    field.setText("one two")
    QTest.keyClick(field, Key.Key_Backspace, CTRL)
    assert field.text() == "one "
    assert trained.trainer.run.step == 3
    field.clear()


def test_control_backspace_in_a_field_of_the_form_does_not_reset_the_run(
    workspace, trained
) -> None:
    workspace.show_tab(1)
    line = trained.form.fields["seed"].line
    line.setFocus()
    QTest.keyClick(line, Key.Key_Backspace, CTRL)
    assert line.text() == ""
    assert trained.trainer.run.step == 3


@pytest.mark.parametrize(
    "key",
    [Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown,
     Key.Key_Up, Key.Key_Down],
)  # fmt: skip
def test_arrows_in_a_text_neither_step_nor_select(hand, workspace, player, key) -> None:
    field = workspace.expression
    field.setFocus()
    for keys in (NONE, SHIFT):
        QTest.keyClick(field, key, keys)
    QTest.keyClick(field, Key.Key_Left, CTRL)
    assert player.position is None
    assert hand.session.selection == ()


@pytest.mark.parametrize("standard", EDITING, ids=lambda key: key.name)
def test_a_text_keeps_the_keys_that_edit_on_this_system_and_a_button_leaves_them(
    qtbot, standard
) -> None:
    """On X11 Ctrl+K and Ctrl+E are among them."""
    field, button = QLineEdit(), QToolButton()
    qtbot.addWidget(field)
    qtbot.addWidget(button)
    for keys in QKeySequence.keyBindings(standard):
        pressed = keys[0]
        event = QKeyEvent(QEvent.Type.ShortcutOverride, pressed.key(), pressed.keyboardModifiers())
        assert keeps_key(field, event)
        goes = pressed.key() in (Key.Key_Home, Key.Key_End) and not pressed.keyboardModifiers()
        assert keeps_key(button, event) == goes
        assert not keeps_key(None, event)


@pytest.mark.parametrize("which", ["expression", "name"])
def test_every_key_of_redo_redoes_the_text(hand, workspace, which, monkeypatch) -> None:
    """Also one that the text itself does not know, as Ctrl+Y under X11; here one that arranges."""
    monkeypatch.setattr(focus_keys, "keys_named", lambda _name: [QKeySequence("Ctrl+L")])
    hand.click(hand.body("a"))
    field = texts(workspace)[which]
    field.setFocus()
    QTest.keyClicks(field, "zz")
    typed = field.text()
    QTest.keyClick(field, Key.Key_Z, CTRL)
    assert field.text() != typed
    QTest.keyClick(field, Key.Key_L, CTRL)
    assert field.text() == typed
    assert hand.undo_name() is None
    QTest.keyClick(field, Key.Key_Escape)


def test_a_text_keeps_the_second_key_of_redo_from_the_graph(hand, workspace) -> None:
    hand.session.graphs.edit("x", hand.session.graph.with_data(hand.id("b"), 77.0))
    hand.trigger("undo")
    workspace.expression.setFocus()
    QTest.keyClick(workspace.expression, Key.Key_Y, CTRL)
    assert hand.node("b").data == -3.0


def test_alt_and_an_arrow_in_a_field_over_a_node_moves_no_node(hand) -> None:
    hand.click(hand.body("a"))
    hand.key(Key.Key_F2)
    before = hand.session.graph
    hand.key(Key.Key_Left, ALT)
    assert hand.session.graph is before
    hand.key(Key.Key_Escape)


# The tabs.


@pytest.mark.parametrize(
    "row", [row for row in ROWS if isinstance(row, ActionRow) and row.menu == "Train"],
    ids=lambda row: row.name,
)  # fmt: skip
def test_keys_of_train_work_on_the_train_tab_alone(workspace, row) -> None:
    action = workspace.actions_table[row.name]
    assert action.shortcuts() == []
    assert action.isEnabled()
    workspace.show_tab(1)
    assert len(action.shortcuts()) == len(row.shortcuts)
    workspace.show_tab(0)
    assert action.shortcuts() == []


def test_control_backspace_resets_on_the_train_tab_and_undo_brings_the_run_back(
    hand, workspace, trained
) -> None:
    workspace.show_tab(1)
    hand.key(Key.Key_Backspace, CTRL)
    assert trained.trainer.run.step == 0
    hand.key(Key.Key_Z, CTRL)
    assert trained.trainer.run.step == 3


def test_editing_the_points_can_be_undone_and_the_run_comes_back(hand, workspace, trained) -> None:
    workspace.show_tab(1)
    card = trained.dashboard.points
    QTest.mouseClick(card.edit, Qt.MouseButton.LeftButton)
    assert hand.session.setup.settings.dataset == "own"
    assert trained.trainer.run.step == 0
    hand.trigger("undo")
    assert hand.session.setup.settings == RunSettings()
    assert trained.trainer.run.step == 3


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the codes are those of X11")
def test_control_and_the_key_of_a_digit_work_where_digits_need_shift(workspace) -> None:
    """On AZERTY the key of 2 gives é, and that of 1 gives &."""
    for key, code, text, tab in ((0xC9, 11, "é", 1), (Key.Key_Ampersand, 10, "&", 0)):
        event = QKeyEvent(QEvent.Type.KeyPress, key, CTRL, code, 0, 0, text)
        QApplication.sendEvent(workspace.window.focusWidget() or workspace.window, event)
        assert workspace.pages.currentIndex() == tab


# Steps.


def test_an_arrow_steps_with_a_node_selected_and_moves_nothing(hand, player) -> None:
    hand.click(hand.body("a"))
    before = hand.session.graph
    hand.key(Key.Key_Right)
    assert player.position == 0
    hand.key(Key.Key_PageDown)
    assert player.position == 1
    hand.key(Key.Key_Left)
    hand.key(Key.Key_PageUp)
    assert player.position == 0
    assert hand.session.graph is before


def controls(workspace) -> list[QWidget]:
    """What a mouse clicks on the Graph tab, beside the canvas."""
    page = workspace.graph_page
    switch = next(iter(page.mistakes.switches.values()))
    return [page.timeline.buttons["on"], switch, switch, page.descent.heading, page.descent.heading]


def test_an_arrow_steps_after_a_list_was_opened_by_mouse(hand, workspace, player, monkeypatch):
    box = workspace.graph_page.descent.way
    # The platform offscreen has no popups.
    monkeypatch.setattr(type(box), "showPopup", lambda _box: None)
    workspace.graph_page.descent.open(True)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    hand.key(Key.Key_Right)
    assert player.position == 0


def test_an_arrow_steps_after_a_click_on_any_control(hand, workspace, player) -> None:
    for control in controls(workspace):
        QTest.mouseClick(control, Qt.MouseButton.LeftButton)
        assert workspace.window.focusWidget() is hand.view
        player.go_live()
        hand.key(Key.Key_Right)
        assert player.position == 0


def test_an_arrow_steps_after_enter_in_the_expression_bar(hand, workspace, player) -> None:
    bar = workspace.expression
    bar.setFocus()
    bar.selectAll()
    QTest.keyClicks(bar, "L = a * 3")
    QTest.keyClick(bar, Key.Key_Return)
    hand.key(Key.Key_Right)
    assert player.position == 0


@pytest.mark.parametrize(("field", "typed"), [("name", "k"), ("number", "7"), ("number", "2")])
def test_an_arrow_steps_after_enter_in_a_field_of_the_inspector(
    hand, workspace, player, field, typed
) -> None:
    hand.click(hand.body("a"))
    line = getattr(workspace.graph_page.inspector.fields, field)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, typed)
    QTest.keyClick(line, Key.Key_Return)
    assert line.text() == typed
    hand.key(Key.Key_Right)
    assert player.position == 0


def test_a_refused_number_keeps_the_keyboard(hand, workspace) -> None:
    hand.click(hand.body("a"))
    line = workspace.graph_page.inspector.fields.number
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "two")
    QTest.keyClick(line, Key.Key_Return)
    assert workspace.window.focusWidget() is line
    assert line.text() == "two"
    workspace.graph_page.inspector.fields.cancel()


def test_a_refused_expression_keeps_the_keyboard(workspace) -> None:
    bar = workspace.expression
    bar.setFocus()
    bar.selectAll()
    QTest.keyClicks(bar, "L = a *")
    QTest.keyClick(bar, Key.Key_Return)
    assert workspace.window.focusWidget() is bar
    bar.cancel()


def test_an_arrow_steps_after_the_speed_slider_was_dragged(hand, workspace, player) -> None:
    slider = workspace.graph_page.timeline.findChild(QWidget, "speed")
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, NONE, QPoint(4, slider.height() // 2))
    hand.key(Key.Key_Right)
    assert player.position == 0


def test_a_slider_reached_by_tab_keeps_its_arrows(workspace, player) -> None:
    slider = workspace.graph_page.timeline.findChild(QWidget, "speed")
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    before = slider.value()
    QTest.keyClick(slider, Key.Key_Right)
    assert slider.value() == before + 1
    assert player.position is None
