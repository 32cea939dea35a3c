"""Gestures without a window: what a press and the moves after it make of graph and selection."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt

from app.graph.canvas.geometry import GRID, OUTPUT_SLOT, Hit
from app.graph.canvas.gestures.box_select import BoxSelect
from app.graph.canvas.gestures.gesture import Pointer
from app.graph.canvas.gestures.move import Move, moved_by_arrow
from app.graph.canvas.gestures.pan import Pan
from app.graph.canvas.gestures.scrub import Scrub, turned
from app.graph.canvas.gestures.wire import DrawWire
from app.model.graph.graph import Graph

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
CTRL = Qt.KeyboardModifier.ControlModifier

GRAPH = (
    Graph()
    .with_leaf((0.0, 0.0), 2.0, "a")
    .with_leaf((200.0, 0.0), 3.0, "b")
    .with_op("*", (400.0, 0.0), "c")
)
A, B, C = (GRAPH.by_label(label) for label in "abc")
WIRED = GRAPH.connected(A, C, 0)


def pointer(x, y=0, hit=Hit(), keys=NONE, inside=True):  # noqa: B008, a Hit is a value
    return Pointer(QPoint(x, y), QPointF(x, y), hit, keys, inside)


def on(id_, part="node", keys=NONE):
    return pointer(0, 0, Hit(part, id_), keys)


def port(id_, slot=OUTPUT_SLOT):
    return Hit("port", id_, slot)


def test_up_to_three_pixels_are_no_drag():
    gesture = Move(GRAPH, (), on(A))
    gesture.move(pointer(2, 1))
    assert not gesture.dragging
    gesture.move(pointer(2, 2))
    assert gesture.dragging


def test_a_drag_that_comes_back_stays_a_drag():
    gesture = Move(GRAPH, (), on(A))
    gesture.move(pointer(40))
    gesture.move(pointer(0))
    assert gesture.dragging


# Moving nodes.


def test_a_node_follows_the_mouse_on_the_grid():
    gesture = Move(GRAPH, (), on(A))
    gesture.move(pointer(43, 21))
    assert gesture.shown.positions[A] == (40.0, 24.0)
    assert gesture.shown.positions[B] == GRAPH.positions[B]


def test_control_frees_a_node_of_the_grid():
    gesture = Move(GRAPH, (), on(A))
    gesture.move(pointer(43, 21, keys=CTRL))
    assert gesture.shown.positions[A] == (43.0, 21.0)


def test_a_click_with_shift_on_a_selected_node_takes_it_away_and_a_drag_moves_all():
    click, drag = (Move(GRAPH, (B, A), on(A, keys=SHIFT)) for _ in range(2))
    click.click()
    assert click.selection == (B,)
    drag.move(pointer(43, 21))
    assert drag.selection == (B, A)


def test_a_press_selects_the_node_at_once():
    assert Move(GRAPH, (B,), on(A)).selection == (A,)
    assert Move(GRAPH, (B,), on(A, keys=CONTROL)).selection == (B, A)


def test_all_selected_nodes_follow_and_one_of_them_clicked_is_selected_alone():
    gesture = Move(GRAPH, (A, B), on(A))
    assert gesture.selection == (A, B)
    gesture.move(pointer(80))
    name, after, _merge = gesture.edit()
    assert name == "move 2 nodes"
    assert (after.positions[A], after.positions[B]) == ((80.0, 0.0), (280.0, 0.0))
    gesture = Move(GRAPH, (A, B), on(A))
    gesture.click()
    assert gesture.selection == (A,)


def test_a_cancelled_move_leaves_the_nodes_and_keeps_the_selection():
    gesture = Move(GRAPH, (), on(A))
    gesture.move(pointer(80))
    gesture.cancel()
    assert gesture.shown is GRAPH
    assert gesture.selection == (A,)


def test_an_arrow_moves_one_step_of_the_grid_and_with_shift_ten():
    name, after, merge = moved_by_arrow(GRAPH, (A,), (1, 0), NONE)
    assert (name, after.positions[A]) == ("move a", (GRID, 0.0))
    assert merge
    assert merge != moved_by_arrow(GRAPH, (B,), (1, 0), NONE).merge
    assert moved_by_arrow(GRAPH, (A,), (0, -1), SHIFT).graph.positions[A] == (0.0, -10.0 * GRID)


# Numbers.


def test_a_scrub_changes_the_number_a_hundredth_a_pixel():
    gesture = Scrub(GRAPH, (B,), on(A, "number"))
    assert gesture.selection == (B,)
    gesture.move(pointer(30))
    gesture.move(pointer(50))
    name, after, _merge = gesture.edit()
    assert (name, after.nodes[A].data) == ("change a", 2.5)
    assert gesture.selection == (A,)


@pytest.mark.parametrize(("keys", "data"), [(SHIFT, 2.05), (CONTROL, 7.0)])
def test_keys_make_a_scrub_finer_or_coarser(keys, data):
    gesture = Scrub(GRAPH, (), on(A, "number"))
    gesture.move(pointer(50, keys=keys))
    assert gesture.shown.nodes[A].data == data


def test_a_click_on_a_number_selects_its_node():
    gesture = Scrub(GRAPH, (B,), on(A, "number"))
    gesture.move(pointer(1, keys=SHIFT))
    gesture.click()
    assert gesture.selection == (B, A)


def test_a_notch_of_the_wheel_is_worth_ten_pixels_and_a_row_of_them_merges():
    name, after, merge = turned(GRAPH, A, 2.0, NONE)
    assert (name, after.nodes[A].data) == ("change a", 2.2)
    assert merge
    assert merge != turned(GRAPH, B, 2.0, NONE).merge


# The box, and the view.


def test_a_box_selects_what_it_touches_whichever_way_it_is_drawn():
    gesture = BoxSelect(GRAPH, (C,), pointer(170, 200))
    assert gesture.selection == ()
    assert gesture.box is None
    gesture.move(pointer(100, 50))
    assert gesture.box == QRectF(100, 50, 70, 150)
    assert gesture.selection == (A,)
    gesture.move(pointer(230, 50))
    assert gesture.selection == (B,)
    assert gesture.edit() is None


def test_a_box_drawn_with_a_key_adds_to_the_selection():
    gesture = BoxSelect(GRAPH, (C, A), pointer(170, 200, keys=SHIFT))
    gesture.move(pointer(100, 50))
    assert gesture.selection == (C, A)


def test_a_cancelled_box_gives_the_selection_back():
    gesture = BoxSelect(GRAPH, (C,), pointer(170, 200))
    gesture.move(pointer(100, 50))
    gesture.cancel()
    assert gesture.selection == (C,)


def test_a_pan_moves_the_view_from_the_first_pixel_and_changes_nothing_else():
    gesture = Pan(GRAPH, (A,), pointer(10, 10))
    gesture.move(pointer(11, 12))
    assert gesture.pan == QPoint(1, 2)
    assert not gesture.dragging
    assert (gesture.shown, gesture.selection) == (GRAPH, (A,))
    gesture.cancel()
    assert gesture.pan == QPoint()


# Wires.


def wire(graph, start, *path):
    """A wire drawn from a port to the last of `path`."""
    gesture = DrawWire(graph, (), pointer(0, 0, start))
    for x, hit in enumerate(path, 1):
        gesture.move(pointer(100 * x, 0, hit))
    return gesture


@pytest.mark.parametrize("target", [port(C, 1), Hit("node", C)], ids=["port", "node"])
def test_a_wire_lands_on_a_port_or_takes_the_free_one_of_a_node(target):
    gesture = wire(WIRED, port(B), target)
    name, after, _merge = gesture.edit()
    assert name == "connect b to c"
    assert after.nodes[C].inputs == (A, B)
    assert gesture.offer.end == (C, 1)


def test_a_wire_is_drawn_backwards_from_an_input_too():
    gesture = wire(GRAPH, port(C, 1), Hit("node", B))
    assert gesture.edit().graph.nodes[C].inputs == (None, B)
    assert gesture.offer.end == (B, OUTPUT_SLOT)


def test_a_wire_that_would_close_a_circle_is_refused_with_the_reason():
    gesture = wire(WIRED, port(C), Hit("node", A))
    assert gesture.edit() is None
    assert gesture.offer.refused == A
    assert gesture.refusal
    assert not gesture.asks_for_node


def test_a_new_wire_released_on_nothing_asks_for_a_node_but_not_outside():
    gesture = wire(GRAPH, port(A), Hit())
    assert gesture.edit() is None
    assert gesture.asks_for_node
    gesture.move(pointer(900, 0, inside=False))
    assert not gesture.asks_for_node


@pytest.mark.parametrize("start", [port(A), port(C, 1)], ids=["output", "input"])
def test_a_wire_released_on_its_own_node_does_nothing(start):
    gesture = wire(GRAPH, start, Hit("node", start.id))
    assert (gesture.edit(), gesture.refusal) == (None, None)


def test_a_lifted_wire_is_rewired_where_it_lands():
    name, after, _merge = wire(WIRED, port(C, 0), port(C, 1)).edit()
    assert name == "rewire a to c"
    assert after.nodes[C].inputs == (None, A)


def test_a_lifted_wire_is_removed_where_it_is_released_on_nothing():
    gesture = wire(WIRED, port(C, 0), Hit())
    name, after, _merge = gesture.edit()
    assert (name, after.nodes[C].inputs) == ("disconnect a from c", (None, None))
    assert not gesture.asks_for_node


def test_a_lifted_wire_stays_where_it_is_released_outside_or_refused():
    gesture = wire(WIRED, port(C, 0), Hit())
    gesture.move(pointer(900, 0, inside=False))
    assert gesture.edit() is None
    assert wire(WIRED, port(C, 0), Hit("node", B)).edit() is None
