"""An identifier for every node, however many there are."""

import pytest

from app.model.graph.graph import MOST_NODES, Graph
from app.model.graph.names import NodeNames
from app.model.graph.node import Node


def graph_of(labels):
    nodes = {id_: Node(id_, label) for id_, label in enumerate(labels, start=1)}
    return Graph(nodes, dict.fromkeys(nodes, (0.0, 0.0)))


def test_a_name_is_the_label_or_made_from_it_and_never_given_twice():
    names = NodeNames(graph_of(["a", "x 1", "x 1", "", "", "x_1_1", "tanh", "7"]))
    given = [names[id_] for id_ in range(1, 9)]
    assert given == ["a", "x_1", "x_1_2", "_1", "_2", "x_1_1", "tanh_1", "_7"]
    assert names.given() == {name: id_ for id_, name in enumerate(given, start=1)}


@pytest.mark.slow
def test_as_many_nodes_as_a_graph_may_have_are_named_though_all_are_labelled_alike():
    names = NodeNames(graph_of(["x 1"] * MOST_NODES))
    assert len({names[id_] for id_ in range(1, MOST_NODES + 1)}) == MOST_NODES
