"""The pieces: each can be put on an empty canvas, and its wires end where they are asked for."""

from itertools import combinations

import pytest

from app.model.graph.evaluation import evaluate
from app.model.graph.graph import Graph
from app.model.graph.layout import NODE_HEIGHT, NODE_WIDTH, free_place
from app.model.graph.pieces import pieces, placed, shape_of


@pytest.mark.parametrize("name", pieces())
def test_a_piece_is_put_on_an_empty_canvas(name):
    graph, ids = placed(Graph(), name, (10.0, 20.0))
    assert set(ids) == set(graph.nodes)
    assert set(graph.order) == set(ids)


@pytest.mark.parametrize("name", pieces())
def test_a_piece_that_is_put_beside_another_one_overlaps_none_of_its_nodes(name):
    graph = Graph()
    for _ in range(3):
        graph, _ids = placed(graph, name, free_place(graph, (0.0, 0.0), shape_of(name)))
    for (x, y), (other_x, other_y) in combinations(graph.positions.values(), 2):
        assert abs(x - other_x) >= NODE_WIDTH or abs(y - other_y) >= NODE_HEIGHT


def test_the_squared_error_takes_what_it_is_wired_to():
    graph = Graph().with_leaf((0.0, 0.0)).with_data(1, 4.0)
    graph, ids = placed(graph, "squared error", (400.0, 0.0), wire_from=1)
    assert evaluate(graph).data[graph.output] == (4.0 - 1.0) ** 2
    assert graph.output == ids[pieces()["squared error"].exit]
