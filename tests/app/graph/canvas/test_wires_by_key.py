"""Wires are reached, read, drawn and removed by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.model.graph.graph import Graph

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


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
    graph = Graph().with_leaf((0.0, 0.0), 2.0, "c").with_op("tanh", (300.0, 0.0), "t")
    hand.session.graphs.edit("x", graph)
    hand.key(Key.Key_Down)
    hand.key(Key.Key_Down, SHIFT)
    hand.key(Key.Key_W)
    assert hand.node("t").inputs == (hand.id("c"),)
    assert hand.undo_name() == "connect c to t"


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
