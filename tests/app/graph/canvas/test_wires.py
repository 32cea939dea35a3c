"""Drawing, moving and removing wires by hand."""

from PySide6.QtCore import QPoint, Qt

from app.graph.canvas.items.wire_item import WireItem

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def test_wires_are_drawn_from_output_to_input_and_the_other_way(hand):
    hand.session.graphs.edit("x", hand.session.graph.disconnected(hand.id("e"), 0))
    hand.session.graphs.edit("x", hand.session.graph.disconnected(hand.id("d"), 1))
    assert hand.data("L") is None
    hand.drag(hand.out("a"), hand.into("e", 0))
    hand.drag(hand.into("d", 1), hand.out("c"))
    assert hand.data("L") == -8.0
    assert hand.undo_name() == "connect c to d"


def test_a_whole_node_takes_a_wire_into_its_first_free_slot(hand):
    hand.session.graphs.edit("x", hand.session.graph.disconnected(hand.id("e"), 1))
    hand.drag(hand.out("b"), hand.body("e"))
    assert hand.node("e").inputs == (hand.id("a"), hand.id("b"))


def test_a_loop_and_a_second_wire_into_a_slot_are_refused_in_words(hand):
    before = hand.session.graph
    hand.session.graphs.edit("x", before.disconnected(hand.id("e"), 0))
    hand.drag(hand.out("L"), hand.body("e"))
    assert hand.bubble() == "That would make a loop."
    hand.drag(hand.out("c"), hand.into("L", 1))
    assert hand.bubble() == "This input is taken. Remove its wire first, or drag its end away."
    hand.drag(hand.out("c"), hand.body("L"))
    assert hand.bubble() == "Every input of L is taken."
    hand.drag(hand.out("c"), hand.body("a"))
    assert hand.bubble() == "A leaf takes no input."
    assert hand.undo_name() == "x"


def test_a_wires_end_is_dragged_to_another_port_and_a_refusal_loses_nothing(hand):
    e, d = hand.id("e"), hand.id("d")
    hand.drag(hand.into("d", 0), hand.body("a"))
    assert hand.node("d").inputs[0] == e
    hand.session.graphs.edit("x", hand.session.graph.disconnected(d, 1))
    hand.drag(hand.into("d", 0), hand.into("d", 1))
    assert hand.node("d").inputs == (None, e)
    assert hand.undo_name() == "rewire e to d"


def test_a_wires_end_dropped_on_empty_canvas_removes_the_wire(hand):
    hand.drag(hand.into("L", 1), hand.empty())
    assert hand.node("L").inputs[1] is None
    assert hand.undo_name() == "disconnect f from L"
    assert hand.session.evaluation.waiting[hand.id("L")].template == "waits for an input"


def test_a_wire_dropped_on_empty_canvas_asks_what_it_shall_feed(hand, workspace):
    hand.drag(hand.out("L"), hand.empty())
    assert workspace.graph_page.quick_add.isVisible()
    hand.type("tanh")
    hand.key(Qt.Key.Key_Return)
    (new,) = hand.session.selection
    assert hand.session.graph.nodes[new].inputs == (hand.id("L"),)
    assert hand.session.graph.output == new


def test_escape_in_the_middle_of_a_wire_leaves_it_where_it_was(hand):
    hand.press(hand.into("L", 1))
    hand.move(hand.empty())
    hand.key(Qt.Key.Key_Escape)
    hand.release(hand.empty())
    assert hand.node("L").inputs[1] == hand.id("f")
    assert not hand.session.unsaved


def test_a_clicked_wire_can_be_deleted(hand, view):
    middle = view.graph_scene.wires[hand.id("L"), 1]._path.pointAtPercent(0.5)
    hand.click(view.mapFromScene(middle))
    assert view.wire == (hand.id("L"), 1)
    hand.trigger("delete")
    assert hand.node("L").inputs[1] is None


def test_w_wires_the_selected_nodes(hand):
    hand.session.graphs.edit("x", hand.session.graph.disconnected(hand.id("e"), 0))
    hand.click(hand.body("a"))
    hand.click(hand.body("e"), CTRL)
    hand.trigger("wire")
    assert hand.data("L") == -8.0
    hand.trigger("wire")
    assert hand.bubble() == "Every input of e is taken."


def test_a_wire_in_the_hand_is_dropped_at_a_save_even_over_a_port(hand):
    before = hand.session.graph.disconnected(hand.id("e"), 0)
    hand.session.graphs.edit("x", before)
    hand.press(hand.out("a"))
    hand.move(hand.into("e", 0))
    hand.session.commit_all()
    assert hand.session.graphs.present == before


def test_a_wire_lands_where_the_button_is_released(hand):
    hand.session.graphs.edit("x", hand.session.graph.disconnected(hand.id("e"), 0))
    hand.press(hand.out("a"))
    hand.move(hand.empty())
    hand.release(hand.into("e", 0))
    assert hand.undo_name() == "connect a to e"


def test_nothing_of_a_cancelled_wire_is_seen_any_more(hand, view):
    lifted = (hand.id("d"), 1)
    hand.press(hand.into("d", 1))
    hand.move(hand.into("d", 1) - QPoint(20, 0))
    hand.move(hand.body("a"))
    assert not view.graph_scene.wires[lifted].isVisible()
    assert view.graph_scene.nodes[hand.id("a")].refused
    hand.key(Qt.Key.Key_Escape)
    assert view.graph_scene.wires[lifted].isVisible()
    assert not view.graph_scene.nodes[hand.id("a")].refused
    assert all(item.wire for item in view.graph_scene.items() if isinstance(item, WireItem))
