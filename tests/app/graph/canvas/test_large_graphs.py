"""What is not painted anew, or not looked at, is shown rightly all the same."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from app.graph.canvas.items.node_item import OVERVIEW
from app.model.catalogue.examples import load_example
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph
from app.model.graph.layout import arranged
from app.model.graph.node import Node
from app.ui.theme import current_tokens


@pytest.fixture
def row(hand):
    """A thousand nodes in a row, x + x1 + x2 …, far longer than what is seen at 100 %."""
    nodes = {1: Node(1, "x", data=1.0)}
    for id_ in range(2, 1001, 2):
        before = id_ - 1 if id_ > 2 else 1
        nodes[id_] = Node(id_, f"x{id_}", data=0.5)
        nodes[id_ + 1] = Node(id_ + 1, f"s{id_}", "*" if id_ == 2 else "+", inputs=(before, id_))
    positions = {id_: (130.0 * id_, 200.0 * (id_ % 2)) for id_ in nodes}
    hand.session.open(Graph(nodes, positions, 1001))
    return hand


def texts(item):
    """The numbers that a node has laid out for painting."""
    return [text.static.text() for text in item._figures]


def on_screen(hand):
    """What stands on the screen, with nothing painted for the purpose."""
    window = hand.window
    shown = window.screen().grabWindow(window.winId()).toImage()
    corner = hand.view.viewport().mapTo(window, QPoint())
    size = hand.view.viewport().size()
    return shown.copy(corner.x(), corner.y(), size.width(), size.height())


def test_a_scrub_leaves_nothing_of_the_old_numbers_on_the_screen(hand, qtbot):
    hand.session.open(load_example("shared-node"))
    hand.window.show()
    qtbot.waitExposed(hand.window)
    start = hand.number("a")
    hand.press(start)
    for step in range(1, 40, 3):
        hand.move(start + QPoint(step, 0))
        qtbot.wait(1)
    hand.release(start + QPoint(40, 0))
    qtbot.wait(1)
    parts = on_screen(hand)
    hand.view.viewport().repaint()
    assert on_screen(hand) == parts
    assert parts.pixelColor(3, 3) == current_tokens().color("background")


def test_nodes_out_of_sight_show_the_new_numbers_once_they_are_seen(row):
    view = row.view
    view.zoom_to(1.0)
    view.show_node(1)
    last = view.graph_scene.nodes[1001]
    before = last.face.data
    row.session.graphs.edit("x", row.session.graph.with_data(1, 3.0))
    assert last.stale
    view.show_node(1001)
    assert not last.stale
    assert last.face.data == row.session.evaluation.data[1001] != before
    view.grab()
    assert texts(last)[-2:] == ["251", "1"]


def test_from_afar_one_item_draws_the_cards_and_no_number_is_laid_out(row):
    view = row.view
    view.fit()
    assert view.zoom < OVERVIEW
    picture = view.grab().toImage()
    at = view.mapFromScene(QPointF(*row.session.graph.positions[501]) + QPointF(76.0, 46.0))
    assert picture.pixelColor(at) != current_tokens().color("background")
    assert not any(item._figures for item in view.graph_scene.nodes.values())
    view.zoom_to(1.0)
    view.show_node(1)
    view.grab()
    assert texts(view.graph_scene.nodes[1])[-2:] == ["1", "0.5"]


def test_from_afar_what_is_wrong_and_what_is_selected_stand_out(row):
    view, scene = row.view, row.view.graph_scene
    view.fit()
    row.session.graphs.edit("x", row.session.graph.with_data(1, 1e308).with_data(2, 1e308))
    assert row.session.evaluation.problems
    (wrong,) = scene._overview._cards["error"]
    assert wrong.topLeft() == QPointF(*row.session.graph.positions[3])
    row.session.select([5])
    image = QImage(400, 400, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    around = QRectF(QPointF(*row.session.graph.positions[5]), QPointF(0.0, 0.0))
    around = QRectF(around.left() - 400.0, around.top() - 400.0, 1000.0, 1000.0)
    scene.render(painter, QRectF(0.0, 0.0, 200.0, 200.0), around)
    painter.end()
    colors = {image.pixel(x, y) for x in range(200) for y in range(200)}
    assert current_tokens().color("data").rgba() in colors
    row.session.select([])
    assert not scene.nodes[5].selected


def test_a_wire_made_and_undone_far_away_leaves_the_canvas_as_it_was(row):
    view, session = row.view, row.session
    view.fit()
    before = view.grab().toImage()
    free = session.graph.next_id()
    graph = session.graph.with_op("tanh", (400.0, 400.0)).connected(1, free, 0)
    session.graphs.edit("x", graph)
    assert (free, 0) in view.graph_scene.wires
    session.graphs.undo()
    assert (free, 0) not in view.graph_scene.wires
    assert free not in view.graph_scene.nodes
    assert view.grab().toImage() == before


def test_rewired_by_undo_every_wire_ends_where_the_graph_says(hand):
    hand.session.open(load_example("two-layer-net"))
    scene = hand.view.graph_scene
    for text in ("L = (a*b + c) * d", "L = tanh(a*b) + a; M = L * L", "p = a + b"):
        graph = from_text(text, hand.session.graph)
        hand.session.graphs.edit("x", graph.moved(arranged(graph)))
        assert scene.wires.keys() == {wire for _, wire in hand.session.graph.wires()}
    for _ in range(3):
        hand.session.graphs.undo()
        graph = hand.session.graph
        assert scene.wires.keys() == {wire for _, wire in graph.wires()}
        assert ends_at_ports(hand)


def ends_at_ports(hand):
    scene = hand.view.graph_scene
    for source, wire in hand.session.graph.wires():
        path = scene.wires[wire].path
        far = path.pointAtPercent(0.0) - scene.port_at(source, -1)
        near = path.pointAtPercent(1.0) - scene.port_at(*wire)
        if max(abs(far.x()), abs(far.y()), abs(near.x()), abs(near.y())) > 1e-6:
            return False
    return True


@pytest.mark.parametrize("example", ["cheatsheet", "two-layer-net", None])
def test_wires_follow_a_node_that_is_dragged(row, example):
    if example:
        row.session.open(load_example(example))
    row.view.zoom_to(1.0)
    first = next(iter(row.session.graph.nodes))
    row.view.show_node(first)
    name = row.session.graph.nodes[first].label
    start = row.body(name)
    row.press(start)
    for step in (10, 40, 90):
        row.move(start + QPoint(step, step))
        assert ends_at_ports(row)
    row.release(start + QPoint(90, 90))
    assert ends_at_ports(row)
    row.session.graphs.undo()
    assert ends_at_ports(row)


def test_from_afar_a_node_that_moves_is_drawn_where_it_is(row):
    row.view.fit()
    at = (700.0, -3_000.0)
    row.session.graphs.edit("x", row.session.graph.moved({5: at}))
    cards = row.view.graph_scene._overview._cards
    corners = {box.topLeft().toTuple() for boxes in cards.values() for box in boxes}
    assert corners == set(row.session.graph.positions.values())


def test_a_long_sentence_out_of_sight_has_the_room_it_needs(row):
    row.view.zoom_to(1.0)
    row.view.show_node(1)
    for label, data in (("x", 1e-300), ("x2", 1e-300)):
        row.session.graphs.edit("x", row.session.graph.with_data(row.id(label), data))
    graph = row.session.graph
    tail = graph.next_id()
    graph = graph.with_op("log", (200_000.0, 0.0)).connected(3, tail, 0)
    root = graph.next_id()
    graph = graph.with_op("log", (201_000.0, 0.0)).connected(tail, root, 0)
    row.session.graphs.edit("x", graph)
    wrong = row.session.evaluation.problems
    assert wrong
    for id_ in wrong:
        item = row.view.graph_scene.nodes[id_]
        assert not item.stale
        assert item.boundingRect().contains(item.covered)


def test_a_new_name_is_painted(hand):
    item = hand.view.graph_scene.nodes[hand.id("e")]
    hand.view.grab()
    hand.session.graphs.edit("x", hand.session.graph.labelled(hand.id("e"), "product"))
    hand.view.grab()
    assert "product" in [text.static.text() for text in item._texts]


def test_chips_appear_on_wires_that_come_into_sight(row):
    view, scene = row.view, row.view.graph_scene
    view.zoom_to(1.0)
    view.show_node(1)
    row.session.select(row.session.graph.nodes)
    assert scene.wires[3, 0].chip
    assert not scene.wires[1001, 0].chip
    view.show_node(1001)
    assert scene.wires[1001, 0].chip
