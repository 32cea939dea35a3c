"""A scroll keeps to what it began with: the canvas, or the number of a selected leaf."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

NONE = Qt.KeyboardModifier.NoModifier


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
