"""The picture of a graph in a notebook."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given

from engine import Value
from engine.core.picture import MOST_NODES
from engine.core.value import topological_order
from tests.engine.strategies import Plan, graphs

SVG = "{http://www.w3.org/2000/svg}"


def drawn(root: Value):
    """The texts, and the left and upper edge of each node, both in topological order."""
    picture = ElementTree.fromstring(root._repr_svg_())
    texts = [text.text or "" for text in picture.iter(f"{SVG}text")]
    places = [(float(box.get("x")), float(box.get("y"))) for box in picture.iter(f"{SVG}rect")]
    wires = [
        [float(number) for number in re.findall(r"[\d.]+", path.get("d"))]
        for path in picture.iter(f"{SVG}path")
    ]
    return texts, places, wires


def test_every_node_shows_label_op_data_and_grad():
    a, b = Value(2.0, "a"), Value(-3.0, "b")
    product = a * b
    product.label = "e"
    product.backward()
    texts, _, wires = drawn(product)
    assert texts == [
        *("a", "", "data 2", "grad -3"),
        *("b", "", "data -3", "grad 2"),
        *("e", "*", "data -6", "grad 1"),
    ]
    assert len(wires) == 2


@pytest.mark.parametrize("label", ["<b>&amp;", "a & b < c", 'say "x"', "\x00\x1b"])
def test_a_label_is_text_whatever_it_holds(label):
    texts, _, _ = drawn(Value(1.0, label))
    assert texts[0] == "".join(letter for letter in label if letter.isprintable())


def test_a_long_label_is_cut():
    texts, _, _ = drawn(Value(1.0, "the learning rate"))
    assert texts[0] == "the learnin…"


def test_a_leaf_stands_just_left_of_what_uses_it():
    late = Value(3.0, "late")
    root = Value(1.0).tanh().tanh().tanh() * late
    _, places, _ = drawn(root)
    x = {id(node): place[0] for node, place in zip(topological_order(root), places, strict=True)}
    assert x[id(late)] == x[id(root.children[0])]


@given(graphs())
def test_wires_go_from_left_to_right_and_no_two_nodes_overlap(plan: Plan):
    root = plan.nodes()[-1]
    _, places, wires = drawn(root)
    order = topological_order(root)
    assert len(places) == len(set(places)) == len(order)
    assert len(wires) == sum(len(node.children) for node in order)
    assert all(start[0] < start[-2] for start in wires)
    for x, y in places:
        assert not any(x == other and 0 < abs(y - down) < 58 for other, down in places)


def test_the_picture_is_as_large_as_what_is_in_it():
    root = Value(1.0).tanh() + Value(2.0)
    picture = ElementTree.fromstring(root._repr_svg_())
    _, places, _ = drawn(root)
    assert float(picture.get("width")) > max(x for x, _ in places) + 118
    assert float(picture.get("height")) > max(y for _, y in places) + 58


def test_a_graph_of_more_nodes_than_can_be_read_is_told_in_a_note():
    node = Value(1.0)
    for _ in range(MOST_NODES - 1):
        node = -node
    texts, places, _ = drawn(node)
    assert len(places) == MOST_NODES
    texts, places, _ = drawn(-node)
    assert (texts, places) == (["a graph of 61 nodes: a picture shows at most 60"], [])
