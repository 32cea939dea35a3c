"""The mistakes on a graph of one's own: what differs, why, and what the numeric check says."""

import pytest
from hypothesis import given

from app.model.catalogue.examples import EXAMPLES, load_example
from app.model.explain.mistakes import broken
from app.model.graph.evaluation import evaluate
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph
from engine.checking.mistakes import MISTAKES
from tests.app.model.strategies import graphs
from tests.examples import examples


def graph_of(text):
    return from_text(text, Graph())


def broken_by(name, graph, passes=1):
    return broken(graph, evaluate(graph), name, passes)


def differing(found, graph):
    """Label to the right gradient and the wrong one, where they differ."""
    return {graph.nodes[id_].label: (found.right[id_], found.wrong[id_]) for id_ in found.differing}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("overwrite", {"a": (7, 4)}),
        ("no zero_grad", {"a": (6, 12), "b": (-4, -8), "c": (-2, -4), "f": (4, 8)}),
        ("wrong order", {"a": (4, 2)}),
        (
            "wrong factor",
            {"a": (6, 8), "b": (-4, -12), "e": (-2, 4), "c": (-2, 4), "d": (-2, 4), "f": (4, -2)},
        ),
    ],
)
def test_every_mistake_shows_on_its_example(name, wrong):
    graph = load_example(MISTAKES[name].example)
    found = broken_by(name, graph, passes=2)
    assert differing(found, graph) == wrong
    assert found.shows
    assert found.silent is None
    assert str(found.reason) == MISTAKES[name].words


@pytest.mark.parametrize("name", MISTAKES)
def test_the_numeric_check_agrees_with_the_right_gradient_and_not_with_the_wrong_one(name):
    graph = load_example(MISTAKES[name].example)
    found = broken_by(name, graph, passes=2)
    leaves = [id_ for id_ in found.differing if graph.nodes[id_].op is None]
    assert list(found.numeric) == leaves
    for id_, numeric in found.numeric.items():
        assert numeric == pytest.approx(found.right[id_], rel=1e-6)
        assert numeric != pytest.approx(found.wrong[id_], rel=1e-3)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_graph_that_cannot_show_a_mistake_names_one_that_can(name):
    graph = graph_of("a = 2; b = a * 1")
    graph = graph.with_data(graph.by_label("a"), 1.0) if name == "wrong factor" else graph
    graph = graph.with_output(graph.by_label("b"))
    found = broken_by(name, graph, passes=1)
    assert not found.shows
    assert found.example == MISTAKES[name].example
    if name == "no zero_grad":
        assert str(found.silent) == "After one backward pass nothing is left over. Run one more."
    else:
        assert MISTAKES[name].needs in str(found.silent)
        assert EXAMPLES[MISTAKES[name].example].title in str(found.silent)


def test_the_number_of_passes_counts_for_leaves_only():
    graph = load_example("cheatsheet")
    found = broken_by("no zero_grad", graph, passes=5)
    assert found.wrong[graph.by_label("a")] == 30.0
    assert found.wrong[graph.by_label("e")] == -2.0


@pytest.mark.parametrize("name", MISTAKES)
def test_without_a_whole_backward_pass_there_is_nothing_to_break(name):
    for graph, words in (
        (Graph(), "No output is chosen"),
        (graph_of("a = -1; L = log(a)"), "no complete backward pass from L"),
        (Graph().with_leaf((0, 0)).with_op("tanh", (0, 0), "t"), "No output is chosen"),
    ):
        found = broken_by(name, graph, passes=2)
        assert (found.differing, dict(found.wrong), dict(found.numeric)) == ((), {}, {})
        assert words in str(found.silent)


@pytest.mark.parametrize("total", ["e + s", "s + e"])
def test_a_mistake_shows_beside_an_infinite_slope(total):
    graph = graph_of(f"a = 2; b = 3; x = 0; e = a * b; s = sqrt(x); L = {total}")
    found = broken_by("wrong factor", graph)
    assert differing(found, graph) == {"a": (3, 2), "b": (2, 3)}
    assert found.numeric == {
        graph.by_label("a"): pytest.approx(3),
        graph.by_label("b"): pytest.approx(2),
    }
    assert graph.by_label("x") not in {**found.right, **found.wrong}
    twice = broken_by("no zero_grad", graph, passes=2)
    assert differing(twice, graph) == {"a": (3, 6), "b": (2, 4)}


def test_a_lone_leaf_shows_only_what_is_left_over():
    graph = Graph().with_leaf((0, 0), 3.0, "a")
    assert [name for name in MISTAKES if broken_by(name, graph, 2).shows] == ["no zero_grad"]


def test_a_node_beside_the_graph_has_no_part_in_it():
    graph = load_example("shared-node").with_leaf((0, 0), 1.0, "z")
    found = broken_by("overwrite", graph)
    assert graph.by_label("z") not in {**found.right, **found.wrong}


def test_the_same_terms_in_another_order_are_no_mistake():
    graph = graph_of("a = 0.1; p = a * 0.1; q = a * 0.7; r = a * 0.2; L = (p + q) + r")
    assert not broken_by("wrong order", graph).shows


def test_a_wrong_number_too_large_for_a_float_is_left_out_and_still_differs():
    graph = graph_of("a = 1e200; b = 1; c = 1e-100; L = (a * b) * c")
    found = broken_by("wrong factor", graph)
    lost = set(found.differing) - set(found.wrong)
    assert lost == {graph.by_label("a")}
    assert found.shows


@given(graphs(wired=False))
@examples(200)
def test_no_graph_is_too_odd_to_be_broken(graph):
    evaluation = evaluate(graph)
    before = dict(evaluation.grad)
    for name in MISTAKES:
        found = broken(graph, evaluation, name, 3)
        assert found.shows == (found.silent is None)
        assert set(found.numeric) <= set(found.differing) <= set(evaluation.order)
    assert evaluation.grad == before
    assert all(value.grad == 0.0 for value in evaluation.values.values())
