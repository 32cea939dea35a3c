"""The pieces: each can be put on an empty canvas, and its wires end where they are asked for."""

import pytest

from app.model.evaluation import evaluate
from app.model.graph import Graph
from app.model.pieces import PIECES, placed


@pytest.mark.parametrize("name", PIECES)
def test_a_piece_is_put_on_an_empty_canvas(name):
    graph, ids = placed(Graph(), name, (10.0, 20.0))
    assert set(ids) == set(graph.nodes)
    assert set(graph.order) == set(ids)


def test_the_squared_error_takes_what_it_is_wired_to():
    graph = Graph().with_leaf((0.0, 0.0)).with_data(1, 4.0)
    graph, ids = placed(graph, "squared error", (400.0, 0.0), wire_from=1)
    assert evaluate(graph).data[graph.output] == (4.0 - 1.0) ** 2
    assert graph.output == ids[PIECES["squared error"].exit]
