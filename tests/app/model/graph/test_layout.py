"""Layout: what stands where, for formulas people know and for graphs of any size."""

import random
import time
from itertools import product

import pytest
from hypothesis import given

from app.model.catalogue.examples import EXAMPLES, load_example
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph
from app.model.graph.layout import GRID, NODE_HEIGHT, NODE_WIDTH, arranged, free_place
from app.model.graph.node import Node
from tests.app.model.strategies import PLACES, graphs


def overlaps(positions):
    """Whether any two nodes touch. Those of a cell as large as a node are compared with those
    of the cells around it.
    """
    cells = {}
    for x, y in positions:
        cells.setdefault((x // NODE_WIDTH, y // NODE_HEIGHT), []).append((x, y))
    around = list(product((-1, 0, 1), repeat=2))
    return any(
        abs(x - other_x) < NODE_WIDTH and abs(y - other_y) < NODE_HEIGHT
        for (column, row), cell in cells.items()
        for number, (x, y) in enumerate(cell)
        for right, down in around
        for other, (other_x, other_y) in enumerate(cells.get((column + right, row + down), ()))
        if (right, down) != (0, 0) or other < number
    )


def by_name(text):
    """Where each name of a formula stands, as column and row pitch apart."""
    graph = from_text(text, Graph())
    return {graph.nodes[id_].label: at for id_, at in graph.positions.items()}


def random_graph(count, seed, reach=10**9, leaves=0.3):
    dice = random.Random(seed)
    nodes = {}
    for id_ in range(1, count + 1):
        inputs = tuple(dice.randrange(max(1, id_ - reach), id_) for _ in range(2) if id_ > 1)
        is_leaf = id_ <= max(1, count * leaves)
        nodes[id_] = Node(id_) if is_leaf else Node(id_, op="+", inputs=inputs)
    return Graph(nodes, dict.fromkeys(nodes, (0.0, 0.0)))


def chain(count):
    nodes = {1: Node(1)}
    for id_ in range(2, count + 1):
        nodes[id_] = Node(id_, op="+", inputs=(id_ - 1, 1))
    return Graph(nodes, dict.fromkeys(nodes, (0.0, 0.0)))


@given(graphs(wired=False, most=30))
def test_wires_lead_to_the_right_and_no_nodes_overlap(graph):
    positions = arranged(graph)
    assert positions.keys() == graph.nodes.keys()
    for source, (target, _) in graph.wires():
        assert positions[source][0] < positions[target][0]
    assert not overlaps(positions.values())
    assert all(ordinate % GRID == 0 for at in positions.values() for ordinate in at)
    assert arranged(graph) == positions


def test_a_leaf_stands_directly_left_of_what_it_feeds():
    at = by_name("e = a * b; d = e + c; L = d * f")
    lefts = sorted({x for x, _ in at.values()})
    columns = [sorted(name for name in at if at[name][0] == x) for x in lefts]
    assert columns == [["a", "b"], ["c", "e"], ["d", "f"], ["L"]]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("e = a * b; d = e + c; L = d * f", "ab ec df"),
        ("e = b * a; d = c + e; L = f * d", "ba ce fd"),
        ("u = a * b; v = a * c; L = u + v", "uv"),
        ("p = x * w; q = y * v; s = p + q; n = s + b; o = tanh(n)", "xwyv pq sb"),
    ],
)
def test_first_inputs_stand_above_second_ones(text, order):
    at = by_name(text)
    for column in order.split():
        rows = [at[name][1] for name in column]
        assert rows == sorted(rows)
        assert len({at[name][0] for name in column}) == 1


def test_parts_stand_one_below_another_and_loose_nodes_last():
    graph = from_text("z = 5; y = 6; u = a * b; v = c * d", Graph())
    at = {graph.nodes[id_].label: place for id_, place in graph.positions.items()}
    rows = [{at[name][1] for name in part} for part in ("abu", "cdv", "zy")]
    assert max(rows[0]) < min(rows[1])
    assert max(rows[1]) < min(rows[2])


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_nodes_of_an_example_overlap(name):
    positions = load_example(name).positions.values()
    assert not overlaps(positions)
    assert all(ordinate % GRID == 0 for at in positions for ordinate in at)


def test_an_empty_graph_has_an_empty_layout():
    assert arranged(Graph()) == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    "graph",
    [
        # The library's own ranking never ends on the first of these.
        random_graph(600, seed=3, reach=40, leaves=0.01),
        random_graph(1_500, seed=1),
        random_graph(1_500, seed=1, reach=20, leaves=0.01),
        random_graph(20_000, seed=1),
        random_graph(20_000, seed=1, leaves=1.0),
        chain(150),
        chain(20_000),
    ],
    ids=["600", "1500", "1500 deep", "20000", "20000 loose", "chain", "long chain"],
)
def test_a_layout_is_there_at_once_whatever_the_graph(graph):
    start = time.perf_counter()
    positions = arranged(graph)
    assert time.perf_counter() - start < 5
    assert not overlaps(positions.values())


@given(graphs(most=30), PLACES)
def test_a_free_place_overlaps_nothing_and_is_near(graph, near):
    x, y = free_place(graph, near)
    assert (x % GRID, y % GRID) == (0, 0)
    for other_x, other_y in graph.positions.values():
        assert abs(other_x - x) >= NODE_WIDTH or abs(other_y - y) >= NODE_HEIGHT
    assert abs(x - near[0]) <= 24 * 8 * len(graph.nodes) + GRID
    assert free_place(Graph(), (x, y)) == (x, y)


def test_a_free_place_is_found_in_the_middle_of_a_crowd():
    nodes = {id_: Node(id_) for id_ in range(2_000)}
    positions = {id_: (id_ % 45 * 152.0, id_ // 45 * 92.0) for id_ in nodes}
    crowd = Graph(nodes, positions)
    at = free_place(crowd, (3_400.0, 2_000.0))
    assert at[1] > 44 * 92
    assert not overlaps([*positions.values(), (3_344.0, at[1])])


@pytest.mark.slow
@pytest.mark.parametrize("graph", [random_graph(2_000, seed=1), chain(2_000)], ids=["wide", "long"])
def test_a_large_graph_has_the_shape_of_the_canvas_and_fit_shows_all_of_it(graph):
    xs, ys = zip(*arranged(graph, (960.0, 600.0)).values(), strict=True)
    width, height = max(xs) + NODE_WIDTH, max(ys) + NODE_HEIGHT
    assert 1.2 < width / height < 2.0
    assert min(960 / (width + 80), 600 / (height + 80)) > 0.02
