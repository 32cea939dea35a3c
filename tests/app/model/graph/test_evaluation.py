"""Evaluation: the engine's numbers for what can be computed, and a reason for the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.catalogue.examples import load_example
from app.model.graph.evaluation import Passes, evaluate
from app.model.graph.expression_text import from_text, to_text, written_names
from app.model.graph.graph import Graph
from engine import DomainError, parse
from engine.language.expression import read
from tests.app.model.strategies import graphs


def evaluated(text, **data):
    """Numbers by name for a text: data, grad, problems and waiting."""
    graph = from_text(text, Graph())
    for name, number in data.items():
        graph = graph.with_data(graph.by_label(name), number)
    evaluation = evaluate(graph)
    return tuple(
        {graph.name_of(id_): told for id_, told in part.items()}
        for part in (
            evaluation.data,
            evaluation.grad,
            {id_: str(why) for id_, why in evaluation.problems.items()},
            {id_: str(why) for id_, why in evaluation.waiting.items()},
        )
    )


def test_the_cheatsheet_has_its_numbers():
    graph = load_example("cheatsheet")
    evaluation = evaluate(graph)
    names = {id_: node.label for id_, node in graph.nodes.items()}
    data = {names[id_]: number for id_, number in evaluation.data.items()}
    grad = {names[id_]: number for id_, number in evaluation.grad.items()}
    assert data == {"a": 2, "b": -3, "c": 10, "f": -2, "e": -6, "d": 4, "L": -8}
    assert grad == {"a": 6, "b": -4, "c": -2, "f": 4, "e": -2, "d": -2, "L": 1}
    carried = evaluation.carried[3, 0]
    assert (carried.slope, carried.amount) == (-3.0, 6.0)
    assert [names[id_] for id_ in evaluation.order] == ["a", "b", "e", "c", "d", "f", "L"]
    assert len(evaluation.steps) == 3


@given(graphs())
def test_the_numbers_are_those_of_the_engine(graph):
    evaluation = evaluate(graph)
    if graph.output is None or graph.output not in evaluation.data:
        assert not evaluation.grad
        return
    try:
        evaluation.values[graph.output].backward()
    except DomainError:
        assert evaluation.problems
        lost = set(evaluation.order) - evaluation.grad.keys()
        assert lost == evaluation.blocked_by.keys()
        assert all(evaluation.why_no_gradient(id_) for id_ in lost)
        assert lost == {i for i in lost if i in evaluation.waiting or i in evaluation.problems}
        return
    for id_ in evaluation.order:
        value = evaluation.values[id_]
        assert (evaluation.data[id_], evaluation.grad[id_]) == (value.data, value.grad)


@given(graphs())
def test_bare_numbers_are_what_the_engine_says_to_the_last_bit(graph):
    quick, engines = evaluate(graph), Passes(graph).evaluation()
    assert quick == engines
    assert repr([*quick.data.values()]) == repr([*engines.data.values()])
    assert repr([quick.grad.get(id_) for id_ in graph.nodes]) == repr(
        [engines.grad.get(id_) for id_ in graph.nodes]
    )
    assert list(quick.carried) == list(engines.carried)
    assert len(quick.carried) == len(engines.carried)
    assert all((wire in quick.carried) == (wire in engines.carried) for _, wire in graph.wires())


@given(graphs(), st.data())
def test_what_was_found_of_the_wires_holds_for_other_numbers_alone(graph, data):
    before = evaluate(graph)
    leaves = [id_ for id_, node in graph.nodes.items() if node.op is None]
    id_ = data.draw(st.sampled_from(leaves))
    other = graph.with_data(id_, data.draw(st.floats(-3.0, 3.0)))
    assert evaluate(other, before) == evaluate(
        Graph(other.nodes, other.positions, other.chosen_output)
    )
    ops = [id_ for id_ in graph.nodes if id_ not in leaves]
    for id_ in ops:
        without = other.disconnected(id_, 0)
        assert evaluate(without, before) == evaluate(without)
        ended = other.with_output(id_)
        assert evaluate(ended, before) == evaluate(ended)


@pytest.mark.parametrize(
    "text",
    [
        "u = 1e308; w = 1e308; v = 1e-308; L = u * v + w * v",
        "u = 1e308; w = 1e308; v = 1e-308; L = v * u + v * w",
        "u = 1e308; w = 1e308; v = 1e-308; L = u * -v + w * -v",
    ],
    ids=["second input", "first input", "only input"],
)
def test_a_sum_of_gradients_that_is_too_large_is_told_whichever_input_it_is_for(text):
    graph = from_text(text, Graph())
    evaluation = evaluate(graph)
    assert evaluation == Passes(graph).evaluation()
    v = graph.by_label("v")
    assert v not in evaluation.grad
    assert "too large" in str(evaluation.problems[v])


@given(graphs())
def test_what_a_graph_knows_of_its_wires_outlives_edits_that_leave_them_alone(graph):
    known = (graph.order, graph.consumers, graph.output, graph.order_to_output)
    for id_, node in graph.nodes.items():
        renamed = graph.labelled(id_, "a_new_name").moved({id_: (7.0, 7.0)})
        after = renamed.with_data(id_, 7.0) if node.op is None else renamed
        assert (after.order, after.consumers, after.output, after.order_to_output) == known
        assert after.order is graph.order
        fresh = Graph(after.nodes, after.positions, after.chosen_output)
        assert (fresh.order, fresh.consumers, fresh.output, fresh.order_to_output) == known


@given(graphs())
def test_the_text_of_a_graph_has_its_numbers_in_the_engine_too(graph):
    evaluation = evaluate(graph)
    if graph.output is None or evaluation.data.keys() != graph.nodes.keys():
        return
    text, names = to_text(graph), written_names(graph)
    parsed = parse(text, {name: graph.nodes[names[name]].data for name in read(text).free})
    assert list(parsed.values())[-1].data == evaluation.data[graph.output]


def test_an_undefined_node_says_why_and_the_rest_goes_on():
    data, grad, problems, waiting = evaluated("d = log(a); L = d * b; s = b + c", a=-1, b=3)
    assert data["s"] == 4.0
    assert problems == {"d": "log(−1) is undefined: log needs a positive input."}
    assert waiting == {"L": "waits for d"}
    assert grad == {"s": 1.0, "b": 1.0, "c": 1.0}


def test_an_empty_slot_waits():
    graph = Graph().with_op("+", (0, 0), "d").with_leaf((0, 0), 2.0, "a")
    assert str(evaluate(graph).waiting[1]) == "waits for two inputs"
    assert str(evaluate(graph.connected(2, 1, 1)).waiting[1]) == "waits for an input"
    assert evaluate(graph.connected(2, 1, 1)).problems == {}


def test_an_infinite_slope_hides_only_the_gradients_behind_it():
    data, grad, problems, waiting = evaluated("r = sqrt(a); L = r * b", a=0)
    assert data["L"] == 0.0
    assert problems == {"r": "sqrt(0) has no finite derivative: what it passes back is infinite."}
    assert waiting == {"a": "gets no gradient from r"}
    assert grad == {"L": 1.0, "r": 1.0, "b": 0.0}


@pytest.mark.parametrize("total", ["e + s", "s + e"])
def test_the_order_of_the_wires_hides_no_gradient(total):
    _, grad, _, waiting = evaluated(f"e = a * b; s = sqrt(x); L = {total}", a=2, b=3, x=0)
    assert grad == {"L": 1.0, "e": 1.0, "a": 3.0, "b": 2.0, "s": 1.0}
    assert waiting == {"x": "gets no gradient from s"}


def test_zero_that_arrives_at_an_infinite_slope_is_told_as_such():
    text = "p = x * x; q = y * y; r = p + q; s = sqrt(r); m = max(s, t)"
    _, grad, problems, waiting = evaluated(text, x=0, y=0, t=1e-10)
    assert problems == {
        "s": "sqrt(0) has no finite derivative: 0 arrives, and 0 × infinite is not known."
    }
    assert grad == {"m": 1.0, "s": 0.0, "t": 1.0}
    assert waiting == {
        "r": "gets no gradient from s", "p": "gets no gradient from r",
        "q": "gets no gradient from r", "x": "gets no gradient from p",
        "y": "gets no gradient from q",
    }  # fmt: skip


def test_a_number_too_large_in_the_backward_pass_is_named_where_it_arises():
    _, grad, problems, _ = evaluated("u = a * b; L = u * c", a=1e-300, b=1e200, c=1e200)
    assert problems == {
        "u": "1e−300 * 1e200 passes back 1e200 * 1e200, which is too large: the largest number "
        "is about 1.8e308."
    }
    assert grad.keys() == {"L", "u", "b", "c"}
    _, grad, problems, waiting = evaluated("u = a * b; v = a * b; L = u + v", a=0, b=1e308)
    assert problems == {
        "a": "1e308 + 1e308, the sum of what arrives, is too large: the largest number is about "
        "1.8e308."
    }
    assert (grad.keys(), waiting) == ({"u", "v", "L", "b"}, {})


def test_a_problem_is_the_reason_for_all_behind_it_and_for_nothing_else():
    text = "u = a * x; s = sqrt(u); v = a / z; L = s + v + u * b"
    graph = from_text(text, Graph())
    for name, number in {"a": 2, "x": 0, "z": 1e-200, "b": 5}.items():
        graph = graph.with_data(graph.by_label(name), number)
    evaluation = evaluate(graph)
    why = {
        node.label: str(evaluation.why_no_gradient(id_)).partition(" has ")[0]
        for id_, node in graph.nodes.items()
        if node.label and evaluation.why_no_gradient(id_)
    }
    assert why == {"u": "sqrt(0)", "x": "sqrt(0)", "a": "sqrt(0)", "z": "2 / 1e−200"}


def test_numbers_that_grow_too_large_are_a_problem_at_their_node():
    data, _, problems, waiting = evaluated("b = exp(a); c = b * 2", a=1000)
    assert "b" not in data
    assert problems == {"b": "exp(1000) is too large: the largest number is about 1.8e308."}
    assert waiting == {"c": "waits for b"}


def test_only_what_the_output_depends_on_has_a_gradient():
    data, grad, _, _ = evaluated("u = a * b; v = c * d")
    assert data.keys() == {"a", "b", "u", "c", "d", "v"}
    assert grad.keys() == {"c", "d", "v"}


def test_a_node_that_feeds_two_places_sums_what_it_receives():
    _, grad, _, _ = evaluated("u = a * b; v = a * c; L = u + v", b=3, c=4)
    assert grad["a"] == 7.0


@pytest.mark.parametrize("graph", [Graph(), Graph().with_leaf((0, 0)).with_leaf((0, 99))])
def test_without_an_output_there_is_data_and_no_gradient(graph):
    evaluation = evaluate(graph)
    assert len(evaluation.data) == len(graph.nodes)
    assert (evaluation.grad, evaluation.order, evaluation.steps) == ({}, (), ())
