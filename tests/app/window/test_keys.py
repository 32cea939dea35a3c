"""Keys: those of a text stay with the text, those of a tab with the tab, and arrows step."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget
from shiboken6 import isValid

from app.ui.command_table import ROWS, ActionRow
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


def test_no_key_of_a_text_is_taken_by_a_command_whatever_the_system_calls_it(
    hand, workspace
) -> None:
    """Ctrl+K, Ctrl+E or Ctrl+D, where they edit."""
    field = workspace.expression
    before = hand.session.graph
    field.setFocus()
    field.setText("one two")
    field.home(False)
    ends = QKeyEvent(QEvent.Type.KeyPress, Key.Key_K, CTRL)
    if not any(ends.matches(key) for key in (ends_of_line(),)):
        pytest.skip("Ctrl+K edits no text on this system")
    QTest.keyClick(field, Key.Key_K, CTRL)
    assert field.text() == ""
    assert hand.session.graph == before


def ends_of_line():
    from PySide6.QtGui import QKeySequence

    return QKeySequence.StandardKey.DeleteEndOfLine


@pytest.mark.parametrize("which", ["expression", "name"])
def test_every_key_of_redo_redoes_the_text(hand, workspace, which) -> None:
    hand.session.graphs.edit("x", hand.session.graph.with_data(hand.id("b"), 77.0))
    hand.trigger("undo")
    hand.click(hand.body("a"))
    field = texts(workspace)[which]
    field.setFocus()
    QTest.keyClicks(field, "zz")
    typed = field.text()
    QTest.keyClick(field, Key.Key_Z, CTRL)
    assert field.text() != typed
    QTest.keyClick(field, Key.Key_Y, CTRL)
    assert field.text() == typed
    assert hand.node("b").data == -3.0
    QTest.keyClick(field, Key.Key_Escape)


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


# The way round.


def test_f6_goes_through_the_areas_and_back(hand, workspace) -> None:
    page = workspace.graph_page
    areas = [*page.areas, workspace.header]

    def area() -> QWidget:
        focused = workspace.window.focusWidget()
        return next(a for a in areas if a is focused or a.isAncestorOf(focused))

    assert area() is page.view
    seen = []
    for _ in areas:
        hand.key(Key.Key_F6)
        seen.append(area())
    assert seen == [*areas[1:], areas[0]]
    hand.key(Key.Key_F6, SHIFT)
    assert area() is areas[-1]


def test_a_field_that_goes_after_a_round_of_f6_takes_nothing_with_it(hand, workspace) -> None:
    alive = workspace.window.findChildren(QWidget)
    hand.click(hand.body("a"))
    hand.key(Key.Key_F2)
    hand.type("x")
    for _ in range(6):
        hand.key(Key.Key_F6)
    hand.view.setFocus()
    hand.key(Key.Key_Escape)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert all(map(isValid, alive))
    search = workspace.graph_page.palette_panel.search
    QTest.keyClicks(search, "mul")
    QTest.mouseClick(search.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert search.text() == ""


def test_tab_leaves_the_canvas_and_f6_comes_back(hand, workspace) -> None:
    hand.key(Key.Key_Tab)
    assert workspace.window.focusWidget() is not hand.view
    assert not workspace.graph_page.quick_add.isVisible()
    while workspace.window.focusWidget() is not hand.view:
        hand.key(Key.Key_F6)
    assert hand.view.property("reached") == "true"


def test_f6_goes_through_the_areas_of_the_train_tab(hand, workspace, qtbot) -> None:
    workspace.show_tab(1)
    qtbot.waitUntil(workspace.train_page.form.isVisible)
    areas = workspace.train_page.areas
    seen = set()
    for _ in range(len(areas) + 1):
        hand.key(Key.Key_F6)
        focused = workspace.window.focusWidget()
        seen |= {a for a in areas if a is focused or a.isAncestorOf(focused)}
    assert seen == set(areas)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tab", [0, 1])
def test_the_focus_is_seen_at_every_stop_of_tab(workspace, qtbot, tab, theme) -> None:
    workspace.window.theme.choose(theme)
    workspace.show_tab(tab)
    if tab:
        qtbot.waitUntil(workspace.train_page.form.isVisible)
    unseen = set()
    for stop in stops(workspace.window):
        around = stop.parentWidget() or stop
        without = around.grab().toImage()
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        if around.grab().toImage() == without:
            unseen.add(f"{type(stop).__name__} {stop.accessibleName() or stop.objectName()}")
        stop.clearFocus()
    assert not unseen


def stops(window: QWidget) -> list[QWidget]:
    """What Tab reaches in a window."""
    found, widget = [], window.nextInFocusChain()
    while widget is not window:
        takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not widget.focusProxy()
        if takes and widget.isVisible() and widget.isEnabled():
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def test_f6_leaves_out_an_area_where_nothing_can_be_done(hand, workspace) -> None:
    """Without an output no button of the timeline is enabled, nor is its slider."""
    page = workspace.graph_page
    for control in page.timeline.findChildren(QWidget):
        control.setEnabled(False)
    hand.key(Key.Key_F6)
    assert page.panels.isAncestorOf(workspace.window.focusWidget())


def test_a_button_that_was_reached_by_tab_keeps_the_keyboard_when_it_is_pressed(workspace) -> None:
    button = workspace.graph_page.timeline.buttons["on"]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Key.Key_Space)
    assert workspace.graph_page.player.position == 0
    assert workspace.window.focusWidget() is button


# Wires by key.


def test_a_wire_is_reached_read_and_removed_by_key(hand, workspace) -> None:
    hand.click(hand.body("a"))
    hand.key(Key.Key_Right, CTRL)
    assert hand.view.wire == (hand.id("e"), 0)
    assert "∂e/∂a" in workspace.graph_page.inspector.text.text()
    hand.key(Key.Key_Down)
    assert hand.view.wire == (hand.id("e"), 1)
    hand.key(Key.Key_Up)
    hand.key(Key.Key_Right, CTRL)
    assert hand.session.selection == (hand.id("e"),)
    hand.key(Key.Key_Left, CTRL)
    assert hand.view.wire == (hand.id("e"), 0)
    hand.key(Key.Key_Left, CTRL)
    assert hand.session.selection == (hand.id("a"),)
    hand.key(Key.Key_Right, CTRL)
    hand.key(Key.Key_Delete)
    assert hand.node("e").inputs[0] is None
    assert hand.undo_name() == "disconnect a from e"


def test_two_nodes_are_chosen_and_wired_by_key(hand) -> None:
    graph = hand.session.graph.with_op("+", (0.0, 600.0), "s")
    hand.session.graphs.edit("x", graph)
    hand.session.select([hand.id("c")])
    while hand.session.selection[-1] != hand.id("s"):
        hand.key(Key.Key_Down, SHIFT)
    hand.session.select([hand.id("c"), hand.id("s")])
    hand.key(Key.Key_W)
    assert hand.node("s").inputs == (hand.id("c"), None)


def test_shift_and_arrows_choose_several(hand) -> None:
    order = hand.session.graph.order
    hand.session.select(order[:1])
    hand.key(Key.Key_Down, SHIFT)
    hand.key(Key.Key_Down, SHIFT)
    assert hand.session.selection == order[:3]
    for _ in order:
        hand.key(Key.Key_Down, SHIFT)
    assert set(hand.session.selection) == set(order)
    assert hand.session.selection[-1] == order[2]


def test_shift_and_an_arrow_choose_nodes_from_a_wire_too(hand) -> None:
    hand.view.select_wire((hand.id("e"), 0))
    hand.key(Key.Key_Down, SHIFT)
    assert hand.session.selection == hand.session.graph.order[:1]


def test_w_asks_where_the_wire_of_one_node_goes(hand, workspace) -> None:
    graph = hand.session.graph.with_op("+", (0.0, 600.0), "sum").with_op("tanh", (0.0, 800.0), "t")
    hand.session.graphs.edit("x", graph)
    hand.session.select([hand.id("c")])
    hand.key(Key.Key_W)
    popup = workspace.graph_page.wire_target
    assert popup.isVisible()
    assert hand.view.graph_scene.nodes[hand.id("sum")].offered == 0
    hand.key(Key.Key_Down)
    assert hand.view.graph_scene.nodes[hand.id("sum")].offered is None
    assert hand.view.graph_scene.nodes[hand.id("t")].offered == 0
    hand.type("su")
    hand.key(Key.Key_Return)
    assert hand.node("sum").inputs == (hand.id("c"), None)
    assert hand.view.graph_scene.nodes[hand.id("sum")].offered is None
    assert workspace.window.focusWidget() is hand.view
    assert hand.undo_name() == "connect c to sum"


@pytest.mark.parametrize(
    ("typed", "note"),
    [("a", "A leaf takes no input."), ("zz", "There is no node by that name.")],
)
def test_w_says_why_a_node_can_not_take_the_wire(hand, workspace, typed, note) -> None:
    hand.session.graphs.edit("x", hand.session.graph.with_op("+", (0.0, 600.0), "s"))
    hand.session.select([hand.id("L")])
    hand.key(Key.Key_W)
    popup = workspace.graph_page.wire_target
    hand.type(typed)
    assert popup.note.text() == note
    hand.key(Key.Key_Return)
    assert popup.isVisible()
    hand.key(Key.Key_Escape)
    assert not popup.isVisible()
    assert hand.undo_name() == "x"


def test_w_says_where_no_node_has_a_free_input(hand, workspace) -> None:
    hand.session.select([hand.id("a")])
    hand.key(Key.Key_W)
    assert not workspace.graph_page.wire_target.isVisible()
    assert hand.bubble() == "No node has a free input for a."


# Scrolling.

_NO_WAY = QPoint()


def scroll(hand, at, pixels=_NO_WAY, angle=_NO_WAY, phase=Qt.ScrollPhase.NoScrollPhase) -> None:
    port = hand.view.viewport()
    event = QWheelEvent(
        QPointF(at), QPointF(port.mapToGlobal(at)), pixels, angle,
        Qt.MouseButton.NoButton, NONE, phase, False,
    )  # fmt: skip
    QApplication.sendEvent(port, event)


def test_a_scroll_that_begins_on_empty_canvas_pans_to_its_end_whatever_comes_under_it(hand) -> None:
    a = hand.id("a")
    hand.session.select([a])
    start = hand.number("a")
    at = start + QPoint(0, 90)
    assert hand.view.hit(at).part == "empty"
    scroll(hand, at, phase=Qt.ScrollPhase.ScrollBegin)
    for _ in range(60):
        scroll(hand, at, QPoint(0, 4), QPoint(0, 32), Qt.ScrollPhase.ScrollUpdate)
    scroll(hand, at, phase=Qt.ScrollPhase.ScrollEnd)
    assert hand.node("a").data == 2.0
    assert hand.number("a").y() - start.y() == 240


def test_the_wheel_changes_no_leaf_that_is_not_selected(hand) -> None:
    zoom = hand.view.zoom
    hand.wheel(hand.number("a"), 120)
    assert hand.node("a").data == 2.0
    assert hand.view.zoom > zoom


def test_a_row_of_turns_over_a_number_stays_with_it(hand) -> None:
    hand.session.select([hand.id("a")])
    at = hand.number("a")
    hand.wheel(at, 120)
    hand.session.graphs.preview(hand.session.graph.moved({hand.id("a"): (0.0, 900.0)}))
    hand.wheel(at, 120)
    assert hand.node("a").data == pytest.approx(2.2)


def test_a_wheel_that_is_turned_elsewhere_is_another_scroll(hand) -> None:
    hand.session.select([hand.id("a")])
    hand.wheel(hand.number("a"), 120)
    zoom = hand.view.zoom
    hand.wheel(hand.empty(), 120)
    assert hand.node("a").data == 2.1
    assert hand.view.zoom > zoom


@pytest.mark.parametrize("angle", [QPoint(120, 0), QPoint(-120, 0)])
def test_a_sideways_wheel_pans(hand, angle) -> None:
    zoom, before = hand.view.zoom, hand.number("c")
    scroll(hand, hand.empty(), angle=angle)
    assert hand.view.zoom == zoom
    assert hand.number("c") - before == QPoint(angle.x() // 2, 0)
