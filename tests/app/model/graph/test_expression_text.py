"""The graph as text and back: nothing is lost, and nothing is written that is not needed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.catalogue.examples import load_example
from app.model.graph.evaluation import evaluate
from app.model.graph.expression_text import from_text, same_text, to_text, written_names
from app.model.graph.graph import Graph, GraphError
from app.model.graph.node import Node
from engine import ExpressionError
from tests.app.model.graph_files import dumps, loads
from tests.app.model.strategies import graphs


def rebuilt(text, old=None):
    return from_text(text, Graph() if old is None else old)


@pytest.fixture
def cheatsheet():
    return load_example("cheatsheet")


def test_the_cheatsheet_is_written_as_people_write_it(cheatsheet):
    assert to_text(cheatsheet) == "e = a * b; d = e + c; L = d * f"


@given(graphs())
def test_a_text_that_nobody_changed_gives_the_same_graph(graph):
    after = from_text(to_text(graph), graph)
    assert after.nodes == graph.nodes
    assert after.positions == graph.positions
    if graph.output is not None:
        assert after == graph


@given(graphs())
def test_a_text_alone_gives_the_same_mathematics(graph):
    after = rebuilt(to_text(graph))
    names = written_names(graph)
    # A free name comes back as 1.0.
    for name, id_ in names.items():
        if after.by_label(name) and graph.nodes[id_].op is None:
            after = after.with_data(after.by_label(name), graph.nodes[id_].data)
    before, later = evaluate(graph), evaluate(after)
    assert sorted(before.data.values()) == sorted(later.data.values())
    if graph.output is not None:
        assert sorted(before.grad.values()) == sorted(later.grad.values())
    for name, id_ in names.items():
        if after.by_label(name):
            assert before.data.get(id_) == later.data.get(after.by_label(name))


@pytest.mark.parametrize(
    "text",
    [
        "a - (b - c)",
        "a - b - c",
        "(a + b) * c",
        "a + b * c",
        "a / (b * c)",
        "-a ** b",
        "(-a) ** b",
        "a ** -b",
        "a ** b ** c",
        "(a ** b) ** c",
        "-(a + b)",
        "-a * b",
        "a * -b",
        "--a",
        "a * -2",
        "(-2) ** a",
        "-2 ** a",
        "-(2)",
        "-(-2)",
        "-(2) * a",
        "max(a + b, -c) * tanh(a * b)",
        "(a + (b + c)) ** 2",
        "1e-7 * a + 3e22",
        "L = a * a",
        "a",
        "2.5",
        "e = a * b; L = e + e; e",
        "c = 3; e = a * b",
        "_1 = a + b; _1 * _1",
    ],
)
def test_parentheses_stand_only_where_they_are_needed(text):
    assert to_text(rebuilt(text)) == text


def test_an_op_without_a_name_and_with_several_uses_gets_a_name_in_the_text_only():
    graph = rebuilt("e = a + b; L = e * e")
    (e,) = (id_ for id_, node in graph.nodes.items() if node.label == "e")
    graph = graph.labelled(e, "")
    assert to_text(graph) == "_1 = a + b; L = _1 * _1"
    assert from_text(to_text(graph), graph) == graph


def test_labels_that_are_no_names_are_made_into_some():
    nodes = {
        id_: Node(id_, label)
        for id_, label in enumerate(("x 1", "x 1", "tanh", "for", "7", "ﬁ", '"; b = 2 #'), 1)
    }
    nodes[8] = Node(8, "max", "max", inputs=(1, 2))
    for id_ in range(3, 8):
        nodes[id_ + 6] = Node(id_ + 6, "", "+", inputs=(id_ + 5, id_))
    graph = Graph(nodes, dict.fromkeys(nodes, (0.0, 0.0)))
    text = to_text(graph)
    assert text == "max_1 = max(x_1, x_1_1); max_1 + tanh_1 + for_1 + _7 + _1 + b_2"
    assert from_text(text, graph) == graph


def test_a_graph_with_an_empty_slot_has_no_text(cheatsheet):
    with pytest.raises(GraphError, match=r"d has an empty slot\."):
        to_text(cheatsheet.disconnected(5, 0))


def test_an_empty_graph_is_an_empty_text():
    assert to_text(Graph()) == ""


def test_deep_formulas_are_written_in_lines_of_their_own():
    graph = rebuilt("a")
    for id_ in range(2, 2_000):
        graph = Graph(
            {**graph.nodes, id_: Node(id_, op="neg" if id_ % 2 else "sin", inputs=(id_ - 1,))},
            dict.fromkeys([*graph.nodes, id_], (0.0, 0.0)),
        )
    text = to_text(graph)
    assert text.count(";") > 50
    assert from_text(text, graph) == graph


def test_a_graph_too_large_for_a_text_says_so():
    nodes = {id_: Node(id_, f"a_rather_long_name_{id_}") for id_ in range(1, 5_001)}
    graph = Graph(nodes, dict.fromkeys(nodes, (0.0, 0.0)))
    with pytest.raises(GraphError, match="too large to be written"):
        to_text(graph)


# From text


def test_leaves_keep_their_numbers_and_new_ones_are_one(cheatsheet):
    cheatsheet = cheatsheet.with_trainable(1, False)
    graph = from_text("L = (a * b + c) * g", cheatsheet)
    leaves = {node.label: node for node in graph.nodes.values() if node.op is None}
    assert {name: leaf.data for name, leaf in leaves.items()} == {"a": 2, "b": -3, "c": 10, "g": 1}
    assert [leaves[name].trainable for name in "abg"] == [False, True, True]
    assert evaluate(graph).data[graph.output] == 4.0


def test_nodes_keep_their_ids_by_name_and_by_place(cheatsheet):
    same = from_text("L = (a * b + c) * f", cheatsheet)
    assert same.nodes.keys() == cheatsheet.nodes.keys()
    assert same.positions == cheatsheet.positions
    assert (same.nodes[3].label, same.nodes[7].label) == ("", "L")


def test_a_changed_op_keeps_its_place(cheatsheet):
    graph = from_text("e = a - b; d = e + c; L = d * f", cheatsheet)
    assert graph.nodes[3].op == "-"
    assert graph.positions == cheatsheet.positions


def test_what_the_text_leaves_out_is_gone(cheatsheet):
    graph = from_text("e = a * b", cheatsheet)
    assert graph.nodes.keys() == {1, 2, 3}
    assert graph.positions == {id_: cheatsheet.positions[id_] for id_ in (1, 2, 3)}
    assert graph.output == 3


def test_a_new_node_lays_the_whole_graph_out(cheatsheet):
    graph = from_text("e = a * b; d = e + c; L = tanh(d * f)", cheatsheet)
    assert len(graph.nodes) == 8
    for source, (target, _) in graph.wires():
        assert graph.positions[source][0] < graph.positions[target][0]


def test_a_number_in_a_formula_is_a_constant_and_is_not_trained(cheatsheet):
    graph = from_text("w = 3; L = w ** 2", cheatsheet)
    leaves = {node.data: node for node in graph.nodes.values() if node.op is None}
    assert (leaves[3.0].label, leaves[3.0].trainable) == ("w", True)
    assert (leaves[2.0].label, leaves[2.0].trainable) == ("", False)
    assert from_text("w = 3; L = w ** 5", graph).nodes.keys() == graph.nodes.keys()


def test_the_output_is_chosen_only_where_it_would_not_be_clear():
    assert rebuilt("e = a * b; L = e + a").chosen_output is None
    two_ends = rebuilt("u = a * b; v = a + b")
    assert two_ends.nodes[two_ends.chosen_output].label == "v"
    inner = rebuilt("e = a * b; L = e + a; e")
    assert inner.nodes[inner.chosen_output].label == "e"


def test_a_graph_of_a_text_can_be_saved():
    graph = rebuilt("L = (α + b) ** 2")
    assert loads(dumps(graph)) == graph


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "expected an expression"),
        ("a +", "expected a number"),
        ("a\n = b + " + "x" * 41, "expected"),
        ("a + " + "x" * 41, "line 1, column 5: a name has 40 letters at most"),
        ("+".join(["a*2"] * 10_001), "a graph holds 20000 nodes at most"),
    ],
)
def test_a_wrong_text_is_refused(cheatsheet, text, words):
    with pytest.raises(ExpressionError, match=words):
        from_text(text, cheatsheet)


@given(graphs(), st.data())
def test_a_text_that_is_said_to_be_the_same_is(graph, data):
    id_ = data.draw(st.sampled_from(list(graph.nodes)))
    if graph.nodes[id_].op is None:
        after = graph.with_data(id_, data.draw(st.floats(-9.0, 9.0)))
        if data.draw(st.booleans()):
            after = after.labelled(id_, data.draw(st.sampled_from(["", "another"])))
    else:
        after = graph.labelled(id_, data.draw(st.sampled_from(["", "another"])))
    if same_text(after, graph):
        assert to_text(after) == to_text(graph)


def test_the_text_stays_where_a_named_leaf_in_use_has_another_number_alone():
    graph = from_text("L = a * 3 + b", Graph())
    assert same_text(graph.with_data(graph.by_label("a"), 7.0), graph)
    constant = next(i for i, node in graph.nodes.items() if node.op is None and not node.label)
    assert not same_text(graph.with_data(constant, 7.0), graph)
    assert not same_text(graph.labelled(graph.by_label("a"), "c"), graph)
    alone = Graph().with_leaf((0.0, 0.0), 1.0, "a")
    assert alone.order is alone.with_data(1, 7.0).order
    assert not same_text(alone.with_data(1, 7.0), alone)
