"""The ways of wires: past every card of an arranged graph, in lanes of their own."""

import random

import pytest

from app.model.catalogue.examples import EXAMPLES, load_example
from app.model.explain.network_graph import loss_graph, neuron_graph
from app.model.graph.graph import Graph
from app.model.graph.layout import NODE_HEIGHT, NODE_WIDTH, arranged
from app.model.graph.layout.sizes import CLEARANCE
from app.model.graph.node import Node
from app.model.graph.pieces import pieces
from app.model.graph.routing.curve import curves, ends_of, height_at
from app.model.graph.routing.kept_routes import KeptRoutes
from app.model.graph.routing.router import Router
from engine.learning.run import Run, RunSettings

SAMPLES = 20


def random_graph(seed):
    """Up to 60 nodes, deep or wide, with unary and binary ops."""
    dice = random.Random(seed)
    count, reach = dice.randint(2, 60), dice.choice([3, 6, 12, 60])
    nodes = {}
    for id_ in range(1, count + 1):
        arity = dice.choice([1, 2, 2])
        inputs = tuple(dice.randrange(max(1, id_ - reach), id_) for _ in range(arity) if id_ > 1)
        is_leaf = id_ <= 2 or dice.random() < dice.choice([0.2, 0.5])
        op = "+" if len(inputs) == 2 else "tanh"
        nodes[id_] = Node(id_) if is_leaf else Node(id_, op=op, inputs=inputs)
    graph = Graph(nodes, dict.fromkeys(nodes, (0.0, 0.0)))
    return graph.moved(arranged(graph))


def routes_of(graph):
    return Router(graph.positions.values()).routes(graph, graph.wires())


def wires_behind_cards(graph):
    """The wires that come nearer to a card than 2 px, their own two left out."""
    routes, found = routes_of(graph), []
    for source, wire in graph.wires():
        start, end = ends_of(graph, source, wire)
        pieces = list(curves(start, routes.get(wire, ()), end))
        for id_, (x, y) in graph.positions.items():
            left, right = max(x, start[0]), min(x + NODE_WIDTH, end[0])
            if id_ in (source, wire[0]) or left >= right:
                continue
            steps = (left + (right - left) * n / SAMPLES for n in range(SAMPLES + 1))
            heights = (height_along(pieces, step) for step in steps)
            if any(y - 2 < height < y + NODE_HEIGHT + 2 for height in heights):
                found.append((source, wire))
    return found


def height_along(pieces, x):
    """How far down a wire is at `x`: on a curve, or level behind it."""
    started = [piece for piece in pieces if piece[0][0] <= x] or pieces[:1]
    return height_at(*started[-1], x)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(300))
def test_no_wire_of_an_arranged_graph_meets_a_card(seed):
    assert wires_behind_cards(random_graph(seed)) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_wire_of_an_example_meets_a_card(name):
    graph = load_example(name)
    assert wires_behind_cards(graph) == []
    assert wires_behind_cards(graph.moved(arranged(graph))) == []


@pytest.mark.parametrize("name", pieces())
def test_no_wire_of_a_piece_meets_a_card(name):
    assert wires_behind_cards(pieces()[name].build(Graph(), (0.0, 0.0))[0]) == []


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [(), (3,), (4, 4), (16, 16)], ids=str)
def test_no_wire_of_an_opened_neuron_meets_a_card(hidden):
    run = Run(RunSettings(points=20, steps=100, hidden=hidden))
    for opened in (loss_graph(run, run.train[0]), neuron_graph(run, 0, 0, run.train[0])):
        assert wires_behind_cards(opened.graph) == []


def passing():
    """a feeds d past c, which stands between them."""
    nodes = {1: Node(1, "a"), 2: Node(2, "c"), 3: Node(3, "d", "tanh", inputs=(1,))}
    return Graph(nodes, {1: (0.0, 0.0), 2: (248.0, 8.0), 3: (496.0, 0.0)})


def test_a_wire_passes_a_card_in_a_level_lane_12_px_from_it():
    ((lane,),) = routes_of(passing()).values()
    assert (lane.left, lane.right) == (248.0, 248.0 + NODE_WIDTH)
    assert lane.y == 8.0 - CLEARANCE


def test_a_wire_that_meets_no_card_is_a_plain_curve():
    graph = passing()
    assert routes_of(graph.moved({2: (248.0, 200.0)})) == {}


def test_wires_of_two_nodes_share_no_lane():
    nodes = {1: Node(1), 2: Node(2), 3: Node(3)}
    nodes |= {4: Node(4, op="+", inputs=(1, 2))}
    at = {1: (0.0, 0.0), 2: (0.0, 112.0), 3: (248.0, 56.0), 4: (496.0, 56.0)}
    graph = Graph(nodes, {**at, 2: (0.0, 16.0), 1: (0.0, -100.0), 3: (248.0, 0.0)})
    lanes = [lane for route in routes_of(graph).values() for lane in route]
    assert len({lane.y for lane in lanes}) == len(lanes) == 2


def test_a_drag_leads_only_its_own_wires_and_at_rest_all_are_led_as_when_opened():
    graph = random_graph(22)
    kept = KeptRoutes()
    wires = {wire for _, wire in graph.wires()}
    kept.update(graph, wires, at_rest=True)
    assert {wire: kept.route(wire) for wire in wires if kept.route(wire)} == routes_of(graph)
    moved = graph.moved({5: (graph.positions[5][0], graph.positions[5][1] + 400.0)})
    own = {wire for source, wire in graph.wires() if 5 in (source, wire[0])}
    assert set(kept.update(moved, own, at_rest=False)) <= own
    kept.update(moved, set(), at_rest=True)
    assert {wire: kept.route(wire) for wire in wires if kept.route(wire)} == routes_of(moved)
    assert kept.update(moved, set(), at_rest=True) == ()
