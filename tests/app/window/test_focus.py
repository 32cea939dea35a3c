"""The way of the keyboard from area to area and by Tab, and that it is seen where it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from shiboken6 import isValid

SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


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
