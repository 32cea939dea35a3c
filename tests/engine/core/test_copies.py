"""Copies and pickles of graphs, however deep, with what is shared in them."""

import copy
import io
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import MLP, Value
from engine.core.value import topological_order
from tests.engine.strategies import Plan, graphs


def by_pickle(thing):
    return pickle.loads(pickle.dumps(thing))


def by_the_pickler_in_python(thing):
    return pickle.loads(pickle._dumps(thing))


WAYS = [copy.deepcopy, by_pickle, by_the_pickler_in_python]
ways = pytest.mark.parametrize("copied", WAYS)


def chain(nodes: int) -> tuple[Value, Value, Value]:
    """The leaf, a node in the middle, and the last of a chain."""
    leaf = node = middle = Value(0.5, "x")
    for number in range(nodes):
        node = node.tanh() if number % 2 else node * 1.5
        middle = node if number == nodes // 2 else middle
    node.backward()
    return leaf, middle, node


def told(order):
    place = {id(node): position for position, node in enumerate(order)}
    return [
        (
            *(node.data, node.grad, node.op, node.label, node.is_constant),
            *(place[id(child)] for child in node.children),
        )
        for node in order
    ]


@given(graphs(), st.sampled_from(WAYS))
def test_a_copy_is_the_same_graph_of_other_nodes(plan: Plan, copied):
    root = plan.nodes()[-1]
    root.backward()
    again = copied(root)
    order, others = topological_order(root), topological_order(again)
    assert told(others) == told(order)
    assert not {*map(id, order)} & {*map(id, others)}
    root.backward()
    again.backward()
    assert told(others) == told(order)


@ways
def test_a_chain_of_5000_nodes_is_copied(copied):
    _, _, last = chain(5_000)
    assert told(topological_order(copied(last))) == told(topological_order(last))


@ways
@pytest.mark.parametrize("turned", [False, True])
def test_what_is_shared_between_several_values_stays_shared(copied, turned):
    values = chain(5_000)[:: -1 if turned else 1]
    found = copied({"values": values, "again": values[1]})
    order = topological_order(found["values"][0 if turned else 2])
    assert all(value in order for value in found["values"])
    assert found["again"] is found["values"][1]


@ways
@pytest.mark.parametrize("turned", [False, True])
def test_all_nodes_of_a_graph_are_copied_as_one(copied, turned):
    order = topological_order(chain(3_000)[2])
    found = copied(order[::-1] if turned else order)
    assert topological_order(found[0 if turned else -1]) == (found[::-1] if turned else found)


def test_a_graph_is_pickled_once_more_by_another_pickler_and_after_it_has_grown():
    _, middle, last = chain(3_000)
    kept = pickle.Pickler(io.BytesIO())
    kept.dump(middle)
    del kept
    assert told(topological_order(by_pickle(last))) == told(topological_order(last))
    assert told(topological_order(by_pickle(last))) == told(topological_order(last))


@ways
def test_a_network_and_its_loss_keep_their_parameters_in_common(copied):
    model = MLP(2, [3, 1])
    loss = model([1.0, 2.0])
    model, loss = copied((model, loss))
    loss.backward()
    assert any(parameter.grad for parameter in model.parameters())


def test_a_shallow_copy_has_the_same_inputs():
    a = Value(2.0, "a")
    product = a * a
    assert copy.copy(product).children == (a, a)
    assert copy.copy(product) is not product


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_every_protocol_of_pickle_will_do(protocol):
    _, _, last = chain(2_000)
    found = pickle.loads(pickle.dumps(last, protocol))
    assert told(topological_order(found)) == told(topological_order(last))
