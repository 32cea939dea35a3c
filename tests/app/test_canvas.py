"""What the hand can do on the canvas."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def test_the_first_start_shows_the_cheatsheet_built_and_computed(hand):
    assert hand.data("L") == -8.0
    assert [hand.grad(name) for name in ("a", "b", "c", "f")] == [6.0, -4.0, -2.0, 4.0]
    assert hand.session.graph.output == hand.id("L")


def test_dragging_a_number_sideways_changes_it_and_everything_follows_at_once(hand):
    start = hand.number("a")
    hand.press(start)
    hand.move(start + QPoint(50, 0))
    hand.move(start + QPoint(100, 0))
    assert hand.node("a").data == 3.0
    assert hand.data("L") == -2.0
    assert hand.session.history.undo_name is None
    hand.release(start + QPoint(100, 0))
    assert hand.undo_name() == "Change a"


def test_a_scrub_is_one_entry_and_undo_takes_it_all_back(hand):
    hand.drag(hand.number("a"), hand.number("a") + QPoint(120, 0))
    hand.trigger("undo")
    assert hand.node("a").data == 2.0
    assert hand.session.history.undo_name is None


def test_shift_scrubs_finer_and_ctrl_coarser(hand):
    start = hand.number("a")
    hand.press(start, SHIFT)
    hand.move(start + QPoint(100, 0), SHIFT)
    assert hand.node("a").data == 2.1
    hand.move(start + QPoint(110, 0), CTRL)
    assert hand.node("a").data == 3.1
    hand.release(start + QPoint(110, 0), CTRL)


def test_escape_in_the_middle_of_a_scrub_leaves_the_number_as_it_was(hand):
    start = hand.number("b")
    hand.press(start)
    hand.move(start + QPoint(80, 0))
    assert hand.node("b").data != -3.0
    hand.key(Qt.Key.Key_Escape)
    hand.release(start + QPoint(80, 0))
    assert hand.node("b").data == -3.0
    assert not hand.session.unsaved


def test_the_wheel_over_a_number_turns_it_and_a_row_of_turns_is_one_entry(hand, view):
    wheel(view, hand.number("a"), 120)
    wheel(view, hand.number("a"), 120)
    assert hand.node("a").data == 2.2
    hand.trigger("undo")
    assert hand.node("a").data == 2.0


def test_a_number_is_typed_after_a_double_click(hand):
    hand.double_click(hand.number("c"))
    hand.type("7.5")
    hand.key(Qt.Key.Key_Return)
    assert hand.node("c").data == 7.5
    assert hand.undo_name() == "Change c"


def test_digits_typed_at_a_selected_leaf_begin_its_number(hand):
    hand.click(hand.body("f"))
    hand.type("-")
    hand.type("4.25")
    hand.key(Qt.Key.Key_Return)
    assert hand.node("f").data == -4.25


def test_what_is_no_number_says_so_at_the_place_and_nothing_is_lost(hand):
    for typed, sentence in (
        ("abc", "“abc” is not a number."),
        ("1e999", "That is too large: numbers end at about 1.8e308."),
        ("nan", "A leaf holds a finite number."),
        ("inf", "A leaf holds a finite number."),
        ("", "A number goes here."),
    ):
        hand.double_click(hand.number("a"))
        assert isinstance(hand.focus(), QLineEdit)
        hand.focus().clear()
        hand.type(typed)
        hand.key(Qt.Key.Key_Return)
        assert hand.bubble() == sentence
        assert hand.focus().text() == typed
        hand.key(Qt.Key.Key_Escape)
        assert hand.node("a").data == 2.0
    assert not hand.session.unsaved


def test_a_name_is_typed_after_a_double_click_on_it(hand):
    hand.double_click(hand.title("e"))
    hand.type("product")
    hand.key(Qt.Key.Key_Return)
    assert hand.data("product") == -6.0
    assert hand.undo_name() == "Rename e"


def test_a_name_that_is_taken_or_no_name_is_refused_with_the_reason(hand):
    for typed, sentence in (
        ("a", "There is a node called a already."),
        ("tanh", "tanh is the name of an op."),
        ("2x", "A name is letters, digits and _, and starts with no digit."),
    ):
        hand.double_click(hand.title("e"))
        hand.focus().clear()
        hand.type(typed)
        hand.key(Qt.Key.Key_Return)
        assert hand.bubble() == sentence
        hand.key(Qt.Key.Key_Escape)
    assert hand.data("e") == -6.0


def test_wires_are_drawn_from_output_to_input_and_the_other_way(hand):
    hand.session.edit("x", hand.session.graph.disconnected(hand.id("e"), 0))
    hand.session.edit("x", hand.session.graph.disconnected(hand.id("d"), 1))
    assert hand.data("L") is None
    hand.drag(hand.out("a"), hand.into("e", 0))
    hand.drag(hand.into("d", 1), hand.out("c"))
    assert hand.data("L") == -8.0
    assert hand.undo_name() == "Connect c to d"


def test_a_whole_node_takes_a_wire_into_its_first_free_slot(hand):
    hand.session.edit("x", hand.session.graph.disconnected(hand.id("e"), 1))
    hand.drag(hand.out("b"), hand.body("e"))
    assert hand.node("e").inputs == (hand.id("a"), hand.id("b"))


def test_a_loop_and_a_second_wire_into_a_slot_are_refused_in_words(hand):
    before = hand.session.graph
    hand.session.edit("x", before.disconnected(hand.id("e"), 0))
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
    hand.session.edit("x", hand.session.graph.disconnected(d, 1))
    hand.drag(hand.into("d", 0), hand.into("d", 1))
    assert hand.node("d").inputs == (None, e)
    assert hand.undo_name() == "Rewire e to d"


def test_a_wires_end_dropped_on_empty_canvas_removes_the_wire(hand):
    hand.drag(hand.into("L", 1), hand.empty())
    assert hand.node("L").inputs[1] is None
    assert hand.undo_name() == "Disconnect f from L"
    assert hand.session.evaluation.waiting[hand.id("L")].template == "waits for an input"


def test_a_wire_dropped_on_empty_canvas_asks_what_it_shall_feed(hand, window):
    hand.drag(hand.out("L"), hand.empty())
    assert window.graph_page.quick_add.isVisible()
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


def test_a_node_is_dragged_on_the_grid_and_alt_frees_it(hand):
    e = hand.id("e")
    before = hand.session.graph.positions[e]
    numbers = hand.session.evaluation
    hand.drag(hand.body("e"), hand.body("e") + QPoint(50, 33))
    assert hand.session.graph.positions[e] == (before[0] + 48.0, before[1] + 32.0)
    assert hand.undo_name() == "Move e"
    assert hand.session.evaluation is numbers
    hand.drag(hand.body("e"), hand.body("e") + QPoint(3, 5), ALT)
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
    assert hand.undo_name() == "Move 2 nodes"


def test_ctrl_click_adds_to_the_selection_and_takes_away_again(hand):
    hand.click(hand.body("a"))
    hand.click(hand.body("b"), CTRL)
    assert hand.session.selection == (hand.id("a"), hand.id("b"))
    hand.click(hand.body("a"), CTRL)
    assert hand.session.selection == (hand.id("b"),)
    hand.click(hand.empty())
    assert hand.session.selection == ()


def test_arrows_move_the_selection_and_shift_moves_it_ten_times_as_far(hand):
    x, y = hand.session.graph.positions[hand.id("a")]
    hand.click(hand.body("a"))
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Down, SHIFT)
    assert hand.session.graph.positions[hand.id("a")] == (x + 8.0, y + 80.0)
    hand.trigger("undo")
    assert hand.session.graph.positions[hand.id("a")] == (x, y)


def test_delete_takes_nodes_away_and_leaves_the_neighbours_of_a_unary_op_wired(hand):
    graph = hand.session.graph
    graph = graph.disconnected(hand.id("L"), 0).with_op("tanh", (0.0, 600.0), "t")
    graph = graph.connected(hand.id("d"), graph.by_label("t"), 0)
    hand.session.edit("x", graph.connected(graph.by_label("t"), hand.id("L"), 0))
    hand.session.select([hand.id("t")])
    hand.trigger("delete")
    assert hand.session.graph.by_label("t") is None
    assert hand.node("L").inputs[0] == hand.id("d")
    hand.click(hand.body("c"))
    hand.trigger("delete")
    assert hand.node("d").inputs == (hand.id("e"), None)
    hand.trigger("undo")
    assert hand.data("L") == -8.0


def test_a_clicked_wire_can_be_deleted(hand, view):
    middle = view.graph_scene.wires[hand.id("L"), 1]._path.pointAtPercent(0.5)
    hand.click(view.mapFromScene(middle))
    assert view.wire == (hand.id("L"), 1)
    hand.trigger("delete")
    assert hand.node("L").inputs[1] is None


def test_w_wires_the_selected_nodes(hand):
    hand.session.edit("x", hand.session.graph.disconnected(hand.id("e"), 0))
    hand.click(hand.body("a"))
    hand.click(hand.body("e"), CTRL)
    hand.trigger("wire")
    assert hand.data("L") == -8.0
    hand.trigger("wire")
    assert hand.bubble() == "Every input of e is taken."


def test_an_undefined_value_is_said_at_its_node_and_the_rest_goes_on(hand, view):
    graph = hand.session.graph.with_op("log", (0.0, 400.0), "g")
    hand.session.edit("x", graph.connected(hand.id("b"), graph.by_label("g"), 0))
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
    hand.window.graph_page.editing.add("leaf")
    assert hand.grad("a") == 6.0
    assert hand.session.graph.output == hand.id("L")


def test_the_wheel_zooms_at_the_cursor(hand, view):
    at = hand.title("e")
    under = view.mapToScene(at)
    zoom = view.zoom
    wheel(view, at, 240)
    assert view.zoom > zoom * 1.3
    moved = view.mapToScene(at) - under
    assert abs(moved.x()) < 2
    assert abs(moved.y()) < 2
    wheel(view, at, -100000)
    assert view.zoom == 0.1


def test_the_middle_button_pans(hand, view):
    before = view.mapToScene(QPoint(0, 0))
    middle = Qt.MouseButton.MiddleButton
    hand.drag(hand.empty(), hand.empty() + QPoint(-60, -40), button=middle)
    way = view.mapToScene(QPoint(0, 0)) - before
    assert (round(way.x() * view.zoom), round(way.y() * view.zoom)) == (60, 40)


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


def test_space_opens_quick_add_and_a_typed_number_becomes_a_leaf(hand, window):
    hand.key(Qt.Key.Key_Space)
    assert window.graph_page.quick_add.isVisible()
    hand.type("2.5")
    hand.key(Qt.Key.Key_Return)
    (new,) = hand.session.selection
    assert hand.session.graph.nodes[new].data == 2.5
    assert not window.graph_page.quick_add.isVisible()


def test_tab_opens_quick_add_and_escape_closes_it_with_nothing_added(hand, window):
    hand.key(Qt.Key.Key_Tab)
    assert window.graph_page.quick_add.isVisible()
    hand.key(Qt.Key.Key_Escape)
    assert not window.graph_page.quick_add.isVisible()
    assert not hand.session.unsaved


def test_a_double_click_on_empty_canvas_opens_quick_add_there(hand, window):
    hand.double_click(hand.empty())
    assert window.graph_page.quick_add.isVisible()
    hand.key(Qt.Key.Key_Down)
    hand.key(Qt.Key.Key_Return)
    assert hand.undo_name() == "Add add"


def test_an_empty_canvas_shows_a_hint_and_three_examples_to_click(hand, window, qtbot):
    hand.trigger("new")
    hint = window.graph_page.hint
    assert hint.isVisible()
    buttons = hint.findChildren(type(hint.children()[3]))
    assert len(buttons) == 3
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert hand.data("L") == -8.0
    assert not hint.isVisible()


def wheel(view, at, turn):
    port = view.viewport()
    event = QWheelEvent(
        QPointF(at), QPointF(port.mapToGlobal(at)), QPoint(), QPoint(0, turn),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(port, event)


def test_dropping_what_is_no_piece_is_ignored(hand, view):
    mime = QMimeData()
    mime.setText("hello")
    event = QDropEvent(
        QPointF(100, 100), Qt.DropAction.CopyAction, mime,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    view.dropEvent(event)
    assert not event.isAccepted()
    assert not hand.session.unsaved
