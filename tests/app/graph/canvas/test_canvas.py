"""What the hand can do on the canvas: select, move, delete, look around, copy."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from app.graph.canvas import geometry as g
from app.model.catalogue.examples import load_example
from app.model.graph.pieces import PIECE_TYPE
from tests.app.saving import save

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def test_the_first_start_shows_the_cheatsheet_built_and_computed(hand):
    assert hand.data("L") == -8.0
    assert [hand.grad(name) for name in ("a", "b", "c", "f")] == [6.0, -4.0, -2.0, 4.0]
    assert hand.session.graph.output == hand.id("L")


def test_a_node_is_dragged_on_the_grid_and_control_frees_it(hand):
    e = hand.id("e")
    before = hand.session.graph.positions[e]
    numbers = hand.session.evaluation
    hand.drag(hand.body("e"), hand.body("e") + QPoint(50, 33))
    assert hand.session.graph.positions[e] == (before[0] + 48.0, before[1] + 32.0)
    assert hand.undo_name() == "move e"
    assert hand.session.evaluation is numbers
    hand.drag(hand.body("e"), hand.body("e") + QPoint(3, 5), CTRL)
    assert hand.session.graph.positions[e] == (before[0] + 51.0, before[1] + 37.0)


def test_a_box_selects_what_it_touches_and_the_selection_moves_together(hand):
    places = hand.session.graph.positions
    a, b = hand.id("a"), hand.id("b")
    corner = hand.place("a", QPointF(-20, -20))
    hand.drag(corner, hand.place("b", QPointF(40, 40)))
    assert set(hand.session.selection) == {a, b}
    hand.drag(hand.body("a"), hand.body("a") + QPoint(0, -40))
    for id_ in (a, b):
        assert hand.session.graph.positions[id_] == (places[id_][0], places[id_][1] - 40.0)
    assert hand.undo_name() == "move 2 nodes"


def test_ctrl_click_adds_to_the_selection_and_takes_away_again(hand):
    hand.click(hand.body("a"))
    hand.click(hand.body("b"), CTRL)
    assert hand.session.selection == (hand.id("a"), hand.id("b"))
    hand.click(hand.body("a"), CTRL)
    assert hand.session.selection == (hand.id("b"),)
    hand.click(hand.empty())
    assert hand.session.selection == ()


def test_alt_and_arrows_move_the_selection_and_shift_moves_it_ten_times_as_far(hand):
    x, y = hand.session.graph.positions[hand.id("a")]
    hand.click(hand.body("a"))
    hand.key(Qt.Key.Key_Right, ALT)
    hand.key(Qt.Key.Key_Down, ALT | SHIFT)
    assert hand.session.graph.positions[hand.id("a")] == (x + 8.0, y + 80.0)
    hand.trigger("undo")
    assert hand.session.graph.positions[hand.id("a")] == (x, y)


def test_delete_takes_nodes_away_and_leaves_the_neighbours_of_a_unary_op_wired(hand):
    graph = hand.session.graph
    graph = graph.disconnected(hand.id("L"), 0).with_op("tanh", (0.0, 600.0), "t")
    graph = graph.connected(hand.id("d"), graph.by_label("t"), 0)
    hand.session.graphs.edit("x", graph.connected(graph.by_label("t"), hand.id("L"), 0))
    hand.session.select([hand.id("t")])
    hand.trigger("delete")
    assert hand.session.graph.by_label("t") is None
    assert hand.node("L").inputs[0] == hand.id("d")
    hand.click(hand.body("c"))
    hand.trigger("delete")
    assert hand.node("d").inputs == (hand.id("e"), None)
    hand.trigger("undo")
    assert hand.data("L") == -8.0


def test_an_undefined_value_is_said_at_its_node_and_the_rest_goes_on(hand, view):
    graph = hand.session.graph.with_op("log", (0.0, 400.0), "g")
    hand.session.graphs.edit("x", graph.connected(hand.id("b"), graph.by_label("g"), 0))
    item = view.graph_scene.nodes[hand.id("g")]
    assert item.face.note == "log(−3) is undefined: log needs a positive input."
    assert item.face.wrong
    assert hand.data("L") == -8.0
    assert hand.grad("a") == 6.0


def test_any_node_can_be_made_the_output(hand, view):
    hand.click(hand.body("d"))
    hand.trigger("make_output")
    assert hand.grad("d") == 1.0
    assert hand.grad("a") == -3.0
    assert hand.grad("L") is None
    assert view.graph_scene.nodes[hand.id("d")].face.output
    hand.trigger("undo")
    assert hand.grad("a") == 6.0


def test_a_spare_leaf_beside_the_graph_leaves_the_gradients_where_they_are(hand):
    hand.workspace.graph_page.commands.add("leaf")
    assert hand.grad("a") == 6.0
    assert hand.session.graph.output == hand.id("L")


def test_the_wheel_zooms_at_the_cursor(hand, view):
    at = hand.title("e")
    under = view.mapToScene(at)
    zoom = view.zoom
    hand.wheel(at, 240)
    assert view.zoom > zoom * 1.3
    moved = view.mapToScene(at) - under
    assert abs(moved.x()) < 2
    assert abs(moved.y()) < 2
    hand.wheel(at, -100000)
    assert view.zoom == 0.02


def test_the_middle_button_pans(hand, view):
    before = view.mapToScene(QPoint(0, 0))
    middle = Qt.MouseButton.MiddleButton
    hand.drag(hand.empty(), hand.empty() + QPoint(-60, -40), button=middle)
    way = view.mapToScene(QPoint(0, 0)) - before
    assert (round(way.x() * view.zoom), round(way.y() * view.zoom)) == (60, 40)


def test_the_cursor_is_a_closed_hand_only_while_the_view_is_moved(hand, view):
    middle = Qt.MouseButton.MiddleButton
    hand.press(hand.empty(), button=middle)
    assert view.viewport().cursor().shape() == Qt.CursorShape.ClosedHandCursor
    hand.release(hand.empty(), button=middle)
    assert view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_f_shows_the_whole_graph(hand, view):
    view.zoom_to(3.0)
    hand.trigger("fit")
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    assert seen.contains(view.graph_scene.box_of())


def test_copies_are_pasted_with_their_wires_and_names_of_their_own(hand):
    hand.trigger("select_all")
    hand.trigger("copy")
    hand.trigger("paste")
    graph = hand.session.graph
    assert len(graph.nodes) == 14
    labels = [node.label for node in graph.nodes.values()]
    assert len(set(labels)) == 14
    assert sorted(hand.session.evaluation.data.values())[:2] == [-8.0, -8.0]
    hand.trigger("undo")
    assert len(hand.session.graph.nodes) == 7


def test_pasting_what_is_no_graph_says_so(hand, qapp):
    qapp.clipboard().setText("hello")
    hand.trigger("paste")
    assert hand.bubble() == "The clipboard holds no nodes."


def test_pasting_where_nobody_has_copied_anything_says_so(hand, qapp):
    qapp.clipboard().clear()
    hand.trigger("paste")
    assert hand.bubble() == "The clipboard holds no nodes."


def test_an_empty_canvas_shows_a_hint_and_three_examples_to_click(hand, workspace, qtbot):
    hand.trigger("new")
    hint = workspace.graph_page.hint
    assert hint.isVisible()
    buttons = hint.findChildren(type(hint.children()[3]))
    assert len(buttons) == 3
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert hand.data("L") == -8.0
    assert not hint.isVisible()


def drop(view, kind, content):
    """What a drag from anywhere carries is let go over the canvas; whether it was taken."""
    mime = QMimeData()
    mime.setData(kind, content)
    event = QDropEvent(
        QPointF(100, 100), Qt.DropAction.CopyAction, mime,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    view.dropEvent(event)
    return event.isAccepted()


def test_dropping_what_is_no_piece_is_ignored(hand, view):
    assert not drop(view, "text/plain", b"hello")
    for content in (b"no such piece", b"\xff\xfe", b"leaf\0"):
        drop(view, PIECE_TYPE, content)
    assert not hand.session.unsaved
    drop(view, PIECE_TYPE, b"leaf")
    assert hand.session.unsaved


@pytest.mark.parametrize("name", ["cheatsheet", "shared-node", "tanh-neuron", "division"])
def test_the_derivatives_on_all_wires_stand_in_nobodys_way(hand, view, name):
    hand.session.open(load_example(name))
    hand.trigger("label_wires")
    chips = [
        wire.chip_box(wire.chip, wire._along)
        for wire in view.graph_scene.wires.values()
        if wire.chip
    ]
    assert len(chips) == len(view.graph_scene.wires)
    cards = [g.BOX.translated(*place) for place in hand.session.graph.positions.values()]
    for index, chip in enumerate(chips):
        assert not any(chip.intersects(card) for card in cards)
        assert not any(chip.intersects(other) for other in chips[index + 1 :])


def test_up_and_down_go_from_node_to_node_in_the_order_of_the_passes(hand):
    order = [hand.session.graph.name_of(id_) for id_ in hand.session.graph.order]
    seen = []
    for _ in range(len(order) + 1):
        hand.key(Qt.Key.Key_Down)
        (selected,) = hand.session.selection
        seen.append(hand.session.graph.name_of(selected))
    assert seen == [*order, order[0]]
    hand.key(Qt.Key.Key_Up)
    assert hand.session.selection == (hand.session.graph.order[-1],)


def test_a_file_that_is_opened_from_the_train_tab_is_seen_whole(
    hand, window, workspace, view, tmp_path
):
    save(hand.session, tmp_path / "net.chalk")
    view.fit()
    seen = view.zoom
    view.zoom_to(3.0)
    workspace.show_tab(1)
    window.resize(1200, 800)
    workspace.open(tmp_path / "net.chalk")
    window.resize(1600, 900)
    assert view.isVisible()
    assert view.zoom < 1.5
    view.fit()
    assert view.zoom == seen


def test_space_and_the_middle_button_together_pan_and_add_nothing(hand, workspace):
    hand.view.setFocus()
    QTest.keyPress(hand.view, Qt.Key.Key_Space)
    hand.drag(hand.empty(), hand.empty() + QPoint(40, 30), button=Qt.MouseButton.MiddleButton)
    QTest.keyRelease(hand.view, Qt.Key.Key_Space)
    assert not workspace.graph_page.quick_add.isVisible()


def test_nothing_is_selected_in_a_graph_that_was_just_opened(hand, session):
    hand.click(hand.body("a"))
    assert session.selection
    session.open(load_example("shared-node"))
    assert session.selection == ()
