"""What a newcomer meets first."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.model.catalogue.examples import load_example
from app.model.graph.graph import Graph


def stop(hand):
    return hand.workspace.graph_page.player.position


def test_the_first_key_that_the_program_names_works_before_any_click(window, workspace, hand):
    workspace.graph_page.view.clearFocus()
    workspace.show_tab(0)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert workspace.pages.currentIndex() == 0
    assert stop(hand) == 0


def test_the_arrow_steps_after_an_example_was_opened_and_after_the_other_tab(workspace, hand):
    workspace.open_example("order")
    hand.key(Qt.Key.Key_Right)
    assert stop(hand) == 0
    hand.trigger("train_tab")
    hand.trigger("graph_tab")
    hand.key(Qt.Key.Key_Right)
    assert stop(hand) == 1


def test_arrows_step_at_a_stop_also_when_a_node_is_selected(hand):
    place = hand.session.graph.positions[hand.id("c")]
    hand.click(hand.body("c"))
    hand.trigger("timeline_start")
    hand.key(Qt.Key.Key_Right)
    assert stop(hand) == 1
    assert hand.session.graph.positions[hand.id("c")] == place
    assert not hand.session.unsaved


def test_the_start_lights_no_node(hand, view):
    hand.trigger("timeline_start")
    assert not any(item.current for item in view.graph_scene.nodes.values())


def test_a_slope_is_not_given_away_before_the_pass_has_brought_it(hand, workspace):
    hand.click(hand.body("a"))
    hand.trigger("timeline_start")
    assert "slope" not in workspace.graph_page.nudge.words.text()
    hand.trigger("timeline_end")
    assert "slope = grad = 6" in workspace.graph_page.nudge.words.text()


def test_a_graph_typed_as_text_is_seen_whole(workspace, view):
    view.zoom_to(2.0)
    bar = workspace.expression
    bar.setFocus()
    bar.selectAll()
    QTest.keyClicks(bar, "L = tanh(a*b + c) * d + tanh(q*r + s) * 2")
    QTest.keyClick(bar, Qt.Key.Key_Return)
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    assert seen.contains(view.graph_scene.box_of())


def test_a_node_dropped_in_sight_does_not_move_the_canvas(hand, workspace, view):
    hand.session.open(Graph())
    before = view.mapToScene(QPoint(0, 0))
    workspace.graph_page.commands.add("leaf", view.mapToScene(QPoint(90, 60)))
    assert view.mapToScene(QPoint(0, 0)) == before


def test_pasting_again_puts_no_copy_exactly_on_another(hand):
    hand.trigger("select_all")
    hand.trigger("copy")
    for _ in range(3):
        hand.trigger("paste")
    places = list(hand.session.graph.positions.values())
    assert len(set(places)) == len(places)


def test_a_node_that_feeds_two_places_shows_the_sum_it_received(hand, view):
    hand.session.open(load_example("shared-node"))
    assert view.graph_scene.nodes[hand.id("a")].face.note == "3 + 4 = 7"
    assert view.graph_scene.nodes[hand.id("b")].face.note == ""


def test_a_wire_let_go_outside_the_canvas_means_nothing(hand, workspace):
    hand.drag(hand.out("a"), QPoint(-200, 50))
    assert not workspace.graph_page.quick_add.isVisible()
    assert not hand.session.unsaved


def test_an_empty_canvas_invites_to_type_whatever_stood_there_before(hand, workspace, qtbot):
    hand.session.open(Graph())
    workspace.graph_page.commands.add("+")
    qtbot.waitUntil(lambda: "empty slot" in workspace.expression.placeholderText())
    hand.session.open(Graph())
    qtbot.waitUntil(lambda: "such as" in workspace.expression.placeholderText())
